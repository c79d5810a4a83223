/**
 * The direct path in single precision: tokens are rounded to 24 bits, sums are made in singles, rows leave as doubles.
 * Fast, and good to about 1e-6: for looking, not for keeping. Equal tokens still rest exactly below the dimension where
 * products begin.
 */
import { placeBlocked } from './blocked.ts';
import { direct, hasLowKernel, PRODUCTS_FROM } from './direct.ts';
import { directBound } from './direct-bound.ts';
import type { PathDefinition } from './path.ts';

/** 2^−24. */
const ROUNDOFF = 1 / 16_777_216;

export const directSingle: PathDefinition = {
  ...direct,
  label: 'direct in single precision',
  place(plan, setting) {
    const { common, attention, shape } = setting;
    const report = () => ({ errorBound: directBound(setting, ROUNDOFF), directRows: 0 });
    if (hasLowKernel(attention, shape)) {
      const room = plan.place(80 + (shape.d * common.tokenStride) / 2); // as in assembly/single-low.ts
      return { kernel: 'lowSingle', block: room, fill: () => {}, report };
    }
    const { workspace, fill } = placeBlocked(plan, setting, { byProducts: shape.d >= PRODUCTS_FROM, single: true });
    return { kernel: 'blockedSingle', block: workspace, fill, report };
  },
};
