/**
 * Stationary densities of the mean-field equation with noise: p = e^{κΦ}/Z with the potential Φ of its own attention,
 * Φ = Vw/β (USA), V log(w)/β (SA), w = e^{β⟨·, ·⟩} * μ. Velocities are gradients, so nothing else rests.
 */
import { exp, larger } from '../numerics/elementary.ts';
import { log1p } from '../numerics/special/near-one.ts';
import type { AttentionOfMany } from './equation.ts';
import { factored } from './factored.ts';
import { multipliers } from './multipliers.ts';
import type { Profile } from './profile.ts';

/** A profile's density and what moves its tokens, at the nodes. */
interface AtNodes {
  /** Φ, up to a constant. */
  readonly potential: Float64Array;
  /** dΦ/dθ. */
  readonly force: Float64Array;
  /** e^{κΦ} over its mean: the density, relative to the uniform one, that Φ makes. */
  readonly density: Float64Array;
  /** What the derivative of Φ in a_l is: N_l `pulls`_l φ_l over `weight`. */
  readonly pulls: Float64Array;
  /** w over its mean under SA, 1 under USA. */
  readonly weight: Float64Array;
  /** Its derivative by θ. */
  readonly weightSlope: Float64Array;
}

/** @param coefficients E φ_l for l = 1 … K */
export function atNodes(profile: Profile, attention: AttentionOfMany, coefficients: ArrayLike<number>): AtNodes {
  const { d, degree, count, norms, shares, values, slopes } = profile;
  const { beta, value, normalization, kappa } = attention;
  const { weights, potentials } = multipliers(beta, d, degree);
  const softmax = normalization === 'softmax';
  const strength = softmax ? value / weights[0] : value * exp(Math.abs(beta));
  const pulls = potentials.map((own) => strength * own);
  const [sum, slope] = [new Float64Array(count), new Float64Array(count)];
  for (let l = 1; l <= degree; l++) {
    const factor = norms[l] * pulls[l] * coefficients[l - 1];
    for (let j = 0; j < count; j++) {
      sum[j] += factor * values[l * count + j];
      slope[j] += factor * slopes[l * count + j];
    }
  }
  // SA: w over its mean is 1 + (β/V) sum.
  const share = softmax ? beta / value : 0;
  const weight = sum.map((own) => 1 + share * own);
  const potential = softmax && share !== 0 ? sum.map((own) => log1p(share * own) / share) : sum;
  const force = slope.map((own, j) => own / weight[j]);
  const most = potential.reduce(larger, -Infinity);
  const density = potential.map((own) => exp(kappa * (own - most)));
  const mean = density.reduce((total, own, j) => total + shares[j] * own, 0);
  for (let j = 0; j < count; j++) density[j] /= mean;
  return { potential, force, density, pulls, weight, weightSlope: slope.map((own) => share * own) };
}

/** E φ_l, l = 1 … K, under a density at the nodes. */
export function momentsOf({ degree, count, shares, values }: Profile, density: Float64Array): Float64Array {
  const out = new Float64Array(degree);
  for (let l = 1; l <= degree; l++) {
    let sum = 0;
    for (let j = 0; j < count; j++) sum += shares[j] * density[j] * values[l * count + j];
    out[l - 1] = sum;
  }
  return out;
}

/** What Newton's method needs at a point: the residual and its derivatives. */
interface Linearized {
  /** a − E φ(e^{κΦ}/Z). */
  readonly residual: Float64Array;
  /** [K, K], by coefficients. */
  readonly matrix: Float64Array;
  /** By κ. */
  readonly byKappa: Float64Array;
}

export function linearized(profile: Profile, attention: AttentionOfMany, coefficients: Float64Array): Linearized {
  const { degree, count, shares, norms, values } = profile;
  const { kappa } = attention;
  const { potential, density, pulls, weight } = atNodes(profile, attention, coefficients);
  const moments = momentsOf(profile, density);
  const matrix = new Float64Array(degree * degree);
  const masses = density.map((own, j) => (shares[j] * own) / weight[j]);
  for (let l = 1; l <= degree; l++) {
    let mean = 0; // of φ_l/weight
    for (let j = 0; j < count; j++) mean += masses[j] * values[l * count + j];
    const factor = kappa * norms[l] * pulls[l];
    for (let k = 1; k <= degree; k++) {
      let product = 0;
      for (let j = 0; j < count; j++) product += masses[j] * values[l * count + j] * values[k * count + j];
      matrix[(k - 1) * degree + l - 1] = (k === l ? 1 : 0) - factor * (product - mean * moments[k - 1]);
    }
  }
  const average = potential.reduce((sum, own, j) => sum + shares[j] * density[j] * own, 0);
  const weighted = density.map((own, j) => own * (potential[j] - average));
  return {
    residual: coefficients.map((own, i) => own - moments[i]),
    matrix,
    byKappa: momentsOf(profile, weighted).map((own) => -own),
  };
}

const MOST_ROUNDS = 30;
/** Of coefficients, which are at most 1. */
const SETTLED = 1e-14;

/**
 * The stationary density near given coefficients, by Newton's method; null where it does not settle.
 * @param coefficients E φ_l, l = 1 … K
 */
export function stationaryNear(
  profile: Profile,
  attention: AttentionOfMany,
  coefficients: Float64Array,
): Float64Array | null {
  const found = coefficients.slice();
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const { residual, matrix } = linearized(profile, attention, found);
    factored(matrix, profile.degree)?.(residual);
    let change = 0;
    for (let i = 0; i < found.length; i++) {
      found[i] -= residual[i];
      change = larger(change, Math.abs(residual[i]));
    }
    if (change < SETTLED) return found;
    if (!(change < 1e3)) return null;
  }
  return null;
}
