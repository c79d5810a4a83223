/** The expected number of ordinary Rényi centers among n uniform tokens on the circle. */

import { demandCount, demandSeparation } from '../numerics/domain.ts';
import { exp, log, PI, power } from '../numerics/elementary.ts';
import { chebyshevFit, chebyshevIntegral, chebyshevNodes, chebyshevValue } from '../numerics/special/chebyshev.ts';
import { coverage, freeShare, meanCircleCenters } from './circle-centers.ts';

/** The recursion is used where n·C is no more: its cost is n·C·48² multiplications. */
const MOST_WORK = 40_000;
/** From here on a circle is as good as endless: its two sides know of each other by less than 1e-8. */
const ENDLESS = 10;

/**
 * E N of n independent uniform tokens on the circle of C = 2π/δ car lengths:
 * - where nC ≤ 4·10⁴, exactly, by recursion in n; for C < 3, where there are at most two, in closed form for every n;
 * - else for C ≥ 10 from C R(n/C) with corrections for exactly n tokens; error below 0.3/C², at most 3e-6;
 * - else, n being in the thousands, from E N_∞ − E N_n ∝ 1/(n + 1); error below 1e-6 except for C a little above an
 *   integer, where it is below what is missing, E N_∞ − E N_n.
 *
 * @param n number of tokens, an integer ≥ 1 or Infinity
 * @param delta δ in radians, 0 < δ < π
 * @param work up to which nC the recursion is used. Less is quicker, with errors below 0.3/C² for C ≥ 10 and below what
 *   is missing else
 */
export function expectedCircleCenters(n: number, delta: number, work = MOST_WORK): number {
  demandSeparation(delta);
  demandCount(n);
  const circumference = (2 * PI) / delta;
  if (n === 1) return 1;
  if (circumference < 3) return n === Infinity ? 2 : atMostTwo(n, circumference);
  if (n * circumference <= work) return recursion(n, circumference);
  if (circumference >= ENDLESS && n < Infinity) return expansion(n, circumference);
  const most = Math.floor(work / circumference);
  const limit = meanCircleCenters(delta);
  return n === Infinity ? limit : limit - (limit - recursion(most, circumference)) * ((most + 1) / (n + 1));
}

/** A token is within δ of the first with probability 2/C. */
function atMostTwo(n: number, circumference: number): number {
  return 2 - exp((n - 1) * log(2 / circumference));
}

/**
 * With Poisson many tokens of mean n, E N = C R(n/C) =: f(n). For exactly n: f − (n/2) f″ + (n/3) f‴ + (n²/8) f⁗ − …
 * With R′ = φ = e^{−2 Ein}, φ′ = −2gφ, g = (1 − e^{−τ})/τ. (De-Poissonisation: Jacquet & Szpankowski 1998.)
 */
function expansion(n: number, circumference: number): number {
  const tau = n / circumference;
  const phi = freeShare(tau);
  const [g, g1, g2] = meanDecay(tau);
  const first = -2 * g * phi;
  const second = (4 * g * g - 2 * g1) * phi;
  const third = (-8 * g * g * g + 12 * g * g1 - 2 * g2) * phi;
  return (
    circumference * coverage(tau) - (tau / 2) * first + ((tau / 3) * second + ((tau * tau) / 8) * third) / circumference
  );
}

/** g = (1 − e^{−τ})/τ and its two first derivatives. */
function meanDecay(tau: number): readonly [number, number, number] {
  if (tau > 1) {
    const decay = exp(-tau);
    const g = (1 - decay) / tau;
    const g1 = (decay - g) / tau;
    return [g, g1, (-decay - 2 * g1) / tau];
  }
  const sums: [number, number, number] = [0, 0, 0];
  let term = 1; // τ^k/k! with its sign
  for (let k = 0; k < 20; k++) {
    sums[0] += term / (k + 1);
    sums[1] -= term / (k + 2);
    sums[2] += term / (k + 3);
    term *= -tau / (k + 1);
  }
  return sums;
}

const COUNT = 48;
/** Places t = s⁴ within a unit of length, s at Chebyshev nodes: near its beginning W varies within lengths of C/n. */
const NODES = chebyshevNodes(COUNT);
const PLACES = NODES.map((s) => s * s * s * s);

/**
 * W_n(ℓ), the expected number of centers that n tokens, uniform on a circle of C, add to a gap whose free part is ℓ
 * long: the first of them misses the gap, or parks and leaves free parts y − 1 and ℓ − y − 1,
 *
 *   W_{n+1}(ℓ) = (1 − ℓ/C) W_n(ℓ) + (1/C)(ℓ + 2 ∫₀^{ℓ−1} W_n).
 *
 * The first token leaves C − 2, so E N = 1 + W_{n−1}(C − 2). For ℓ ≤ 1 W_n = 1 − (1 − ℓ/C)ⁿ, whose steep rise is
 * integrated as a formula.
 */
function recursion(n: number, circumference: number): number {
  const last = Math.floor(circumference - 2);
  const values = Array.from({ length: last + 1 }, () => new Float64Array(COUNT)); // W on [j, j + 1], from j = 1 on
  const before = new Float64Array(last + 1); // ∫₀^j W
  const { rows, whole } = integration();
  const low = new Float64Array(COUNT); // ∫₀^t W for t ≤ 1
  const missing = new Float64Array(COUNT).fill(1); // (1 − t/C)^{token}
  let missingUnit = 1;
  for (let token = 1; token < n; token++) {
    for (let i = 0; i < COUNT; i++)
      low[i] = PLACES[i] - (1 - (missing[i] *= 1 - PLACES[i] / circumference)) * (circumference / token);
    before[1] = 1 - (1 - (missingUnit *= 1 - 1 / circumference)) * (circumference / token);
    for (let j = 1; j < last; j++) before[j + 1] = before[j] + dot(whole, values[j]);
    for (let j = last; j >= 1; j--) {
      const [w, left] = [values[j], values[j - 1]];
      for (let i = 0; i < COUNT; i++) {
        const shorter = j === 1 ? low[i] : before[j - 1] + dot(rows[i], left);
        w[i] += ((j + PLACES[i]) * (1 - w[i]) + 2 * shorter) / circumference;
      }
    }
  }
  return 1 + chebyshevValue(chebyshevFit(values[last]), power(circumference - 2 - last, 0.25));
}

interface Integration {
  /** Row i: weights of the values at all nodes in ∫₀^{t_i} W dt. */
  readonly rows: readonly Float64Array[];
  /** The same of ∫₀^1. */
  readonly whole: Float64Array;
}

let made: Integration | undefined;

function integration(): Integration {
  if (made) return made;
  const rows = Array.from({ length: COUNT }, () => new Float64Array(COUNT));
  const whole = new Float64Array(COUNT);
  for (let m = 0; m < COUNT; m++) {
    const unit = new Float64Array(COUNT);
    unit[m] = 4 * NODES[m] * NODES[m] * NODES[m]; // dt = 4s³ ds
    const integral = chebyshevIntegral(chebyshevFit(unit));
    for (let i = 0; i < COUNT; i++) rows[i][m] = chebyshevValue(integral, NODES[i]);
    whole[m] = chebyshevValue(integral, 1);
  }
  made = { rows, whole };
  return made;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < COUNT; i++) sum += a[i] * b[i];
  return sum;
}
