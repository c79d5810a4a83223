/** How well a set of tokens tells the clusters: a score between chance, 0, and perfection, 1. */

export interface Scored {
  /** How many tokens were predicted. */
  readonly predicted: number;
  /** How many clusters have exactly one of them. */
  readonly matched: number;
  /** The score, see scoreOf. */
  readonly score: number;
}

/**
 * With p predicted tokens, C clusters and m clusters that have exactly one of them, F = 2m/(p + C): the harmonic mean
 * of the share m/C of clusters that are told by one token and the share m/p of tokens that are alone in their cluster.
 * The score is (F − E)/(1 − E), where E is the mean of F for p tokens drawn at random from all n. It is 0 where E = 1,
 * and where all tokens are predicted.
 *
 * @param labels cluster of each token
 * @param sizes tokens of each cluster, by that number
 * @param tokens those predicted
 */
export function scoreOf(labels: ArrayLike<number>, sizes: readonly number[], tokens: readonly number[]): Scored {
  const inside = sizes.map(() => 0);
  for (const k of tokens) inside[labels[k]]++;
  const matched = inside.filter((count) => count === 1).length;
  const total = tokens.length + sizes.length;
  const chance = (2 * expectedMatches(sizes, tokens.length)) / total;
  const score = chance < 1 ? ((2 * matched) / total - chance) / (1 - chance) : 0;
  return { predicted: tokens.length, matched, score };
}

/**
 * How many clusters have exactly one of p tokens drawn from all n without replacement, in the mean: Σ s C(n−s, p−1)/C(n,
 * p) over their sizes s.
 */
export function expectedMatches(sizes: readonly number[], p: number): number {
  const n = sizes.reduce((sum, size) => sum + size, 0);
  return sizes.reduce((sum, size) => sum + exactlyOne(n, size, p), 0);
}

/** s p/n times the chance that the p − 1 others are among the n − s: Π_{i<p−1} (n − s − i)/(n − 1 − i). */
function exactlyOne(n: number, s: number, p: number): number {
  let chance = (s * p) / n;
  for (let i = 0; i < p - 1; i++) chance *= Math.max(0, n - s - i) / (n - 1 - i);
  return chance;
}
