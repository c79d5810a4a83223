/**
 * Looks at tokens that have come to rest, or nearly, whatever the integrator, the mask and the equation: who stands
 * where an error of the tolerance's size decides what comes is named, and past half-stable points steps are judged by
 * what their errors do to the force.
 */

import type { Engine, Slot, Tolerance } from '../core/engine.ts';
import type { Shape, Space, State } from '../core/state.ts';
import type { Vicinity } from '../core/vicinity.ts';
import { isLater } from '../integrators/later.ts';
import type { Stepper } from '../integrators/stepper.ts';
import { larger, smaller } from '../numerics/elementary.ts';
import { lengthOf } from './arnoldi.ts';
import { slowTokens } from './slow-tokens.ts';
import { type Standing, standingIn } from './standing.ts';
import { vicinityOfSome } from './together.ts';

/** Why a token's way is not decided: see docs/numerics.md, "Places of rest". */
export const whysUndecided = ['unstable', 'half-stable', 'at rest'] as const;
export type WhyUndecided = (typeof whysUndecided)[number];

export interface EquilibriumWatch {
  /**
   * After the beginning of a piece and after every step: tokens whose way is not decided from here on, each named once.
   *
   * @param suspects tokens that an implicit step has found unstable
   */
  look(stepper: Stepper, t: number, suspects: readonly number[]): Promise<ReadonlyMap<number, WhyUndecided>>;
  /**
   * Of a step just tried: the change that its error makes to the force of tokens near half-stable points; 1 is what is
   * allowed.
   */
  judge(stepper: Stepper, t: number): Promise<number>;
}

interface Watched {
  readonly engine: Engine;
  readonly shape: Shape;
  readonly space: Space;
  /** Null where steps are fixed. */
  readonly tolerance: Tolerance | null;
  readonly tSpan: readonly [number, number];
  /** Two slots of its own; none is needed where the engine says what is around a token. */
  readonly slots: readonly Slot[];
  /** Tokens that are held where they are: they are not undecided, whatever they would do. */
  readonly frozen: readonly number[];
}

/** Of steps that come without a tolerance: some dozen roundings. */
const WITHIN_ROUNDING = 1e-14;
/** The share of the force that a step's error may change it by. */
const SHARE = 1e-6;
/** What rounding does to a force is seen on a few altered places only, and the last ones count half. */
const MARGIN = 4;
/** A force that the last digits change by more than this share is not known. */
const UNKNOWN = 0.25;
/**
 * An approach like a power of time has a rate times time of a few; a fold that others move through the token's place,
 * of millions.
 */
const SLOW_PASSAGE = 30;
/** What is left of the run is too short for what grows to be seen below this many inverse rates. */
const SEEN_AFTER = 0.01;
/**
 * Steps until the second look: at one token, which costs a few rows, and at tokens together, which costs some thirty
 * fields.
 */
const FIRST_WAIT = { one: 1, together: 40 };
const LONGEST_WAIT = 1024;
/** Tokens looked at after a step, at most: with thousands of tokens a look at all would cost more than the step. */
const MOST_AT_ONCE = 32;

/** Who is looked at together. */
interface Group {
  /** A token's number, where it is looked at alone; from n on for groups. */
  readonly key: number;
  readonly tokens: readonly number[];
  /** Whether it is asked how they grow; else only whether they pass a half-stable point. */
  readonly growth: boolean;
}

/** A group near a half-stable point, and what rounding alone does to its force. */
interface Guarded {
  readonly group: Group;
  readonly rounding: number;
  readonly distance: number;
}

