/** Which of the saved times a table or a few panels should show: those between which the state changes least unseen. */
import type { Measurements } from '../analysis/index.ts';
import { hasTokens, type Recording } from '../core/recording.ts';
import { log } from '../numerics/elementary.ts';
import type { Problem } from '../simulation/problem.ts';

/** The tokens at the recorded times, as far as they were kept; of a run also whether there was noise. */
type Samples = Pick<Recording, 'ts' | 'xs' | 'shape'> & { readonly problem?: Pick<Problem, 'noise'> | undefined };

/** Something measured at every saved time. Values that are not finite count as unchanged. */
export interface Quantity {
  readonly values: ArrayLike<number>;
  /** A change that matters: a quantity that varies by less than this over the whole run counts for less. */
  readonly matters: number;
}

/** How much the passing of all the time, by its logarithm, counts beside the whole change of a quantity. */
const TIME_WEIGHT = 0.6;
/** The best choice is found among this many samples, which costs their number squared. */
const CANDIDATES = 400;
/** More samples than this are chosen gap by gap alone. */
const BEST_UP_TO = 60;

/**
 * `count` samples of a run for a table or for panels, first and last included, chosen by clusters, captured tokens,
 * mean cosine, lengths and, where tokens were stored, by how far these travel. All samples if there are no more.
 */
export function tellingSamples(samples: Samples, measurements: Measurements, count: number): number[] {
  const { ts } = samples;
  if (ts.length <= count) return chooseSamples(ts, [], count);
  const quantities = [...measuredQuantities(measurements), ...travelled(samples)];
  return chooseSamples(ts, samples.problem?.noise ? quantities.map(smoothed) : quantities, count);
}

/**
 * Noise makes everything go up and down at all times, which no choice of samples shows; means over a tenth of them
 * either way tell the trend.
 */
function smoothed({ values, matters }: Quantity): Quantity {
  const reach = Math.ceil(values.length / 10);
  const means = Float64Array.from(values, (_, i) => {
    const near = Array.prototype.slice.call(values, Math.max(0, i - reach), i + reach + 1).filter(Number.isFinite);
    return near.reduce((sum: number, value: number) => sum + value, 0) / near.length;
  });
  return { values: means, matters };
}

/** A fiftieth of what matters is not seen in a picture. */
const UNSEEN = 0.02;

/** Whether the tokens of a run stay where they are, as far as can be seen. */
export function isStill(samples: Samples, measurements: Measurements): boolean {
  const quantities = [...measuredQuantities(measurements), ...travelled(samples)];
  return quantities.length > 0 && quantities.every(({ values, matters }) => rangeOf(values) < UNSEEN * matters);
}

function rangeOf(values: ArrayLike<number>): number {
  let [low, high] = [Infinity, -Infinity];
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) continue;
    low = Math.min(low, values[i]);
    high = Math.max(high, values[i]);
  }
  return high - low;
}

/**
 * Increasing indices i_1 = 0 < … < i_count = T − 1 of samples at times `ts` that make Σ c(i_k, i_{k+1}) smallest, where
 *
 *     c(a, b) = mean_q ((osc_q(a, b) + back_q(a, b)) / range_q)² + (0.6 (τ_b − τ_a))²
 *
 * is what a reader of samples a and b alone does not know: osc_q is the largest minus the smallest value of quantity q
 * from a to b, back_q the largest fall on the way where q is larger at b than at a, or rise where smaller, range_q the
 * osc_q of all samples (at least what matters), and τ ∈ [0, 1] is log(1 + (t − t_0)/(t_1 − t_0)) over its last value,
 * which decides where nothing changes. Squares spread many small changes evenly over the gaps. Smallest among all
 * choices from 400 samples, themselves found by dividing one gap after another where that helps most, which is all that
 * is done for more than 60. Only the last sample for a count of 1, none for 0.
 */
export function chooseSamples(ts: ArrayLike<number>, quantities: readonly Quantity[], count: number): number[] {
  const total = ts.length;
  if (total <= count) return Array.from({ length: total }, (_, i) => i);
  if (count < 2) return total === 0 || count < 1 ? [] : [total - 1];
  const costs = costsOf(logTimes(ts), quantities.map(normalised));
  if (count > BEST_UP_TO) return divided(total, count, costs);
  return best(divided(total, Math.min(total, CANDIDATES), costs), count, costs);
}

/** Gaps divided one after another, each time the one and where the sum of costs falls most. */
function divided(total: number, count: number, costs: Costs): number[] {
  const gap = (a: number, b: number) => {
    const { at, cost } = costs.split(a, b);
    return { a, b, at, gain: costs.along(a, b)[b - a] - cost };
  };
  const gaps = [gap(0, total - 1)];
  while (gaps.length < count - 1) {
    let most = 0;
    for (let g = 1; g < gaps.length; g++) if (gaps[g].gain > gaps[most].gain) most = g;
    const { a, b, at } = gaps[most];
    gaps.splice(most, 1, gap(a, at), gap(at, b));
  }
  return [...gaps.map(({ a }) => a), total - 1];
}

/**
 * The best `count` of the candidates, by dynamic programming over how many there are up to each; the earlier of equally
 * good ones.
 */
