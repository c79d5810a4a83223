/** The order in which the clusters of a run are drawn one below the other, so that those that meet are neighbours. */
import type { PreparedRun, RunEvents } from 'parkade';
import { treeLayout } from 'parkade/figures';
import type { TreeOrder } from './protocol.ts';

/** More clusters than this are not told apart in a picture, and take long to put in order. */
const MOST = 600;

export function treeOrder(events: RunEvents | null, { shape, initial }: PreparedRun['problem']): TreeOrder | null {
  const tree = events?.tree;
  if (!tree || tree.length > MOST) return null;
  // Tokens added later were nowhere on the circle at the beginning: then clusters stand in the order of mergers.
  const grown = tree.some(({ tokens }) => tokens[tokens.length - 1] >= shape.n);
  return treeLayout(
    tree,
    initial,
    grown ? { ...shape, d: 3 } : shape,
    ({ born, ended }) => (ended ?? tree[tree.length - 1].born) - born,
  );
}
