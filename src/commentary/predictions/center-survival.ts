/** How long strong centers stay where they are: Lemma 5.1. */

import type { CenterIndices } from '../../analysis/parked.ts';
import { centersOf } from '../../analysis/renyi-centers.ts';
import type { Shape, State } from '../../core/state.ts';
import { geodesicDistance } from '../../numerics/sphere.ts';
import { survival } from '../../theory/lemma-5-1.ts';
import { allIdentity, hasTemperature, isAttention, isMasked, isOnCircle, isUndisturbed } from '../hypotheses.ts';
import { byBound } from '../judges.ts';
import type { Moment } from '../moment.ts';
import type { Hypothesis, Measured, PredictionDefinition } from '../prediction.ts';
import type { Setting } from '../setting.ts';
import { counted, short } from '../wording.ts';

/** The ε of the lemma: displacements are allowed up to ε/(1 + 2ε) of the separation, a twelfth. */
const EPSILON = 0.1;
/** What the steps may add to a displacement that is allowed, as a share of it. */
const SLACK = 1e-6;

interface Held {
  /** From 0. */
  readonly token: number;
  readonly until: number;
  readonly allowed: number;
}

const known = new WeakMap<Setting, readonly Held[]>();

/** The strong centers that the lemma holds, but for the first token, which never moves. */
function heldCenters(setting: Setting): readonly Held[] {
  const found = known.get(setting) ?? findHeld(setting);
  known.set(setting, found);
  return found;
}

function findHeld({ initial, shape, beta, lengths }: Setting): Held[] {
  if (shape.d !== 2 || !(beta > 0)) return [];
  const { strong }: Pick<CenterIndices, 'strong'> = centersOf(initial, shape, lengths.delta);
  return strong.slice(1).flatMap((token) => {
    const { applies, until, allowed } = survival(beta, EPSILON, separationOf(initial, shape, token), token + 1);
    return applies ? [{ token, until, allowed }] : [];
  });
}

function separationOf(x: State, { d }: Shape, token: number): number {
  let nearest = Infinity;
  for (let j = 0; j < token; j++) nearest = Math.min(nearest, geodesicDistance(x, token * d, x, j * d, d));
  return nearest;
}

function speaksOfSome(setting: Setting): Hypothesis {
  const { length } = heldCenters(setting);
  return {
    says: 'a strong center begins far enough from all earlier tokens, c > √β τ*',
    holds: length > 0,
    why: `${length} do besides x₁`,
  };
}

export const centerSurvival: PredictionDefinition = {
  id: 'center-survival',
  title: 'strong centers stay',
  symbol: '\\mathrm{dist}(x_{s_j}(t),x_{s_j}(0))\\le\\varepsilon c\\beta^{-1/2}',
  quantity: 'the largest displacement of a strong center, over what is allowed',
  unit: '',
  predict(setting) {
    const hypotheses = [
      isOnCircle(setting),
      isAttention(setting),
      isMasked(setting, 'causal'),
      ...allIdentity(setting),
      hasTemperature(setting),
      isUndisturbed(setting),
      speaksOfSome(setting),
    ];
    const common = { hypotheses, standing: 'theorem' as const, source: 'arXiv:2411.04990, Lemma 5.1' };
    const held = heldCenters(setting);
    if (held.length === 0)
      return { ...common, claim: null, says: 'Of no strong center but x₁ the lemma says how long it stays.' };
    const times = held.map(({ until }) => until).sort((a, b) => a - b);
    const span =
      times.length === 1
        ? `t = ${short(times[0])}`
        : `a time of its own, from t = ${short(times[0])} to ${short(times[times.length - 1])}`;
    const one = held.length === 1;
    const says = `Lemma 5.1 keeps ${counted(held.length, 'strong center')} besides x₁ near where ${one ? 'it' : 'each'} began, within a twelfth of the distance to the nearest earlier token, until ${span}.`;
    return { ...common, claim: { form: 'at most', value: 1 }, says };
  },
  measure({ t, x, initial, shape }: Moment, setting): Measured {
    const now = heldCenters(setting).filter(({ until }) => t <= until);
    if (now.length === 0) return { value: null, says: 'The time of the lemma is over for every strong center.' };
    const ratios = now.map(
      ({ token, allowed }) => geodesicDistance(x, token * shape.d, initial, token * shape.d, shape.d) / allowed,
    );
    const value = ratios.reduce((a, b) => Math.max(a, b));
    return {
      value,
      says: `Of ${counted(now.length, 'strong center')} whose time is not over, the farthest has moved by ${short(value)} of what is allowed.`,
    };
  },
  judge(claim, measured, _moment, setting) {
    if (measured.value === null) return { verdict: 'no claim', why: measured.says, difference: null, inUnits: null };
    return byBound(claim, measured, SLACK, setting.tolerance);
  },
};