function best(candidates: readonly number[], count: number, costs: Costs): number[] {
  const among = costs.only(candidates);
  const total = candidates.length;
  const gaps = candidates.map((_, a) => among.along(a, total - 1));
  let least = Float64Array.from(candidates, (_, b) => (b === 0 ? 0 : Infinity));
  const before: Int32Array[] = [];
  for (let k = 1; k < count; k++) {
    const next = new Float64Array(total).fill(Infinity);
    const from = new Int32Array(total);
    for (let b = k; b < total; b++) {
      for (let a = k - 1; a < b; a++) {
        const cost = least[a] + gaps[a][b - a];
        if (cost < next[b]) {
          next[b] = cost;
          from[b] = a;
        }
      }
    }
    least = next;
    before.push(from);
  }
  const chosen = [total - 1];
  for (const from of before.reverse()) chosen.unshift(from[chosen[0]]);
  return chosen.map((i) => candidates[i]);
}

interface Costs {
  /** Costs of the gaps from one sample to each of those on the way to another, either way. */
  along(from: number, to: number): Float64Array;
  /** The best sample strictly between two, the first of equally good ones, and what both gaps cost then. */
  split(a: number, b: number): { readonly at: number; readonly cost: number };
  /** Of these samples alone. */
  only(samples: readonly number[]): Costs;
}

function costsOf(tau: Float64Array, values: readonly Float64Array[]): Costs {
  function along(from: number, to: number): Float64Array {
    const step = to >= from ? 1 : -1;
    const costs = new Float64Array(Math.abs(to - from) + 1);
    for (let j = 1; j < costs.length; j++) costs[j] = (TIME_WEIGHT * (tau[from + step * j] - tau[from])) ** 2;
    for (const value of values) {
      let [low, high, fall, rise] = [value[from], value[from], 0, 0];
      for (let j = 1, i = from + step; j < costs.length; j++, i += step) {
        low = Math.min(low, value[i]);
        high = Math.max(high, value[i]);
        fall = Math.max(fall, high - value[i]);
        rise = Math.max(rise, value[i] - low);
        const back = value[i] > value[from] ? fall : value[i] < value[from] ? rise : Math.max(fall, rise);
        costs[j] += (high - low + back) ** 2 / values.length;
      }
    }
    return costs;
  }
  return {
    along,
    split(a, b) {
      const [left, right] = [along(a, b), along(b, a)];
      let [at, cost] = [a, Infinity];
      for (let m = a + 1; m < b; m++) {
        const both = left[m - a] + right[b - m];
        if (both < cost) [at, cost] = [m, both];
      }
      return { at, cost };
    },
    only: (samples) =>
      costsOf(
        Float64Array.from(samples, (i) => tau[i]),
        values.map((value) => Float64Array.from(samples, (i) => value[i])),
      ),
  };
}

/** log(1 + (t − t₀)/s) from 0 to 1, s the first step between samples. */
function logTimes(ts: ArrayLike<number>): Float64Array {
  const step = ts[1] - ts[0];
  const whole = log(1 + (ts[ts.length - 1] - ts[0]) / step);
  return Float64Array.from(ts, (t) => log(1 + (t - ts[0]) / step) / whole);
}

function normalised({ values, matters }: Quantity): Float64Array {
  let [low, high] = [Infinity, -Infinity];
  let last = 0;
  const carried = Float64Array.from(values, (value) => {
    if (!Number.isFinite(value)) return last;
    low = Math.min(low, value);
    high = Math.max(high, value);
    return (last = value);
  });
  const range = Math.max(high - low, matters);
  return carried.map((value) => value / range);
}

/** Half as many clusters, a tenth of the tokens, a tenth of the cosine or twice the length are changes that matter. */
function measuredQuantities({ clusters, capture, cosine, radii }: Measurements): Quantity[] {
  const share = (values: ArrayLike<number>): Quantity => ({ values, matters: 0.1 });
  const [at] = capture?.radii ?? [];
  return [
    ...(clusters ? [{ values: clusters.count.map((count) => log(count)), matters: log(2) }] : []),
    ...(at ? [share(at.renyiMoving), share(at.strongMoving)] : []),
    ...(cosine ? [share(cosine.mean)] : []),
    ...(radii ? [{ values: radii.map(({ mean }) => log(mean)), matters: log(2) }] : []),
  ];
}

/**
 * How far the directions of tokens have moved from one sample to the next, on the average, added up; a tenth of a
 * radian matters.
 */
function travelled({ ts, xs, shape }: Samples): Quantity[] {
  const { n, d } = shape;
  if (!hasTokens({ ts, xs, shape })) return [];
  const values = new Float64Array(ts.length);
  for (let i = 1; i < ts.length; i++) {
    let sum = 0;
    for (let at = i * n * d; at < (i + 1) * n * d; at += d) sum += chord(xs, at - n * d, at, d);
    values[i] = values[i - 1] + sum / n;
  }
  return [{ values, matters: 0.1 }];
}

/** Between the directions of two rows. */
function chord(xs: Float64Array, a: number, b: number, d: number): number {
  let [aa, ab, bb] = [0, 0, 0];
  for (let i = 0; i < d; i++) {
    aa += xs[a + i] * xs[a + i];
    ab += xs[a + i] * xs[b + i];
    bb += xs[b + i] * xs[b + i];
  }
  return Math.sqrt(Math.max(0, 2 - (2 * ab) / Math.sqrt(aa * bb)));
}
