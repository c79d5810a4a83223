/** The direct path: every row is the sum over all it sees (assembly/direct.ts). It covers everything. */
import { splitIdentity } from '../../dynamics/matrix.ts';
import type { Costs } from './costs.ts';
import { triangleCuts } from './cuts.ts';
import type { PathDefinition } from './path.ts';

/** What a pair of tokens costs when scores fall with distance. */
export function directPairCost(d: number, costs: Costs): number {
  return d === 2 ? costs.pairCircle : d === 3 ? costs.pairSphere : d * costs.pairCoordinate;
}

export const direct: PathDefinition = {
  name: 'direct',
  refusal: () => null,
  leastBound: () => 0,
  cost({ queryKey, weights }, { d }, costs) {
    const falling = splitIdentity(queryKey, d).rest === null && weights.length === 0;
    const pair = directPairCost(d, costs) + (falling ? 0 : costs.pairGeneral);
    return (k) => pair * (k + 1 + weights.length);
  },
  cuts: triangleCuts,
  place: () => ({
    fill: () => {},
    kernel: 'direct',
    block: 0,
    report: () => ({ errorBound: 0, directRows: 0 }),
  }),
};
