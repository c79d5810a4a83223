/** Densities to begin with: the laws of tokens that have one, bent a little where that is asked for. */
import { invalid } from '../core/errors.ts';
import { inFull } from '../core/number-text.ts';
import { atan2, cos, sin } from '../numerics/elementary.ts';
import { dot, norm } from '../numerics/sphere.ts';
import { circleSpace } from './circle.ts';
import { type HarmonicSpace, tailOf } from './harmonics.ts';
import { associatedTable, legendreTable } from './legendre.ts';
import { multipliers } from './multipliers.ts';
import { sphereSpace } from './sphere.ts';
import { zonalSpace } from './zonal.ts';

export interface DensityStart {
  /** Uniform, or a mixture of von Mises–Fisher laws in equal parts. */
  readonly law: 'uniform' | 'von-mises-fisher';
  /**
   * Unit rows: the mean directions; the first is the axis of `modes`, by default the last axis on S², else the first.
   */
  readonly directions: readonly Float64Array[];
  /** κ of the von Mises–Fisher laws. */
  readonly concentration: number;
  /** Added: E cos kθ or E P_k, angles from the axis. */
  readonly modes: readonly Bend[];
  /**
   * By what angle everything is turned, in the plane of the first two coordinates, from the first token to the last.
   */
  readonly turn: number;
}

interface Bend {
  readonly degree: number;
  readonly amplitude: number;
}

/** Coefficients beyond the space's degree are below this. */
const TAIL = 1e-13;
/** Degrees of a space to begin with, and the largest of each kind. */
const FIRST_DEGREE = 16;
export const LARGEST_DEGREE: Readonly<Record<HarmonicSpace['kind'], number>> = { circle: 1024, zonal: 512, sphere: 64 };
/** Of the density relative to its largest value: what harmonics that end leave below zero. */
const NEGATIVE = 1e-10;

/** The next number of degrees, a quarter more. */
export function nextDegree(degree: number): number {
  return degree + Math.floor(degree / 8) * 2;
}

/**
 * The smallest space that holds the start: around an axis where the start is.
 * @throws ParkadeError InvalidParameter for a start that is too narrow, and for one below zero
 */
export function startingSpace(d: 2 | 3, start: DensityStart): HarmonicSpace {
  const axis = axisOf(d, start);
  const axial = start.turn === 0 && start.directions.every((row) => isAlong(row, axis));
  const make = d === 2 ? circleSpace : axial ? zonalSpace : sphereSpace;
  const { kind } = make(1);
  for (let degree = FIRST_DEGREE; degree <= LARGEST_DEGREE[kind]; degree = nextDegree(degree)) {
    if (start.modes.some((mode) => 2 * mode.degree > degree)) continue;
    const space = make(degree);
    const coefficients = startAt(space, start, 0);
    if (tailOf(space, coefficients) > TAIL) continue;
    refuseNegative(space, coefficients);
    return space;
  }
  const { concentration } = start;
  const came = `came as ${inFull(concentration)}, which needs more than ${LARGEST_DEGREE[kind]} degrees of harmonics`;
  throw invalid('concentration', 'leave a density that harmonics resolve', came, 'give a smaller one');
}

/** The coefficients at position σ of the sequence, from 0 to 1. */
export function startAt(space: HarmonicSpace, start: DensityStart, sigma: number): Float64Array {
  const { d, degree, size } = space;
  const out = new Float64Array(size);
  const turned = (row: Float64Array) => rotated(row, start.turn * sigma);
  if (start.law === 'von-mises-fisher') {
    const { weights } = multipliers(start.concentration, d, degree);
    const share = 1 / start.directions.length;
    for (const row of start.directions) {
      addAround(space, turned(row), (l) => (share * weights[l]) / weights[0], axisOf(d, start), out);
    }
  }
  for (const { degree: bent, amplitude } of start.modes) {
    addAround(space, turned(axisOf(d, start)), (l) => (l === bent ? amplitude : 0), axisOf(d, start), out);
  }
  return out;
}

/** What angles of `modes` are counted from. */
function axisOf(d: 2 | 3, { directions }: Pick<DensityStart, 'directions'>): Float64Array {
  return directions[0] ?? (d === 2 ? Float64Array.of(1, 0) : Float64Array.of(0, 0, 1));
}

/** The same axis, up to rounding and its sign. */
function isAlong(row: Float64Array, axis: Float64Array): boolean {
  const sign = dot(row, 0, axis, 0, row.length) < 0 ? -1 : 1;
  return row.every((entry, i) => Math.abs(entry - sign * axis[i]) < 1e-14);
}

function rotated(row: Float64Array, angle: number): Float64Array {
  if (angle === 0) return row;
  const [c, s] = [cos(angle), sin(angle)];
  return Float64Array.of(c * row[0] - s * row[1], s * row[0] + c * row[1], ...row.subarray(2));
}

/** out += the coefficients of a density around a direction with E P_l (E cos kθ) = amplitude(l). */
function addAround(
  { kind, degree }: HarmonicSpace,
  direction: Float64Array,
  amplitude: (degree: number) => number,
  axis: Float64Array,
  out: Float64Array,
): void {
  if (kind === 'circle') {
    const angle = atan2(direction[1], direction[0]);
    for (let k = 1; k <= degree; k++) {
      out[2 * k - 2] += amplitude(k) * cos(k * angle);
      out[2 * k - 1] += amplitude(k) * sin(k * angle);
    }
  } else if (kind === 'zonal') {
    const { values } = legendreTable([dot(direction, 0, axis, 0, 3) < 0 ? -1 : 1], degree);
    for (let l = 1; l <= degree; l++) out[l - 1] += amplitude(l) * values[l];
  } else {
    // The addition theorem: E Y_lm = E P_l · Y_lm(direction).
    const longitude = atan2(direction[1], direction[0]);
    const z = [direction[2] / norm(direction, 0, 3)];
    for (let m = 0; m <= degree; m++) {
      const { values } = associatedTable(z, m, degree);
      for (let l = m === 0 ? 1 : m; l <= degree; l++) {
        const size = amplitude(l) * values[l - m] * (m === 0 ? 1 : Math.sqrt(2));
        if (m === 0) out[l * l - 1] += size;
        else {
          out[l * l + 2 * m - 2] += size * cos(m * longitude);
          out[l * l + 2 * m - 1] += size * sin(m * longitude);
        }
      }
    }
  }
}

function refuseNegative(space: HarmonicSpace, coefficients: Float64Array): void {
  const values = new Float64Array(space.places);
  space.evaluate(1, coefficients, values);
  let [least, most] = [Infinity, 0];
  for (const value of values) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  if (least >= -NEGATIVE * most) return;
  const came = `the one that is asked for falls to ${least.toPrecision(3)} of the uniform one`;
  throw invalid('modes', 'leave a density that is nowhere below zero', came, 'give smaller amplitudes');
}
