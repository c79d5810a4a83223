/**
 * Energies of attention with Q = K = V = I; for other matrices they are numbers about the configuration, not
 * potentials.
 */

import type { Shape, State } from '../core/state.ts';
import { placesWithin } from '../numerics/boxes/places.ts';
import { eachRowOfCosines } from '../numerics/cosines.ts';
import { exp, smaller } from '../numerics/elementary.ts';
import { squaredChord } from '../numerics/sphere.ts';
import { circleEnergy } from './circle-energy.ts';
import { hasCosines, knownBeta, type Observable, pointwise, type SampleView, sampleView } from './observable.ts';
import { sphereEnergy } from './sphere-energy.ts';

/** e^{β(⟨x, y⟩ − 1)} for unit rows, by their chord: never overflows, exactly 1 for equal rows. */
function kernel(x: State, k: number, j: number, d: number, beta: number): number {
  return exp(-0.5 * beta * squaredChord(x, k * d, x, j * d, d));
}

/**
 * Ensemble energy Φ_β = n^{−2} Σ_{ij} e^{β(⟨x_i, x_j⟩ − 1)} ∈ (0, 1]; 1 is a single cluster, Σ(m_i/n)² far clusters of
 * sizes m_i. It is 2β e^{−β} times the energy E_β of arXiv:2312.10794, which overflows for β > 709. Non-decreasing
 * under full attention (SA, USA); may decrease under causal attention.
 *
 * By the cheapest of: all pairs, O(n²d); pairs that are near enough to matter, found in boxes; modes on the circle,
 * O(n√β); harmonics on S², O(nβ). Absolute error below 10^−12 along each.
 */
export function ensembleEnergy(x: State, shape: Shape, beta: number, view: SampleView = sampleView(x, shape)): number {
  return energyWays[cheapestWay(shape, beta).way](x, shape, beta, view);
}

type Way = (x: State, shape: Shape, beta: number, view: SampleView) => number;

const energyWays = {
  pairs(x, shape, beta, view) {
    const { n } = shape;
    const known = view.cosines();
    let pairs = 0; // row by row: one long sum would drift
    if (known) for (let k = 0; k < n; k++) pairs += kernels(known, (k * (k - 1)) / 2, k, beta);
    else eachRowOfCosines(x, shape, (k, cosines) => void (pairs += kernels(cosines, 0, k, beta)));
    return (n + 2 * pairs) / (n * n);
  },
  near(x, { n, d }, beta) {
    const points = placesWithin(d, farthestSquare(beta));
    const row = new Float64Array(d);
    let pairs = 0;
    for (let k = 0; k < n; k++) {
      for (let i = 0; i < d; i++) row[i] = x[k * d + i];
      let sum = 0;
      points.each(row, (_, square) => {
        sum += exp(-0.5 * beta * square);
      });
      pairs += sum;
      points.add(row);
    }
    return (n + 2 * pairs) / (n * n);
  },
  modes: (x, _, beta) => circleEnergy(x, beta),
  harmonics: (x, _, beta) => sphereEnergy(x, beta),
} as const satisfies Record<string, Way>;

/** Pairs with a smaller exponent add less than e^{−40} < 2^{−57} each to a mean of at least 1/n. */
const NEGLIGIBLE = -40;

/** The squared chord of such pairs. */
function farthestSquare(beta: number): number {
  return (-2 * NEGLIGIBLE) / beta;
}

/** Σ e^{β(c − 1)} over some cosines. */
function kernels(cosines: Float64Array, from: number, count: number, beta: number): number {
  let sum = 0;
  for (let j = from; j < from + count; j++) {
    const exponent = beta * (cosines[j] - 1);
    if (exponent > NEGLIGIBLE) sum += exp(exponent);
  }
  return sum;
}

/** Cosines are known to some 1e-16, and exponents to β times that; pairs that are near come with their chords. */
const LARGEST_OF_COSINES = 256;

/** Harmonics are tested up to there. */
const LARGEST_HARMONIC = 1024;

/**
 * The way that costs least, and its nanoseconds. Unit costs are rounded from measurements; only their ratios matter.
 */
function cheapestWay({ n, d }: Shape, beta: number): { readonly way: keyof typeof energyWays; readonly cost: number } {
  const ways: { readonly way: keyof typeof energyWays; readonly cost: number }[] = [];
  if (beta <= LARGEST_OF_COSINES) {
    ways.push({ way: 'pairs', cost: 0.5 * n * n * (hasCosines({ n, d }) ? 8 : 10 + 0.6 * d) });
  }
  const chord = beta > 0 ? Math.sqrt(farthestSquare(beta)) : Infinity;
  if (chord < 2) {
    const entries = smaller(d, 4 + (d * chord * chord) / 2); // of two random rows, until their chord is too long
    ways.push({ way: 'near', cost: n * (150 + 0.5 * n * lookedAt(d, chord) * (8 + 1.7 * entries)) });
  }
  if (d === 2) ways.push({ way: 'modes', cost: n * (20 + 1.5 * (10 + 8.5 * Math.sqrt(beta))) + 3000 });
  if (d === 3 && beta <= LARGEST_HARMONIC) {
    const degrees = 10 + 8.5 * Math.sqrt(beta);
    ways.push({ way: 'harmonics', cost: n * degrees * degrees + 20 * degrees * degrees });
  }
  return ways.reduce((best, one) => (one.cost < best.cost ? one : best));
}

/**
 * Per-token energies E_k = −β^{−1} Σ_{j<k} e^{β(⟨x_k, x_j⟩ − 1)}, whose gradient in x_k drives token k of CSA:
 * ẋ_k = −(1/Z_k) ∇E_k with Z_k scaled alike (arXiv:2411.04990, Lemma 5.3 and App. C.3; the printed form lacks 1/β).
 * Token 1 has energy 0; for β = 0 the energies are −∞ or 0, so use β > 0.
 */
export function tokenEnergies(x: State, { n, d }: Shape, beta: number): Float64Array {
  const energies = new Float64Array(n);
  for (let k = 1; k < n; k++) {
    let sum = 0;
    for (let j = 0; j < k; j++) sum += kernel(x, k, j, d, beta);
    energies[k] = -sum / beta;
  }
  return energies;
}

/** The share of uniform points that a search in boxes (numerics/boxes) looks at. */
function lookedAt(d: number, chord: number): number {
  const share = d === 2 ? chord / 2 : d === 3 ? chord * chord : d < 6 ? 6 * chord * chord * chord : 1;
  return smaller(1, share);
}

export function energyObservable(): Observable<number[]> {
  return pointwise(
    {
      name: 'energy',
      title: 'ensemble energy Φ_β',
      unit: '1',
      source: 'arXiv:2312.10794 §3, scaled as in arXiv:2410.06833',
      needsBeta: true,
      cost: (shape, beta) => cheapestWay(shape, beta).cost,
    },
    (x, context, view) => ensembleEnergy(x, context.shape, knownBeta(context, 'energy'), view),
  );
}

export function tokenEnergyObservable(): Observable<number[][]> {
  return pointwise(
    {
      name: 'token-energy',
      title: 'energy E_k of each token (β > 0)',
      unit: '1',
      source: 'arXiv:2411.04990, Lemma 5.3',
      needsBeta: true,
      cost: ({ n, d }) => 0.5 * n * n * (12 + 0.8 * d),
    },
    (x, context) => {
      const beta = knownBeta(context, 'token-energy');
      return beta > 0 ? [...tokenEnergies(x, context.shape, beta)] : [];
    },
  );
}
