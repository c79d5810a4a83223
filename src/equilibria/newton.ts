/**
 * Newton's method for F(x) = Ωx, Ω a combination of given infinitesimal rotations: a rest where Ωx = 0, else a
 * rotating wave. The generator is part of the unknown, and of all steps that solve the linear system the shortest is
 * taken, since whatever is turned, or moved within a family of rests, is a solution as well.
 */

import type { Shape, Space, State } from '../core/state.ts';
import { larger } from '../numerics/elementary.ts';
import { type Factored, factorColumns } from '../numerics/least-squares.ts';
import { frobeniusNorm, type Matrix } from '../numerics/matrix.ts';
import { dot } from '../numerics/sphere.ts';
import type { Slopes } from './differences.ts';
import { type Frame, frameAt, longestRow, movedAlong, rowsTimes } from './frame.ts';
import { combined } from './symmetries.ts';

/** Tokens that move together: all of them, or one while those that it sees stand still. */
export interface System {
  readonly shape: Shape;
  readonly space: Space;
  /** Velocities, [n, d]. */
  force(x: State): Float64Array;
  /** How they turn with the places, in coordinates of the frame. */
  slopes(x: State, frame: Frame): Slopes | Promise<Slopes>;
}

interface Search {
  /** Orthonormal infinitesimal rotations that Ω is made of, beside `rotation`. */
  readonly generators: readonly Matrix[];
  readonly rotation: Matrix;
  /** A velocity of usual size: what is small, is small beside it. */
  readonly scale: number;
}

interface Reached {
  readonly x: State;
  readonly rotation: Matrix;
  /** The largest |F_k − Ωx_k|. */
  readonly residual: number;
  readonly settled: boolean;
}

const MOST_STEPS = 60;
/** No step turns a token by more than this, in radians. */
const LONGEST_STEP = 0.3;
/** A step that does not help is halved at most so many times. */
const HALVINGS = 10;
/** Residuals below this share of the usual velocity are rounding, and no longer to be improved. */
const ROUNDING = 4e-16;
/** Where no step improves it, the residual may be this share of the usual velocity: sums of many tokens round. */
const SETTLED = 1e-11;
/** A factored Jacobian is used again while it brings the residual down by this much. */
const STILL_GOOD = 1 / 30;
/** Steps below this, in radians, are the last ones, unless each of them still helps. */
const TINY = 1e-8;
/** Directions in which the field changes by less than this share of the most. */
const HARDLY = 0.02;
/** A generator that moves all tokens together by no more than this, over radians, does not turn them. */
const NO_TURN = 1e-9;
/** Singular values below this share of the largest, and below ten errors of the Jacobian, count as zero. */
const NOTHING = 1e-12;

export async function newton(system: System, start: State, search: Search): Promise<Reached> {
  const { shape, space } = system;
  const { scale } = search;
  let x = start;
  let rotation = fitted(system, start, search);
  let left = leftAt(system, x, rotation);
  let residual = longestRow(left, shape.d);
  let size = scale;
  let solver: Solver | null = null;
  for (let step = 0; step < MOST_STEPS && residual > ROUNDING * size; step++) {
    if (solver === null) {
      const frame = frameAt(x, shape, space);
      const slopes = await system.slopes(x, frame);
      size = larger(size, largestColumn(slopes.columns));
      solver = { factored: factored(slopes, frame, x, rotation, search, shape), frame, at: x };
    }
    const { next, isNear } = stepFrom(system, { x, rotation, left, residual }, solver, search, size);
    if (next === null) {
      if (isNear || solver.at === x) break;
      solver = null; // of a place that was left
      continue;
    }
    if (next.residual > STILL_GOOD * residual) solver = null;
    ({ x, rotation, left, residual } = next);
  }
  return { x, rotation, residual, settled: residual <= SETTLED * size };
}

/**
 * The Ω that comes nearest to how the tokens turn. A wave whose Ω is not known yet looks to Newton's method like tokens
 * far from a rest, and it might go there.
 */
