/** The energy of full attention never falls. */
import { energyIsPotential } from '../../dynamics/index.ts';
import { largestFall } from '../energies.ts';
import { allIdentity, isAttention, isMasked, isUndisturbed } from '../hypotheses.ts';
import { byBound } from '../judges.ts';
import type { Measured, PredictionDefinition } from '../prediction.ts';
import { short } from '../wording.ts';

/** What rounding and steps make of an energy that rests. */
const SLACK = 1e-7;

export const energy: PredictionDefinition = {
  id: 'energy',
  title: 'energy never falls',
  symbol: '\\tfrac{d}{dt}\\Phi_\\beta\\ge0',
  quantity: 'the largest fall of the energy between two recorded times',
  unit: '',
  always: true,
  predict(setting) {
    const hypotheses = [
      isAttention(setting, true),
      isMasked(setting, 'full'),
      ...allIdentity(setting),
      isUndisturbed(setting),
    ];
    const common = { hypotheses, standing: 'theorem' as const, source: 'arXiv:2312.10794, §3' };
    if (!energyIsPotential(setting.dynamics)) {
      return {
        ...common,
        claim: null,
        says: 'This equation follows the gradient of no energy of all tokens that is known: the energy may fall.',
      };
    }
    return { ...common, claim: { form: 'at most', value: 0 }, says: 'The energy of all tokens never falls.' };
  },
  measure({ energies }): Measured {
    const values = energies();
    if (values === null) return { value: null, says: 'The energy has not been measured.' };
    const { fall } = largestFall(values);
    const now = short(values[values.length - 1]);
    return {
      value: fall,
      says:
        fall > SLACK
          ? `The energy is ${now}; it has fallen by ${short(fall)} from one recorded time to the next.`
          : `The energy is ${now}, and has never fallen.`,
    };
  },
  judge: (claim, measured, _moment, { tolerance }) =>
    byBound(claim, measured, Math.max(SLACK, 10 * (tolerance ?? 0)), tolerance),
};
