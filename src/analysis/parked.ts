/** Rényi centers and strong Rényi centers of a sequence of tokens, in two passes over points in boxes. */
import type { Places } from '../numerics/boxes/points.ts';

/** row ← token k. */
export type TokenRows = (k: number, row: Float64Array) => void;

/** Tokens between two reports of progress. */
const STRIDE = 8192;

export interface CenterIndices {
  /** From 0, ascending. */
  readonly renyi: readonly number[];
  /** Those that are strong. */
  readonly strong: readonly number[];
}

/**
 * The first pass parks tokens: it yields now and then how many were looked at.
 *
 * @param points empty, with δ as their reach
 */
export function* parkedTokens(tokens: TokenRows, n: number, d: number, points: Places): Generator<number, number[]> {
  const row = new Float64Array(d);
  const renyi: number[] = [];
  for (let k = 0; k < n; k++) {
    tokens(k, row);
    if (points.park(row)) renyi.push(k);
    if ((k + 1) % STRIDE === 0) yield k + 1;
  }
  return renyi;
}

/**
 * Strong centers are Rényi centers (a token far from all before it is far from the centers among them), so the first
 * pass leaves few candidates. The second looks at the tokens again and strikes out the later candidates within δ of
 * each. It ends when every candidate is struck out or reached: after about 1/p · log(1/p) tokens, p the measure of a
 * cap of radius δ, not after n.
 *
 * @param points those of the first pass; they are taken out
 */
export function* strongOf(
  renyi: readonly number[],
  tokens: TokenRows,
  n: number,
  d: number,
  points: Places,
): Generator<number, number[]> {
  const row = new Float64Array(d);
  // As long as all tokens are centers they are strong too: in high dimension that may be the whole sequence.
  const strong = renyi.slice(0, unbroken(renyi));
  const sure = strong.length;
  let undecided = renyi.length - sure;
  for (let k = sure; k < n && undecided > 0; k++) {
    tokens(k, row);
    points.remove(row, (candidate) => {
      if (candidate < sure) return;
      undecided--;
      // Earlier candidates are gone, so whatever is still there and not the token itself comes later.
      if (renyi[candidate] === k) strong.push(k);
    });
    if ((k + 1) % STRIDE === 0) yield n;
  }
  return strong;
}

/** How many of ascending numbers are 0, 1, 2, … */
function unbroken(numbers: readonly number[]): number {
  const end = numbers.findIndex((k, i) => k !== i);
  return end < 0 ? numbers.length : end;
}

/** Runs to the end. */
export function finished<T>(steps: Generator<number, T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}
