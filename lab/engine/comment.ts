/** Theory beside the picture: what is predicted for a run, what is measured at a frame, and what can be said of it. */

import type { RunResult } from 'parkade';
import {
  type Comparison,
  compare,
  describe,
  explain,
  type Prediction,
  predictionsFor,
  type Sentence,
} from 'parkade/commentary';
import type { Frame } from './frames.ts';
import type { Running } from './running.ts';

export interface Comment {
  readonly t: number;
  readonly sentences: readonly Sentence[];
  readonly predictions: readonly (Prediction & { readonly found: Comparison })[];
  /** The picture for people who do not see it. */
  readonly twin: string;
}

/** Of a run that has ended, at one of its frames. */
export function commentAt({ prepared, frames }: Running, { trajectory }: RunResult, index: number): Comment {
  const recording = recordingOf(trajectory, frames);
  const view = { recording, index, lengths: prepared.measurement, prepared };
  const predictions = predictionsFor(prepared).map((prediction) => ({
    ...prediction,
    found: compare(prediction, view),
  }));
  return { t: recording.ts[index], sentences: explain(view), predictions, twin: describe(view) };
}

type Trajectory = RunResult['trajectory'];
const known = new WeakMap<Trajectory, Trajectory>();

/** The frames as a recording, made once: what commentary finds out about it is kept with it. */
function recordingOf(trajectory: Trajectory, frames: readonly Frame[]): Trajectory {
  const before = known.get(trajectory);
  if (before) return before;
  const { initial, shape } = trajectory;
  const xs = new Float64Array(frames.length * initial.length);
  for (const [i, { x }] of frames.entries()) {
    xs.set(initial, i * initial.length); // tokens that are not there stand where they begin
    xs.set(x, i * initial.length);
  }
  const present = trajectory.present && { present: Int32Array.from(frames, ({ x }) => x.length / shape.d) };
  const recording = { ...trajectory, ts: Float64Array.from(frames, ({ t }) => t), xs, ...present };
  known.set(trajectory, recording);
  return recording;
}
