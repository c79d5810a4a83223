/** How far all tokens point the same way. */
import { meanCosine } from '../../analysis/cosine.ts';
import { orderParameter } from '../../analysis/order-parameter.ts';
import type { SentenceDefinition } from '../sentence.ts';
import { short } from '../wording.ts';

export const alignment: SentenceDefinition = {
  id: 'alignment',
  say({ x, shape }, setting) {
    const order = orderParameter(x, shape);
    const cosine = meanCosine(x, shape);
    return {
      says: `The mean of all tokens has length ${short(order)}, and two tokens have a mean cosine of ${short(cosine)}; both are 1 where all are at one point.`,
      numbers: { order, cosine },
      source: 'measured',
      weight: setting === null || setting.mask === 'full' ? 5 : 2,
    };
  },
};
