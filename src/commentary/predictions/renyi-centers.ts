/** How many Rényi centers uniform tokens let expect: exact on the circle, a limit of small δ on spheres. */
import type { Shape } from '../../core/state.ts';
import { predictedRenyi, unpredicted } from '../../parking/predictions.ts';
import { capMeasure } from '../../theory/cap-measure.ts';
import { expectedCircleCenters } from '../../theory/finite-circle-centers.ts';
import { approachToSaturation } from '../../theory/random-sequential-adsorption.ts';
import { spreadOfCircleCenters } from '../center-spread.ts';
import { isUniform, isUntouched } from '../hypotheses.ts';
import { byDeviation } from '../judges.ts';
import type { Claim, Hypothesis, PredictionDefinition } from '../prediction.ts';
import type { Setting } from '../setting.ts';
import { counted, short } from '../wording.ts';

/** On spheres: share of centers that may still be missing, up to a constant, where n counts as infinite. */
const MISSING_ALLOWED = 0.05;

/** The recursion of the circle is used up to so many tokens times car lengths: some milliseconds. */
const WORK = 4000;

const known = new WeakMap<Setting, Map<number, Claim | null>>();

/** What is expected of uniform tokens; on the circle with a simulated standard deviation. */
export function expectedRenyi(setting: Setting, delta: number): Claim | null {
  const ofSetting = known.get(setting) ?? new Map<number, Claim | null>();
  known.set(setting, ofSetting);
  const found = ofSetting.get(delta);
  if (found !== undefined) return found;
  const made = setting.law === 'uniform' ? expectedOf(setting.shape, delta) : null;
  ofSetting.set(delta, made);
  return made;
}

function expectedOf({ n, d }: Shape, delta: number): Claim | null {
  if (d === 2) {
    const value = expectedCircleCenters(n, delta, WORK);
    return { form: 'number', value, standardDeviation: spreadOfCircleCenters(n, delta) };
  }
  const predicted = predictedRenyi(n, delta, d);
  return predicted && { form: 'number', value: predicted.value, standardDeviation: null };
}

function isNearLimit({ shape: { n, d }, lengths: { delta } }: Setting): Hypothesis[] {
  if (d === 2) return [];
  const why = unpredicted(delta, d);
  const small = { says: 'δ → 0, with a known density of caps', holds: why === null, why: why ?? `δ = ${short(delta)}` };
  const missing = approachToSaturation(n, capMeasure(delta / 2, d), d - 1);
  return [
    small,
    {
      says: 'n → ∞',
      holds: missing <= MISSING_ALLOWED,
      why: `after ${counted(n, 'token')} a share of the order of ${short(Math.min(1, missing))} of the centers is missing`,
    },
  ];
}

export const renyiCenters: PredictionDefinition = {
  id: 'renyi-centers',
  title: 'Rényi centers',
  symbol: '\\mathbb E N_{\\text{Rényi}}',
  quantity: 'the number of Rényi centers of the initial tokens',
  unit: '',
  always: true,
  predict(setting) {
    const { shape, lengths } = setting;
    const circle = shape.d === 2;
    const hypotheses = [isUniform(setting), isUntouched(setting), ...isNearLimit(setting)];
    const common = {
      hypotheses,
      standing: circle ? ('exact' as const) : ('asymptote' as const),
      source: circle
        ? 'Rényi 1958; arXiv:2411.04990, §5.1 (± simulated)'
        : 'saturation density of random sequential adsorption; arXiv:2411.04990, §5.1',
    };
    const claim = expectedRenyi(setting, lengths.delta);
    if (claim?.form !== 'number') {
      return { ...common, claim: null, says: 'Of these tokens no number of Rényi centers is expected.' };
    }
    const { value, standardDeviation: sd } = claim;
    const limit = circle ? '' : ' in the limit of small δ and very many tokens';
    const says = `About ${short(value)}${sd === null ? '' : ` ± ${short(sd)}`} Rényi centers are expected of ${counted(shape.n, 'uniform token')} at δ = ${short(lengths.delta)}${limit}.`;
    return { ...common, claim, says };
  },
  measure({ centers }, { lengths }) {
    const { length } = centers(lengths.delta).renyi;
    return { value: length, says: `There ${length === 1 ? 'is' : 'are'} ${counted(length, 'Rényi center')}.` };
  },
  judge: byDeviation,
};
