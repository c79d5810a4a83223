/** Whether all tokens begin in one hemisphere: Wendel's probability. */
import { anglesOf } from '../../analysis/circle.ts';
import { PI } from '../../numerics/elementary.ts';
import { hemisphereProbability } from '../../theory/hemisphere.ts';
import { isUniform, isUntouched } from '../hypotheses.ts';
import { undecided } from '../judges.ts';
import type { Moment } from '../moment.ts';
import type { Claim, Judgement, Measured, PredictionDefinition } from '../prediction.ts';
import { short } from '../wording.ts';

/** What one draw refutes: an event of this probability, or of all but this. */
const RARE = 1e-4;

export const hemisphere: PredictionDefinition = {
  id: 'hemisphere',
  title: 'all begin in a hemisphere',
  symbol: '2^{-(n-1)}\\sum_{k<d}\\tbinom{n-1}{k}',
  quantity: 'whether all tokens begin in one open hemisphere, 1 or 0',
  unit: '',
  always: true,
  predict(setting) {
    const { shape } = setting;
    const hypotheses = [isUniform(setting), isUntouched(setting)];
    const value = hemisphereProbability(shape.n, shape.d);
    const says = `The tokens begin in one open hemisphere with probability ${short(value)}; there full attention with Q = K = V = I brings them together exponentially.`;
    return {
      ...{ hypotheses, says, standing: 'exact', source: 'Wendel 1962; arXiv:2312.10794, §4' },
      claim: { form: 'number', value, standardDeviation: null },
    };
  },
  measure({ initial, shape }: Moment): Measured {
    const inside = inHemisphere(initial, shape.n, shape.d);
    if (inside === null) return { value: null, says: 'Whether they do is looked at on the circle only.' };
    return { value: inside ? 1 : 0, says: inside ? 'They do.' : 'They do not.' };
  },
  judge(claim: Claim, { value }: Measured): Judgement {
    if (claim.form !== 'number' || value === null) return undecided('There is nothing to compare.');
    const chance = value === 1 ? claim.value : 1 - claim.value;
    const difference = value - claim.value;
    if (chance >= 1 - RARE) return { verdict: 'agrees', why: 'That was almost certain.', difference, inUnits: null };
    if (chance <= RARE)
      return { verdict: 'differs', why: `The chance of that is ${short(chance)}.`, difference, inUnits: null };
    return undecided('One draw tells nothing of such a probability.', difference);
  },
};

/** By the widest gap of angles on the circle; as many tokens as dimensions, in general position, always are. */
function inHemisphere(x: Float64Array, n: number, d: number): boolean | null {
  if (d !== 2) return n <= d ? true : null;
  const angles = anglesOf(x).sort();
  let widest = angles[0] + 2 * PI - angles[n - 1];
  for (let i = 1; i < n; i++) widest = Math.max(widest, angles[i] - angles[i - 1]);
  return widest > PI;
}
