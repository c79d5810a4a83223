/**
 * Edits of the tokens while a run goes on: checked in the order of time, and made a chain of pieces, in each of which
 * the same tokens are there, some of them held fast.
 */
import { type Edit, editKinds } from '../core/edit.ts';
import { invalid, mistake, quoted } from '../core/errors.ts';
import { inFull } from '../core/number-text.ts';
import type { Shape, Space, State } from '../core/state.ts';
import { cos, sin } from '../numerics/elementary.ts';
import { makeUnit } from '../numerics/points.ts';

/** In one run: each time at which tokens are edited is a piece with an engine of its own. */
const MOST_EDITS = 10_000;
/** Of angles, as of initial ones: beyond it a double is no angle to speak of. */
const LARGEST_ANGLE = 1e6;

/** What edits need to know of a problem. */
interface Edited {
  readonly shape: Shape;
  readonly initial: State;
  readonly tSpan: readonly [number, number];
  readonly edits?: readonly Edit[] | undefined;
}

/** Edits that were checked, their places as rows. */
interface CheckedEdits {
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

/** What is there between two edits. */
interface There {
  n: number;
  readonly frozen: Set<number>;
}

/**
 * The edits, each possible when its time comes.
 *
 * @throws ParkadeError InvalidParameter, one sentence for the first that is not, with its place in the list
 */
export function checkEdits(
  edits: readonly Edit[],
  { shape: { n, d }, tSpan }: Pick<Edited, 'shape' | 'tSpan'>,
  space: Space,
): CheckedEdits {
  if (!Array.isArray(edits) || edits.length > MOST_EDITS) {
    const came = `came as ${quoted(edits)}`;
    throw invalid('edits', `be a list of at most ${MOST_EDITS} edits`, came, 'change it');
  }
  const there: There = { n, frozen: new Set() };
  let normalized = 0;
  let last = tSpan[0];
  const checked = edits.map((edit: Edit, i): Edit => {
    const wrong = whyImpossible(edit, there, d, last, tSpan[1]);
    if (wrong) {
      const [expected, came] = wrong;
      const subject = `"edits[${i}]"`;
      throw mistake('InvalidParameter', { key: 'edits', subject, expected, came, advice: 'change it' });
    }
    last = edit.t;
    note(edit, there);
    if (!('x' in edit)) return edit;
    const row = rowOf(edit.x, d) as State;
    const isDivided = space === 'sphere' && makeUnit(row, 0, d);
    if (isDivided) normalized++;
    return isDivided || typeof edit.x === 'number' ? { ...edit, x: [...row] } : edit;
  });
  return { edits: checked.every((edit, i) => edit === edits[i]) ? edits : checked, normalized };
}

/** What an edit should be, and what came instead; null for one that can be made. */
function whyImpossible(
  edit: unknown,
  { n, frozen }: There,
  d: number,
  from: number,
  until: number,
): readonly [expected: string, came: string] | null {
  const { kind, t, token, x } = (edit ?? {}) as { readonly [Key in 'kind' | 't' | 'token' | 'x']?: unknown };
  const came = (key: string, value: unknown) => (value === undefined ? `has no ${key}` : `has ${key} ${quoted(value)}`);
  if (!editKinds.some((known) => known === kind))
    return [`have a kind among ${editKinds.join(', ')}`, came('kind', kind)];
  if (typeof t !== 'number' || !(t >= from && t < until)) {
    const order = 'not before the edit that precedes it, and before the end of the run';
    return [`come at a time t with ${inFull(from)} ≤ t < ${inFull(until)}, ${order}`, came('t', t)];
  }
  const last = n - 1;
  if (kind === 'remove') {
    const expected = `remove the last token of two or more, number ${last} (from 0), since the others keep their numbers`;
    if (n === 1) return [expected, 'there is one'];
    if (token !== undefined && token !== last) return [expected, came('token', token)];
  } else if (kind === 'add') {
    if (token !== undefined) return ['come without a token, since it adds the last one', came('token', token)];
  } else if (!(Number.isInteger(token) && (token as number) >= 0 && (token as number) <= last)) {
    return [`name a token from 0 to ${last}, which are there then`, came('token', token)];
  }
  const isFrozen = frozen.has(token as number);
  if (kind === 'freeze' && isFrozen) return ['freeze a token that moves', `token ${token} is frozen then`];
  if (kind === 'release' && !isFrozen) return ['release a token that is frozen', `token ${token} moves then`];
  if (kind === 'move' || kind === 'add') {
    if (rowOf(x, d)) return null;
    return [`have an x of ${d} finite numbers, not all 0${d === 2 ? ', or an angle' : ''}`, came('x', x)];
  }
  return x === undefined ? null : ['come without x, since it puts no token anywhere', came('x', x)];
}

/** The row that a place means; null for what is none. */
function rowOf(x: unknown, d: number): State | null {
  if (typeof x === 'number') return d === 2 && Math.abs(x) <= LARGEST_ANGLE ? Float64Array.of(cos(x), sin(x)) : null;
  if (!Array.isArray(x) || x.length !== d || !x.every(Number.isFinite) || x.every((entry) => entry === 0)) return null;
  return Float64Array.from(x);
}

/** What is there after an edit. */
function note(edit: Edit, there: There): void {
  if (edit.kind === 'add') there.n++;
  else if (edit.kind === 'remove') there.frozen.delete(--there.n);
  else if (edit.kind === 'freeze') there.frozen.add(edit.token);
  else if (edit.kind === 'release') there.frozen.delete(edit.token);
}

function ascending(frozen: ReadonlySet<number>): number[] {
  return [...frozen].sort((a, b) => a - b);
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
export function withoutFirstEdits<P extends Edited>(problem: P): P {
  const { edits = [], tSpan, shape, initial } = problem;
  const first = edits.filter(({ t }) => t === tSpan[0]);
  if (first.every(({ kind }) => kind === 'freeze')) return problem;
  const there: There = { n: shape.n, frozen: new Set() };
  for (const edit of first) note(edit, there);
  const x = edited(initial, first, [], shape.d);
  return {
    ...problem,
    shape: { n: there.n, d: shape.d },
    initial: x,
    edits: [
      ...ascending(there.frozen).map((token): Edit => ({ t: tSpan[0], kind: 'freeze', token })),
      ...edits.slice(first.length),
    ],
  };
}

const plans = new WeakMap<Edited, EditPlan>();

/** How an edited problem is gone through; null without edits. */
export function planOf(problem: Edited): EditPlan | null {
  if (!problem.edits || problem.edits.length === 0) return null;
  const known = plans.get(problem);
  if (known) return known;
  const plan = makePlan(problem, problem.edits);
  plans.set(problem, plan);
  return plan;
}

function makePlan({ shape, initial, tSpan }: Edited, edits: readonly Edit[]): EditPlan {
  const { d } = shape;
  const there: There = { n: shape.n, frozen: new Set() };
  const first = [...initial];
  const pieces: Piece[] = [];
  for (let i = 0, from = tSpan[0]; i < edits.length || pieces.length === 0; from = edits[i]?.t) {
    const begin = i;
    for (; i < edits.length && edits[i].t === from; i++) {
      const edit = edits[i];
      note(edit, there);
      if (edit.kind === 'add' && there.n * d > first.length)
        for (const entry of edit.x as readonly number[]) first.push(entry);
    }
    pieces.push({
      from,
      to: edits[i]?.t ?? tSpan[1],
      n: there.n,
      frozen: ascending(there.frozen),
      edits: edits.slice(begin, i),
    });
  }
  return { shape: { n: first.length / d, d }, first: Float64Array.from(first), pieces };
}

/** How many tokens are there at a time, edits of that time done. */
export function tokensThere(problem: Edited, t: number): number {
  const pieces = planOf(problem)?.pieces ?? [];
  return (pieces.findLast(({ from }) => from <= t) ?? problem.shape).n;
}

/** The same at many times, where it changes on the way; else undefined. */
export function presentAt(problem: Edited, ts: Float64Array): Int32Array | undefined {
  const plan = planOf(problem);
  if (!plan || plan.pieces.every(({ n }) => n === plan.shape.n)) return undefined;
  let i = 0;
  return Int32Array.from(ts, (t) => {
    while (i + 1 < plan.pieces.length && plan.pieces[i + 1].from <= t) i++;
    return plan.pieces[i].n;
  });
}
