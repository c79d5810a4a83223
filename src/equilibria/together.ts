/**
 * What is around some tokens together, while the others stand still: by differences of the field, whatever the equation
 * and the mask.
 */

import type { Shape, Space, State } from '../core/state.ts';
import type { Growth, Vicinity } from '../core/vicinity.ts';
import { larger } from '../numerics/elementary.ts';
import { dot } from '../numerics/sphere.ts';
import { leadingEigenvalue, lengthOf } from './arnoldi.ts';

/** Differences are taken over this angle: the cube root of a rounding, where what bends and what rounds weigh alike. */
const APART = 1e-5;
/** For products with the whole Jacobian, one difference each: what bends and what rounds are both far below NOISE. */
const CLOSE = 1e-7;
/**
 * What they are then known to, of the Jacobian's size: a field's error over CLOSE, with room for those of fast paths.
 */
const NOISE = 1e-6;
/** A step that leaves the linear regime of no field with β‖B‖ below a hundred. */
const WIDEST = 1e-3;
const ULP = 2.220446049250313e-16;

type FieldAt = (x: State) => Promise<State>;

/**
 * @param tokens ascending; vectors hold a row for each of them
 * @param asked whether how they grow is asked, which costs some twenty fields
 */
export function vicinityOfSome(
  field: FieldAt,
  x: State,
  tokens: readonly number[],
  { d }: Shape,
  space: Space,
  asked: boolean,
): Vicinity {
  const size = tokens.length * d;
  const onSphere = space === 'sphere';
  const rowsOf = (y: State): Float64Array => {
    const rows = new Float64Array(size);
    tokens.forEach((k, i) => void rows.set(y.subarray(k * d, k * d + d), i * d));
    return rows;
  };
  const here = rowsOf(x);
  if (onSphere) normalizeAll(here, d);
  const at = (by: Float64Array | null, also?: Float64Array, times = 0): Float64Array => {
    const rows = here.map((entry, i) => entry + (by ? by[i] : 0) + (also ? times * also[i] : 0));
    if (onSphere) normalizeAll(rows, d);
    return rows;
  };
  const forceAt = async (rows: Float64Array): Promise<Float64Array> => {
    const y = x.slice();
    tokens.forEach((k, i) => void y.set(rows.subarray(i * d, i * d + d), k * d));
    return rowsOf(await field(y));
  };

  async function derivative(by: Float64Array | null, along: Float64Array): Promise<Float64Array> {
    const h = APART / largestRow(along, d);
    if (!(h < Infinity)) return new Float64Array(size);
    const ahead = await forceAt(at(by, along, h));
    const behind = await forceAt(at(by, along, -h));
    return ahead.map((entry, i) => (entry - behind[i]) / (2 * h));
  }

  async function growth(): Promise<Growth> {
    const unmoved = await forceAt(here);
    const start = Float64Array.from({ length: size }, (_, i) => ((i * 0.6180339887498949 + 0.3) % 1) - 0.5);
    if (onSphere) toTangents(start, here, d);
    const times = async (v: Float64Array): Promise<Float64Array> => {
      const h = CLOSE / largestRow(v, d);
      if (!(h < Infinity)) return new Float64Array(size);
      const moved = await forceAt(at(null, v, h));
      const product = moved.map((entry, i) => (entry - unmoved[i]) / h);
      if (onSphere) toTangents(product, here, d);
      return product;
    };
    const { vector, ...leading } = await leadingEigenvalue(times, start, tokens.length * (onSphere ? d - 1 : d));
    return { ...leading, slowest: () => vector };
  }

  return {
    d,
    noise: NOISE,
    finest: APART,
    widest: WIDEST,
    steepness: Infinity,
    plainlyFree: () => false,
    force: (by) => forceAt(at(by)),
    derivative,
    growth: asked ? growth : null,
    async rounding() {
      const unaltered = await forceAt(here);
      let largest = 0;
      for (const period of [1, 2]) {
        const altered = here.map((entry, i) => entry * (1 + (Math.floor(i / period) % 2 === 0 ? ULP : -ULP)));
        if (onSphere) normalizeAll(altered, d);
        const force = await forceAt(altered);
        largest = larger(largest, lengthOf(force.map((entry, i) => entry - unaltered[i])));
      }
      return largest;
    },
  };
}

function normalizeAll(rows: Float64Array, d: number): void {
  for (let at = 0; at < rows.length; at += d) {
    const length = Math.sqrt(dot(rows, at, rows, at, d));
    for (let i = 0; i < d; i++) rows[at + i] /= length;
  }
}

function toTangents(v: Float64Array, rows: Float64Array, d: number): void {
  for (let at = 0; at < rows.length; at += d) {
    const along = dot(rows, at, v, at, d);
    for (let i = 0; i < d; i++) v[at + i] -= along * rows[at + i];
  }
}

/** The length of the longest row. */
function largestRow(v: Float64Array, d: number): number {
  let largest = 0;
  for (let at = 0; at < v.length; at += d) largest = larger(largest, dot(v, at, v, at, d));
  return Math.sqrt(largest);
}
