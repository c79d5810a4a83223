/**
 * Wiener paths, one for each of n items, as functions of (seed, item, time): whatever steps ask for them, in whatever
 * order, the paths are the same, and those of the first items do not depend on n.
 *
 * W(0) = 0 and W(1) ~ N(0, 1); W(2^{k+1}) − W(2^k) ~ N(0, 2^k). Between these ends Lévy's bisection: in the middle of a
 * cell of width w with ends a and b, W = (a + b)/2 + √w/2 ξ. Each ξ is drawn for its instant (random.ts), so that a
 * value costs a descent; what a descent finds is kept for the next. In the finest cells, of width 2^−20, one ξ serves
 * the whole cell as the arc
 *
 *   W(a + θw) = (1 − θ) W(a) + θ W(b) + √(w θ(1 − θ)) ξ.
 *
 * Values have their law at all times, and so have increments between times that do not share a finest cell; within one
 * the path is smooth.
 *
 * P. Lévy, Processus stochastiques et mouvement brownien, 1948, §1; as a tree: J. Gaines & T. Lyons, SIAM J. Appl.
 * Math. 57 (1997).
 */
import { random, type Stream, streams } from './random.ts';

/** Width of the finest cells. */
export const FINEST_CELL = 1 / 1_048_576;
/** Twice as many as finest cells, whose middles are instants too; their numbers stay below 2^53. */
const INSTANTS_PER_UNIT = 2_097_152;
/** Paths end here. */
export const LAST_TIME = 4_294_967_296;
/** Times closer than half of this differ by rounding only. */
const TICK = 1 / 1_099_511_627_776;

interface WienerPath {
  /** out ← W(t) of all items, [n, d], 0 ≤ t < LAST_TIME. */
  at(t: number, out: Float64Array): void;
}

/**
 * @param n items
 * @param d components of each path, independent
 */
export function wienerPath(seed: number, n: number, d: number, stream: Stream = streams.noise): WienerPath {
  const source = random(seed, stream);
  const size = n * d;

  /** Ends of the octave, and the values there. */
  const octave = { from: 0, to: 1, left: new Float64Array(size), right: new Float64Array(size) };
  /** By level, the middle of a cell and the values there. */
  const middles: { instant: number; readonly values: Float64Array }[] = [];

  /** ξ of all items at an instant. */
  const draw = (instant: number, out: Float64Array): void => source.normals(instant * INSTANTS_PER_UNIT, 0, out, size);

  function firstOctave(): void {
    Object.assign(octave, { from: 0, to: 1 });
    octave.left.fill(0);
    draw(1, octave.right);
  }

  function nextOctave(): void {
    const { left, right, to } = octave;
    Object.assign(octave, { from: to, to: 2 * to, left: right, right: left });
    draw(2 * to, octave.right);
    const deviation = Math.sqrt(to);
    for (let i = 0; i < size; i++) octave.right[i] = right[i] + deviation * octave.right[i];
  }

  /** The values in the middle of a cell, between those at its ends. */
  function bisect(level: number, instant: number, width: number, a: Float64Array, b: Float64Array): Float64Array {
    middles[level] ??= { instant: -1, values: new Float64Array(size) };
    const middle = middles[level];
    if (middle.instant === instant) return middle.values;
    middle.instant = instant;
    const { values } = middle;
    draw(instant, values);
    const deviation = Math.sqrt(width) / 2;
    for (let i = 0; i < size; i++) values[i] = 0.5 * (a[i] + b[i]) + deviation * values[i];
    return values;
  }

  firstOctave();
  return {
    at(time, out) {
      const t = Math.floor(time / TICK + 0.5) * TICK;
      if (t < octave.from) firstOctave();
      while (t >= octave.to) nextOctave();
      let { from, to } = octave;
      let [left, right]: [Float64Array, Float64Array] = [octave.left, octave.right];
      for (let level = 0; t > from && to - from > FINEST_CELL; level++) {
        const middle = (from + to) / 2;
        const values = bisect(level, middle, to - from, left, right);
        if (t < middle) [to, right] = [middle, values];
        else [from, left] = [middle, values];
      }
      if (t === from) return out.set(left);
      const width = to - from;
      const theta = (t - from) / width;
      draw((from + to) / 2, out);
      const deviation = Math.sqrt(width * theta * (1 - theta));
      for (let i = 0; i < size; i++) out[i] = left[i] + theta * (right[i] - left[i]) + deviation * out[i];
    },
  };
}

/** W(t1) − W(t0) of all items; asked again for the same times, or from where the last one ended, it remembers. */
export function wienerIncrements(path: WienerPath, size: number): (t0: number, t1: number) => Float64Array {
  let [start, end] = [new Float64Array(size), new Float64Array(size)];
  const difference = new Float64Array(size);
  let [from, to] = [NaN, NaN];
  return (t0, t1) => {
    if (t0 === from && t1 === to) return difference;
    if (t0 === to) [start, end] = [end, start];
    else if (t0 !== from) path.at(t0, start);
    path.at(t1, end);
    for (let i = 0; i < size; i++) difference[i] = end[i] - start[i];
    [from, to] = [t0, t1];
    return difference;
  };
}
