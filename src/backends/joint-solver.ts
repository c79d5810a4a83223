/**
 * The stages of implicit steps under the full mask, where every row feels every other: y = base + c f(y) is solved for
 * all rows together. As token by token (stage-solver.ts), what is to be solved is
 *
 *   P_u base / c + F(u) = 0,   by   ( S − ∂F ) δ = P_u base / c + F(u),   u ← (u + δ)/|u + δ|,
 *
 * with S_k = ⟨base_k, u_k⟩/c, in coordinates of the tangent spaces. The matrix is factored once for a step where the
 * iteration then comes together fast enough, since its stages share c, and anew where it does not.
 */

import type { StageOptions, StageOutcome } from '../core/engine.ts';
import type { Shape, State } from '../core/state.ts';
import type { AttentionFieldParameters } from '../dynamics/attention-field.ts';
import { jointAttention } from '../dynamics/joint-attention.ts';
import type { RowSlope } from '../dynamics/row-system.ts';
import { larger, smaller } from '../numerics/elementary.ts';
import { frobeniusNorm } from '../numerics/matrix.ts';
import { dot, norm } from '../numerics/sphere.ts';
import { jointGrowth } from './joint-growth.ts';
import { denseJacobian, type JointJacobian } from './joint-jacobian.ts';
import { krylovJacobian } from './joint-krylov.ts';
import { LARGEST_DENSE_SIZE } from './joint-size.ts';
import { growthRate } from './tangential-growth.ts';

export interface JointSolver {
  /** y ← base + c f(y), `increment` ← y − base; y holds a first guess. */
  solve(c: number, base: State, y: State, increment: State, options: StageOptions): StageOutcome;
  /** How each row of x stands while the others stand still. */
  assess(x: State, within: number): StageOutcome;
  /** How steep the forces on some rows of x are, as `assess` tells of all. */
  steepest(x: State): number;
  /** How fast rows leave x together, seen by steps up to c: see `Stages`. */
  growth(x: State, c: number): number;
}

interface JointRows {
  /** Of every row, how many tokens it stands for. */
  readonly counts: ArrayLike<number>;
  /** How many tokens there are in all. */
  readonly tokens: number;
  /** Rows that stay where they are, and are seen there. */
  readonly frozen: readonly number[];
}

/** Solutions by which growth is looked for there, each of which takes many products. */
const SOLUTIONS_BY_PRODUCTS = 12;
const MOST_ITERATIONS = 24;
/** A turn in one iteration, in radians; beyond it the linear equation says nothing. */
const LARGEST_TURN = 0.5;
/** Iterations with a new matrix that do not shrink the correction before a stage is given up. */
const MOST_STALLS = 4;
/** An iteration with an old matrix that leaves more than this share of the correction asks for a new one. */
const SLOW = 0.1;
/**
 * The resolvent of a step of size c shows rates between some hundredths and some times 1/c: sizes this far apart, each
 * of which shows nothing that grows by SEEN, have passed over none.
 */
const [APART, SEEN] = [30, 0.05];
/** Rows of which it is asked how steep forces are, at most about: in every cluster they are as steep. */
const LOOKED_AT = 50;
/** Rows take part in what grows that have this share of the one that moves most. */
const TAKES_PART = 0.1;
const UNKNOWN = new Float64Array(0);

