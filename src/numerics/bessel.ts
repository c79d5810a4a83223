/** Modified Bessel functions of integer order, scaled so that they never overflow. */

/**
 * e^{−x} I_m(x) for m = 0 … count − 1, x ≥ 0.
 *
 * The ratios ρ_m = I_m/I_{m−1} = x/(2m + x ρ_{m+1}) are found downwards (Gautschi 1967: stable, all terms positive),
 * and I_0 + 2 Σ_{m≥1} I_m = e^x gives the scale. Relative error a few units of roundoff; entries below 1e-308 become 0.
 */
export function scaledBessel(x: number, count: number): Float64Array {
  // Beyond order 10√x + 60 the scaled functions are below 1e-20 of their sum: e^{−m²/(2x)}, and faster for small x.
  const first = Math.floor(10 * Math.sqrt(x)) + 60 + count;
  const ratios = new Float64Array(first + 1);
  let ratio = 0;
  for (let m = first; m >= 1; m--) {
    ratio = x / (2 * m + x * ratio);
    ratios[m] = ratio;
  }
  let tail = 0; // Σ_{m≥1} I_m/I_0, from the far end: 1 + ρ_2(1 + ρ_3(…))
  for (let m = first; m >= 1; m--) tail = ratios[m] * (1 + tail);
  const values = new Float64Array(count);
  let value = 1 / (1 + 2 * tail);
  for (let m = 0; m < count; m++) {
    values[m] = value;
    value *= ratios[m + 1];
  }
  return values;
}
