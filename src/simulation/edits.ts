/**
 * Edits of the tokens while a run goes on: checked in the order of time, and made a chain of pieces, in each of which
 * the same tokens are there, some of them held fast.
 */
import { type Edit, type EditPlace, editKinds } from '../core/edit.ts';
import { mistake, type ParkadeError, quoted } from '../core/errors.ts';
import { inFull } from '../core/number-text.ts';
import type { Shape, Space, State } from '../core/state.ts';
import { cos, sin } from '../numerics/elementary.ts';
import { makeUnit } from '../numerics/points.ts';
import type { Problem } from './problem.ts';

/** In one run: each time at which tokens are edited is a piece with an engine of its own. */
const MOST_EDITS = 10_000;
/** Of angles, as of initial ones: beyond it a double is no angle to speak of. */
const LARGEST_ANGLE = 1e6;

/** Edits that were checked, their places as rows. */
export interface CheckedEdits {
  readonly edits: readonly Edit[];
  /** Rows that were not of unit length to 1e-12, and were divided by it. */
  readonly normalized: number;
}

/** A part of an edited run, from one time of edits to the next. */
export interface Piece {
  readonly from: number;
  readonly to: number;
  /** How many tokens there are. */
  readonly n: number;
  /** Those that stand still, ascending. */
  readonly frozen: readonly number[];
  /** What is done at its beginning. */
  readonly edits: readonly Edit[];
}

/** An edited run before it is made. */
export interface EditPlan {
  /** With as many tokens as there ever are at once. */
  readonly shape: Shape;
  /** Where each of them first was, [n, d]. */
  readonly first: State;
  readonly pieces: readonly Piece[];
}

/**
 * The edits, each possible when its time comes.
 *
 * @throws ParkadeError InvalidParameter, one sentence for the first that is not, with its place in the list
 */
export function checkEdits(
  edits: readonly Edit[],
  { shape, tSpan }: Pick<Problem, 'shape' | 'tSpan'>,
  space: Space,
): CheckedEdits {
  if (!Array.isArray(edits)) throw refused(null, 'be a list of edits', `came as ${quoted(edits)}`, 'write []');
  if (edits.length > MOST_EDITS) {
    throw refused(null, `be at most ${MOST_EDITS} edits`, `${edits.length} came`, 'leave some out');
  }
  const there = { n: shape.n, frozen: new Set<number>() };
  let normalized = 0;
  let last = tSpan[0];
  const checked = edits.map((edit: Edit, i): Edit => {
    checkKind(edit, i);
    checkTime(edit.t, i, last, tSpan);
    last = edit.t;
    checkToken(edit, i, there.n);
    const row = placeOf(edit, i, shape.d);
    const isDivided = row !== null && space === 'sphere' && makeUnit(row, 0, shape.d);
    if (isDivided) normalized++;
    note(edit, i, there);
    const isRow = row === null || ('x' in edit && typeof edit.x !== 'number');
    return isRow && !isDivided ? edit : ({ ...edit, x: [...(row as State)] } as Edit);
  });
  return { edits: checked.every((edit, i) => edit === edits[i]) ? edits : checked, normalized };
}

/** "edits[3]" should …; of the list itself where no place is given. */
function refused(i: number | null, expected: string, came: string, advice: string): ParkadeError {
  const subject = i === null ? '"edits"' : `"edits[${i}]"`;
  return mistake('InvalidParameter', { key: 'edits', subject, expected, came, advice });
}

function checkKind(edit: Edit, i: number): void {
  const { kind } = (edit as Partial<Edit> | null) ?? {};
  if (editKinds.some((known) => known === kind)) return;
  throw refused(i, `have as its kind one of ${editKinds.join(', ')}`, `came with ${quoted(kind)}`, 'change it');
}

function checkTime(t: number, i: number, last: number, [t0, t1]: Problem['tSpan']): void {
  if (!(t >= t0 && t < t1)) {
    const expected = `come at a time t with ${inFull(t0)} ≤ t < ${inFull(t1)}, where the run ends`;
    throw refused(i, expected, `came at ${quoted(t)}`, 'drop it or raise "until"');
  }
  if (t >= last) return;
  throw refused(
    i,
    `not come before the edit that stands before it, at ${inFull(last)}`,
    `came at ${inFull(t)}`,
    'sort the edits by their times',
  );
}

/** Tokens that are asked for are there; what asks for none has none. */
function checkToken(edit: Edit, i: number, n: number): void {
  const token = 'token' in edit ? edit.token : undefined;
  if (edit.kind === 'add') {
    if (token === undefined) return;
    throw refused(i, 'come without a token, since it adds the last one', `came with token ${quoted(token)}`, 'drop it');
  }
  if (edit.kind === 'remove') {
    if (n === 1) throw refused(i, 'leave a token', 'would remove the only one', 'drop it');
    if (token === undefined || token === n - 1) return;
    const expected = `remove the last token, number ${n - 1} (from 0): the others keep their numbers`;
    throw refused(i, expected, `came with token ${quoted(token)}`, 'leave the token out, or move or freeze it');
  }
  if (Number.isInteger(token) && (token as number) >= 0 && (token as number) < n) return;
  const there = n === 1 ? '0, the only one there then' : `from 0 to ${n - 1}, which are there then`;
  throw refused(
    i,
    `name a token ${there}`,
    token === undefined ? 'names none' : `came with token ${quoted(token)}`,
    'change it',
  );
}

