/** Events along a run: found step by step, each at its time to the accuracy of the steps. */

import { renyiCenters } from '../analysis/renyi-centers.ts';
import type { Edit } from '../core/edit.ts';
import type { Shape, State } from '../core/state.ts';
import type { StepTaken } from '../core/step.ts';
import { larger } from '../numerics/elementary.ts';
import { rootWithin } from '../numerics/root.ts';
import { squaredChord } from '../numerics/sphere.ts';
import { beyond, reachOf } from '../numerics/ties.ts';
import { captureFollower } from './captures.ts';
import type { CollapseEvent, Event, EventLengths } from './event.ts';
import { type Change, linkFollower } from './links.ts';

type Untimed<E> = E extends Event ? Omit<E, 't' | 'step'> : never;

export interface EventFinder {
  /** To be called within every accepted step. */
  readonly follow: (step: StepTaken) => Promise<void>;
  /** To be called once tokens were edited: what that changes is no merger, birth or capture. */
  readonly edited: (done: EditsDone) => void;
  readonly events: readonly Event[];
  /** Clusters of the initial tokens, as lists of tokens. */
  readonly initialClusters: readonly (readonly number[])[];
  /** Rényi centers of the initial tokens. */
  readonly centers: readonly number[];
  /** Steps in which events happened whose times could not be found. */
  readonly unresolved: readonly { readonly t: number; readonly dt: number }[];
}

/** What followers of steps are told of edits. */
interface EditsDone {
  readonly t: number;
  readonly edits: readonly Edit[];
  /** The tokens that are there then, [n, d]. */
  readonly x: State;
}

/**
 * @param initial the tokens at the beginning, [n, d]
 * @param first the first places of all tokens that are ever there, among which centers are found
 */
export function eventFinder(
  shape: Shape,
  { threshold, radius, delta }: EventLengths,
  initial: State,
  first: State = initial,
): EventFinder {
  const { d } = shape;
  const centers = renyiCenters(first, { n: first.length / d, d }, delta);
  const followers = (x: State, holder: ArrayLike<number>) => {
    const there = { n: x.length / d, d };
    const among = centers.filter((k) => k < there.n);
    return {
      n: there.n,
      links: linkFollower(there, threshold, x),
      captures: captureFollower(there, among, radius, x, holder),
      collapse: collapseFollower(there, threshold, x),
    };
  };
  let now = followers(initial, []);
  const initialClusters = now.links.clusters();
  const events: Event[] = [];
  const unresolved: { t: number; dt: number }[] = [];
  let index = 0;
  return {
    events,
    unresolved,
    initialClusters,
    centers,
    edited({ t, edits, x }) {
      let { n } = now;
      for (const edit of edits) {
        if (edit.kind === 'add') n++;
        const token = edit.kind === 'add' || edit.kind === 'remove' ? n - 1 : edit.token;
        if (edit.kind === 'remove') n--;
        events.push({ kind: 'edit', edit: edit.kind, token, t, step: { index, theta: 0, dt: 0 } });
      }
      now = followers(x, now.captures.holder);
    },
    async follow(step) {
      const found: (Change<Untimed<Event>>[] | null)[] = [
        await now.captures.follow(step),
        await now.links.follow(step),
        await now.collapse(step),
      ];
      if (found.includes(null)) unresolved.push({ t: step.t, dt: step.dt });
      const changes = found.flatMap((some) => some ?? []).sort((a, b) => a.theta - b.theta);
      for (const { theta, event } of changes) {
        const t = theta === 1 ? step.end : step.t + theta * step.dt;
        events.push({ ...event, t, step: { index, theta, dt: step.dt } } as Event);
      }
      index++;
    },
  };
}

/** The collapse: the time from which on every token is closer to the first one than the threshold. */
function collapseFollower({ n, d }: Shape, threshold: number, initial: State) {
  const reach = reachOf(threshold);
  const farthest = (x: State): number => {
    let most = 0;
    for (let k = 1; k < n; k++) most = larger(most, squaredChord(x, k * d, x, 0, d));
    return beyond(most, reach);
  };
  let here = farthest(initial);
  return async (step: StepTaken): Promise<Change<Omit<CollapseEvent, 't' | 'step'>>[] | null> => {
    const before = here;
    here = farthest((await step.state(1)) as State);
    if (!(before > 0 && here <= 0)) return [];
    const theta = await rootWithin(
      async (fraction) => {
        const x = await step.state(fraction);
        return x && farthest(x);
      },
      before,
      here,
    );
    if (theta === null) return null;
    const all = Array.from({ length: n }, (_, k) => k);
    const x = (await step.state(0)) as State;
    const near = all.filter((k) => squaredChord(x, k * d, x, 0, d) <= reach.within);
    return [{ theta, event: { kind: 'collapse', before: near, after: all } }];
  };
}
