/**
 * An edited run, one piece after another: each is a problem with the tokens that are there, which is solved as any
 * other is, from where edits have put them. What comes back is told as one run.
 */
import { BY_PIECE, joinedReports } from '../backends/field-report.ts';
import type { State } from '../core/state.ts';
import { isOnGrid } from '../integrators/clock.ts';
import { type EditPlan, edited, type Piece } from './edits.ts';
import { joinedStatistics, joinedUndecided } from './joined.ts';
import { DEFAULT_MAX_STEPS } from './march.ts';
import type { Method } from './method.ts';
import type { SimulateOptions } from './options.ts';
import { makeProblem, type Problem } from './problem.ts';
import { checkStore } from './recorder.ts';
import { beginningOf, presenceAt, type Trajectory } from './trajectory.ts';

/** Solves one piece, knowing which of its tokens are frozen and from when to when the whole run goes. */
type Solve = (
  problem: Problem,
  method: Method,
  options: SimulateOptions,
  within: { readonly frozen: readonly number[]; readonly span: Problem['tSpan'] },
) => Promise<Trajectory>;

/** Where the next piece begins: t and the tokens there, [n, d], edits of that time done or yet to be done. */
interface Place {
  readonly t: number;
  readonly x: State;
}

export async function inPieces(
  problem: Problem,
  { shape, first, pieces }: EditPlan,
  method: Method,
  { from, ...options }: SimulateOptions,
  solve: Solve,
): Promise<Trajectory> {
  const { maxSteps = DEFAULT_MAX_STEPS, saveAt, onProgress, onEdits } = options;
  const { d } = shape;
  const { rows, samples, take } = keeper(first, options);
  if (from) rows.set(from.x);
  const origins = gridsOf(pieces, method);
  let whole: Trajectory | null = null;
  for (const [i, piece] of pieces.entries()) {
    const isLast = i === pieces.length - 1;
    if (from && !isLast && piece.to <= from.t) continue;
    const place = enter(i, piece);
    const before: Trajectory | null = whole;
    const part: Trajectory = await solve(
      makeProblem({
        ...problem,
        ...{ shape: { n: piece.n, d }, initial: place.x, tSpan: [origins[i], piece.to], edits: undefined },
      }),
      before ? goingOn(method, before) : method,
      {
        ...options,
        ...(place.t > problem.tSpan[0] && { from: { ...place, toRounding: true } }),
        saveAt: saveAt.filter((time) => time >= place.t && (time < piece.to || isLast)),
        maxSteps: maxSteps - (before?.statistics.steps ?? 0),
        store: false,
        onSample: take,
        ...(onProgress && {
          onProgress: (t, own) => onProgress(t, before ? joinedStatistics(before.statistics, own) : own),
        }),
      },
      { frozen: piece.frozen, span: problem.tSpan },
    );
    rows.set(part.last as State);
    whole = before ? continued(before, part) : part;
    if (part.status !== 'completed') break;
  }
  const { ts, xs } = samples();
  return {
    ...(whole as Trajectory),
    ...beginningOf(problem),
    ...{ ts, xs, last: rows.slice() },
    ...presenceAt(problem, ts),
  };

  /** The tokens with which a piece is entered, its edits done unless the run begins within it. */
  function enter(i: number, { from: t, n, edits, frozen }: Piece): Place {
    if (from && from.t >= t && whole === null) return { t: from.t, x: rows.slice(0, n * d) };
    const held = i === 0 ? n : pieces[i - 1].n;
    const x = edited(rows.subarray(0, held * d), edits, frozen, d);
    rows.set(x);
    if (i > 0) onEdits?.({ t, edits, x });
    return { t, x };
  }
}

/** Keeps the samples in rows of all tokens; those of tokens that are not there stay as they are. */
function keeper(first: State, { saveAt, store = true, onSample }: SimulateOptions) {
  const size = first.length;
  if (store) checkStore(saveAt.length, size);
  const rows = first.slice();
  const xs = new Float64Array(store ? saveAt.length * size : 0);
  let taken = 0;
  return {
    rows,
    take(t: number, x: State): void {
      if (store) {
        xs.set(rows, taken * size);
        xs.set(x, taken * size);
      }
      taken++;
      onSample?.(t, x);
    },
    samples: () => ({ ts: Float64Array.from(saveAt.slice(0, taken)), xs: store ? xs.slice(0, taken * size) : xs }),
  };
}

/**
 * Where the grid of fixed steps begins that each piece goes on with: with the piece, where that of the one before does
 * not reach it.
 */
function gridsOf(pieces: readonly Piece[], method: Method): number[] {
  let origin = pieces[0].from;
  return pieces.map(({ from }) => {
    if (method.kind === 'fixed' && !isOnGrid(origin, method.dt, from)) origin = from;
    return origin;
  });
}

/** What has become implicit stays so. */
function goingOn(method: Method, { statistics }: Trajectory): Method {
  if (method.kind === 'fixed' || !method.whenStiff || statistics.implicitFrom === null) return method;
  return { ...method, integrator: method.whenStiff };
}

function continued(before: Trajectory, after: Trajectory): Trajectory {
  return {
    ...after,
    statistics: joinedStatistics(before.statistics, after.statistics),
    undecided: joinedUndecided(before.undecided, after.undecided),
    fieldReport: joinedReports(before.fieldReport, after.fieldReport, BY_PIECE),
  };
}
