/** Frames of a run: as many as it takes to see every token move smoothly, and no more. */
import type { Shape, StepTaken } from 'parkade';

/** A token that moves by less than this, in radians, since the last frame needs no new one. */
const LEAST = 0.01;
/** Between two frames no token moves by more than this, as far as the step can be looked into. */
const MOST = 0.06;
/** Parts of a step that are looked into at most. */
const MOST_PARTS = 16;

export interface Frame {
  readonly t: number;
  readonly x: Float64Array;
}

/** The largest distance that a token has come, as a chord. */
export function largestMove(from: Float64Array, to: Float64Array, { n, d }: Shape): number {
  let largest = 0;
  const shared = Math.min(n * d, from.length, to.length);
  for (let at = 0; at < shared; at += d) {
    let square = 0;
    for (let i = at; i < at + d; i++) square += (to[i] - from[i]) ** 2;
    if (square > largest) largest = square;
  }
  return Math.sqrt(largest);
}

/**
 * Follows the steps of a run and hands on the frames that are worth showing; the last one of a run is always kept by
 * asking for `rest`.
 */
export function frameRecorder(shape: Shape, initial: Float64Array, put: (frame: Frame) => void) {
  let last: Frame = { t: 0, x: initial };
  let pending: Frame | null = null;
  const keep = (frame: Frame) => {
    put(frame);
    last = frame;
    pending = null;
  };
  put(last);

  return {
    async follow(step: StepTaken): Promise<void> {
      const end = await step.state(1);
      if (end === null) return;
      const moved = largestMove(last.x, end, shape);
      if (moved < LEAST) {
        pending = { t: step.end, x: end };
        return;
      }
      // What stood still for long and then moves: the frame before it moved keeps it from drifting.
      if (pending !== null && step.t > last.t) keep(pending);
      const parts = step.implicit ? 1 : Math.min(MOST_PARTS, Math.ceil(moved / MOST));
      for (let part = 1; part < parts; part++) {
        const x = await step.state(part / parts);
        if (x !== null) keep({ t: step.t + (part / parts) * step.dt, x });
      }
      keep({ t: step.end, x: end });
    },
    /** What came after the last frame and has not been shown. */
    rest(): void {
      if (pending !== null) keep(pending);
    },
  };
}
