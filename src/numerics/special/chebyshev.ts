/** Polynomials on [0, 1] by their Chebyshev coefficients: Σ c_k T_k(2t − 1). */
import { cos, PI } from '../elementary.ts';

/** The `count` points of [0, 1] where T_count(2t − 1) is 0, increasing. */
export function chebyshevNodes(count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, i) => (1 - cos((PI * (i + 0.5)) / count)) / 2);
}

/** Coefficients of the polynomial with these values at chebyshevNodes. */
export function chebyshevFit(values: ArrayLike<number>): Float64Array {
  const count = values.length;
  return Float64Array.from(valuesAtNodes(count), (row, k) => {
    let sum = 0;
    for (let i = 0; i < count; i++) sum += values[i] * row[i];
    return (k === 0 ? 1 : 2) * (sum / count);
  });
}

const known = new Map<number, readonly Float64Array[]>();

/** Row k: T_k at chebyshevNodes. Kept: a cosine costs far more than the product it is for. */
function valuesAtNodes(count: number): readonly Float64Array[] {
  let rows = known.get(count);
  if (!rows) {
    rows = Array.from({ length: count }, (_, k) =>
      Float64Array.from({ length: count }, (_, i) => cos((PI * k * (count - i - 0.5)) / count)),
    );
    known.set(count, rows);
  }
  return rows;
}

/** The value at t, by Clenshaw's recurrence. */
export function chebyshevValue(coefficients: Float64Array, t: number): number {
  const x = 2 * (2 * t - 1);
  let [b1, b2] = [0, 0];
  for (let k = coefficients.length - 1; k >= 1; k--) [b1, b2] = [coefficients[k] + x * b1 - b2, b1];
  return coefficients[0] + (x / 2) * b1 - b2;
}

/** Coefficients, one more, of the integral from 0 to t. */
export function chebyshevIntegral(coefficients: Float64Array): Float64Array {
  const count = coefficients.length;
  const integral = new Float64Array(count + 1);
  const c = (k: number) => (k < count ? coefficients[k] : 0);
  // ∫ T_k = T_{k+1}/(2(k+1)) − T_{k−1}/(2(k−1)); half of it, for t = (x + 1)/2.
  for (let k = 1; k <= count; k++) integral[k] = ((k === 1 ? 2 * c(0) : c(k - 1)) - c(k + 1)) / (4 * k);
  for (let k = 1; k <= count; k++) integral[0] -= k % 2 === 0 ? integral[k] : -integral[k]; // T_k(−1) = (−1)^k
  return integral;
}
