/** What attention makes of each degree: the theorem of Funk and Hecke for the kernel e^{β⟨x, y⟩}. */
import { scaledBessel } from '../numerics/bessel.ts';
import { sphericalBessel } from '../numerics/spherical-bessel.ts';

export interface Multipliers {
  /**
   * e^{−|β|}m_l, l = 0 … K: e^{β⟨x, ·⟩} averaged against a harmonic of degree l gives m_l times it. m_l = I_l(β) on the
   * circle, i_l(β) on S².
   */
  readonly weights: Float64Array;
  /** e^{−|β|}m_l/β, finite at β = 0 for l ≥ 1; entry 0 is 0 and means nothing. */
  readonly potentials: Float64Array;
}

/** @param beta of either sign; m_l has the sign of β^l */
export function multipliers(beta: number, d: 2 | 3, degree: number): Multipliers {
  const size = Math.abs(beta);
  const { values, quotients } = d === 3 ? sphericalBessel(size, degree + 1) : onCircle(size, degree + 1);
  const sign = (l: number) => (beta < 0 && l % 2 === 1 ? -1 : 1);
  return {
    weights: values.map((value, l) => sign(l) * value),
    potentials: quotients.map((value, l) => (l === 0 ? 0 : sign(l + 1) * value)),
  };
}

/** I_l/β = (I_{l−1} − I_{l+1})/2l, of which little cancels for small β. */
function onCircle(size: number, count: number): { values: Float64Array; quotients: Float64Array } {
  const values = scaledBessel(size, count + 1);
  const quotients = values.map((value, l) => {
    if (l === 0 || l === count) return 0;
    return size < 1 ? (values[l - 1] - values[l + 1]) / (2 * l) : value / size;
  });
  return { values: values.subarray(0, count), quotients: quotients.subarray(0, count) };
}
