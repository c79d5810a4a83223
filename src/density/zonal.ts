/** Densities on S² around an axis in Legendre coefficients, products on Gauss–Legendre nodes. */
import { gaussLegendre } from '../numerics/special/quadrature.ts';
import type { HarmonicSpace, Weight } from './harmonics.ts';
import { legendreTable } from './legendre.ts';

/**
 * Coefficients E P_l(z), l = 1 … K, z = ⟨axis, x⟩. There are (3K + 1)/2 nodes or more: products of two such functions
 * are exact up to degree K.
 */
export function zonalSpace(degree: number): HarmonicSpace {
  const places = Math.floor((3 * degree) / 2) + 2;
  const { nodes, weights } = gaussLegendre(places);
  const shares = weights.map((weight) => weight / 2);
  const norms = Float64Array.from({ length: degree }, (_, i) => 2 * i + 3);
  const { values: legendre, slopes } = legendreTable(nodes, degree);
  const [density, slope, quotient] = [0, 1, 2].map(() => new Float64Array(places));

  /** values ← constant + Σ_l (2l + 1) a_l f_l at the nodes, f the Legendre polynomials or √(1 − z²) times slopes. */
  function sum(table: Float64Array, constant: number, coefficients: ArrayLike<number>, values: Float64Array): void {
    values.fill(constant);
    for (let l = 1; l <= degree; l++) {
      const factor = norms[l - 1] * coefficients[l - 1];
      const row = l * places;
      for (let j = 0; j < places; j++) values[j] += factor * table[row + j];
    }
  }

  function transport(
    given: ArrayLike<number>,
    potential: ArrayLike<number>,
    weight: Weight | null,
    out: Float64Array,
  ): void {
    sum(legendre, 1, given, density);
    sum(slopes, 0, potential, slope);
    if (weight) sum(legendre, weight.constant, weight.coefficients, quotient);
    for (let j = 0; j < places; j++) {
      density[j] *= shares[j] * (weight ? slope[j] / quotient[j] : slope[j]);
    }
    for (let l = 1; l <= degree; l++) {
      let total = 0;
      for (let j = 0; j < places; j++) total += slopes[l * places + j] * density[j];
      out[l - 1] = total;
    }
  }

  return {
    ...{ kind: 'zonal', d: 3, degree, size: degree, norms, places, shares, transport },
    degrees: Int32Array.from({ length: degree }, (_, i) => i + 1),
    evaluate: (constant, coefficients, values) => sum(legendre, constant, coefficients, values),
    resized: zonalSpace,
  };
}
