/** The merge tree: the clusters of a run, from when to when each lived, and what became of them. */
import type { Event } from './event.ts';

/** A cluster from the event that made it to the one that ended it. */
export interface ClusterLife {
  /** Its place in the list. */
  readonly id: number;
  /** Ascending, from 0. */
  readonly tokens: readonly number[];
  /** The first of them. */
  readonly first: number;
  readonly born: number;
  /** Null while it is alive at the end of the run. */
  readonly ended: number | null;
  /** How long it lived; null where it did not end. */
  readonly lifetime: number | null;
  readonly beginning: 'initial' | 'merger' | 'birth';
  readonly end: 'merger' | 'birth' | 'alive';
  /** The events, as places in the list of events; null for the beginning and the end of the run. */
  readonly bornBy: number | null;
  readonly endedBy: number | null;
  /** The clusters it came from and became, by id. */
  readonly parents: readonly number[];
  readonly children: readonly number[];
}

/**
 * Clusters in the order of their birth. A directed graph without cycles rather than a tree, since clusters can also
 * come apart; without births, the dendrogram of the mergers. At every time the clusters alive hold every token once.
 */
export type MergeTree = readonly ClusterLife[];

type Draft = {
  -readonly [K in keyof ClusterLife]: ClusterLife[K] extends readonly number[] ? number[] : ClusterLife[K];
};

/**
 * The tree that mergers and births make of the initial clusters; captures and the collapse play no part. Returns null
 * where an event speaks of clusters that are not there, as after a step whose events could not be found, and where
 * tokens were edited, which makes and ends clusters without an event.
 *
 * @param initialClusters lists of tokens, ascending, each token in one of them
 * @param events in the order of time
 */
export function mergeTree(initialClusters: readonly (readonly number[])[], events: readonly Event[]): MergeTree | null {
  if (events.some(({ kind }) => kind === 'edit')) return null;
  const lives: Draft[] = [];
  const alive = new Map<string, Draft>();
  const begin = (tokens: readonly number[], from: Pick<Draft, 'born' | 'beginning' | 'bornBy' | 'parents'>): number => {
    const life: Draft = {
      id: lives.length,
      tokens: [...tokens],
      first: tokens[0],
      ended: null,
      lifetime: null,
      end: 'alive',
      endedBy: null,
      children: [],
      ...from,
    };
    lives.push(life);
    alive.set(tokens.join(), life);
    return life.id;
  };
  for (const tokens of initialClusters) begin(tokens, { born: 0, beginning: 'initial', bornBy: null, parents: [] });
  for (const [index, event] of events.entries()) {
    if (event.kind !== 'merger' && event.kind !== 'birth') continue;
    const before = event.kind === 'merger' ? event.before : [event.before];
    const after = event.kind === 'merger' ? [event.after] : event.after;
    const parents = before.map((tokens) => alive.get(tokens.join()));
    if (parents.includes(undefined) || !sameTokens(before, after)) return null;
    const ending = parents as Draft[];
    for (const { tokens } of ending) alive.delete(tokens.join());
    const from = { born: event.t, beginning: event.kind, bornBy: index, parents: ending.map(({ id }) => id) };
    const children = after.map((tokens) => begin(tokens, { ...from, parents: [...from.parents] }));
    for (const life of ending) {
      life.ended = event.t;
      life.lifetime = event.t - life.born;
      life.end = event.kind;
      life.endedBy = index;
      life.children = [...children];
    }
  }
  return lives;
}

function sameTokens(a: readonly (readonly number[])[], b: readonly (readonly number[])[]): boolean {
  const sorted = (lists: readonly (readonly number[])[]) =>
    lists
      .flat()
      .sort((i, j) => i - j)
      .join();
  return sorted(a) === sorted(b);
}

/**
 * The clusters alive at time t: those born by then and not yet ended. Where several events share a time, after all of
 * them.
 */
export function clustersAt(tree: MergeTree, t: number): ClusterLife[] {
  return tree.filter(({ born, ended }) => born <= t && (ended === null || ended > t));
}
