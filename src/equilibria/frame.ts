/**
 * Coordinates beside a state: an orthonormal basis of the directions in which each token can move, on the sphere its
 * tangent space, in R^d all of it.
 */

import type { Shape, Space, State } from '../core/state.ts';
import { type Matrix, multiplyVector } from '../numerics/matrix.ts';
import { dot, normalizeRow } from '../numerics/sphere.ts';

export interface Frame {
  /** Coordinates of all tokens together: n(d − 1) on the sphere, nd in R^d. */
  readonly size: number;
  /** Of one token: d − 1 or d. */
  readonly each: number;
  /** Row i of token k is d numbers from (k·each + i)·d on. */
  readonly basis: Float64Array;
  /** The coordinates of velocities, [n, d]; what is normal to the sphere has none. */
  down(velocities: Float64Array): Float64Array;
  /** The velocities, [n, d], of coordinates. */
  up(coordinates: Float64Array): Float64Array;
}

/** @param x [n, d], on the sphere unit rows */
export function frameAt(x: State, { n, d }: Shape, space: Space): Frame {
  const each = space === 'sphere' ? d - 1 : d;
  const basis = new Float64Array(n * each * d);
  for (let k = 0; k < n; k++) {
    if (space === 'sphere') fillTangents(x, k, d, basis);
    else for (let i = 0; i < d; i++) basis[(k * d + i) * d + i] = 1;
  }
  return {
    size: n * each,
    each,
    basis,
    down: (v) => Float64Array.from({ length: n * each }, (_, i) => dot(basis, i * d, v, Math.floor(i / each) * d, d)),
    up(coordinates) {
      const out = new Float64Array(n * d);
      for (let i = 0; i < n * each; i++) {
        const offset = Math.floor(i / each) * d;
        for (let l = 0; l < d; l++) out[offset + l] += coordinates[i] * basis[i * d + l];
      }
      return out;
    },
  };
}

/**
 * The Householder reflection that takes the axis p to ∓x takes the other axes to an orthonormal basis of what is normal
 * to x: e_i − x_i w/(1 + |x_p|), w = x ± e_p, with p the largest entry of x.
 */
function fillTangents(x: State, k: number, d: number, basis: Float64Array): void {
  let p = 0;
  for (let i = 1; i < d; i++) if (Math.abs(x[k * d + i]) > Math.abs(x[k * d + p])) p = i;
  const sign = x[k * d + p] < 0 ? -1 : 1;
  let at = k * (d - 1) * d;
  for (let i = 0; i < d; i++) {
    if (i === p) continue;
    const share = x[k * d + i] / (1 + Math.abs(x[k * d + p]));
    for (let l = 0; l < d; l++) {
      const w = x[k * d + l] + (l === p ? sign : 0);
      basis[at + l] = (l === i ? 1 : 0) - share * w;
    }
    at += d;
  }
}

/** The state moved along velocities, on the sphere back onto it. */
export function movedAlong(x: State, velocities: Float64Array, by: number, { n, d }: Shape, space: Space): State {
  const y = x.map((entry, i) => entry + by * velocities[i]);
  if (space === 'sphere') for (let k = 0; k < n; k++) normalizeRow(y, y, k * d, d);
  return y;
}

/** M applied to every row of x. */
export function rowsTimes(m: Matrix, x: State, { n, d }: Shape): Float64Array {
  const out = new Float64Array(n * d);
  for (let k = 0; k < n; k++) multiplyVector(m, x, k * d, out.subarray(k * d, k * d + d), d);
  return out;
}

/** The length of the longest row. */
export function longestRow(v: Float64Array, each: number): number {
  let most = 0;
  for (let i = 0; i < v.length; i += each) {
    const square = dot(v, i, v, i, each);
    if (!(square <= most)) most = square; // NaN, too
  }
  return Math.sqrt(most);
}
