/** How many tokens the Rényi centers have gathered, and how many centers one expects. */
import { expectedRenyi } from '../predictions/renyi-centers.ts';
import type { SentenceDefinition } from '../sentence.ts';
import { counted, radians, short } from '../wording.ts';

export const captured: SentenceDefinition = {
  id: 'captured',
  say(moment, setting) {
    const { t, shape, lengths } = moment;
    const { renyi } = moment.centers();
    const inside = moment.captured();
    const [radius] = lengths.radius;
    const expected = setting && shape.d === 2 && !setting.edited ? expectedRenyi(setting, lengths.delta) : null;
    const number = expected?.form === 'number' ? expected : null;
    const spread = number?.standardDeviation ?? null;
    const beside =
      number === null
        ? ''
        : `; about ${short(number.value)}${spread === null ? '' : ` ± ${short(spread)}`} centers are expected of ${counted(shape.n, 'uniform token')}`;
    return {
      says: `At t = ${short(t)}, ${inside} of ${counted(shape.n, 'token')} ${inside === 1 ? 'lies' : 'lie'} within ${radians(radius)} of ${renyi.length === 1 ? 'the only Rényi center' : `one of ${renyi.length} Rényi centers`} (δ = ${short(lengths.delta)})${beside}.`,
      numbers: {
        ...{ t, captured: inside, tokens: shape.n, radius, centers: renyi.length, delta: lengths.delta },
        ...(number && { expected: number.value }),
        ...(spread !== null && { standardDeviation: spread }),
      },
      source: number ? 'measured; arXiv:2411.04990, §5.1; Rényi 1958' : 'measured; arXiv:2411.04990, §5.1',
      weight: setting?.mask === 'full' ? 3 : 9,
    };
  },
};
