/** How many clusters there are, how large the largest is, and who leads it. */
import type { SentenceDefinition } from '../sentence.ts';
import { isChain } from '../token-clusters.ts';
import { counted, radians, tokenName } from '../wording.ts';

export const clusterCount: SentenceDefinition = {
  id: 'clusters',
  say({ clusters, shape, lengths }, setting) {
    const list = clusters();
    const [largest] = list;
    const alone = list.filter(({ size }) => size === 1).length;
    const numbers = { clusters: list.length, largest: largest.size, alone, threshold: lengths.threshold };
    const common = { numbers, source: 'measured: single linkage', weight: 8 };
    const linked = `linked up to ${radians(lengths.threshold)}`;
    if (isChain(largest, lengths.threshold)) {
      const says = `A chain of ${largest.size} of ${counted(shape.n, 'token')}, neighbours nearer than ${radians(lengths.threshold)}, reaches ${radians(largest.spread)} from ${tokenName(largest.leader)}: these are no clear clusters.`;
      return { ...common, says };
    }
    if (list.length === 1) {
      const spread = largest.spread === 0 ? 'all at one point' : `none farther than ${radians(largest.spread)} from x₁`;
      return { ...common, says: `All ${counted(shape.n, 'token')} form one cluster, ${spread}.` };
    }
    const first =
      setting?.mask === 'causal'
        ? `led by ${tokenName(largest.leader)}, the first in it`
        : `whose first is ${tokenName(largest.leader)}`;
    const rest = alone === 0 ? '' : `; ${counted(alone, 'token')} ${alone === 1 ? 'is' : 'are'} alone`;
    const says =
      largest.size === 1
        ? `No two tokens are nearer to each other than ${radians(lengths.threshold)}: there are ${list.length} clusters of one token each.`
        : `The tokens form ${list.length} clusters, ${linked}; the largest has ${counted(largest.size, 'token')}, ${first}${rest}.`;
    return { ...common, says };
  },
};
