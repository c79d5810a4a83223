/** The merge tree as lines and uprights. Pure. */
import type { RunEvents } from 'parkade';

type Tree = NonNullable<RunEvents['tree']>;
type Life = Tree[number];

export interface Upright {
  readonly t: number;
  readonly low: number;
  readonly high: number;
  /** A cluster came apart; else several became one. */
  readonly birth: boolean;
}

/** An upright for every event, from the highest of its clusters to the lowest, once an event. */
export function uprightsOf(tree: Tree, places: readonly number[]): Upright[] {
  return tree.flatMap((life): Upright[] => {
    if (life.beginning === 'initial') return [];
    const siblings = tree[life.parents[0]].children;
    if (siblings[0] !== life.id) return [];
    const heights = [...life.parents, ...siblings].map((id) => places[id]);
    return [{ t: life.born, low: Math.min(...heights), high: Math.max(...heights), birth: life.beginning === 'birth' }];
  });
}

/** Of the clusters alive at a time the one that is nearest; null where none was. */
export function lifeAt(tree: Tree, t: number, away: (life: Life) => number): Life | null {
  const alive = tree.filter(({ born, ended }) => born <= t && (ended === null || ended > t));
  return alive.reduce<Life | null>((best, life) => (best === null || away(life) < away(best) ? life : best), null);
}
