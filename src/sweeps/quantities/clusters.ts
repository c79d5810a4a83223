/** Of clusters: how many, how large. */
import { exp, log } from '../../numerics/elementary.ts';
import type { Measured, Quantity } from './quantity.ts';

function sizesOf({ measurements: { clusters } }: Measured): readonly (readonly number[])[] {
  return clusters?.sizes ?? [];
}

const tokensOf = (sizes: readonly number[]) => sizes.reduce((sum, size) => sum + size, 0);

export const clusterQuantities = {
  clusters: {
    what: 'number of clusters, linked up to the threshold',
    kind: 'whole',
    observe: ['clusters'],
    over: 'times',
    of: ({ measurements: { clusters } }) => clusters?.count ?? [],
  },
  largest: {
    what: 'share of the tokens in the largest cluster, from 0 to 1',
    kind: 'number',
    observe: ['clusters'],
    over: 'times',
    of: (measured) => sizesOf(measured).map((sizes) => sizes[0] / tokensOf(sizes)),
  },
  effectiveClusters: {
    what: 'effective number of clusters: exp of the entropy of their shares',
    kind: 'number',
    observe: ['clusters'],
    over: 'times',
    of: (measured) => sizesOf(measured).map((sizes) => exp(entropyOf(sizes))),
  },
} as const satisfies Record<string, Quantity>;

function entropyOf(sizes: readonly number[]): number {
  const tokens = tokensOf(sizes);
  return sizes.reduce((sum, size) => sum - (size / tokens) * log(size / tokens), 0);
}
