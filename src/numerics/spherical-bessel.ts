/**
 * Modified spherical Bessel functions of the first kind, i_l(x) = √(π/2x) I_{l+1/2}(x), scaled so that they never
 * overflow.
 */

/** Each array has an entry for l = 0 … count − 1. */
export interface SphericalBessel {
  /** e^{−x} i_l(x). */
  readonly values: Float64Array;
  /** e^{−x} i_l(x)/x, finite at x = 0 for l ≥ 1 (1/3 for l = 1, then 0); entry 0 is 0 and means nothing. */
  readonly quotients: Float64Array;
  /** x i_l′(x)/i_l(x) = l + x i_{l+1}/i_l. */
  readonly slopes: Float64Array;
}

/**
 * For x ≥ 0. With i_l = x σ_l i_{l−1}, σ_l = 1/(2l + 1 + x² σ_{l+1}) is found downwards (Gautschi 1967: stable, all
 * terms positive), and Σ_l (2l + 1) i_l = e^x gives the scale. Relative error up to 20 roundoffs, nearly the same for
 * all l; what is below 1e-308 becomes 0.
 */
export function sphericalBessel(x: number, count: number): SphericalBessel {
  // Beyond degree 10√x + 60 the scaled functions are below 1e-20 of their sum: e^{−l²/(2x)}, and faster for small x.
  const first = Math.floor(10 * Math.sqrt(x)) + 60 + count;
  const sigma = new Float64Array(first + 2);
  for (let l = first; l >= 1; l--) sigma[l] = 1 / (2 * l + 1 + x * x * sigma[l + 1]);
  let tail = 0; // Σ_{l≥1} (2l + 1) i_l/i_0, from the far end: xσ_1(3 + xσ_2(5 + …))
  for (let l = first; l >= 1; l--) tail = x * sigma[l] * (2 * l + 1 + tail);
  const values = new Float64Array(count);
  const quotients = new Float64Array(count);
  const slopes = new Float64Array(count);
  for (let l = 0; l < count; l++) {
    quotients[l] = l === 0 ? 0 : sigma[l] * values[l - 1];
    values[l] = l === 0 ? 1 / (1 + tail) : x * quotients[l];
    slopes[l] = l + x * x * sigma[l + 1];
  }
  return { values, quotients, slopes };
}
