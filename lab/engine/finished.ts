/** What figures are drawn from: at the frames of a run, which are where something moves, or at recorded times. */
import { measure, namesToMeasure, type Recording, type RunResult } from 'parkade';
import { evenlyChosen, type Frame } from './frames.ts';
import type { Finished } from './protocol.ts';
import type { Shown } from './running.ts';

/** Frames that are drawn at most, evenly in their order. */
const MOST_FRAMES = 400;

/** @param result of a run that has ended; undefined for tokens recorded elsewhere */
export function finished(shown: Shown, recording: Recording, result: RunResult | undefined): Finished {
  const { lengths, frames } = shown;
  const seen = recordingAt(recording, frames);
  if (!result) {
    const names = namesToMeasure(undefined, recording, lengths);
    const taken = seen ?? recording;
    return { spec: lengths, trajectory: taken, measurements: measure(taken, names, lengths), events: null };
  }
  const { problem: _, ...trajectory } = result.trajectory;
  const { spec, events, measurements } = result;
  if (seen === null) return { spec, trajectory, measurements, events };
  const { ts, xs } = seen;
  return {
    ...{ spec, trajectory: { ...trajectory, ts, xs }, events },
    measurements: measure(seen, spec.observe, lengths),
  };
}

/** Null where tokens are added or removed, so that frames are of several lengths: then it is the saved times. */
function recordingAt(recording: Recording, frames: readonly Frame[]): Recording | null {
  const { n, d } = recording.shape;
  if (frames.some(({ x }) => x.length !== n * d)) return null;
  const chosen = evenlyChosen(frames.length, MOST_FRAMES).map((i) => frames[i]);
  const xs = new Float64Array(chosen.length * n * d);
  for (const [i, { x }] of chosen.entries()) xs.set(x, i * n * d);
  const { shape, space, initial, beta } = recording;
  return { shape, space, initial, beta, ts: Float64Array.from(chosen, ({ t }) => t), xs };
}
