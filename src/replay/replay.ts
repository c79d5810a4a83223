/**
 * A run's steps made again with more rows behind its own. No row feels a later one, so the rows of the run get the bits
 * they had, at the price of their stages, and the new rows go along. Where a step is too long for the new rows it is
 * divided for them: all rows go through the parts, then those of the run are set back to what was stored, and carry on
 * from the undivided step.
 */

import type { Engine, Slot } from '../core/engine.ts';
import type { Awaitable, State } from '../core/state.ts';
import type { NextStep } from '../integrators/clock.ts';
import { type AnyIntegrator, isImplicit } from '../integrators/integrator.ts';
import { type Attempt, MOST_GROWTH, makeStepper, type Stepper, slotsFor } from '../integrators/stepper.ts';
import { larger, smaller } from '../numerics/elementary.ts';
import type { Method } from '../simulation/method.ts';
import type { Problem } from '../simulation/problem.ts';
import type { Status } from '../simulation/trajectory.ts';
import { carryOn, noClock, partsOf, slopesAlone } from './divided-step.ts';
import type { StepLog } from './step-log.ts';

/** A part of the replay: a whole step, or a part of a divided one. */
interface Part {
  readonly t: number;
  readonly dt: number;
  readonly end: number;
  readonly implicit: boolean;
  /** All rows at the end of it; the array is used again. */
  readonly x: State;
}

interface ReplayInput {
  /** The run whose steps these are. */
  readonly problem: Problem;
  readonly method: Method;
  readonly log: StepLog;
  /** The rows behind those of the run, at the beginning. */
  readonly rows: State;
  /** Made for all rows, with `slotsForReplay` slots. */
  readonly engine: Engine;
  /** For the rows of the run alone; asked for only where a step could not be made with the new rows. */
  readonly alone: () => Awaitable<Engine>;
}

interface ReplayOptions {
  readonly saveAt: readonly number[];
  /** Where to stop; by default at the end of the log. */
  readonly until?: number;
  readonly take: (t: number, x: State) => Awaitable<void>;
  readonly onPart?: (part: Part) => Awaitable<void>;
  readonly onProgress?: (t: number, share: number) => Awaitable<void>;
  readonly signal?: { readonly aborted: boolean };
  /** How the rows stand is asked at least so often; implicit steps tell by themselves. By default never. */
  readonly assessEvery?: number;
}

export interface ReplayOutcome {
  /** Completed also where the log ends before the end of the span. */
  readonly status: Status;
  readonly reached: number;
  readonly steps: number;
  readonly rejected: number;
  /** Steps of the run that were divided. */
  readonly divided: number;
  readonly smallestStep: number;
  readonly largestStep: number;
  /**
   * The largest difference between a stored coordinate and the same one made again by an undivided step: 0 where the
   * arithmetic is the same.
   */
  readonly deviation: number;
  /** Rows, by their index in the engine, that stood at an unstable equilibrium, and when first. */
  readonly undecided: ReadonlyMap<number, number>;
}

/** Steps that the limit of growth let through: a last step may be a hundredth longer. */
const A_HAIR = 1.02;
/** Of a part, where rounding puts a saved time before its beginning. */
const LEAST_SHARE = 1e-12;

function integratorsOf(method: Method): AnyIntegrator[] {
  const later = method.kind === 'adaptive' ? method.whenStiff : undefined;
  return later ? [method.integrator, later] : [method.integrator];
}

/** How many slots the engine of a replay needs. */
export function slotsForReplay(method: Method): number {
  return 1 + 2 * slotsForOne(method);
}

/** How many the engine for the rows of the run alone needs. */
export function slotsForOne(method: Method): number {
  return integratorsOf(method).reduce((most, integrator) => larger(most, slotsFor(integrator)), 0);
}