/** The row that an edit puts a token at, as it was given; null for edits that put none anywhere. */
function placeOf(edit: Edit, i: number, d: number): State | null {
  const x = 'x' in edit ? (edit.x as EditPlace | undefined) : undefined;
  if (edit.kind !== 'move' && edit.kind !== 'add') {
    if (x === undefined) return null;
    throw refused(
      i,
      `come without x, since ${edit.kind} puts no token anywhere`,
      `came with x ${quoted(x)}`,
      'drop it',
    );
  }
  const rows =
    d === 2 ? 'a row of 2 finite numbers, not both 0, or an angle' : `a row of ${d} finite numbers, not all 0`;
  const expected = `have as its x ${rows}`;
  if (typeof x === 'number') {
    if (d === 2 && Math.abs(x) <= LARGEST_ANGLE) return Float64Array.of(cos(x), sin(x));
  } else if (Array.isArray(x) || ArrayBuffer.isView(x)) {
    const row = Float64Array.from(x as ArrayLike<number>, (entry) => (typeof entry === 'number' ? entry : NaN));
    if (row.length === d && row.every(Number.isFinite) && row.some((entry) => entry !== 0)) return row;
  }
  throw refused(i, expected, x === undefined ? 'has none' : `came with ${quoted(x)}`, 'change it');
}

/** What is there after an edit. */
function note(edit: Edit, i: number, there: { n: number; readonly frozen: Set<number> }): void {
  switch (edit.kind) {
    case 'add':
      there.n++;
      return;
    case 'remove':
      there.frozen.delete(--there.n);
      return;
    case 'freeze':
      if (there.frozen.has(edit.token))
        throw refused(i, 'freeze a token that moves', `token ${edit.token} is frozen already`, 'drop it');
      there.frozen.add(edit.token);
      return;
    case 'release':
      if (!there.frozen.has(edit.token))
        throw refused(i, 'release a token that is frozen', `token ${edit.token} is not`, 'drop it');
      there.frozen.delete(edit.token);
      return;
    default:
      edit.kind satisfies 'move';
  }
}

/**
 * The tokens after edits at one time; a frozen one begins with zeros that have no sign, so that adding nothing to it
 * leaves its bits.
 *
 * @param x the tokens that are there before, [n, d]
 * @param frozen those that are frozen after them
 */
export function edited(x: State, edits: readonly Edit[], frozen: readonly number[], d: number): State {
  const rows = Array.from({ length: x.length / d }, (_, k) => x.slice(k * d, (k + 1) * d));
  for (const edit of edits) {
    if (edit.kind === 'add') rows.push(Float64Array.from(edit.x as readonly number[]));
    else if (edit.kind === 'remove') rows.pop();
    else if (edit.kind === 'move') rows[edit.token] = Float64Array.from(edit.x as readonly number[]);
  }
  for (const k of frozen) rows[k] = rows[k].map((entry) => entry + 0);
  const all = new Float64Array(rows.length * d);
  rows.forEach((row, k) => void all.set(row, k * d));
  return all;
}

/**
 * A problem whose edits at the beginning are done: tokens begin where these put them, and only what is frozen from the
 * beginning on stays an edit then. The same object where there are none.
 *
 * @param problem with edits that were checked
 */
export function withoutFirstEdits(problem: Problem): Problem {
  const { edits = [], tSpan, shape, initial } = problem;
  const first = edits.filter(({ t }) => t === tSpan[0]);
  if (first.every(({ kind }) => kind === 'freeze')) return problem;
  const there = { n: shape.n, frozen: new Set<number>() };
  first.forEach((edit, i) => void note(edit, i, there));
  const x = edited(initial, first, [], shape.d);
  const frozen = [...there.frozen].sort((a, b) => a - b);
  return {
    ...problem,
    shape: { n: there.n, d: shape.d },
    initial: x,
    edits: [...frozen.map((token): Edit => ({ t: tSpan[0], kind: 'freeze', token })), ...edits.slice(first.length)],
  };
}

const plans = new WeakMap<Problem, EditPlan>();

/** How an edited problem is gone through; null without edits. */
export function planOf(problem: Problem): EditPlan | null {
  if (!problem.edits || problem.edits.length === 0) return null;
  const known = plans.get(problem);
  if (known) return known;
  const plan = makePlan(problem, problem.edits);
  plans.set(problem, plan);
  return plan;
}

function makePlan({ shape, initial, tSpan }: Problem, edits: readonly Edit[]): EditPlan {
  const { d } = shape;
  const there = { n: shape.n, frozen: new Set<number>() };
  const first = [...initial];
  const pieces: Piece[] = [];
  for (let i = 0, from = tSpan[0]; i < edits.length || pieces.length === 0; from = edits[i]?.t) {
    const begin = i;
    for (; i < edits.length && edits[i].t === from; i++) {
      const edit = edits[i];
      note(edit, i, there);
      if (edit.kind === 'add' && there.n * d > first.length)
        for (const entry of edit.x as readonly number[]) first.push(entry);
    }
    pieces.push({
      from,
      to: edits[i]?.t ?? tSpan[1],
      n: there.n,
      frozen: [...there.frozen].sort((a, b) => a - b),
      edits: edits.slice(begin, i),
    });
  }
  return { shape: { n: first.length / d, d }, first: Float64Array.from(first), pieces };
}

/** How many tokens are there at a time, edits of that time done. */
export function tokensThere(problem: Problem, t: number): number {
  const pieces = planOf(problem)?.pieces ?? [];
  return (pieces.findLast(({ from }) => from <= t) ?? problem.shape).n;
}

/** The same at many times, where it changes on the way; else undefined. */
export function presentAt(problem: Problem, ts: Float64Array): Int32Array | undefined {
  const plan = planOf(problem);
  if (!plan || plan.pieces.every(({ n }) => n === plan.shape.n)) return undefined;
  let i = 0;
  return Int32Array.from(ts, (t) => {
    while (i + 1 < plan.pieces.length && plan.pieces[i + 1].from <= t) i++;
    return plan.pieces[i].n;
  });
}
