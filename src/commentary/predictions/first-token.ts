/** The path of the first token, which sees itself only: Lemma 3.1. */
import { geodesicDistance, norm } from '../../numerics/sphere.ts';
import { firstTokenAt, firstTokenDecay } from '../../theory/first-token.ts';
import { isMasked, isUndisturbed } from '../hypotheses.ts';
import { byPath, errorOf } from '../judges.ts';
import type { Moment } from '../moment.ts';
import type { Hypothesis, Measured, PredictionDefinition } from '../prediction.ts';
import type { Setting } from '../setting.ts';
import { radians, short } from '../wording.ts';

/** Equations in which a token that sees itself only has ẋ = P_x(Vx) under softmax, whatever its scores are. */
const WITH_SELF = ['attention', 'positional-bias', 'rotary'];
/** Matrices of more rows take long. */
const LARGEST = 48;

function seesItself({ kind, label, normalization }: Setting): Hypothesis {
  const says = 'the first token moves by ẋ = P_x(Vx)';
  if (kind === 'kinetic-decay') return { says, holds: false, why: 'here a token does not see itself' };
  if (!WITH_SELF.includes(kind)) return { says, holds: false, why: `in ${label} more moves it, or at another pace` };
  const why =
    normalization === 'softmax' ? 'its only weight is 1' : 'its weight is divided by n, which changes its pace';
  return { says, holds: normalization === 'softmax', why };
}

/** Whether it stands still: where V = λI turns nothing, and where it sees nobody. */
function stands({ kind, valueFactor, mask }: Setting): boolean {
  return (kind === 'kinetic-decay' && mask === 'causal') || valueFactor !== null;
}

function pathSentence({ value, shape: { d } }: Setting): string {
  const { gap, dimension } = firstTokenDecay(value as Float64Array, d);
  const path = 'x₁(t) = e^{tV}x₁(0)/|e^{tV}x₁(0)|';
  if (gap === Infinity) return `The first token moves by ${path}, for ever within one space of eigenvectors.`;
  const to = dimension === 1 ? 'the eigenvector of λ_max' : `the ${dimension}-dimensional space of λ_max`;
  return `The first token moves by ${path}, and comes to ${to} like e^{−${short(gap)} t}.`;
}

export const firstToken: PredictionDefinition = {
  id: 'first-token',
  title: 'path of the first token',
  symbol: 'x_1(t)=e^{tV}x_1(0)/|e^{tV}x_1(0)|',
  quantity: 'the angle between the first token and its predicted place',
  unit: 'rad',
  predict(setting) {
    const { value, valueFactor, shape, kind } = setting;
    const given = [isMasked(setting, 'causal'), isUndisturbed(setting)];
    const still = stands(setting);
    const hypotheses = kind === 'kinetic-decay' ? given : [seesItself(setting), ...given];
    const common = { hypotheses, source: 'arXiv:2411.04990, Lemma 3.1' };
    if (still) {
      const why =
        kind === 'kinetic-decay'
          ? 'there is no earlier token for it to see'
          : `V = ${valueFactor === 1 ? '' : 'λ'}I turns no token that sees itself only`;
      const source = kind === 'kinetic-decay' ? 'arXiv:2605.09213, §2' : common.source;
      return {
        ...common,
        source,
        says: `The first token never moves: ${why}.`,
        claim: { form: 'path', value: 0 },
        standing: 'exact',
      };
    }
    if (value === null || shape.d > LARGEST || !hypotheses.every(({ holds }) => holds === true)) {
      const says = 'The first token does not move by e^{tV}, or V is too large for it to be computed here.';
      return { ...common, says, claim: null, standing: 'exact' };
    }
    return { ...common, says: pathSentence(setting), claim: { form: 'path', value: 0 }, standing: 'exact' };
  },
  measure(moment, setting): Measured {
    const place = placeAt(moment, setting);
    if (place === null) return { value: null, says: 'Its place at this time is not predicted.' };
    const { x, initial, shape } = moment;
    const value = geodesicDistance(x, 0, place, 0, shape.d);
    const moved = geodesicDistance(x, 0, initial, 0, shape.d);
    const says =
      moved === 0
        ? 'x₁ has not moved.'
        : `x₁ has moved by ${radians(moved)}, and is ${radians(value)} from where it should be.`;
    return { value, says, expected: 0 };
  },
  judge: (_claim, measured, _moment, { tolerance }) => byPath(measured, errorOf(tolerance)),
};

function placeAt({ t, initial, shape: { d } }: Moment, setting: Setting): Float64Array | null {
  if (stands(setting)) return initial.slice(0, d);
  const { value } = setting;
  if (value === null || d > LARGEST || !Number.isFinite(t * norm(value, 0, d * d))) return null;
  return firstTokenAt(value, initial.slice(0, d), t);
}
