/** Densities as they are looked at: values at evenly spread angles, how high they are, how many peaks they have. */
import { cos, larger, PI, sin, smaller } from '../numerics/elementary.ts';
import type { HarmonicSpace } from './harmonics.ts';
import { legendreTable } from './legendre.ts';

/**
 * The density, relative to the uniform one, by angle: at `count` angles −π + 2πi/count on the circle; from the axis, πi
 * over count − 1, for zonal ones.
 * @param space `circle` or `zonal`
 */
export function densityAround(space: HarmonicSpace, coefficients: ArrayLike<number>, count: number): Float64Array {
  const values = new Float64Array(count).fill(1);
  if (space.kind === 'circle') {
    for (let j = 0; j < count; j++) {
      const angle = -PI + (2 * PI * j) / count;
      const [c, s] = [cos(angle), sin(angle)];
      let [re, im] = [1, 0]; // e^{ikθ}
      for (let k = 1; k <= space.degree; k++) {
        const before = re;
        re = re * c - im * s;
        im = before * s + im * c;
        values[j] += 2 * (coefficients[2 * k - 2] * re + coefficients[2 * k - 1] * im);
      }
    }
    return values;
  }
  const z = Float64Array.from({ length: count }, (_, j) => cos((PI * j) / (count - 1)));
  const { values: table } = legendreTable(z, space.degree);
  for (let l = 1; l <= space.degree; l++) {
    const factor = space.norms[l - 1] * coefficients[l - 1];
    for (let j = 0; j < count; j++) values[j] += factor * table[l * count + j];
  }
  return values;
}

interface Heights {
  /** Of the density relative to the uniform one, at the places of its space. */
  readonly highest: number;
  readonly lowest: number;
  /** Local maxima along the circle, or along the meridian for zonal densities; null on S² without an axis. */
  readonly peaks: number | null;
}

/** A maximum counts that stands out by this share of the highest one. */
const PROMINENCE = 1e-6;

export function heightsOf(space: HarmonicSpace, coefficients: ArrayLike<number>): Heights {
  const values = new Float64Array(space.places);
  space.evaluate(1, coefficients, values);
  const highest = values.reduce(larger, -Infinity);
  const lowest = values.reduce(smaller, Infinity);
  const peaks =
    space.kind === 'sphere'
      ? null
      : maxima(densityAround(space, coefficients, 4 * space.degree + 1), space.kind, highest);
  return { highest, lowest, peaks };
}

/** Maxima with a descent of `PROMINENCE` on either side; the ends of a meridian are poles, those of the circle meet. */
function maxima(values: Float64Array, kind: 'circle' | 'zonal', highest: number): number {
  const least = PROMINENCE * Math.abs(highest);
  let start = 0;
  if (kind === 'circle') for (let i = 1; i < values.length; i++) if (values[i] < values[start]) start = i;
  const at = (i: number) => values[(start + i) % values.length];
  const end = kind === 'circle' ? values.length : values.length - 1;
  let count = 0;
  let rising = true;
  let [low, high] = [kind === 'circle' ? at(0) : -Infinity, at(0)];
  for (let i = 1; i <= end; i++) {
    const value = at(i);
    if (rising) {
      high = larger(high, value);
      if (high - value > least && high - low > least) {
        count++;
        rising = false;
        low = value;
      }
    } else {
      low = smaller(low, value);
      if (value - low > least) {
        rising = true;
        high = value;
      }
    }
  }
  return kind === 'zonal' && rising && high - low > least ? count + 1 : count;
}