export function equilibriumWatch({ engine, shape, space, tolerance, tSpan, slots, frozen }: Watched): EquilibriumWatch {
  const { n, d } = shape;
  const { stages } = engine;
  const within = tolerance ? tolerance.atol + tolerance.rtol : WITHIN_ROUNDING;
  const rows = new Float64Array(n * d);
  const seen = slowTokens(shape, within);
  const named = new Set<number>(frozen); // nobody asks for those again
  const waits = looksByStep(n + 2, stages?.around ? FIRST_WAIT.one : FIRST_WAIT.together);
  let guarded: readonly Guarded[] = [];

  /**
   * Who is to be looked at: where tokens see their predecessors only, one at a time; else all that are slow, and all
   * that rest.
   */
  function dueGroups(suspects: readonly number[], everyone: boolean): Group[] {
    if (stages?.around) return dueTokens(suspects, everyone).map((k) => ({ key: k, tokens: [k], growth: true }));
    const slow = unnamed(seen.slow());
    const resting = unnamed(seen.resting());
    const all: Group[] = [];
    if (resting.length > 0) all.push({ key: n, tokens: resting, growth: true });
    if (slow.length > resting.length) all.push({ key: n + 1, tokens: slow, growth: false });
    return all.filter(({ key, tokens }) => isGuarded(key) || waits.isDue(key, tokens.length));
  }

  function dueTokens(suspects: readonly number[], everyone: boolean): number[] {
    const due: number[] = [];
    for (const k of seen.slow()) {
      const isAsked = isGuarded(k) || suspects.includes(k);
      if (!isAsked && !((everyone || due.length < MOST_AT_ONCE) && waits.isDue(k, 1))) continue;
      if (!named.has(k)) due.push(k); // asked last: most are told by the rest
    }
    return due;
  }

  const unnamed = (tokens: Int32Array): number[] => Array.from(tokens).filter((k) => !named.has(k));

  const isGuarded = (key: number): boolean => guarded.some(({ group }) => group.key === key);

  async function around(x: Slot, t: number): Promise<(group: Group) => Vicinity> {
    const ofToken = stages?.around?.(x);
    if (ofToken) return ({ tokens }) => ofToken(tokens[0]);
    const state = new Float64Array(n * d);
    await engine.read(x, state);
    const [place, out] = slots;
    const field = async (y: State): Promise<State> => {
      const force = new Float64Array(n * d);
      await engine.write(place, y);
      await engine.field(t, place, out);
      await engine.read(out, force);
      return force;
    };
    return ({ tokens, growth }) => vicinityOfSome(field, state, tokens, shape, space, growth);
  }

  /** Whether a group near a half-stable point can be followed past it, is lost there, or is of no concern. */
  function verdict(standing: Standing, t: number, since: number, known: boolean): 'undecided' | 'followed' | 'nothing' {
    const { kind, rests, rate, rounding, speed } = standing;
    if (kind === 'free') return 'nothing';
    if (kind === 'unstable' || rests) return 'undecided';
    if (!known && rate * (t - since) > SLOW_PASSAGE) return 'nothing';
    if (rounding < UNKNOWN * speed) return 'followed';
    return rate * (tSpan[1] - t) > SEEN_AFTER ? 'undecided' : 'nothing';
  }

  return {
    async look(stepper, t, suspects) {
      const found = new Map<number, WhyUndecided>();
      const followed: Guarded[] = [];
      await engine.read(stepper.slots.slopes[0], rows);
      seen.see(rows, stepper.slots.unit, t);
      const due = dueGroups(suspects, waits.step() === 1);
      const vicinityOf = due.length > 0 ? await around(stepper.x, t) : nobody;
      for (const group of due) {
        const { key, tokens } = group;
        const known = guarded.find((one) => one.group.key === key);
        const asked = standingIn(vicinityOf(group), within);
        const standing = isLater(asked) ? await asked : asked;
        const came = verdict(standing, t, seen.since(tokens[0]), known !== undefined);
        if (came === 'undecided') for (const i of standing.rows) found.set(tokens[i], nameOf(standing));
        else if (came === 'followed' && tolerance) followed.push(followOn(group, standing, known));
        else if (tokens.length > 1 || !suspects.includes(tokens[0])) waits.putOff(key, tokens.length);
        else found.set(tokens[0], nameOf(standing));
      }
      // Those that are slow were asked one by one above, where they can be.
      const asked = (k: number): boolean => stages?.around !== undefined && !Number.isNaN(seen.since(k));
      for (const k of suspects) if (!asked(k) && !named.has(k) && !found.has(k)) found.set(k, restsOrNot(rows, k, d));
      for (const k of found.keys()) named.add(k);
      guarded = followed;
      stepper.refine(guarded.length > 0 ? finestAngle(guarded) : null);
      return found;
    },

    async judge({ y, slots: { error } }, t) {
      if (guarded.length === 0) return 0;
      await engine.read(error, rows);
      const vicinityOf = await around(y, t);
      let largest = 0;
      for (const { group, rounding } of guarded) {
        const off = new Float64Array(group.tokens.length * d);
        group.tokens.forEach((k, i) => void off.set(rows.subarray(k * d, k * d + d), i * d));
        const vicinity = vicinityOf(group);
        const force = await vicinity.force(null);
        const before = await vicinity.force(off.map((entry) => -entry));
        const change = lengthOf(force.map((entry, i) => entry - before[i]));
        const allowed = larger(SHARE * lengthOf(force), MARGIN * rounding);
        if (change > 0) largest = larger(largest, change / allowed);
      }
      return largest;
    },
  };
}

/** Of a token that was found unstable, by its velocity. */
function restsOrNot(velocities: State, k: number, d: number): WhyUndecided {
  return velocities.subarray(k * d, k * d + d).every((entry) => entry === 0) ? 'at rest' : 'unstable';
}

function nobody(): never {
  throw new Error('nobody is looked at');
}

function nameOf({ kind, rests }: Standing): WhyUndecided {
  if (rests) return 'at rest';
  return kind === 'free' ? 'unstable' : kind;
}

function followOn(group: Group, { rounding, distance }: Standing, known: Guarded | undefined): Guarded {
  return { group, rounding: larger(rounding, (known?.rounding ?? 0) / 2), distance };
}

/** Stages are solved by iterations that converge quadratically on the scale of the distance. */
function finestAngle(guarded: readonly Guarded[]): number {
  return guarded.reduce((finest, { distance }) => smaller(finest, SHARE * distance * distance), Infinity);
}

/**
 * When a group is looked at again: each look in which nothing was found doubles the wait, and a group larger than ever
 * waits anew.
 */
function looksByStep(groups: number, first: number) {
  const from = new Int32Array(groups);
  const waits = new Int32Array(groups);
  const sizes = new Int32Array(groups); // 0 before the first look
  let now = 0;
  return {
    step: () => ++now,
    isDue: (key: number, size: number): boolean =>
      sizes[key] === 0 || now >= from[key] + (size > sizes[key] ? first : waits[key]),
    putOff(key: number, size: number): void {
      const grew = size > sizes[key];
      waits[key] = grew ? first : smaller(LONGEST_WAIT, 2 * waits[key]);
      from[key] = now;
      if (grew) sizes[key] = size;
    },
  };
}
