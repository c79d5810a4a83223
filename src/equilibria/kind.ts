/** What a configuration of tokens on the sphere looks like: one point, ±ξ, equispaced on a circle, a simplex. */

import { clusters } from '../analysis/clusters.ts';
import type { Shape, State } from '../core/state.ts';
import { cos, PI } from '../numerics/elementary.ts';
import { factorColumns } from '../numerics/least-squares.ts';
import { dot } from '../numerics/sphere.ts';

/**
 * one point: all tokens. antipodal: at ξ and at −ξ. equispaced: at three or more places on a great circle, all as
 * far from the next (a splay state where each holds one token). simplex: at four or more places, any two as far from
 * each other. none: no special kind.
 */
export type ConfigurationKind = 'one point' | 'antipodal' | 'equispaced' | 'simplex' | 'none';

export interface Configuration {
  readonly kind: ConfigurationKind;
  /** How many tokens are at each place; places are numbered by their first token. */
  readonly sizes: readonly number[];
  /** The place of each token. */
  readonly places: Int32Array;
  /** Of the space that the tokens span. */
  readonly span: number;
}

/** Tokens this near, in radians, are in one place; cosines are compared to the same accuracy. */
const SAME_PLACE = 1e-6;
/** More places than this are not compared two by two. */
const MOST_PLACES = 1000;

/** @param x [n, d], unit rows */
export function configurationOf(x: State, shape: Shape): Configuration {
  const { d } = shape;
  const { labels, sizes } = clusters(x, shape, SAME_PLACE);
  const first = sizes.map((_, place) => labels.indexOf(place));
  const rows = first.map((token) => x.slice(token * d, token * d + d));
  const span = spanOf(rows, d);
  return { kind: kindOf(rows, span), sizes, places: Int32Array.from(labels), span };
}

/** Of more than MOST_PLACES places, that of the first ones. */
function spanOf(rows: readonly Float64Array[], d: number): number {
  const columns = rows.slice(0, MOST_PLACES).map((row) => row.slice());
  return factorColumns(columns, d, SAME_PLACE * Math.sqrt(columns.length)).rank;
}

function kindOf(rows: readonly Float64Array[], span: number): ConfigurationKind {
  const count = rows.length;
  if (count === 1) return 'one point';
  if (count > MOST_PLACES) return 'none';
  const cosine = (i: number, j: number) => dot(rows[i], 0, rows[j], 0, rows[i].length);
  if (count === 2) return cosine(0, 1) < -1 + SAME_PLACE * SAME_PLACE ? 'antipodal' : 'none';
  if (span === 2 && areEquispaced(count, cosine)) return 'equispaced';
  const apart = -1 / (count - 1);
  const isSimplex = rows.every((_, i) => rows.every((__, j) => i === j || near(cosine(i, j), apart)));
  return count > 3 && isSimplex ? 'simplex' : 'none';
}

/** On a great circle: the cosines to the first are those of 2πi/m, each as often as it should be. */
function areEquispaced(count: number, cosine: (i: number, j: number) => number): boolean {
  const wanted = Array.from({ length: count }, (_, i) => cos((2 * PI * i) / count)).sort((a, b) => a - b);
  for (let i = 0; i < count; i++) {
    const found = Array.from({ length: count }, (_, j) => cosine(i, j)).sort((a, b) => a - b);
    if (found.some((value, j) => !near(value, wanted[j]))) return false;
  }
  return true;
}

function near(a: number, b: number): boolean {
  return Math.abs(a - b) <= SAME_PLACE;
}