export async function replay(
  { problem, method, log, rows, engine, alone }: ReplayInput,
  { saveAt, until = Infinity, take, onPart, onProgress, signal, assessEvery = 0 }: ReplayOptions,
): Promise<ReplayOutcome> {
  const own = problem.initial.length;
  const sizes = { own, all: own + rows.length };
  const tolerance = method.kind === 'adaptive' ? method.tolerance : null;
  const [sample, ...slots] = Array.from({ length: slotsForReplay(method) }, (_, i) => i as Slot);
  const wholeSlots = slots.slice(0, slotsForOne(method));
  const partSlots = slots.slice(slotsForOne(method));
  const x = new Float64Array(sizes.all);
  const tally = { steps: 0, rejected: 0, divided: 0, smallestStep: 0, largestStep: 0, deviation: 0 };
  const undecided = new Map<number, number>();
  const [first, later] = integratorsOf(method);
  let [t] = problem.tSpan;
  let saved = 0;
  let growth = 0; // at the beginning of the next step, as far as known
  let unassessed = 0;
  let solo: Promise<Engine> | null = null;

  const ended = (status: Status): ReplayOutcome => ({ status, reached: t, ...tally, undecided });

  function note(tokens: readonly number[], since: number): void {
    for (const token of tokens) if (!undecided.has(token)) undecided.set(token, since);
  }

  async function assess(slot: Slot): Promise<void> {
    unassessed = 0;
    if (!engine.stages || !tolerance) return;
    const outcome = await engine.stages.assess(slot, tolerance.atol + tolerance.rtol);
    growth = outcome.growth;
    note(outcome.undecided, t);
  }

  /** A stepper that begins with the state in the first slot, as in the time loop. */
  async function begin(integrator: AnyIntegrator, from: readonly Slot[]): Promise<Stepper> {
    const mine = from.slice(0, slotsFor(integrator));
    await engine.field(t, mine[0], mine[3]);
    if (isImplicit(integrator)) await assess(mine[0]);
    return makeStepper(engine, integrator, tolerance, noClock, mine);
  }

  /**
   * Reports the saved times within what a stepper has just tried, by how far along it they are; whether that succeeded.
   */
  async function save(
    stepper: Stepper,
    step: NextStep,
    end: number,
    theta: (time: number) => number,
  ): Promise<boolean> {
    for (; saved < saveAt.length && saveAt[saved] <= end; saved++) {
      if (!(await stepper.within(t, step, theta(saveAt[saved]), sample))) return false;
      await engine.read(sample, x);
      await take(saveAt[saved], x);
    }
    return true;
  }

  /** After a step or a part: counted, and shown. */
  async function count(begun: number, dt: number, end: number, { integrator }: Stepper, attempt: Attempt, at: Slot) {
    tally.smallestStep = tally.steps === 0 ? dt : smaller(tally.smallestStep, dt);
    tally.largestStep = larger(tally.largestStep, dt);
    tally.steps++;
    growth = attempt.outcome?.growth ?? growth;
    note(attempt.outcome?.undecided ?? [], end);
    if (!onPart) return;
    await engine.read(at, x);
    await onPart({ t: begun, dt, end, implicit: isImplicit(integrator), x });
  }

  /** The rows of the run ← what was stored at the end of step i; returns how far that moved a coordinate. */
  async function setBack(slot: Slot, i: number): Promise<number> {
    await engine.read(slot, x);
    let moved = 0;
    for (let j = 0; j < own; j++) {
      const stored = log.states[i * own + j];
      moved = larger(moved, Math.abs(stored - x[j]));
      x[j] = stored;
    }
    if (moved > 0) await engine.write(slot, x);
    return moved;
  }

  /** Step i as the run made it. */
  async function undivided(stepper: Stepper, step: NextStep, attempt: Attempt, i: number): Promise<Status | null> {
    const theta = (time: number) => (time === step.end ? 1 : (time - t) / step.dt);
    if (!(await save(stepper, step, step.end, theta))) return 'stage-failed';
    tally.deviation = larger(tally.deviation, await setBack(stepper.y, i));
    await count(t, step.dt, step.end, stepper, attempt, stepper.y);
    await stepper.accept(t, step, attempt, i + 1 < log.dts.length);
    return null;
  }

  /** Step i in parts. */
  async function divided(stepper: Stepper, step: NextStep, attempt: Attempt, i: number): Promise<Status | null> {
    if (!tolerance) return attempt.error === Infinity ? 'stage-failed' : 'non-finite';
    tally.divided++;
    const made = attempt.outcome === null ? attempt.error < Infinity : attempt.outcome.solved;
    if (!made) solo ??= Promise.resolve(alone());
    const ofRun = made ? null : await slopesAlone(engine, await solo!, stepper, tolerance, step, sizes);
    const mine = partSlots.slice(0, slotsFor(stepper.integrator));
    const parts = partsOf(engine, stepper, tolerance, step, attempt.error, growth, mine);
    let inParts: Stepper | null = null;
    for (;;) {
      const { value, done } = await parts.next();
      if (done) {
        if (value !== null) return value;
        break;
      }
      if (signal?.aborted) return 'aborted';
      const { begun, part, last, rejected } = value;
      inParts = value.stepper;
      tally.rejected += rejected;
      const end = last ? step.end : smaller(step.end, t + part.end);
      const theta = (time: number) =>
        last && time === step.end ? 1 : larger(LEAST_SHARE, smaller(1, (time - t - begun) / part.dt));
      if (!(await save(inParts, part, end, theta))) return 'stage-failed';
      if (last) await setBack(inParts.y, i);
      await count(t + begun, part.dt, end, inParts, value.attempt, inParts.y);
    }
    await stepper.accept(t, step, attempt, false);
    if (inParts) await carryOn(engine, stepper, inParts, ofRun, sizes);
    return null;
  }

  x.set(problem.initial);
  x.set(rows, own);
  await engine.write(wholeSlots[0], x);
  for (; saved < saveAt.length && saveAt[saved] === t; saved++) await take(t, x);
  if (assessEvery > 0 || later || isImplicit(first)) await assess(wholeSlots[0]);
  let stepper = await begin(first, wholeSlots);

  for (let i = 0; i < log.dts.length && (saved < saveAt.length || t < until); i++) {
    if (signal?.aborted) return ended('aborted');
    if (later && log.implicit[i] === 1 && !isImplicit(stepper.integrator)) {
      const from = stepper.x;
      stepper = await begin(later, [from, ...wholeSlots.filter((slot) => slot !== from)]);
    }
    const step = { dt: log.dts[i], end: log.ts[i + 1] };
    const attempt = await stepper.attempt(t, step);
    const tooLong = tolerance && isImplicit(stepper.integrator) && growth * step.dt > A_HAIR * MOST_GROWTH;
    if (!(attempt.error <= 1)) tally.rejected++;
    const why = await (attempt.error <= 1 && !tooLong ? undivided : divided)(stepper, step, attempt, i);
    if (why) return ended(why);
    t = step.end;
    if (assessEvery > 0 && !isImplicit(stepper.integrator) && ++unassessed >= assessEvery) await assess(stepper.x);
    await onProgress?.(t, (i + 1) / log.dts.length);
  }
  return ended('completed');
}
