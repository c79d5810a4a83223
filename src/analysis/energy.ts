/** Energies of attention with Q = K = V = I; for other matrices they are numbers about the configuration, not potentials. */
import { exp } from '../core/elementary.ts';
import { squaredChord } from '../core/sphere.ts';
import type { Shape, State } from '../core/state.ts';
import { type Observable, pointwise } from './observable.ts';

/** e^{β(⟨x, y⟩ − 1)} for unit rows, by their chord: never overflows, exactly 1 for equal rows. */
function kernel(x: State, k: number, j: number, d: number, beta: number): number {
  return exp(-0.5 * beta * squaredChord(x, k * d, x, j * d, d));
}

/**
 * Ensemble energy Φ_β = n^{−2} Σ_{ij} e^{β(⟨x_i, x_j⟩ − 1)} ∈ (0, 1]; 1 is a single cluster, Σ(m_i/n)² far clusters of
 * sizes m_i. It is 2β e^{−β} times the energy E_β of arXiv:2312.10794, which overflows for β > 709. Non-decreasing
 * under full attention (SA, USA); may decrease under causal attention. O(n²d).
 */
export function ensembleEnergy(x: State, { n, d }: Shape, beta: number): number {
  let pairs = 0;
  for (let k = 0; k < n; k++) for (let j = 0; j < k; j++) pairs += kernel(x, k, j, d, beta);
  return (n + 2 * pairs) / (n * n);
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

export function energyObservable(): Observable<number[]> {
  return pointwise(
    {
      name: 'energy',
      title: 'ensemble energy Φ_β',
      unit: '1',
      source: 'arXiv:2312.10794 §3, scaled as in arXiv:2410.06833',
    },
    (x, { shape, beta }) => ensembleEnergy(x, shape, beta),
  );
}

export function tokenEnergyObservable(): Observable<number[][]> {
  return pointwise(
    {
      name: 'token-energy',
      title: 'energy E_k of each token (β > 0)',
      unit: '1',
      source: 'arXiv:2411.04990, Lemma 5.3',
    },
    (x, { shape, beta }) => (beta > 0 ? [...tokenEnergies(x, shape, beta)] : []),
  );
}
