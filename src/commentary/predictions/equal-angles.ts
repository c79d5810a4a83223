/** Tokens at equal angles stay so under full attention, and their cosine follows one equation. */
import { meanCosine } from '../../analysis/cosine.ts';
import type { Shape, State } from '../../core/state.ts';
import { dot } from '../../numerics/sphere.ts';
import { equiangularCosine } from '../../theory/equiangular.ts';
import { allIdentity, isAttention, isMasked, isUndisturbed } from '../hypotheses.ts';
import { byPath, errorOf } from '../judges.ts';
import type { Hypothesis, Measured, PredictionDefinition } from '../prediction.ts';
import type { Setting } from '../setting.ts';
import { short } from '../wording.ts';

/** Cosines of equal angles, but for rounding. */
const EQUAL = 1e-9;
/** Up to this the sums of USA stay numbers. */
const LARGEST_BETA = 700;

/** The smallest and the largest cosine of two tokens. */
function cosinesOf(x: State, { n, d }: Shape): readonly [number, number] {
  let [least, most] = [1, -1];
  for (let k = 1; k < n; k++) {
    for (let j = 0; j < k; j++) {
      const cosine = dot(x, k * d, x, j * d, d);
      least = Math.min(least, cosine);
      most = Math.max(most, cosine);
    }
  }
  return [least, most];
}

function modelOf({ shape, beta, normalization }: Setting) {
  return { tokens: shape.n, beta, normalization };
}

export const equalAngles: PredictionDefinition = {
  id: 'equal-angles',
  title: 'cosine of tokens at equal angles',
  symbol: '\\rho(t)',
  quantity: 'the mean cosine of two tokens',
  unit: '',
  predict(setting) {
    const { shape, initial, beta, spec } = setting;
    // More than d + 1 vectors cannot be at equal angles; beyond some hundred it takes long to look.
    if (shape.n < 2 || shape.n > Math.min(shape.d + 1, 500)) return null;
    const [least, most] = cosinesOf(initial, shape);
    const equal: Hypothesis = {
      says: 'all pairs of tokens begin at the same angle',
      holds: most - least <= EQUAL && Math.abs(least) < 1,
      why:
        most - least <= EQUAL
          ? `all cosines are ${short(least)}`
          : `cosines are between ${short(least)} and ${short(most)}`,
    };
    const cold: Hypothesis = { says: 'β ≤ 700', holds: beta <= LARGEST_BETA, why: `β = ${short(beta)}` };
    const hypotheses = [
      isAttention(setting, true),
      isMasked(setting, 'full'),
      ...allIdentity(setting),
      isUndisturbed(setting),
      equal,
      cold,
    ];
    const common = { hypotheses, standing: 'exact' as const, source: 'arXiv:2312.10794, §6' };
    if (!hypotheses.every(({ holds }) => holds === true)) {
      return { ...common, claim: null, says: 'These tokens do not stay at equal angles, or do not begin so.' };
    }
    const value = equiangularCosine(spec.until, least, modelOf(setting));
    return {
      ...common,
      claim: { form: 'path', value },
      says: `Tokens at equal angles stay so; from ${short(least)} their cosine comes to ${short(value)} at the end of the run.`,
    };
  },
  measure({ x, shape, initial, t }, setting): Measured {
    const value = meanCosine(x, shape);
    const start = meanCosine(initial, shape);
    const expected = equiangularCosine(t, start, modelOf(setting));
    return {
      value,
      expected,
      says: `The mean cosine is ${short(value)}; ${short(expected)} is predicted for this time.`,
    };
  },
  judge: (_claim, measured, _moment, { tolerance }) => byPath(measured, errorOf(tolerance)),
};
