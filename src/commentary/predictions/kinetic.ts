/** The kinetic theory of causal attention with a fading memory: until when retrieval is U-shaped. */

import { largestOf } from '../../numerics/extremes.ts';
import { criticalTime, modeRates, provedUntil } from '../../theory/kinetic.ts';
import { allIdentity, isMasked, isOnCircle, isUndisturbed, isUniform } from '../hypotheses.ts';
import { undecided } from '../judges.ts';
import type { PredictionDefinition } from '../prediction.ts';
import { short } from '../wording.ts';

/** How many codewords are to be told apart, where the run does not say. */
const CODEWORDS = 8;
/** Rates e^β beyond are no numbers. */
const LARGEST_BETA = 600;

export const kinetic: PredictionDefinition = {
  id: 'kinetic',
  title: 'time of the U shape',
  symbol: 't_{\\mathrm{crit}}',
  quantity: 'the time until which early and late tokens are retrieved better than those between',
  unit: 'time',
  predict(setting) {
    const { dynamics, beta } = setting;
    if (dynamics.kind !== 'kinetic-decay') return null;
    const lambda = dynamics.parameters.decay;
    const hypotheses = [
      isOnCircle(setting),
      isMasked(setting, 'causal'),
      ...allIdentity(setting),
      isUniform(setting),
      isUndisturbed(setting),
      { says: 'λ > 0', holds: lambda > 0, why: `λ = ${short(lambda)}` },
      { says: 'β > 0', holds: beta > 0 && beta <= LARGEST_BETA, why: `β = ${short(beta)}` },
    ];
    const common = { hypotheses, standing: 'asymptote' as const, source: 'arXiv:2605.09213' };
    if (!hypotheses.every(({ holds }) => holds === true)) {
      return { ...common, claim: null, says: 'No time of the U shape is known for this setting.' };
    }
    const retrieval = { beta, codewords: CODEWORDS, lambda };
    const value = criticalTime(retrieval);
    const fastest = largestOf(modeRates(beta, Math.ceil(4 * Math.sqrt(beta)) + 10));
    const says = `Of ${CODEWORDS} codewords the tokens in the middle are retrieved worst until t = ${short(value)} (proved until ${short(provedUntil(retrieval))}); the fastest mode grows at the rate ${short(fastest)}.`;
    return { ...common, claim: { form: 'number', value, standardDeviation: null }, says };
  },
  measure: () => ({
    value: null,
    says: 'One run does not show it: the correlations are of order 1/n, and seen in the mean of many runs.',
  }),
  judge: (_claim, { says }) => undecided(says),
};
