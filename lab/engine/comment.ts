/** Theory beside the picture: what is predicted for a run, what is measured at a frame, and what can be said of it. */

import type { Recording } from 'parkade';
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
import type { Shown } from './running.ts';

export interface Comment {
  readonly t: number;
  readonly sentences: readonly Sentence[];
  readonly predictions: readonly (Prediction & { readonly found: Comparison })[];
  /** The picture for people who do not see it. */
  readonly twin: string;
}

/** Of a run that has ended, or of tokens recorded elsewhere, at one of its frames. */
export function commentAt({ prepared, frames, lengths }: Shown, recording: Recording, index: number): Comment {
  const seen = seenOf(recording, frames);
  const view = { recording: seen, index, lengths, ...(prepared && { prepared }) };
  const predictions = (prepared ? predictionsFor(prepared) : []).map((prediction) => ({
    ...prediction,
    found: compare(prediction, view),
  }));
  return { t: seen.ts[index], sentences: explain(view), predictions, twin: describe(view) };
}

const known = new WeakMap<Recording, Recording>();

/** The recording at the frames, made once: what commentary finds out about it is kept with it. */
function seenOf(recording: Recording, frames: readonly Frame[]): Recording {
  const before = known.get(recording);
  if (before) return before;
  const { initial, shape } = recording;
  const xs = new Float64Array(frames.length * initial.length);
  for (const [i, { x }] of frames.entries()) {
    xs.set(initial, i * initial.length); // tokens that are not there stand where they begin
    xs.set(x, i * initial.length);
  }
  const present = recording.present && { present: Int32Array.from(frames, ({ x }) => x.length / shape.d) };
  const seen = { ...recording, ts: Float64Array.from(frames, ({ t }) => t), xs, ...present };
  known.set(recording, seen);
  return seen;
}
