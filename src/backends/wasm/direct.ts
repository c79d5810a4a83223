/**
 * The direct path: every row is the sum over all it sees. It covers everything. Registers hold what a row needs where d ≤ 3 and scores
 * fall with distance (assembly/direct-low.ts), all else goes by blocks (assembly/blocked.ts).
 */
import type { Shape } from '../../core/state.ts';
import type { AttentionFieldParameters } from '../../dynamics/attention-field.ts';
import { placeBlocked } from './blocked.ts';
import { directBound, isFalling } from './direct-bound.ts';
import type { PathDefinition } from './path.ts';

/**
 * From this dimension on by products, a third cheaper than by differences, where the accuracy asked for allows it. A function of d, not
 * of n: rows must have the same bits whatever n is.
 */
export const PRODUCTS_FROM = 12;
const ROUNDOFF = 1.1102230246251565e-16;

/** Whether the kernels for circle and sphere do it: scores that fall with distance, no centers. */
export function hasLowKernel(attention: AttentionFieldParameters, { d }: Shape): boolean {
  return d <= 3 && isFalling(attention, d) && attention.weights.length === 0;
}

export const direct: PathDefinition = {
  name: 'direct',
  refusal: () => null,
  place(plan, setting) {
    const { common, attention, shape, accuracy } = setting;
    const errorBound = directBound(attention, shape, ROUNDOFF);
    const report = () => ({ errorBound, directRows: 0 });
    if (hasLowKernel(attention, shape)) {
      return {
        fill: () => {},
        rows: (kernels, from, to, out) => kernels.direct(common.parameters, from, to, out),
        report,
      };
    }
    const { workspace, fill } = placeBlocked(plan, setting, {
      byProducts: shape.d >= PRODUCTS_FROM && errorBound <= accuracy,
      single: false,
    });
    return {
      fill,
      rows: (kernels, from, to, out) => kernels.blocked(common.parameters, workspace, from, to, out),
      report,
    };
  },
};
