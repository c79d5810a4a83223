/** Frozen centers that are far enough apart capture every token: Theorem 5.2. */
import { PI } from '../../numerics/elementary.ts';
import { unitRows } from '../../numerics/points.ts';
import { geodesicDistance } from '../../numerics/sphere.ts';
import { capturesAll } from '../../theory/theorem-5-2.ts';
import { allIdentity, hasTemperature, isMasked, isOnCircle, isUndisturbed } from '../hypotheses.ts';
import { byLimit } from '../judges.ts';
import type { Hypothesis, Measured, PredictionDefinition } from '../prediction.ts';
import type { Setting } from '../setting.ts';
import { counted, radians, short } from '../wording.ts';

interface Frozen {
  /** [m, 2]. */
  readonly places: Float64Array;
  readonly weights: readonly number[];
  /** The least distance of two of them; π for a single one. */
  readonly apart: number;
}

const known = new WeakMap<Setting, Frozen>();

function frozenOf(setting: Setting): Frozen | null {
  const { dynamics } = setting;
  if (dynamics.kind !== 'frozen-centers') return null;
  const found = known.get(setting);
  if (found) return found;
  const { centers, weights } = dynamics.parameters;
  const { n: m, d, x: places } = unitRows(centers as readonly (readonly number[])[], 'centers');
  let apart = PI;
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < i; j++) apart = Math.min(apart, geodesicDistance(places, i * d, places, j * d, d));
  }
  const made = { places, apart, weights: typeof weights === 'number' ? new Array<number>(m).fill(weights) : weights };
  known.set(setting, made);
  return made;
}

/** Values of ε that are tried, from small to large. */
const TRIED = 80;

/** The smallest ε of a grid at which the conditions of the theorem hold; null where they hold at none. */
function smallestEpsilon({ apart, weights }: Frozen, { shape: { n }, beta }: Setting): number | null {
  const c = apart * Math.sqrt(beta) * (1 - 1e-9);
  const total = n + weights.reduce((sum, a) => sum + a, 0);
  const most = (c - 2) / 2;
  for (let i = 1; i < TRIED; i++) {
    const epsilon = most * (i / TRIED) ** 3;
    if (epsilon > 0 && capturesAll({ total, beta, c, epsilon })) return epsilon;
  }
  return null;
}

function conditions(frozen: Frozen, setting: Setting): Hypothesis[] {
  const epsilon = setting.beta > 0 && setting.shape.d === 2 ? smallestEpsilon(frozen, setting) : null;
  const least = frozen.weights.reduce((a, b) => Math.min(a, b), Infinity);
  return [
    { says: 'every weight a_j ≥ 1', holds: least >= 1, why: `the smallest is ${short(least)}` },
    {
      says: 'the centers are far enough apart for some ε, c > 2 + 2ε, by the conditions on h and g',
      holds: epsilon !== null,
      why: `the nearest two are ${radians(frozen.apart)} apart`,
    },
  ];
}

export const frozenWindow: PredictionDefinition = {
  id: 'frozen-window',
  title: 'frozen centers capture all',
  symbol: '\\mathrm{dist}(x_k,\\theta_j)\\le\\varepsilon\\beta^{-1/2}',
  quantity: 'the largest angle of a token to the nearest frozen center',
  unit: 'rad',
  predict(setting) {
    const frozen = frozenOf(setting);
    if (frozen === null) return null;
    const softmax: Hypothesis = {
      says: 'weights are those of softmax',
      holds: setting.normalization === 'softmax',
      why: setting.normalization === 'softmax' ? 'they are' : 'they are divided by n',
    };
    const hypotheses = [
      isOnCircle(setting),
      isMasked(setting, 'causal'),
      softmax,
      ...allIdentity(setting),
      hasTemperature(setting),
      isUndisturbed(setting),
      ...conditions(frozen, setting),
    ];
    const common = { hypotheses, standing: 'theorem' as const, source: 'arXiv:2411.04990, Theorem 5.2' };
    const epsilon = hypotheses.every(({ holds }) => holds === true) ? smallestEpsilon(frozen, setting) : null;
    const count = counted(frozen.weights.length, 'frozen center');
    if (epsilon === null)
      return { ...common, claim: null, says: `The theorem does not say that ${count} capture every token.` };
    const near = epsilon / Math.sqrt(setting.beta);
    const says = `In the end every token is within ${radians(near)} of one of ${count} (ε = ${short(epsilon)}).`;
    return { ...common, claim: { form: 'limit', value: 0, near }, says };
  },
  measure({ x, shape }, setting): Measured {
    const frozen = frozenOf(setting);
    if (frozen === null) return { value: null, says: 'There are no frozen centers.' };
    let value = 0;
    for (let k = 0; k < shape.n; k++) {
      let nearest = Infinity;
      for (let j = 0; j < frozen.weights.length; j++) {
        nearest = Math.min(nearest, geodesicDistance(x, k * shape.d, frozen.places, j * shape.d, shape.d));
      }
      value = Math.max(value, nearest);
    }
    return { value, says: `The farthest token is ${radians(value)} from the nearest frozen center.` };
  },
  judge: byLimit,
};
