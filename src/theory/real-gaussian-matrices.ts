/**
 * Real matrices with independent Gaussian entries: exact laws of their eigenvalues, which do not depend on the scale of
 * the entries.
 */
import { demand } from '../numerics/domain.ts';

/**
 * The expected number of real eigenvalues of a d×d matrix with independent N(0, σ²) entries: √2 Σ_{k=0}^{d/2−1} (4k
 * − 1)!!/(4k)!! for even d, 1 + √2 Σ_{k=1}^{(d−1)/2} (4k − 3)!!/(4k − 2)!! for odd d; about √(2d/π).
 *
 * @throws ParkadeError InvalidParameter unless d is a whole number from 1 to 10⁸, which takes a moment
 *
 * Edelman, Kostlan & Shub, How many eigenvalues of a random matrix are real?, J. AMS 7 (1994), Corollary 5.1.
 */
export function expectedRealEigenvalues(d: number): number {
  demand(Number.isInteger(d) && d >= 1 && d <= 1e8, 'd', 'a whole number ≥ 1 and up to 1e8; give one', d);
  let sum = 0;
  // (m − 1)!!/m!! for even m, by its ratio (m + 1)(m + 3)/((m + 2)(m + 4)) from m to m + 4: m = 0, 4, 8, … or 2, 6, 10,
  // ….
  let term = d % 2 === 0 ? 1 : 0.5;
  for (let m = d % 2 === 0 ? 0 : 2; m < 2 * d - 2; m += 4) {
    sum += term;
    term *= ((m + 1) * (m + 3)) / ((m + 2) * (m + 4));
  }
  return (d % 2) + Math.sqrt(2) * sum;
}

/**
 * Laws of 2×2 matrices: both eigenvalues are real with probability 1/√2, both have negative real parts
 * (trace < 0 < determinant) with ¼.
 */
export const twoByTwo = { real: Math.sqrt(0.5), negative: 0.25 } as const;
