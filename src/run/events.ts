/** What happened along a run: its events, and if asked for their certificates. */
import type { MeasurementParameters } from '../analysis/observable.ts';
import type { StepTaken } from '../core/step.ts';
import { type Certificate, certify, TIGHTER } from '../events/certify.ts';
import type { Event, EventKind, EventLengths } from '../events/event.ts';
import { type EventFinder, eventFinder } from '../events/find-events.ts';
import { type MergeTree, mergeTree } from '../events/merge-tree.ts';
import { type CenterSurvival, type SurvivalFollower, survivalFollower, survivalTests } from '../events/survival.ts';
import type { Method } from '../simulation/method.ts';
import type { Problem } from '../simulation/problem.ts';
import { type SimulateOptions, simulate } from '../simulation/simulate.ts';
import { beginningOf, type Trajectory } from '../simulation/trajectory.ts';

/** An event with what a finer run says of it. */
export type RecordedEvent = Event & { readonly certificate?: Certificate };

export interface RunEvents {
  readonly lengths: EventLengths;
  /** Rényi centers of the initial tokens; with edits, of the first places of all tokens. */
  readonly centers: readonly number[];
  /** The clusters that tokens begin in, as lists of tokens. */
  readonly initialClusters: readonly (readonly number[])[];
  readonly list: readonly RecordedEvent[];
  /** Steps within which the time of an event could not be found: what happened there is not in the list. */
  readonly unresolved: readonly { readonly t: number; readonly dt: number }[];
  /**
   * Clusters with their lifetimes, parents and children; null where the times of some events could not be found, and
   * where tokens were edited: that ends clusters without an event.
   */
  readonly tree: MergeTree | null;
  /** Strong centers against Lemma 5.1; null where it says nothing about the equation. */
  readonly survival: readonly CenterSurvival[] | null;
  /** Of the finer run, when there was one. */
  readonly certification: Certification | null;
}

interface Certification {
  readonly rtol: number;
  readonly atol: number;
  readonly status: Trajectory['status'];
  readonly certified: number;
  readonly undecided: number;
  /** Events that only the finer run has; they count as undecided. */
  readonly missed: readonly Event[];
}

/** A finder for a run's lengths: of several radii of capture the first counts. */
export function finderFor(problem: Problem, { threshold, radius, delta }: MeasurementParameters): EventFinder {
  const { shape, initial } = problem;
  return eventFinder(shape, { threshold, radius: radius[0], delta }, initial, beginningOf(problem).initial);
}

/**
 * Watches the strong centers where Lemma 5.1 speaks of the equation: causal attention on the circle with Q = K = V = I
 * whose tokens nobody edits; else null.
 */
export function centerFollowerFor(
  { shape, initial, dynamics: { kind, parameters }, edits = [] }: Problem,
  { delta }: MeasurementParameters,
): SurvivalFollower | null {
  if (kind !== 'attention' || edits.length > 0) return null;
  const { beta, mask, normalization, query, key, value } = parameters;
  const plain = [query, key, value].every((matrix) => matrix === 'identity');
  if (shape.d !== 2 || mask !== 'causal' || normalization !== 'softmax' || !plain) return null;
  return beta > 0 ? survivalFollower(shape, initial, survivalTests(initial, shape, beta, delta)) : null;
}

export function recordOf(
  { centers, initialClusters, events, unresolved }: EventFinder,
  follower: SurvivalFollower | null,
  { threshold, radius, delta }: MeasurementParameters,
): RunEvents {
  return {
    lengths: { threshold, radius: radius[0], delta },
    centers,
    initialClusters,
    list: events,
    unresolved,
    tree: mergeTree(initialClusters, events),
    survival: follower?.result() ?? null,
    certification: null,
  };
}

/** The same run again at tolerances a hundred times tighter, every token by itself, and its verdicts. */
export async function withCertificates(
  record: RunEvents,
  trajectory: Trajectory,
  method: Extract<Method, { tolerance: unknown }>,
  parameters: MeasurementParameters,
  options: Omit<SimulateOptions, 'saveAt' | 'onStep' | 'onSample' | 'onEdits'>,
): Promise<RunEvents> {
  const { problem } = trajectory;
  const { rtol, atol } = method.tolerance;
  const tolerance = { rtol: rtol / TIGHTER, atol: atol / TIGHTER };
  const finder = finderFor(problem, parameters);
  const finer = await simulate(
    problem,
    { ...method, tolerance, merge: false },
    {
      ...options,
      saveAt: [],
      store: false,
      onStep: (step: StepTaken) => finder.follow(step),
      onEdits: finder.edited,
    },
  );
  const undecided = new Map(trajectory.undecided.map(({ token, since }) => [token, since]));
  const { certificates, missed } = certify(record.list, finder.events, undecided);
  const certified = certificates.filter(({ verdict }) => verdict === 'certified').length;
  return {
    ...record,
    list: record.list.map((event, i) => ({ ...event, certificate: certificates[i] })),
    certification: {
      ...tolerance,
      status: finer.status,
      certified,
      undecided: certificates.length - certified + missed.length,
      missed,
    },
  };
}

/** How many events of each kind. */
export function countEvents(list: readonly Event[]): Readonly<Record<EventKind, number>> {
  const counts = { capture: 0, merger: 0, birth: 0, collapse: 0, edit: 0 };
  for (const { kind } of list) counts[kind]++;
  return counts;
}
