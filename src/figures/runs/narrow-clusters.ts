/** Clusters that are narrow and large enough to carry their number of tokens. */

import { type Clusters, clusters } from '../../analysis/clusters.ts';
import { shapeAt, tokensAt } from '../../core/recording.ts';
import type { Scene } from './scene.ts';

export interface NarrowCluster {
  readonly tokens: number;
  /** Mean direction. */
  readonly place: Float64Array;
  /** Whether it holds the first token. */
  readonly first: boolean;
}

const LEAST_SHARE = 0.025;
const LEAST_TOKENS = 3;

/**
 * Largest first; narrow means that most of the cluster lies within one link: its mean has length ≥ cos(threshold / 2).
 */
export function narrowClusters(
  scene: Scene,
  index: number,
  { labels, sizes }: Clusters = clusters(tokensAt(scene, index), shapeAt(scene, index), scene.threshold),
): NarrowCluster[] {
  const { n, d } = shapeAt(scene, index);
  const x = tokensAt(scene, index);
  const least = Math.max(2, Math.min(LEAST_TOKENS, n), LEAST_SHARE * n);
  const sums = sizes.map(() => new Float64Array(d));
  for (let k = 0; k < n; k++) for (let i = 0; i < d; i++) sums[labels[k]][i] += x[k * d + i];
  const found: NarrowCluster[] = [];
  for (const [cluster, tokens] of sizes.entries()) {
    const length = Math.hypot(...sums[cluster]);
    if (tokens < least || !(length / tokens >= Math.cos(scene.threshold / 2))) continue;
    found.push({ tokens, place: sums[cluster].map((value) => value / length), first: cluster === labels[0] });
  }
  return found.sort((a, b) => b.tokens - a.tokens);
}
