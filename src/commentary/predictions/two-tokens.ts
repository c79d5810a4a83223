/** Two tokens: their cosine at every time, in closed form. */
import { log } from '../../numerics/elementary.ts';
import { dot } from '../../numerics/sphere.ts';
import { cosineAt, logTimeBetween } from '../../theory/two-tokens.ts';
import { allIdentity, isAttention, isGeneric, isUndisturbed } from '../hypotheses.ts';
import { byPath, errorOf } from '../judges.ts';
import type { Moment } from '../moment.ts';
import type { Judgement, Measured, PredictionDefinition } from '../prediction.ts';
import type { Setting } from '../setting.ts';
import { radians, short, shortExponential } from '../wording.ts';

/** The time by the formula may be off by this share where the cosine turns within less than the digits of t. */
const TIME_ALLOWED = 1e-3;

/** Under full attention both tokens move: twice as fast. */
function clockOf({ mask }: Setting): number {
  return mask === 'full' ? 2 : 1;
}

function startOf({ initial, shape: { d } }: Pick<Moment, 'initial' | 'shape'>): number {
  return Math.max(-1, Math.min(1, dot(initial, 0, initial, d, d)));
}

export const twoTokens: PredictionDefinition = {
  id: 'two-tokens',
  title: 'cosine of the two tokens',
  symbol: 'u(t)=\\langle x_1,x_2\\rangle,\\ \\dot u=\\tfrac{1-u^2}{1+e^{\\beta(1-u)}}',
  quantity: 'the cosine of the two tokens',
  unit: '',
  predict(setting) {
    const { shape, beta, spec, lengths } = setting;
    if (shape.n !== 2) return null;
    const u0 = startOf(setting);
    const hypotheses = [isAttention(setting), ...allIdentity(setting), isUndisturbed(setting), isGeneric(setting)];
    const common = { hypotheses, standing: 'exact' as const, source: 'derived from arXiv:2411.04990 for n = 2' };
    if (Math.abs(u0) === 1)
      return {
        ...common,
        claim: null,
        says: 'The two tokens begin at one point or opposite to each other, where they rest.',
      };
    const u1 = Math.cos(lengths.threshold);
    const meet = u0 < u1 ? logTimeBetween(u0, u1, beta) - log(clockOf(setting)) : null;
    const when =
      meet === null
        ? 'They begin nearer than the threshold.'
        : `They come within ${radians(lengths.threshold)} at about t = ${shortExponential(meet)}.`;
    const value = cosineAt(clockOf(setting) * spec.until, u0, beta);
    return {
      ...common,
      claim: { form: 'path', value },
      says: `The cosine of two tokens is known at every time. ${when}`,
    };
  },
  measure(moment, setting): Measured {
    const { x, shape, t } = moment;
    const value = dot(x, 0, x, shape.d, shape.d);
    const expected = cosineAt(clockOf(setting) * t, startOf(moment), setting.beta);
    return { value, expected, says: `⟨x₁, x₂⟩ = ${short(value)}; ${short(expected)} is predicted for this time.` };
  },
  judge(_claim, measured, moment, setting): Judgement {
    const judged = byPath(measured, errorOf(setting.tolerance));
    if (judged.verdict !== 'differs' || measured.value === null) return judged;
    const { value } = measured;
    const off = Math.abs(logTimeBetween(startOf(moment), value, setting.beta) - log(clockOf(setting) * moment.t));
    if (!(off <= Math.max(TIME_ALLOWED, 1e3 * (setting.tolerance ?? 0)))) return judged;
    const why = `The cosine turns within less than the digits of t; the time it takes to ${short(value)} is off by a share of ${short(off)}.`;
    return { ...judged, verdict: 'agrees', why };
  },
};
