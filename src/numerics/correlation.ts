/** How far two lists go together. */
import { demand } from './domain.ts';

/** Pearson's correlation of pairs (a_i, b_i), from −1 to 1; NaN where one of the lists is constant. */
export function correlationOf(a: readonly number[], b: readonly number[]): number {
  demand(a.length === b.length, 'a, b', 'lists of one length', [a.length, b.length]);
  const mean = (list: readonly number[]) => list.reduce((sum, value) => sum + value, 0) / list.length;
  const [a0, b0] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    ab += (a[i] - a0) * (b[i] - b0);
    aa += (a[i] - a0) * (a[i] - a0);
    bb += (b[i] - b0) * (b[i] - b0);
  }
  return ab / Math.sqrt(aa * bb);
}
