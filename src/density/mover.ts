/** Steps of a density in time: explicit ones of order 8, implicit ones where noise makes them short. */
import { solveAt } from '../numerics/ode.ts';
import { causalRates } from './causal.ts';
import { type AttentionOfMany, meanField } from './equation.ts';
import { type HarmonicSpace, laplacian } from './harmonics.ts';
import type { Positions } from './positions.ts';
import { type Rates, type StiffSolver, stiffSolver } from './stiff.ts';

/** Rows of coefficients at each of the times from those at `from`; NaN from where they could not be followed. */
type Mover = (rows: Float64Array, from: number, times: readonly number[]) => Float64Array[];

interface Movable {
  readonly space: HarmonicSpace;
  /** Under the causal mask. */
  readonly positions: Positions | null;
  readonly rows: Float64Array;
}

/** The stability of DOP853 along the negative axis. */
const STABLE = 6;
/** Steps of one piece that stability asks for, beyond which implicit ones are taken. */
const MANY = 60;
/** Numbers of a state whose dense matrix is worth its steps. */
const DENSE = 420;
/** Of coefficients: below what tails are judged by. */
const ATOL = 1e-14;
/** Of one piece. */
const MOST_STEPS = 20_000;

/** For states in this space, at these positions. */
export function mover({ space, positions, rows }: Movable, attention: AttentionOfMany, rtol: number): Mover {
  const field = meanField(space, attention);
  const rates: Rates = positions ? causalRates(field, positions) : (y, out) => field.rates(y, y, 1, out);
  const tolerances = { rtol, atol: ATOL, maxSteps: MOST_STEPS };
  const fastest = laplacian(space.degree, space.d) / attention.kappa;
  let implicit: StiffSolver | null = null;
  return (start, from, times) => {
    const end = times[times.length - 1];
    if (rows.length > DENSE || fastest * (end - from) <= STABLE * MANY) {
      return solveAt((_, y, out) => rates(y, out), from, start, times, tolerances);
    }
    const solver = implicit ?? stiffSolver(rates, rows.length, tolerances);
    implicit = solver;
    let [y, t] = [start, from];
    return times.map((to) => {
      y = solver.advance(y, t, to);
      t = to;
      return y;
    });
  };
}