export function jointSolver(
  parameters: AttentionFieldParameters,
  { n, d }: Shape,
  { counts, tokens, frozen }: JointRows,
): JointSolver {
  const held = new Set(frozen);
  const attention = jointAttention(parameters, { n, d }, counts, tokens);
  const size = n * (d - 1);
  const isDense = size <= LARGEST_DENSE_SIZE;
  let made: JointJacobian | null = null; // a large matrix, which runs of explicit steps do without
  const matrix = (): JointJacobian =>
    (made ??= (isDense ? denseJacobian : krylovJacobian)(parameters, attention, { n, d }, (k) => held.has(k)));
  // F bends on angles of 1/(β‖B‖): what an iteration leaves is this times its correction squared.
  const bend = 2 + (parameters.beta * frobeniusNorm(parameters.queryKey)) / Math.sqrt(d);
  const u = new Float64Array(n * d);
  const force = new Float64Array(n * d);
  const along = new Float64Array(n); // ⟨base_k, u_k⟩
  const shifts = new Float64Array(n);
  const delta = new Float64Array(n * d);
  const coordinates = new Float64Array(size);
  const change = new Float64Array(size); // ∂F δ
  const row = new Float64Array(d);
  let factoredFor = NaN; // the c that the matrix is factored for
  let contraction = 0; // the share of a correction that the last iteration with it left
  let evaluated = 0;
  let finite = true;
  let unusual: Partial<StageOutcome> = {};

  function solve(c: number, base: State, y: State, increment: State, { accuracy, assess }: StageOptions): StageOutcome {
    begin();
    toUnits(y);
    let before = Infinity;
    let stalls = 0;
    for (let iteration = 0; iteration < MOST_ITERATIONS; iteration++) {
      const isNew = c !== factoredFor || contraction > SLOW;
      if (!setUp(c, base, isNew)) return outcome(false);
      if (!matrix().solve(coordinates)) return outcome(false);
      const turn = toTurns();
      if (before < Infinity) contraction = turn / before;
      const left = isNew ? leftByNewton(turn, before) : (turn * contraction) / larger(1 - contraction, 0.01);
      const damping = smaller(1, LARGEST_TURN / turn);
      if (damping === 1 && left <= accuracy) {
        finish(c, base, y, increment);
        return outcome(assess === null || judge(c, base, assess));
      }
      if (isNew && turn > 0.7 * before && ++stalls > MOST_STALLS) return outcome(false);
      before = turn;
      for (let i = 0; i < n * d; i++) u[i] += damping * delta[i];
      toUnits(u);
    }
    return outcome(false);
  }

  /** Forces at u, the matrix where it shall be new, and in `coordinates` what is to become 0; whether all is sound. */
  function setUp(c: number, base: State, isNew: boolean): boolean {
    let rests = true;
    if (isNew) matrix().place(u, force);
    else forces();
    evaluated += n;
    for (let k = 0; k < n; k++) {
      const at = k * d;
      along[k] = dot(base, at, u, at, d);
      shifts[k] = along[k] / c;
      if (!(along[k] > 0)) {
        finite = !Number.isNaN(along[k]);
        return false;
      }
      for (let i = at; i < at + d; i++) {
        row[i - at] = (base[i] - along[k] * u[i]) / c + force[i];
        if (force[i] !== 0) rests = false;
        if (!(Math.abs(row[i - at]) < Infinity)) finite = false;
      }
      matrix().frames.coordinates(k, row, 0, coordinates, k * (d - 1));
    }
    if (!finite) return false;
    if (!isNew) return true;
    factoredFor = c;
    contraction = 0;
    const sign = matrix().factor(shifts);
    return sign > 0 || (rests && sign < 0); // tokens at rest stay, whatever would grow beside them
  }

  function forces(): void {
    for (let k = 0; k < n; k++) {
      if (held.has(k)) continue; // 0, as it was
      attention.look(u, k, false);
      attention.force(force, k * d);
    }
  }

  /** delta ← what the coordinates say; the largest turn of a row. */
  function toTurns(): number {
    let turn = 0;
    for (let k = 0; k < n; k++) {
      matrix().frames.vector(k, coordinates, k * (d - 1), delta, k * d);
      turn = larger(turn, norm(delta, k * d, d));
    }
    return turn;
  }

  /**
   * What an iteration with a new matrix leaves, by its correction: as F bends, or as the corrections before it shrank,
   * but never taken for a hundredth.
   */
  function leftByNewton(turn: number, before: number): number {
    const shrunk = (2 * turn) / before / before;
    return turn * turn * (before < Infinity ? larger(shrunk * turn, 0.01 * bend) : bend);
  }

  /** The rows' ends, as in stage-solver.ts: by c(F + ∂F δ) where c ∂F is small, else by their places. */
  function finish(c: number, base: State, y: State, increment: State): void {
    matrix().times(coordinates, change);
    for (let k = 0; k < n; k++) {
      const at = k * d;
      const steep = !(c * matrix().sizes[k] < 1);
      if (!steep) matrix().frames.vector(k, change, k * (d - 1), row, 0);
      for (let i = at; i < at + d; i++) u[i] += delta[i];
      toUnit(u, at);
      const length = steep ? dot(base, at, u, at, d) : 0;
      for (let i = at; i < at + d; i++) {
        increment[i] = steep ? length * u[i] - base[i] : held.has(k) ? 0 : c * (force[i] + row[i - at]);
        y[i] = steep ? length * u[i] : base[i] + increment[i];
      }
    }
  }

  /** How all rows stand at the solution; false where they grow faster than the branch that begins at base allows. */
  function judge(c: number, base: State, within: number): boolean {
    const { rates, undecided, steepest } = eachAlone(within);
    matrix().place(u, force);
    evaluated += n;
    for (let k = 0; k < n; k++) shifts[k] = dot(base, k * d, u, k * d, d) / c;
    const { rate, vector } = growthSeenBy(c);
    const speeds = Float64Array.from({ length: n }, (_, k) => norm(force, k * d, d));
    const moves = speeds.some((speed) => speed > 0);
    if (rate > 0) {
      const parts = Array.from({ length: n }, (_, k) => norm(vector, k * (d - 1), d - 1));
      const most = parts.reduce(larger, 0);
      const taking = [...parts.keys()].filter((k) => parts[k] >= TAKES_PART * most && !held.has(k));
      if (taking.every((k) => speeds[k] <= within * rate)) for (const k of taking) undecided.add(k);
    }
    unusual = { growth: moves ? rate : 0, steepest, rates, undecided: [...undecided].sort((a, b) => a - b) };
    return !(moves && c * rate >= 1);
  }

  /** With ∂F placed, and shifts of about 1/c. */
  function growthSeenBy(c: number) {
    factoredFor = NaN;
    matrix().factor(shifts);
    const resolvent = (v: Float64Array): boolean => {
      const sound = matrix().solve(v);
      for (let i = 0; i < size; i++) v[i] /= c;
      return sound;
    };
    return jointGrowth(resolvent, size, c, isDense ? undefined : SOLUTIONS_BY_PRODUCTS);
  }

  function growth(x: State, most: number): number {
    toUnits(x);
    matrix().place(u, force);
    if (force.every((entry) => entry === 0)) return 0;
    const steepest = matrix().sizes.reduce(larger, 0);
    for (let c = smaller(most, 1 / steepest); ; c = smaller(most, APART * c)) {
      shifts.fill(1 / c);
      const { rate } = growthSeenBy(c);
      if (c * rate > SEEN || !(c < most)) return rate;
    }
  }

  /**
   * Of every row, while the others stand still: whether it stands where it may go either way, and the rate at which a
   * token that was added beside it would leave, which is that at which its tokens would part.
   */
  function eachAlone(within: number) {
    const rates = new Float64Array(n);
    const undecided = new Set<number>();
    let steepest = 0;
    let growth = 0;
    for (let k = 0; k < n; k++) {
      if (held.has(k)) continue;
      const place = u.subarray(k * d, k * d + d);
      attention.look(u, k, true);
      const rate = rateOf(attention.slope(), place);
      attention.force(force, k * d);
      const speed = norm(force, k * d, d);
      if (rate > 0 && speed <= within * rate) undecided.add(k);
      if (rate > 0 && speed > 0) growth = larger(growth, rate);
      const another = attention.ofAnother();
      rates[k] = rateOf(another, place);
      steepest = larger(steepest, frobeniusNorm(another.jacobian));
    }
    return { rates, undecided, steepest, growth };
  }

  function rateOf({ jacobian: block }: RowSlope, place: Float64Array): number {
    return growthRate(block, place, d);
  }

  function assess(x: State, within: number): StageOutcome {
    begin();
    toUnits(x);
    const { undecided, ...others } = eachAlone(within);
    evaluated += n;
    unusual = { ...others, undecided: [...undecided] };
    return outcome(true);
  }

  function steepest(x: State): number {
    toUnits(x);
    let most = 0;
    const every = Math.floor(n / LOOKED_AT) + 1;
    for (let k = 0; k < n; k += every) {
      attention.look(u, k, true);
      most = larger(most, frobeniusNorm(attention.ofAnother().jacobian));
    }
    return most;
  }

  function begin(): void {
    evaluated = 0;
    finite = true;
    unusual = {};
  }

  function outcome(solved: boolean): StageOutcome {
    const usual = { growth: 0, steepest: 0, undecided: [], rates: UNKNOWN };
    return { ...usual, solved, finite, evaluations: evaluated / tokens, ...unusual };
  }

  function toUnits(x: State): void {
    for (let k = 0; k < n; k++) toUnit(x, k * d);
  }

  /** u_k ← x_k/|x_k|. */
  function toUnit(x: State, at: number): void {
    const length = norm(x, at, d);
    for (let i = at; i < at + d; i++) u[i] = x[i] / length;
  }

  return { solve, assess, steepest, growth };
}
