/** Growth rates of modes on the circle under full attention, measured by the field at evenly spread tokens. */
import { cos, exp, larger, PI } from '../../numerics/elementary.ts';
import { angularSpeeds, settingOf } from '../kit/setting.ts';

type Normalization = 'softmax' | 'count';

/** γ_k of modes k = 0 … count − 1; e^{−β}γ_k for `count`. */
export interface MeasuredRates {
  readonly beta: number;
  readonly softmax: readonly number[];
  readonly scaledCount: readonly number[];
}

/** Of the one token that is moved: central differences to ten digits. */
const STEP = 1e-4;

/**
 * One token of n evenly spread ones is moved; the velocities of all are a row of a circulant matrix, whose eigenvalues
 * are the rates of θ_j = 2πj/n + ε sin(kθ). Free of the continuum but for aliases, modes n − k.
 */
function measuredRates(beta: number, n: number, count: number, normalization: Normalization): number[] {
  const even = Array.from({ length: n }, (_, j) => (2 * PI * j) / n);
  const speeds = (moved: number) => {
    const initial = even.map((angle, j) => (j === 0 ? moved : angle));
    return angularSpeeds(settingOf({ beta, initial, mask: 'full', normalization }));
  };
  const [plus, minus] = [speeds(STEP), speeds(-STEP)];
  const response = even.map((_, j) => (plus[j] - minus[j]) / (2 * STEP));
  const scale = normalization === 'count' ? exp(-beta) : 1;
  return Array.from({ length: count }, (_, k) =>
    even.reduce((sum, angle, j) => sum + scale * response[j] * cos(k * angle), 0),
  );
}

/** As many as there are to tell apart. */
export function modesOf(tokens: number): number {
  return larger(1, Math.floor(tokens / 2));
}

/** Of modes 0 … count − 1. */
export function ratesAtEvenTokens(beta: number, tokens: number, count: number): MeasuredRates {
  return {
    beta,
    softmax: measuredRates(beta, tokens, count, 'softmax'),
    scaledCount: measuredRates(beta, tokens, count, 'count'),
  };
}
