/** How many strong Rényi centers the law of the tokens lets expect. */
import { predictedStrong } from '../../parking/predictions.ts';
import { expectedStrongCentersVonMisesFisher } from '../../theory/strong-centers-of-laws.ts';
import { isUntouched } from '../hypotheses.ts';
import { byDeviation } from '../judges.ts';
import type { Claim, Hypothesis, PredictionDefinition } from '../prediction.ts';
import type { Setting } from '../setting.ts';
import { counted, short } from '../wording.ts';

/** Of von Mises–Fisher laws: what the formula is worked out for. */
const LARGEST_KAPPA = 1000;
/** Beyond, standard deviations are not worked out. */
const LARGEST_DIMENSION = 10_000;

/** What is expected of n tokens of the law of a setting; null where no formula speaks of the law. */
function expectedStrong({ law, shape: { n, d }, spec }: Setting, delta: number): Claim | null {
  if (d > LARGEST_DIMENSION) return null;
  if (law === 'uniform') {
    const { value, standardDeviation } = predictedStrong(n, delta, d);
    return { form: 'number', value, standardDeviation };
  }
  const kappa = kappaOf(spec);
  if (law !== 'von-mises-fisher' || kappa === null || kappa > LARGEST_KAPPA) return null;
  return { form: 'number', value: expectedStrongCentersVonMisesFisher(kappa, delta, d, n), standardDeviation: null };
}

/** κ of a law about one direction. */
function kappaOf({ directions, concentration }: Setting['spec']): number | null {
  return Array.isArray(directions) && directions.length === 1 && concentration !== undefined ? concentration : null;
}

function hasFormula({ law, spec }: Setting): Hypothesis {
  const says = 'the tokens are independent, uniform or von Mises–Fisher about one direction (κ ≤ 1000)';
  const known = law === 'uniform' || (law === 'von-mises-fisher' && (kappaOf(spec) ?? Infinity) <= LARGEST_KAPPA);
  return { says, holds: known, why: law === 'given' ? 'they were given' : `they are ${law}` };
}

export const strongCenters: PredictionDefinition = {
  id: 'strong-centers',
  title: 'strong Rényi centers',
  symbol: '\\mathbb E N_{\\mathrm{strong}}=\\tfrac{1-(1-p)^n}{p}',
  quantity: 'the number of strong Rényi centers of the initial tokens',
  unit: '',
  always: true,
  predict(setting) {
    const { shape, lengths } = setting;
    const hypotheses = [hasFormula(setting), isUntouched(setting)];
    const common = { hypotheses, standing: 'exact' as const, source: 'arXiv:2411.04990, Lemma C.1, for finite n' };
    const claim = hypotheses[0].holds === true ? expectedStrong(setting, lengths.delta) : null;
    if (claim?.form !== 'number') {
      return { ...common, claim: null, says: 'Of these tokens no number of strong Rényi centers is expected.' };
    }
    const { value, standardDeviation: sd } = claim;
    const says = `About ${short(value)}${sd === null ? '' : ` ± ${short(sd)}`} strong Rényi centers are expected of ${counted(shape.n, 'such token')} at δ = ${short(lengths.delta)}.`;
    return { ...common, claim, says };
  },
  measure({ centers }, { lengths }) {
    const { length } = centers(lengths.delta).strong;
    return { value: length, says: `There ${length === 1 ? 'is' : 'are'} ${counted(length, 'strong Rényi center')}.` };
  },
  judge: byDeviation,
};
