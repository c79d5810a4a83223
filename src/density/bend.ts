/** How stationary densities leave the uniform one: where, and whether continuously. */
import type { AttentionOfMany } from './equation.ts';
import { family } from './family.ts';
import { profileOf } from './profile.ts';
import { atNodes } from './stationary.ts';

/** More than densities near the uniform one need. */
const DEGREES = 16;

/** κ at which the uniform density is marginal for a degree: 1/pull, the same for growth γ_l = l(l + d − 2)/κ. */
export function noiseThreshold(d: 2 | 3, attention: AttentionOfMany, degree: number): number {
  return 1 / atNodes(profileOf(d, degree), attention, new Float64Array(degree)).pulls[degree];
}

/**
 * How the parameter κ of a branch begins: (κ − κ_#)/a² as the coefficient a of its degree goes to 0, by the branch
 * itself at two amplitudes. Above 0 the transition is continuous, below it is not. For branches that are the same for a
 * and −a: on the circle, and of odd degree on S².
 */
export function initialBend(d: 2 | 3, attention: AttentionOfMany, degree: number): number {
  const threshold = noiseThreshold(d, attention, degree);
  const { corrected } = family(attention, 'kappa', threshold);
  const size = DEGREES + 4 * degree;
  const profile = profileOf(d, size);
  const border = new Float64Array(size + 1);
  border[degree - 1] = 1;
  const at = (amplitude: number) => {
    const x = new Float64Array(size + 1);
    x[size] = 1;
    x[degree - 1] = amplitude;
    const place = corrected({ profile, x }, border);
    return place ? (threshold * (place.x[size] - 1)) / (amplitude * amplitude) : Number.NaN;
  };
  const AMPLITUDE = 0.01;
  return (4 * at(AMPLITUDE) - at(2 * AMPLITUDE)) / 3;
}

/**
 * The β from which on noisy USA has a discontinuous transition: where the branch of degree 1 leaves the uniform density
 * without a bend, found from branches alone. By theory I_{d/2+1}(β)/I_{d/2}(β) = 1/d.
 */
export function discontinuousFrom(d: 2 | 3): number {
  const bend = (beta: number) => initialBend(d, { beta, value: 1, normalization: 'count', kappa: 1 }, 1);
  let [low, high] = [1, 4];
  let [atLow, atHigh] = [bend(low), bend(high)];
  for (let round = 0; round < 60 && high - low > 1e-12; round++) {
    const middle = (low * atHigh - high * atLow) / (atHigh - atLow);
    const value = bend(middle);
    if (Math.abs(value) < 1e-13) return middle;
    if (value < 0 === atHigh < 0) {
      [high, atHigh] = [middle, value];
      atLow /= 2;
    } else {
      [low, atLow] = [middle, value];
      atHigh /= 2;
    }
  }
  return (low + high) / 2;
}
