/**
 * The stages of implicit steps. Under the causal mask token k feels its predecessors only, so y = base + c f(y) is
 * solved token by token: for each a Newton iteration over its own place, on the sphere.
 *
 * The field is evaluated at u = y/|y| and is tangent there, so |y| = ⟨base, u⟩, and what is to be solved is
 *
 *   P_u base / c + F(u) = 0,   by   ( (⟨base, u⟩/c) I − ∂F ) δ = P_u base / c + F(u),   u ← (u + δ)/|u + δ|.
 *
 * Divided by c it stays well scaled for steps of 10³⁰⁰, where I − c ∂F would lose the I. What is wanted is the solution
 * that grows out of base as c grows from 0; on that branch the matrix has a positive determinant, and where it has not
 * the stage is not solved: the step must be smaller.
 */

import type { StageOptions, StageOutcome } from '../core/engine.ts';
import type { Shape, State } from '../core/state.ts';
import type { Vicinity } from '../core/vicinity.ts';
import type { RowSlope, RowSystem } from '../dynamics/row-system.ts';
import { larger, smaller } from '../numerics/elementary.ts';
import { solveLinear } from '../numerics/linear-system.ts';
import { frobeniusNorm } from '../numerics/matrix.ts';
import { dot, norm } from '../numerics/sphere.ts';
import { rowVicinity } from './row-vicinity.ts';
import { growthRate, largestEntry } from './tangential-growth.ts';

interface StageSolver {
  /** y ← base + c f(y), `increment` ← y − base; y holds a first guess. */
  solve(c: number, base: State, y: State, increment: State, options: StageOptions): StageOutcome;
  /** How the rows of x stand: growth rates, and tokens at unstable equilibria. */
  assess(x: State, within: number): StageOutcome;
  /** What is around each row of x, while the rows before it stand still. It holds until rows are next placed. */
  around(x: State): (k: number) => Vicinity;
}

const MOST_ITERATIONS = 14;
/** A turn in one iteration, in radians; beyond it the linear equation says nothing. */
const LARGEST_TURN = 0.5;
/** Iterations that do not shrink the correction before a row is given up. */
const MOST_STALLS = 4;
const UNKNOWN = new Float64Array(0);

/** What is not the usual of some rows. */
interface UnusualRows {
  /** That the rows stand for, which whole fields are counted in; by default n. */
  readonly tokens?: number | undefined;
  /** Rows that stay where they are, and are seen there. */
  readonly frozen?: readonly number[];
}