function fitted(system: System, x: State, { generators, rotation }: Search): Matrix {
  if (generators.length === 0) return rotation;
  const { shape } = system;
  const left = leftAt(system, x, rotation);
  const turns = generators.map((generator) => rowsTimes(generator, x, shape));
  const weights = factorColumns(turns, x.length, NO_TURN).solve(left);
  const change = combined(generators, weights, shape.d);
  const turning = rotation.map((entry, i) => entry + change[i]);
  const better = longestRow(leftAt(system, x, turning), shape.d) < longestRow(left, shape.d);
  return better ? turning : rotation;
}

/** F(x) − Ωx. */
function leftAt({ force, shape }: System, x: State, rotation: Matrix): Float64Array {
  const turned = rowsTimes(rotation, x, shape);
  return force(x).map((entry, i) => entry - turned[i]);
}

interface Iterate {
  readonly x: State;
  readonly rotation: Matrix;
  readonly left: Float64Array;
  readonly residual: number;
}

/** A Jacobian factored, and where it is that of. */
interface Solver {
  readonly factored: Factored;
  readonly frame: Frame;
  readonly at: State;
}

/**
 * Newton's step. Beside a family of rests it would lead far along the family: where it is long, what hardly changes the
 * field is left alone first.
 */
function stepFrom(
  system: System,
  from: Iterate,
  { factored: matrix, frame }: Solver,
  { generators, scale }: Search,
  size: number,
): { readonly next: Iterate | null; readonly isNear: boolean } {
  const { d } = system.shape;
  const wanted = frame.down(from.left).map((entry) => -entry);
  const velocitiesOf = (solved: Float64Array) => frame.up(solved.subarray(0, frame.size));
  const taken = (solved: Float64Array, halvings: number): Iterate | null => {
    const turns = solved.subarray(frame.size).map((entry) => scale * entry);
    return improved(system, from, velocitiesOf(solved), combined(generators, turns, d), halvings);
  };
  const whole = matrix.solve(wanted);
  const longest = longestRow(velocitiesOf(whole), d);
  const isNear = longest <= TINY && from.residual <= SETTLED * size;
  if (longest > LONGEST_STEP) {
    const careful = taken(matrix.solve(wanted, HARDLY * size), 0);
    if (careful !== null && careful.residual < from.residual / 2) return { next: careful, isNear };
  }
  return { next: taken(whole, isNear ? 0 : HALVINGS), isNear };
}

/** The step, or as much of it as lessens the residual; null where none does. */
function improved(
  system: System,
  { x, rotation, residual }: Iterate,
  velocities: Float64Array,
  change: Matrix,
  halvings: number,
): Iterate | null {
  const { shape, space } = system;
  const longest = longestRow(velocities, shape.d);
  let by = longest > LONGEST_STEP ? LONGEST_STEP / longest : 1;
  for (let halving = 0; halving <= halvings; halving++, by /= 2) {
    const there = movedAlong(x, velocities, by, shape, space);
    const turning = rotation.map((entry, i) => entry + by * change[i]);
    const left = leftAt(system, there, turning);
    const found = longestRow(left, shape.d);
    if (found < residual) return { x: there, rotation: turning, left, residual: found };
  }
  return null;
}

/** The derivatives of F − Ωx along the coordinates, then along the generators, these by the usual velocity. */
function factored(
  { columns, error }: Slopes,
  frame: Frame,
  x: State,
  rotation: Matrix,
  { generators, scale }: Search,
  shape: Shape,
): Factored {
  const least = larger(NOTHING * largestColumn(columns), 10 * error);
  subtractRotation(columns, frame, rotation, shape);
  const turns = generators.map((generator) =>
    frame.down(rowsTimes(generator, x, shape)).map((entry) => -scale * entry),
  );
  return factorColumns([...columns, ...turns], frame.size, least);
}

/** Columns of DF ← columns of DF − Ω. */
export function subtractRotation(
  columns: readonly Float64Array[],
  { each, basis }: Frame,
  rotation: Matrix,
  { n, d }: Shape,
): void {
  if (frobeniusNorm(rotation) === 0) return;
  const turned = rowsTimes(rotation, basis, { n: n * each, d });
  columns.forEach((column, j) => {
    const first = Math.floor(j / each) * each;
    for (let i = first; i < first + each; i++) column[i] -= dot(basis, i * d, turned, j * d, d);
  });
}

function largestColumn(columns: readonly Float64Array[]): number {
  return columns.reduce((most, column) => larger(most, Math.sqrt(dot(column, 0, column, 0, column.length))), 0);
}
