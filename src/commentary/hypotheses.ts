/** Hypotheses that many statements share, each asked of a setting. */
import type { Shape, State } from '../core/state.ts';
import { dot } from '../numerics/sphere.ts';
import type { Hypothesis } from './prediction.ts';
import type { Setting } from './setting.ts';
import { short } from './wording.ts';

/** The equation is attention itself, with weights that sum to 1 (softmax) unless another normalisation will do. */
export function isAttention({ kind, label, normalization }: Setting, anyNormalization = false): Hypothesis {
  const says = anyNormalization ? 'the equation is attention' : 'the equation is attention with softmax weights';
  if (kind !== 'attention') return { says, holds: false, why: `it is ${label}` };
  if (anyNormalization || normalization === 'softmax') return { says, holds: true, why: 'it is' };
  return { says, holds: false, why: 'its weights are divided by n instead' };
}

export function isMasked({ mask }: Setting, wanted: 'causal' | 'full'): Hypothesis {
  const says = wanted === 'causal' ? 'a token sees itself and earlier ones only' : 'every token sees all tokens';
  return { says, holds: mask === wanted, why: `the mask is ${mask}` };
}

function valueIsIdentity({ value, valueFactor }: Setting): Hypothesis {
  const says = 'V = I';
  if (value === null) return { says, holds: 'unknown', why: 'there is no single V to look at' };
  if (valueFactor === null) return { says, holds: false, why: 'V is another matrix' };
  return { says, holds: valueFactor === 1, why: valueFactor === 1 ? 'it is' : `V = ${short(valueFactor)} I` };
}

/** QᵀK = I, all that matters of Q and K. */
function queryKeyIsIdentity({ queryKey, queryKeyFactor }: Setting): Hypothesis {
  const says = 'QᵀK = I';
  if (queryKey === null) return { says, holds: 'unknown', why: 'there is no single QᵀK to look at' };
  if (queryKeyFactor === null) return { says, holds: false, why: 'QᵀK is another matrix' };
  return {
    says,
    holds: queryKeyFactor === 1,
    why: queryKeyFactor === 1 ? 'it is' : `QᵀK = ${short(queryKeyFactor)} I`,
  };
}

/** Q = K = V = I. */
export function allIdentity(setting: Setting): Hypothesis[] {
  return [queryKeyIsIdentity(setting), valueIsIdentity(setting)];
}

export function isUndisturbed({ noisy, edited }: Setting): Hypothesis {
  const says = 'nothing else moves the tokens';
  if (noisy) return { says, holds: false, why: 'there is noise' };
  if (edited) return { says, holds: false, why: 'tokens were moved, added or frozen by hand' };
  return { says, holds: true, why: 'there is no noise' };
}

/** What happens in the beginning does not ask for the equation, but for the tokens as they were drawn. */
export function isUntouched({ edited }: Setting): Hypothesis {
  const says = 'the tokens are as they were drawn';
  return { says, holds: edited ? 'unknown' : true, why: edited ? 'some were changed by hand' : 'they are' };
}

export function isOnCircle({ shape }: Pick<Setting, 'shape'>): Hypothesis {
  return { says: 'the tokens are on the circle, d = 2', holds: shape.d === 2, why: `d = ${shape.d}` };
}

export function isUniform({ law }: Setting): Hypothesis {
  const says = 'the tokens are independent and uniform';
  const why = law === 'given' ? 'they were given' : law === 'uniform' ? 'they were drawn so' : `they are ${law}`;
  return { says, holds: law === 'uniform', why };
}

/** Statements about almost every start: drawn tokens are one, of listed ones only the worst can be ruled out. */
export function isGeneric({ law, initial, shape }: Setting): Hypothesis {
  const says = 'the start is none of the exceptions, which have probability 0';
  const opposite = oppositeToFirst(initial, shape);
  if (opposite) return { says, holds: false, why: 'the second token is exactly opposite to the first' };
  if (law === 'uniform' || law === 'von-mises-fisher')
    return { says, holds: true, why: 'the tokens were drawn at random' };
  return { says, holds: 'unknown', why: 'the tokens were not drawn at random' };
}

function oppositeToFirst(x: State, { n, d }: Shape): boolean {
  return n >= 2 && dot(x, 0, x, d, d) <= -1 + 1e-15;
}

export function hasPairs({ shape }: Pick<Setting, 'shape'>): Hypothesis {
  return { says: 'n ≥ 2', holds: shape.n >= 2, why: `n = ${shape.n}` };
}

export function hasTemperature({ beta }: Pick<Setting, 'beta'>): Hypothesis {
  return { says: 'β > 0', holds: beta > 0, why: `β = ${short(beta)}` };
}
