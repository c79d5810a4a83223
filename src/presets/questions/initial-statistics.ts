/**
 * What may be read off the initial tokens and tell when all will have met: numbers e, of which β^{−1} log T ≈ e is
 * asked.
 */
import type { Shape, State } from '../../core/state.ts';
import { squaredChord } from '../../numerics/sphere.ts';
import { collapseExponent } from '../../theory/coarsening.ts';

export const statistics = {
  coarsening: 'the coarsening',
  farthest: 'the token farthest from x₁',
  link: 'the longest link',
  second: 'x₂ alone',
} as const;
export type Statistic = keyof typeof statistics;

/** All as 1 − cosine, from 0 to 2; equal for two tokens. */
export function initialStatistics(x: State, shape: Shape): Readonly<Record<Statistic, number>> {
  const { n, d } = shape;
  const exponent = (k: number, j: number) => squaredChord(x, k * d, x, j * d, d) / 2;
  const fromFirst = Array.from({ length: n - 1 }, (_, i) => exponent(i + 1, 0));
  return {
    coarsening: collapseExponent(x, shape),
    farthest: fromFirst.reduce((a, b) => (b > a ? b : a)),
    link: longestLink(n, exponent),
    second: fromFirst[0],
  };
}

/** The longest edge of the shortest tree that connects all (Prim): where single linkage makes one cluster of them. */
function longestLink(n: number, length: (k: number, j: number) => number): number {
  const away = new Float64Array(n).fill(Infinity);
  const connected = new Uint8Array(n);
  let longest = 0;
  let newest = 0;
  for (let count = 1; count < n; count++) {
    connected[newest] = 1;
    let next = -1;
    for (let k = 0; k < n; k++) {
      if (connected[k] === 1) continue;
      const edge = length(k, newest);
      if (edge < away[k]) away[k] = edge;
      if (next < 0 || away[k] < away[next]) next = k;
    }
    if (away[next] > longest) longest = away[next];
    newest = next;
  }
  return longest;
}
