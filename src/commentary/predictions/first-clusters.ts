/** How many clusters full attention forms first, from uniform tokens. */
import { exp, log } from '../../numerics/elementary.ts';
import { largestOf } from '../../numerics/extremes.ts';
import { firstClusterMode, growthRates, onsetTime } from '../../theory/first-clusters.ts';
import { allIdentity, hasTemperature, isAttention, isMasked, isUndisturbed, isUniform } from '../hypotheses.ts';
import { undecided } from '../judges.ts';
import type { Moment } from '../moment.ts';
import type { Claim, Judgement, Measured, PredictionDefinition } from '../prediction.ts';
import type { Setting } from '../setting.ts';
import { short, sphereName } from '../wording.ts';

/** So many tokens count as nearly infinitely many; fewer leave the fluctuations of the draw visible. */
const MANY = 5000;
/** Largest β at which Bessel functions are asked for. */
const LARGEST_BETA = 1e5;

/** When the modes have grown, up to a constant: log n/(2γ_max). */
function onsetOf({ shape: { n, d }, beta, normalization }: Setting): number {
  if (normalization === 'softmax') return onsetTime(n, beta, d);
  const { scaledCount } = growthRates(beta, d, firstClusterMode(beta, d) + 1); // times e^{−β}
  return log(n) / (2 * exp(beta) * largestOf(scaledCount));
}

function predictable({ beta, shape: { n, d } }: Setting): boolean {
  return beta > 0 && beta <= LARGEST_BETA && d <= 1000 && n >= 2;
}

export const firstClusters: PredictionDefinition = {
  id: 'first-clusters',
  title: 'clusters formed first',
  symbol: 'k_{\\max}=\\arg\\max_k\\gamma_k',
  quantity: 'the strongest mode of the tokens on the circle',
  unit: '',
  predict(setting) {
    const { shape, beta } = setting;
    const hypotheses = [
      isAttention(setting, true),
      isMasked(setting, 'full'),
      ...allIdentity(setting),
      hasTemperature(setting),
      isUniform(setting),
      isUndisturbed(setting),
      {
        says: 'n → ∞',
        holds: shape.n >= MANY ? true : ('unknown' as const),
        why: `n = ${shape.n}: neighbouring modes may win by the draw of the tokens`,
      },
    ];
    const common = { hypotheses, standing: 'asymptote' as const, source: 'arXiv:2410.23228' };
    if (!predictable(setting)) return { ...common, claim: null, says: 'No mode of uniform tokens grows fastest here.' };
    const mode = firstClusterMode(beta, shape.d);
    const onset = onsetOf(setting);
    const when = `, at about t = ${short(onset)}`;
    const says =
      shape.d === 2
        ? `From uniform tokens full attention first forms ${mode} ${mode === 1 ? 'cluster' : 'clusters, evenly spaced'}${when}.`
        : `From uniform tokens on ${sphereName(shape.d)} full attention first forms the pattern of degree ${mode}${when}.`;
    return { ...common, claim: { form: 'number', value: mode, standardDeviation: null }, says };
  },
  measure({ x, shape }, { beta }): Measured {
    if (shape.d !== 2) return { value: null, says: 'Only on the circle modes are measured here.' };
    const most = 2 * firstClusterMode(Math.min(beta, LARGEST_BETA), 2) + 2;
    const value = strongestMode(x, Math.min(most, 200));
    return { value, says: `The strongest mode of the tokens is number ${value}.` };
  },
  judge,
};

function judge(claim: Claim, { value }: Measured, { t }: Moment, setting: Setting): Judgement {
  if (claim.form !== 'number' || value === null) return undecided('There is nothing to compare.');
  const difference = value - claim.value;
  const onset = onsetOf(setting);
  if (t < 0.5 * onset) {
    return { verdict: 'not yet', why: `The modes grow until about t = ${short(onset)}.`, difference, inUnits: null };
  }
  if (difference === 0) return { verdict: 'agrees', why: 'It is that mode.', difference, inUnits: null };
  const { softmax } = growthRates(setting.beta, 2, Math.max(value, claim.value) + 1);
  const share = softmax[value] / softmax[claim.value];
  return undecided(
    `That mode grows at ${short(share)} of the fastest rate, so that the draw may decide; and clusters that have merged have other modes.`,
    difference,
  );
}

/** argmax over k = 1 … most of |Σ_j e^{ikθ_j}|. */
function strongestMode(x: Float64Array, most: number): number {
  const power = new Float64Array(most + 1);
  const re = new Float64Array(most + 1);
  const im = new Float64Array(most + 1);
  for (let j = 0; j < x.length; j += 2) {
    let [a, b] = [1, 0];
    for (let k = 1; k <= most; k++) {
      [a, b] = [a * x[j] - b * x[j + 1], a * x[j + 1] + b * x[j]];
      re[k] += a;
      im[k] += b;
    }
  }
  let best = 1;
  for (let k = 1; k <= most; k++) {
    power[k] = re[k] * re[k] + im[k] * im[k];
    if (power[k] > power[best]) best = k;
  }
  return best;
}
