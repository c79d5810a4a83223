/** A density followed in time: as many degrees as its tail asks for, steps by an adaptive method of order 8. */
import type { StopSignal } from '../core/executor.ts';
import type { AttentionOfMany } from './equation.ts';
import { type HarmonicSpace, tailOf } from './harmonics.ts';
import { mover } from './mover.ts';
import { type Positions, positions, positionTail } from './positions.ts';
import { type DensityStart, LARGEST_DEGREE, nextDegree, startAt, startingSpace } from './start.ts';

export interface DensityProblem {
  /** 2, the circle, or 3, the sphere S². */
  readonly d: 2 | 3;
  readonly attention: AttentionOfMany;
  readonly mask: 'full' | 'causal';
  readonly start: DensityStart;
  /** Ascending, from 0 on. */
  readonly times: readonly number[];
}

/** The density at one time. */
export interface DensityState {
  readonly t: number;
  readonly space: HarmonicSpace;
  /** Under the causal mask; null under the full one. */
  readonly positions: Positions | null;
  /** Rows of coefficients, one for each position; one row under the full mask. */
  readonly rows: Float64Array;
}

export interface DensityCourse {
  /** Up to where it could be followed. */
  readonly states: readonly DensityState[];
  /** `unresolved`: the density became too narrow for harmonics. `slow`: too many steps. `aborted`: by the caller. */
  readonly status: 'completed' | 'unresolved' | 'slow' | 'aborted';
  /** The time that was reached. */
  readonly reached: number;
}

export interface CourseOptions {
  /** Relative error of each step, by default 1e-9. */
  readonly rtol?: number;
  readonly signal?: StopSignal;
  /** Called often; what it returns is awaited. */
  readonly onProgress?: (t: number, degree: number) => Promise<void> | undefined;
}

const RTOL = 1e-9;
/** Coefficients of the highest eighth of the degrees stay below. */
const TAIL = 1e-12;
/** Below it in the higher half of the degrees, these are dropped. */
const NOTHING = 1e-16;
/** The same of the last coefficients in the position. */
const POSITION_TAIL = 1e-9;
const FIRST_POSITIONS = 12;
const MOST_POSITIONS = 48;
const FEWEST_DEGREES = 16;
/** How often at least the tail is looked at, and others may stop it. */
const PIECES = 48;

/**
 * Follows a density through the times.
 * @throws ParkadeError InvalidParameter for a start that harmonics do not resolve
 */
export async function densityCourse(problem: DensityProblem, options: CourseOptions = {}): Promise<DensityCourse> {
  const { times, attention } = problem;
  const { rtol = RTOL, signal, onProgress } = options;
  const states: DensityState[] = [];
  let state = startingState(problem);
  let move = mover(state, attention, rtol);
  const over = (status: DensityCourse['status']): DensityCourse => ({ states, status, reached: state.t });
  if (times[0] === 0) states.push(state);
  for (const piece of piecesOf(times)) {
    for (;;) {
      await onProgress?.(state.t, state.space.degree);
      if (signal?.aborted) return over('aborted');
      const from: DensityState = state;
      const found = move(from.rows, from.t, piece).map((rows, i): DensityState => ({ ...from, t: piece[i], rows }));
      const last = found[found.length - 1];
      const lacking = found.reduce<Lacking>((first, one) => first ?? lackingOf(one), null);
      const refitted = lacking === null ? coarsened(last) : refined(from, lacking);
      if (refitted === null) return over(Number.isNaN(last.rows[0]) ? 'slow' : 'unresolved');
      if (lacking === null) for (const one of found) if (times.includes(one.t)) states.push(one);
      if (refitted.space !== state.space || refitted.positions !== state.positions) {
        move = mover(refitted, attention, rtol);
      }
      state = refitted;
      if (lacking === null) break;
    }
  }
  return over('completed');
}

