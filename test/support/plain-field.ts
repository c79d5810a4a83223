/** The equation written out as it stands on paper, for comparison: nothing scaled, nothing subtracted. */
import { applied, dotProduct, identity, type Rows } from './linear.ts';

export interface PlainProblem {
  readonly d: number;
  readonly beta: number;
  readonly query?: Rows | undefined;
  readonly key?: Rows | undefined;
  readonly value?: Rows | undefined;
  readonly mask?: 'causal' | 'full' | undefined;
  readonly normalization?: 'softmax' | 'count' | undefined;
  readonly centers?: Rows | undefined;
  readonly weights?: readonly number[] | undefined;
  /** Subtracted from every exponent; a softmax does not feel it. */
  readonly shift?: number | undefined;
}

interface Term {
  readonly weight: number;
  /** V y for the token or center y that is seen. */
  readonly image: readonly number[];
}

/** What each token adds up before it is projected: its attention weights and what they weigh. */
function termsOf(problem: PlainProblem, state: ArrayLike<number>): { x: number[]; terms: Term[] }[] {
  const { d, beta, mask = 'causal', normalization = 'softmax', centers = [], weights = [], shift = 0 } = problem;
  const { query = identity(d), key = identity(d), value = identity(d) } = problem;
  const n = state.length / d;
  const tokens = Array.from({ length: n }, (_, k) => {
    const row = Array.from({ length: d }, (_, i) => state[k * d + i]);
    return row.map((entry) => entry / Math.hypot(...row));
  });
  return tokens.map((x, k) => {
    const asked = applied(query, x);
    const seen = mask === 'causal' ? tokens.slice(0, k + 1) : tokens;
    const sources = [...seen, ...centers];
    const attention = sources.map((y, j) => {
      const multiplicity = j < seen.length ? 1 : weights[j - seen.length];
      return multiplicity * Math.exp(beta * dotProduct(asked, applied(key, y)) - shift);
    });
    const z = normalization === 'softmax' ? attention.reduce((sum, a) => sum + a, 0) : n;
    return { x, terms: sources.map((y, j) => ({ weight: attention[j] / z, image: applied(value, y) })) };
  });
}

export function plainField(problem: PlainProblem): (t: number, x: ArrayLike<number>) => number[] {
  return (_t, state) =>
    termsOf(problem, state).flatMap(({ x, terms }) => {
      const sum = x.map((_, i) => terms.reduce((total, { weight, image }) => total + weight * image[i], 0));
      const along = dotProduct(x, sum);
      return sum.map((entry, i) => entry - along * x[i]);
    });
}

/** The largest single term of the sums, at least 1: rounding is relative to it (without softmax it can be e^{50}). */
export function largestTerm(problem: PlainProblem, state: ArrayLike<number>): number {
  const sizes = termsOf(problem, state).flatMap(({ terms }) =>
    terms.map(({ weight, image }) => weight * Math.hypot(...image)),
  );
  return Math.max(1, ...sizes);
}
