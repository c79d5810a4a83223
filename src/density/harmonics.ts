/**
 * Spaces of densities in harmonics: the contract that circle, zonal and general densities on the sphere share.
 *
 * A probability density on S^{d−1}, relative to the uniform one, is p = 1 + Σ_i N_i a_i φ_i, where the harmonics φ_i
 * have degrees 1 … K and the coefficients a_i = E φ_i are numbers of the density. The constant is 1 always, so that
 * mass is conserved to the last bit.
 */

export interface HarmonicSpace {
  /** `circle`: cos kθ, sin kθ. `zonal`: P_l(z), densities around an axis. `sphere`: all real harmonics of S². */
  readonly kind: 'circle' | 'zonal' | 'sphere';
  /** d of S^{d−1}. */
  readonly d: 2 | 3;
  /** K, the largest degree. */
  readonly degree: number;
  /** How many coefficients a density has; in the order of their degrees, so that a larger space only adds some. */
  readonly size: number;
  /** The degree of each coefficient. */
  readonly degrees: Int32Array;
  /** N_i = 1/E_uniform φ_i². */
  readonly norms: Float64Array;
  /** Places at which functions are evaluated, as many as products of two densities need not to be aliased. */
  readonly places: number;
  /** Shares of the uniform distribution that the places stand for; their sum is 1. */
  readonly shares: Float64Array;
  /** values ← constant + Σ_i N_i a_i φ_i at every place. */
  evaluate(constant: number, coefficients: ArrayLike<number>, values: Float64Array): void;
  /**
   * out_i ← ∫ ⟨∇φ_i, v⟩ p: what the velocity field v carries into each coefficient. v = ∇w, or ∇w/u where u is given:
   * p = 1 + Σ N a φ by `density`, w = Σ N w φ by `potential`, u = u_0 + Σ N u φ by `weight`.
   */
  transport(density: ArrayLike<number>, potential: ArrayLike<number>, weight: Weight | null, out: Float64Array): void;
  /** The same space to another degree. */
  resized(degree: number): HarmonicSpace;
}

/** The function that a velocity is divided by. */
export interface Weight {
  readonly constant: number;
  readonly coefficients: ArrayLike<number>;
}

/** k(k + d − 2), the eigenvalue of −Δ on harmonics of degree k. */
export function laplacian(degree: number, d: number): number {
  return degree * (degree + d - 2);
}

/**
 * How strong each degree is, by index from 0 to K: |E e^{ikθ}| on the circle, √(Σ_m (E Y_lm)²) on the sphere with Y_lm
 * of mean square 1/(2l + 1), which is |E P_l| around an axis. Independent of the axes; between 0 and 1 for a density.
 */
export function strengths(space: HarmonicSpace, coefficients: ArrayLike<number>): Float64Array {
  const squares = new Float64Array(space.degree + 1);
  squares[0] = 1;
  for (let i = 0; i < space.size; i++) {
    const scale = (space.d === 2 ? 2 : 2 * space.degrees[i] + 1) / space.norms[i];
    squares[space.degrees[i]] += (coefficients[i] * coefficients[i]) / scale;
  }
  return squares.map(Math.sqrt);
}

/**
 * The largest coefficient among the highest eighth of the degrees: what is left out is smaller for smooth densities.
 */
export function tailOf(space: HarmonicSpace, coefficients: ArrayLike<number>): number {
  let tail = 0;
  for (let i = 0; i < space.size; i++) {
    const size = Math.abs(coefficients[i]);
    if (8 * space.degrees[i] > 7 * space.degree && !(size <= tail)) tail = size;
  }
  return tail;
}
