/** Where the clusters of a merge tree are drawn: an order in which those that meet lie next to each other. */
import { anglesOf } from '../../analysis/circle.ts';
import type { Shape, State } from '../../core/state.ts';
import type { ClusterLife, MergeTree } from '../../events/merge-tree.ts';

interface TreeLayout {
  /** How many rows there are: one for each group of tokens that stay together all along. */
  readonly rows: number;
  /** The height of every cluster, by id, in rows from the top. */
  readonly places: readonly number[];
}

/** @param span how long a cluster is to be seen; the order keeps together what is seen long */
export function treeLayout(
  tree: MergeTree,
  initial: State,
  shape: Shape,
  span: (life: ClusterLife) => number,
): TreeLayout {
  const groups = lastingGroups(tree);
  const orders = shape.d === 2 ? circularOrders(groups, initial) : [groups];
  let best = orders[0];
  let least = Infinity;
  for (const order of orders) {
    const rowOf = rowsOf(order);
    const torn = tree.reduce((sum, life) => sum + (runsOf(life, rowOf).length - 1) * span(life), 0);
    if (torn < least) [best, least] = [order, torn];
  }
  const rowOf = rowsOf(best);
  return { rows: best.length, places: tree.map((life) => placeOf(life, rowOf)) };
}

/** Clusters of the circle meet their neighbours; what is left to choose is where to cut it. */
function circularOrders(groups: readonly number[][], initial: State): number[][][] {
  const angles = new Map(groups.map((group) => [group, meanAngle(initial, group)]));
  const round = [...groups].sort((a, b) => (angles.get(a) as number) - (angles.get(b) as number));
  return round.map((_, cut) => [...round.slice(cut), ...round.slice(0, cut)]);
}

/**
 * Tokens that share all their clusters, found from the end of the run backwards: a merger undone puts its parts side by
 * side, the larger first.
 */
function lastingGroups(tree: MergeTree): number[][] {
  const alive = tree.filter(({ ended }) => ended === null);
  let groups = bySize(alive.map(({ tokens }) => [...tokens]));
  for (const life of [...tree].reverse()) {
    if (life.beginning !== 'merger') continue;
    const parts = bySize(life.parents.map((id) => [...tree[id].tokens])).map((tokens) => new Set(tokens));
    groups = groups.flatMap((group) => {
      const inside = parts.map((part) => group.filter((token) => part.has(token))).filter(({ length }) => length > 0);
      return inside.length === 0 ? [group] : inside;
    });
  }
  return groups;
}

function bySize(lists: number[][]): number[][] {
  return lists.sort((a, b) => b.length - a.length);
}

/** The row of every token. */
function rowsOf(order: readonly (readonly number[])[]): number[] {
  const rowOf: number[] = [];
  for (const [row, tokens] of order.entries()) for (const token of tokens) rowOf[token] = row;
  return rowOf;
}

interface Run {
  readonly last: number;
  readonly tokens: number;
  /** Sum of the rows of the tokens. */
  readonly sum: number;
}

/** The stretches of neighbouring rows that hold a cluster: one where it is all together. */
function runsOf({ tokens }: ClusterLife, rowOf: readonly number[]): Run[] {
  const rows = tokens.map((token) => rowOf[token]).sort((a, b) => a - b);
  const runs: Run[] = [];
  for (const row of rows) {
    const run = runs.at(-1);
    if (run && row <= run.last + 1) {
      runs[runs.length - 1] = { last: row, tokens: run.tokens + 1, sum: run.sum + row };
    } else {
      runs.push({ last: row, tokens: 1, sum: row });
    }
  }
  return runs;
}

/** In the middle of the tokens of its largest stretch, which no other cluster of the same time can be in. */
function placeOf(life: ClusterLife, rowOf: readonly number[]): number {
  const { sum, tokens } = runsOf(life, rowOf).reduce((a, b) => (b.tokens > a.tokens ? b : a));
  return sum / tokens + 0.5;
}

/** Of the tokens' sum, in [0, 2π). */
function meanAngle(x: State, tokens: readonly number[]): number {
  const sum = new Float64Array(2);
  for (const token of tokens) {
    sum[0] += x[2 * token];
    sum[1] += x[2 * token + 1];
  }
  return anglesOf(sum)[0];
}
