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

/** The last frame at or before a time; null where there is none. */
export function frameAt(frames: readonly Frame[], t: number): Frame | null {
  let [low, high] = [0, frames.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (frames[middle].t <= t) low = middle;
    else high = middle - 1;
  }
  return frames[low] ?? null;
}

/** Which of so many are shown, where they may be too many: at most `most` of them, evenly in their order, both ends too. */
export function evenlyChosen(count: number, most: number): number[] {
  const length = Math.min(count, most);
  return Array.from({ length }, (_, i) => Math.round((i * (count - 1)) / Math.max(1, length - 1)));
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
 *
 * @param edited times at which tokens are moved, added or removed: there are two frames then, before and after
 */
export function frameRecorder(
  shape: Shape,
  initial: Float64Array,
  put: (frame: Frame) => void,
  edited: ReadonlySet<number> = new Set(),
) {
  let last: Frame = { t: 0, x: initial };
  let jumped = 0;
  let pending: Frame | null = null;
  const keep = (frame: Frame) => {
    put(frame);
    last = frame;
    pending = null;
  };
  put(last);

  /** Before the first step after an edit: how it was until then, and how it is from then on. */
  async function jump(step: StepTaken): Promise<void> {
    jumped = step.t;
    const begin = await step.state(0);
    if (begin === null) return;
    keep({ t: step.t, x: (pending ?? last).x });
    keep({ t: step.t, x: begin });
  }

  return {
    async follow(step: StepTaken): Promise<void> {
      if (step.t > jumped && edited.has(step.t)) await jump(step);
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
