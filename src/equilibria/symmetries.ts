/**
 * Which infinitesimal rotations leave an equation as it is: the skew A with F(e^{sA}x) = e^{sA}F(x). Of attention those
 * that commute with V and B = QᵀK and take the frozen centers to zero; of other equations they are found by how the
 * field turns at states without any order.
 */

import type { State } from '../core/state.ts';
import type { AttentionFieldParameters } from '../dynamics/attention-field.ts';
import type { Equation } from '../dynamics/equation.ts';
import { larger } from '../numerics/elementary.ts';
import { factorColumns } from '../numerics/least-squares.ts';
import type { Matrix } from '../numerics/matrix.ts';
import { normalizeRows } from '../numerics/sphere.ts';
import { movedAlong, rowsTimes } from './frame.ts';

/** Rotations of more planes than this, d(d − 1)/2, are not searched: d ≤ 32. */
const MOST_PLANES = 500;
/** What counts as nothing, of commutators and of extrapolated differences. */
const EXACT = 1e-11;
const BY_DIFFERENCES = 1e-5;
/** Radians; with one extrapolation the error is h⁴ times a fifth derivative, below 1e-5 up to β of a thousand. */
const STEP = 1e-5;

/**
 * An orthonormal basis (Frobenius) of these A, each d × d; empty where there are none, or where d is above 32.
 *
 * @param force velocities, [n, d]
 */
export function symmetriesOf(equation: Equation, force: (x: State) => Float64Array): Matrix[] {
  const { attention, shape } = equation;
  const { d } = shape;
  const planes = planesOf(d);
  if (planes.length > MOST_PLANES) return [];
  const [columns, tolerance] = attention
    ? [planes.map((plane) => commutators(plane, attention, d)), EXACT * largestEntry(attention)]
    : [planes.map((plane) => defects(plane, equation, force)), BY_DIFFERENCES * fastest(equation, force)];
  const { nullSpace } = factorColumns(columns, columns[0].length, tolerance);
  return nullSpace.map((weights) => combined(planes, weights, d));
}

/** (e_i e_jᵀ − e_j e_iᵀ)/√2 for all i < j. */
function planesOf(d: number): Matrix[] {
  const planes: Matrix[] = [];
  for (let i = 0; i < d; i++) {
    for (let j = i + 1; j < d; j++) {
      const plane = new Float64Array(d * d);
      plane[i * d + j] = Math.sqrt(0.5);
      plane[j * d + i] = -Math.sqrt(0.5);
      planes.push(plane);
    }
  }
  return planes;
}

export function combined(matrices: readonly Matrix[], weights: ArrayLike<number>, d: number): Matrix {
  const sum = new Float64Array(d * d);
  matrices.forEach((m, i) => {
    for (let l = 0; l < d * d; l++) sum[l] += weights[i] * m[l];
  });
  return sum;
}

/** AB − BA. */
export function commutator(a: Matrix, b: Matrix, d: number): Matrix {
  const out = new Float64Array(d * d);
  for (let i = 0; i < d; i++) {
    for (let l = 0; l < d; l++) {
      const [left, right] = [a[i * d + l], b[i * d + l]];
      if (left === 0 && right === 0) continue;
      for (let j = 0; j < d; j++) out[i * d + j] += left * b[l * d + j] - right * a[l * d + j];
    }
  }
  return out;
}

/** [A, V], [A, B] and A c for every center c. */
function commutators(plane: Matrix, { beta, queryKey, value, centers }: AttentionFieldParameters, d: number) {
  const held = rowsTimes(plane, centers, { n: centers.length / d, d });
  return Float64Array.from([
    ...commutator(plane, value, d),
    ...(beta === 0 ? [] : commutator(plane, queryKey, d)),
    ...held,
  ]);
}

function largestEntry({ queryKey, value, centers }: AttentionFieldParameters): number {
  let most = centers.length > 0 ? 1 : 0;
  for (const m of [queryKey, value]) for (const entry of m) most = larger(most, Math.abs(entry));
  return most;
}

/** d/ds ( F(e^{sA}x) − e^{sA}F(x) ) at s = 0, at as many states as it takes for more numbers than there are planes. */
function defects(plane: Matrix, { shape, space }: Equation, force: (x: State) => Float64Array): Float64Array {
  const { n, d } = shape;
  const states = 3 + Math.floor(d / (2 * n));
  const parts: number[] = [];
  for (let i = 0; i < states; i++) {
    const x = disorderedState(i, shape);
    const way = rowsTimes(plane, x, shape);
    const slope = (h: number): Float64Array => {
      const ahead = force(movedAlong(x, way, h, shape, space));
      const behind = force(movedAlong(x, way, -h, shape, space));
      return ahead.map((entry, l) => (entry - behind[l]) / (2 * h));
    };
    const [coarse, fine] = [slope(2 * STEP), slope(STEP)];
    const turned = rowsTimes(plane, force(x), shape);
    for (let l = 0; l < n * d; l++) parts.push((4 * fine[l] - coarse[l]) / 3 - turned[l]);
  }
  return Float64Array.from(parts);
}

/** How fast tokens without any order move. */
export function fastest({ shape }: Equation, force: (x: State) => Float64Array): number {
  let most = 0;
  for (let i = 0; i < 2; i++) {
    const velocities = force(disorderedState(i, shape));
    most = velocities.reduce((a, entry) => larger(a, Math.abs(entry)), most);
  }
  return most;
}

/** Unit rows without any order, always the same ones. */
function disorderedState(index: number, shape: Equation['shape']): State {
  const entry = (i: number) => ((i + 1 + 17 * index) * 0.6180339887498949 + 0.2264600359998 * i * i) % 1;
  const x = Float64Array.from({ length: shape.n * shape.d }, (_, i) => entry(i) - 0.5);
  normalizeRows(x, x, shape);
  return x;
}
