/** Legendre polynomials and associated functions at given places. */

/** Row by degree, column by place. */
interface LegendreTable {
  /** P_l(z). */
  readonly values: Float64Array;
  /** √(1 − z²) P_l′(z): the derivative by the angle from the axis, but for its sign. */
  readonly slopes: Float64Array;
}

/** P_l and its slopes for l = 0 … degree, by the recurrence in l, which is stable on [−1, 1]. */
export function legendreTable(z: ArrayLike<number>, degree: number): LegendreTable {
  const count = z.length;
  const values = new Float64Array((degree + 1) * count);
  const slopes = new Float64Array((degree + 1) * count);
  for (let j = 0; j < count; j++) {
    const sine = Math.sqrt((1 - z[j]) * (1 + z[j]));
    values[j] = 1;
    for (let l = 1; l <= degree; l++) {
      const before = values[(l - 1) * count + j];
      const farther = l > 1 ? values[(l - 2) * count + j] : 0;
      values[l * count + j] = ((2 * l - 1) * z[j] * before - (l - 1) * farther) / l;
      // (1 − z²) P_l′ = l(P_{l−1} − z P_l)
      slopes[l * count + j] = (l * (before - z[j] * values[l * count + j])) / sine;
    }
  }
  return { values, slopes };
}

/** Row by degree minus order, column by place. */
interface AssociatedTable {
  /** P̄_l^m(z), of mean square 1 over z in [−1, 1]: ½∫(P̄_l^m)² dz = 1. */
  readonly values: Float64Array;
  /** −√(1 − z²) dP̄_l^m/dz: the derivative by the angle from the axis. */
  readonly slopes: Float64Array;
  /** m P̄_l^m/√(1 − z²). */
  readonly quotients: Float64Array;
}

/**
 * Associated Legendre functions of order m and degrees m … degree, by the recurrence in l for normalised functions;
 * positive near z = 1.
 */
export function associatedTable(z: ArrayLike<number>, order: number, degree: number): AssociatedTable {
  const count = z.length;
  const rows = degree - order + 1;
  const [values, slopes, quotients] = [0, 1, 2].map(() => new Float64Array(rows * count));
  for (let j = 0; j < count; j++) {
    const sine = Math.sqrt((1 - z[j]) * (1 + z[j]));
    let start = 1; // P̄_m^m = √((2m + 1)!!/(2m)!!) sin^m
    for (let m = 1; m <= order; m++) start *= Math.sqrt((2 * m + 1) / (2 * m)) * sine;
    for (let l = order; l <= degree; l++) {
      const at = (l - order) * count + j;
      const before = l > order ? values[at - count] : 0;
      const farther = l > order + 1 ? values[at - 2 * count] : 0;
      values[at] = l === order ? start : (z[j] * before - ascent(l - 1, order) * farther) / ascent(l, order);
      // (1 − z²) dP̄_l/dz = (2l + 1) A_l P̄_{l−1} − l z P̄_l
      slopes[at] = -((2 * l + 1) * ascent(l, order) * before - l * z[j] * values[at]) / sine;
      quotients[at] = (order * values[at]) / sine;
    }
  }
  return { values, slopes, quotients };
}

/** A_l in z P̄_{l−1} = A_l P̄_l + A_{l−1} P̄_{l−2}; A_l = √((l² − m²)/(4l² − 1)). */
function ascent(l: number, order: number): number {
  return Math.sqrt(((l - order) * (l + order)) / (4 * l * l - 1));
}
