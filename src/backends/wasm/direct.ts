/**
 * The direct path: every row is the sum over all it sees. It covers everything. Registers hold what a row needs where
 * d ≤ 3 and scores fall with distance (assembly/direct-low.ts), all else goes by blocks (assembly/blocked.ts).
 */

import type { Shape } from '../../core/state.ts';
import type { AttentionFieldParameters } from '../../dynamics/attention-field.ts';
import { UNIT_ROUNDOFF } from '../backend.ts';
import { placeBlocked } from './blocked.ts';
import type { Costs } from './costs.ts';
import { triangleCuts } from './cuts.ts';
import { directBound, isFalling, productsBound } from './direct-bound.ts';
import type { PathDefinition } from './path.ts';

/**
 * From this dimension on by products, a third cheaper than by differences, where the accuracy asked for allows it. A
 * function of d, not of n: rows must have the same bits whatever n is.
 */
export const PRODUCTS_FROM = 12;

/** Whether the kernels for circle and sphere do it: scores that fall with distance, no centers. */
export function hasLowKernel(attention: AttentionFieldParameters, { d }: Shape): boolean {
  return d <= 3 && isFalling(attention, d) && attention.weights.length === 0;
}

/** What a pair of tokens costs. */
function pairCost(attention: AttentionFieldParameters, shape: Shape, costs: Costs): number {
  if (!hasLowKernel(attention, shape)) return costs.pairBlocked + shape.d * costs.pairCoordinate;
  return shape.d === 2 ? costs.pairCircle : costs.pairSphere;
}

export const direct: PathDefinition = {
  name: 'direct',
  refusal: () => null,
  leastBound: () => 0,
  cost(attention, shape, costs) {
    const pair = pairCost(attention, shape, costs);
    return (k) => pair * (k + 1 + attention.weights.length);
  },
  cuts: triangleCuts,
  place(plan, setting) {
    const { attention, shape, accuracy } = setting;
    const errorBound = directBound(setting, UNIT_ROUNDOFF);
    const report = () => ({ errorBound, directRows: 0 });
    if (hasLowKernel(attention, shape)) {
      return { kernel: 'direct', block: 0, fill: () => {}, report };
    }
    const { workspace, fill } = placeBlocked(plan, setting, {
      byProducts: shape.d >= PRODUCTS_FROM && productsBound(attention, shape.d, UNIT_ROUNDOFF) <= accuracy,
      single: false,
    });
    return { kernel: 'blocked', block: workspace, fill, report };
  },
};