export function stageSolver(
  rows: RowSystem,
  shape: Shape,
  { tokens = shape.n, frozen = [] }: UnusualRows = {},
): StageSolver {
  const { n, d } = shape;
  const isFrozen = frozen.length > 0 ? new Set(frozen) : null;
  const { bend, steepness, widest } = rows;
  const u = new Float64Array(d);
  const away = new Float64Array(d); // P_u base
  const delta = new Float64Array(d);
  const matrix = new Float64Array(d * d);
  let evaluated = 0;
  let finite = true;
  let growth = 0;
  let steepest = 0;
  let undecided: number[] = [];
  let rates = UNKNOWN;

  function solve(c: number, base: State, y: State, increment: State, { accuracy, assess }: StageOptions): StageOutcome {
    begin(assess !== null);
    for (let k = 0; k < n; k++) {
      if (isFrozen?.has(k)) keepRow(k, base, y, increment);
      else if (!solveRow(k, c, base, y, increment, accuracy, assess)) return outcome(false);
    }
    return outcome(true);
  }

  function assess(x: State, within: number): StageOutcome {
    begin(true);
    for (let k = 0; k < n; k++) {
      toUnit(x, k * d);
      if (!isFrozen?.has(k)) judgeGrowth(k, linearizeAt(k), within);
      rows.place(k, u);
    }
    return outcome(true);
  }

  function around(x: State): (k: number) => Vicinity {
    if (rows.placeAll) rows.placeAll(x);
    else {
      for (let k = 0; k < n; k++) {
        toUnit(x, k * d);
        rows.place(k, u);
      }
    }
    return (k) => {
      toUnit(x, k * d);
      const place = u.slice();
      return rowVicinity(place, { ...rows.around(k, place), widest, steepness });
    };
  }

  function begin(assessed: boolean): void {
    evaluated = 0;
    finite = true;
    growth = 0;
    steepest = 0;
    undecided = [];
    rates = assessed ? new Float64Array(n) : UNKNOWN;
  }

  function outcome(solved: boolean): StageOutcome {
    return { solved, finite, evaluations: evaluated / tokens, growth, steepest, undecided, rates };
  }

  function linearizeAt(k: number): RowSlope {
    evaluated++;
    return rows.linearize(k, u);
  }

  function toUnit(x: State, offset: number): void {
    const length = norm(x, offset, d);
    for (let i = 0; i < d; i++) u[i] = x[offset + i] / length;
  }

  /** A row that stands still: y = base, with its bits. */
  function keepRow(k: number, base: State, y: State, increment: State): void {
    const at = k * d;
    for (let i = at; i < at + d; i++) {
      y[i] = base[i];
      increment[i] = 0;
    }
    toUnit(base, at);
    rows.place(k, u);
  }

  function solveRow(
    k: number,
    c: number,
    base: State,
    y: State,
    increment: State,
    accuracy: number,
    within: number | null,
  ): boolean {
    const at = k * d;
    toUnit(y, at);
    let before = Infinity;
    let stalls = 0;
    for (let iteration = 0; iteration < MOST_ITERATIONS; iteration++) {
      const slope = linearizeAt(k);
      const along = dot(base, at, u, 0, d);
      finite = along > -Infinity && along < Infinity;
      if (!(along > 0)) return false;
      let rests = true;
      for (let i = 0; i < d; i++) {
        away[i] = base[at + i] - along * u[i];
        delta[i] = away[i] / c + slope.force[i];
        if (slope.force[i] !== 0) rests = false;
        if (!Number.isFinite(delta[i])) finite = false;
      }
      if (!finite) return false;
      const sign = correct(slope.jacobian, along / c);
      if (!(sign > 0) && !(rests && sign < 0)) return false; // a token at rest stays, whatever would grow beside it
      const turn = norm(delta, 0, d);
      if (!(turn < Infinity)) return false;
      if (turn < LARGEST_TURN && leftAfter(turn, before) <= accuracy) {
        if (within !== null) judgeGrowth(k, slope, within);
        finish(k, c, base, y, increment, slope);
        return true;
      }
      if (turn > 0.7 * before && ++stalls > MOST_STALLS) return false;
      before = turn;
      const damping = smaller(1, LARGEST_TURN / turn);
      for (let i = 0; i < d; i++) u[i] += damping * delta[i];
      toUnit(u, 0);
    }
    return false;
  }

  /**
   * What an iteration leaves, by its correction: as F bends, or as the corrections before it shrank, but never taken
   * for a hundredth.
   */
  function leftAfter(turn: number, before: number): number {
    const shrunk = (2 * turn) / before / before;
    return turn * turn * (before < Infinity ? larger(shrunk * turn, 0.01 * bend) : bend);
  }

  /**
   * delta ← (shift I − J)⁻¹ delta on the tangent space; returns the sign of the determinant, 0 for a singular matrix.
   * Along u, where J has a zero, the matrix gets J's size instead: then its condition is that of the tangential part.
   */
  function correct(jacobian: Float64Array, shift: number): number {
    if (d === 2) {
      const rate = shift - (jacobian[0] + jacobian[3]);
      delta[0] /= rate;
      delta[1] /= rate;
      return rate;
    }
    const size = largestEntry(jacobian);
    for (let i = 0; i < d; i++) {
      for (let j = 0; j < d; j++) matrix[i * d + j] = size * u[i] * u[j] - jacobian[i * d + j];
      matrix[i * d + i] += shift;
    }
    return solveLinear(matrix, delta, d);
  }

  /**
   * The row's end from its last linear equation. Where c ∂F is small, y = base + c (F + ∂F δ): the increments of a
   * token that hardly moves keep their digits, and one that feels nothing keeps its bits. Where it is large that would
   * multiply the rounding errors of F by c, and y = ⟨base, u⟩ u is taken.
   */
  function finish(k: number, c: number, base: State, y: State, increment: State, { force, jacobian }: RowSlope): void {
    const at = k * d;
    if (c * largestEntry(jacobian) < 1) {
      for (let i = 0; i < d; i++) increment[at + i] = c * (force[i] + dot(jacobian, i * d, delta, 0, d));
      for (let i = 0; i < d; i++) y[at + i] = base[at + i] + increment[at + i];
      toUnit(y, at);
    } else {
      for (let i = 0; i < d; i++) u[i] += delta[i];
      toUnit(u, 0);
      const length = dot(base, at, u, 0, d);
      for (let i = 0; i < d; i++) {
        y[at + i] = length * u[i];
        increment[at + i] = y[at + i] - base[at + i];
      }
    }
    rows.place(k, u);
  }

  /** An expanding direction limits the next step; a token closer to its equilibrium than `within` may go either way. */
  function judgeGrowth(k: number, { force, jacobian }: RowSlope, within: number): void {
    steepest = larger(steepest, frobeniusNorm(jacobian));
    const rate = growthRate(jacobian, u, d);
    rates[k] = rate;
    if (!(rate > 0)) return;
    const speed = norm(force, 0, d);
    if (speed <= within * rate) undecided.push(k);
    if (speed > 0) growth = larger(growth, rate);
  }

  return { solve, assess, around };
}
