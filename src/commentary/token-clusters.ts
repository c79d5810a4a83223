/** Clusters as people speak of them: where they are, how many tokens they have, which of them comes first. */
import type { Clusters } from '../analysis/clusters.ts';
import type { Shape, State } from '../core/state.ts';
import { geodesicDistance } from '../numerics/sphere.ts';

export interface TokenCluster {
  /** The first of its tokens, from 0: under the causal mask the others follow it. */
  readonly leader: number;
  readonly size: number;
  /** The largest angle of one of its tokens to the leader. */
  readonly spread: number;
}

/** Linked tokens that reach farther than this many thresholds are a chain, not a place. */
const CHAIN = 4;

/** Whether a cluster is a chain of tokens rather than tokens at one place. */
export function isChain({ spread }: TokenCluster, threshold: number): boolean {
  return spread > CHAIN * threshold;
}

/** The largest first; of equal ones the one with the earlier leader. */
export function clustersByPlace(x: State, { d }: Shape, { labels, sizes }: Clusters): TokenCluster[] {
  const leaders = new Int32Array(sizes.length).fill(-1);
  const spreads = new Float64Array(sizes.length);
  labels.forEach((label, k) => {
    if (leaders[label] < 0) leaders[label] = k;
    else if (sizes[label] > 1) {
      const angle = geodesicDistance(x, k * d, x, leaders[label] * d, d);
      if (angle > spreads[label]) spreads[label] = angle;
    }
  });
  return sizes
    .map((size, label) => ({ leader: leaders[label], size, spread: spreads[label] }))
    .sort((a, b) => b.size - a.size || a.leader - b.leader);
}

/** The two clusters whose leaders are nearest to each other, the one that comes first among tokens first. */
interface NearestPair {
  readonly earlier: TokenCluster;
  readonly later: TokenCluster;
  readonly distance: number;
}

/** Pairs of more clusters than this are not looked through. */
const MOST = 400;

export function nearestClusters(list: readonly TokenCluster[], x: State, { d }: Shape): NearestPair | null {
  if (list.length < 2 || list.length > MOST) return null;
  let best: NearestPair | null = null;
  for (let i = 0; i < list.length; i++) {
    for (let j = 0; j < i; j++) {
      const distance = geodesicDistance(x, list[i].leader * d, x, list[j].leader * d, d);
      if (best !== null && distance >= best.distance) continue;
      const [earlier, later] = list[i].leader < list[j].leader ? [list[i], list[j]] : [list[j], list[i]];
      best = { earlier, later, distance };
    }
  }
  return best;
}
