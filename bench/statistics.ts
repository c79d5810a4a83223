/** What is said about repeated timings: medians, quartiles, growth exponents. Pure; nothing here measures. */

/** The value below which a share q of the sorted sample lies, linear between neighbours (type 7 of Hyndman & Fan 1996). */
export function quantile(sample: readonly number[], q: number): number {
  if (sample.length === 0) throw new RangeError('A quantile needs at least one value.');
  const sorted = [...sample].sort((a, b) => a - b);
  const at = q * (sorted.length - 1);
  const below = Math.floor(at);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
}

export interface Summary {
  readonly median: number;
  readonly lower: number;
  readonly upper: number;
  readonly count: number;
}

/** Median and quartiles. */
export function summarize(sample: readonly number[]): Summary {
  return {
    median: quantile(sample, 0.5),
    lower: quantile(sample, 0.25),
    upper: quantile(sample, 0.75),
    count: sample.length,
  };
}

/** The p of time ≈ c·n^p, by least squares over logarithms; null for fewer than two different n. */
export function growthExponent(points: readonly (readonly [n: number, time: number])[]): number | null {
  const logs = points.map(([n, time]) => [Math.log(n), Math.log(time)] as const);
  const mean = (i: 0 | 1) => logs.reduce((sum, point) => sum + point[i], 0) / logs.length;
  const [meanX, meanY] = [mean(0), mean(1)];
  const spread = logs.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  if (!(spread > 0)) return null;
  return logs.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0) / spread;
}

/** How long n tokens will take from shorter runs of the same thing: the last one, grown as the last two did, or as `atLeast` says. */
export function predictTime(
  points: readonly (readonly [n: number, time: number])[],
  n: number,
  atLeast: number,
): number {
  if (points.length === 0) return 0;
  const [lastN, lastTime] = points[points.length - 1];
  const exponent = Math.max(atLeast, growthExponent(points.slice(-2)) ?? atLeast);
  return lastTime * (n / lastN) ** exponent;
}

/** How often to repeat something that takes `once` seconds, so that the repeats take about `target`. */
export function repeatsFor(once: number, target: number): number {
  return Math.max(1, Math.min(1_000_000, Math.round(target / Math.max(once, 1e-9))));
}