function startingState({ d, mask, start }: DensityProblem): DensityState {
  const space = startingSpace(d, start);
  if (mask === 'full') return { t: 0, space, positions: null, rows: startAt(space, start, 0) };
  for (let count = FIRST_POSITIONS; ; count *= 2) {
    const along = positions(count);
    const rows = new Float64Array(count * space.size);
    for (const [i, sigma] of along.nodes.entries()) rows.set(startAt(space, start, sigma), i * space.size);
    if (positionTail(along, rows) < POSITION_TAIL || 2 * count > MOST_POSITIONS) {
      return { t: 0, space, positions: along, rows };
    }
  }
}

/** The saved times beyond 0, in pieces between which degrees may change; each ends at an even share of the whole. */
function piecesOf(times: readonly number[]): number[][] {
  const end = times[times.length - 1];
  return Array.from({ length: PIECES }, (_, i) => {
    const [low, high] = [(i / PIECES) * end, i + 1 === PIECES ? end : ((i + 1) / PIECES) * end];
    return [...times.filter((t) => t > low && t < high), high];
  });
}

type Lacking = 'degrees' | 'positions' | null;

/** What a state has too few of; null where nothing. */
function lackingOf({ space, positions: along, rows }: DensityState): Lacking {
  if (Number.isNaN(rows[0])) return 'degrees';
  for (let at = 0; at < rows.length; at += space.size) {
    if (tailOf(space, rows.subarray(at, at + space.size)) > TAIL) return 'degrees';
  }
  return along && positionTail(along, rows) > POSITION_TAIL ? 'positions' : null;
}

/** Null where it would be too many. */
function refined(state: DensityState, lacking: 'degrees' | 'positions'): DensityState | null {
  const { space, positions: along, rows } = state;
  if (lacking === 'degrees') {
    const more = nextDegree(space.degree);
    return more > LARGEST_DEGREE[space.kind] ? null : inSpace(state, space.resized(more));
  }
  const count = along?.nodes.length ?? 0;
  if (along === null || 2 * count > MOST_POSITIONS) return null;
  const finer = positions(2 * count);
  const moved = new Float64Array(2 * count * space.size);
  for (const [i, sigma] of finer.nodes.entries()) moved.set(rowAt(along, rows, sigma, space.size), i * space.size);
  return { ...state, positions: finer, rows: moved };
}

/** With half the degrees, where the others are nothing. */
function coarsened(state: DensityState): DensityState {
  const { space, rows } = state;
  const half = 2 * Math.floor(space.degree / 4);
  if (half < FEWEST_DEGREES) return state;
  for (let i = 0; i < rows.length; i++) {
    if (4 * space.degrees[i % space.size] > 3 * half && Math.abs(rows[i]) > NOTHING) return state;
  }
  return inSpace(state, space.resized(half));
}

function inSpace(state: DensityState, space: HarmonicSpace): DensityState {
  const from = state.space.size;
  const count = state.rows.length / from;
  const rows = new Float64Array(count * space.size);
  const kept = from < space.size ? from : space.size;
  for (let i = 0; i < count; i++) rows.set(state.rows.subarray(i * from, i * from + kept), i * space.size);
  return { ...state, space, rows };
}

/** The coefficients at any position σ from 0 to 1. */
function rowAt(along: Positions, rows: Float64Array, sigma: number, size: number): Float64Array {
  const weights = along.weightsAt(sigma);
  const out = new Float64Array(size);
  weights.forEach((weight, j) => {
    for (let i = 0; i < size; i++) out[i] += weight * rows[j * size + i];
  });
  return out;
}

/** The density of all tokens together; under the full mask the density. */
export function wholeDensity({ space, positions: along, rows }: DensityState): Float64Array {
  if (along === null) return rows;
  const out = new Float64Array(space.size);
  along.shares.forEach((share, j) => {
    for (let i = 0; i < space.size; i++) out[i] += share * rows[j * space.size + i];
  });
  return out;
}

/** The density of the tokens at σ; under the full mask that of all, whatever σ is. */
export function densityAt({ space, positions: along, rows }: DensityState, sigma: number): Float64Array {
  return along === null ? rows : rowAt(along, rows, sigma, space.size);
}
