/**
 * Densities that depend on one angle: even ones on the circle, those around an axis on S². Functions of the angle from
 * the axis, 0 to π, at nodes of a quadrature.
 */
import { cos, PI, sin } from '../numerics/elementary.ts';
import { gaussLegendre } from '../numerics/special/quadrature.ts';
import { associatedTable, legendreTable } from './legendre.ts';

export interface Profile {
  readonly d: 2 | 3;
  /** K, the number of harmonics. */
  readonly degree: number;
  /** How many nodes. */
  readonly count: number;
  /** cos of the angle at each node. */
  readonly cosines: Float64Array;
  /** Shares of the uniform distribution. */
  readonly shares: Float64Array;
  /** N_l = 1/E_uniform φ_l², by l from 0. */
  readonly norms: Float64Array;
  /** φ_l, l = 0 … K, row by degree: cos lθ or P_l(cos θ), 1 at θ = 0. */
  readonly values: Float64Array;
  /** dφ_l/dθ. */
  readonly slopes: Float64Array;
}

export function profileOf(d: 2 | 3, degree: number): Profile {
  return d === 2 ? circleProfile(degree) : sphereProfile(degree);
}

/** The midpoint rule, exact for cosines up to degree 4K − 1. */
function circleProfile(degree: number): Profile {
  const count = 2 * degree + 2;
  const angles = Float64Array.from({ length: count }, (_, j) => (PI * (j + 0.5)) / count);
  const waves = (f: (x: number) => number, factor: (l: number) => number) =>
    Float64Array.from({ length: (degree + 1) * count }, (_, i) => {
      const l = Math.floor(i / count);
      return factor(l) * f(l * angles[i % count]);
    });
  return {
    ...{ d: 2, degree, count },
    cosines: angles.map(cos),
    shares: new Float64Array(count).fill(1 / count),
    norms: Float64Array.from({ length: degree + 1 }, (_, l) => (l === 0 ? 1 : 2)),
    values: waves(cos, () => 1),
    slopes: waves(sin, (l) => -l),
  };
}

function sphereProfile(degree: number): Profile {
  const count = 2 * degree + 2;
  const { nodes, weights } = gaussLegendre(count);
  const { values, slopes } = legendreTable(nodes, degree);
  return {
    ...{ d: 3, degree, count, values },
    cosines: nodes,
    shares: weights.map((weight) => weight / 2),
    norms: Float64Array.from({ length: degree + 1 }, (_, l) => 2 * l + 1),
    slopes: slopes.map((slope) => -slope),
  };
}

/** Harmonics around the axis times cos mα or sin mα, α the angle around it, at the nodes of a profile. */
interface Waves {
  /** Of the first row; each further row has one more. */
  readonly from: number;
  readonly rows: number;
  /** Of mean square 1. */
  readonly values: Float64Array;
  /** By the angle from the axis. */
  readonly slopes: Float64Array;
  /** m times the value over the sine of that angle. */
  readonly quotients: Float64Array;
}

/** How many m there are to disturb a profile with: on the circle even and odd, on S² as many as degrees. */
export function ordersOf({ d, degree }: Profile): number {
  return d === 2 ? 2 : degree + 1;
}

/** @param order m; on the circle 0 are the cosines and 1 the sines */
export function wavesAround({ d, degree, count, cosines, values, slopes }: Profile, order: number): Waves {
  if (d === 3) {
    const from = order === 0 ? 1 : order;
    const table = associatedTable(cosines, order, degree);
    const skipped = order === 0 ? count : 0; // the constant
    return {
      ...{ from, rows: degree - from + 1 },
      values: table.values.subarray(skipped),
      slopes: table.slopes.subarray(skipped),
      quotients: table.quotients.subarray(skipped),
    };
  }
  const root = Math.sqrt(2);
  const scaled = (table: Float64Array, factor: (l: number) => number) =>
    table.subarray(count).map((value, i) => root * factor(Math.floor(i / count) + 1) * value);
  return {
    ...{ from: 1, rows: degree, quotients: new Float64Array(degree * count) },
    // sin lθ = −(cos lθ)′/l, and its derivative l cos lθ.
    values: order === 0 ? scaled(values, () => 1) : scaled(slopes, (l) => -1 / l),
    slopes: order === 0 ? scaled(slopes, () => 1) : scaled(values, (l) => l),
  };
}
