/** A run that has ended, as figures are drawn from it: at its frames, which are where something moves. */
import { measure, type PreparedRun, type RunResult } from 'parkade';
import type { Frame } from './frames.ts';
import type { Finished } from './protocol.ts';

/** Frames that are drawn at most, evenly in their order. */
const MOST_FRAMES = 400;

export function finishedRun({ measurement }: PreparedRun, result: RunResult, frames: readonly Frame[]): Finished {
  const { problem: _, ...trajectory } = result.trajectory;
  const { n, d } = trajectory.shape;
  const { spec, events, measurements } = result;
  // Where tokens are added or removed, frames are of several lengths: then it is the saved times.
  if (frames.some(({ x }) => x.length !== n * d)) return { spec, trajectory, measurements, events };
  const count = Math.min(frames.length, MOST_FRAMES);
  const chosen = Array.from(
    { length: count },
    (_, i) => frames[Math.round((i * (frames.length - 1)) / Math.max(1, count - 1))],
  );
  const xs = new Float64Array(chosen.length * n * d);
  for (const [i, { x }] of chosen.entries()) xs.set(x, i * n * d);
  const recording = { ...trajectory, ts: Float64Array.from(chosen, ({ t }) => t), xs };
  return { spec, trajectory: recording, measurements: measure(recording, spec.observe, measurement), events };
}
