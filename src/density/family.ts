/** The equations of stationary densities with a parameter, as branches are followed through them. */
import type { AttentionOfMany } from './equation.ts';
import { factored } from './factored.ts';
import type { Profile } from './profile.ts';
import { linearized } from './stationary.ts';

export type Along = 'kappa' | 'beta';

/** Coefficients, then the parameter over its scale. */
export interface Place {
  readonly profile: Profile;
  readonly x: Float64Array;
}

/** Of coefficients, and of the parameter over its scale. */
const SETTLED = 1e-12;

/** A family of equations G(a, p) = 0, with p the parameter over `scale`. */
export function family(attention: AttentionOfMany, along: Along, scale: number) {
  const attentionAt = (x: Float64Array): AttentionOfMany => ({ ...attention, [along]: scale * x[x.length - 1] });
  const residual = (profile: Profile, x: Float64Array) =>
    linearized(profile, attentionAt(x), x.subarray(0, profile.degree)).residual;

  /** The matrix [G_a, G_p; border] and G. */
  function bordered({ profile, x }: Place, border: Float64Array): { matrix: Float64Array; right: Float64Array } {
    const size = profile.degree;
    const { matrix, residual: own, byKappa } = linearized(profile, attentionAt(x), x.subarray(0, size));
    const column = along === 'kappa' ? byKappa.map((entry) => scale * entry) : differences(profile, x);
    const whole = new Float64Array((size + 1) * (size + 1));
    const right = new Float64Array(size + 1);
    for (let i = 0; i < size; i++) {
      whole.set(matrix.subarray(i * size, (i + 1) * size), i * (size + 1));
      whole[i * (size + 1) + size] = column[i];
      right[i] = own[i];
    }
    whole.set(border, size * (size + 1));
    return { matrix: whole, right };
  }

  function differences(profile: Profile, x: Float64Array): Float64Array {
    const STEP = 1e-5;
    const moved = (by: number) => {
      const other = x.slice();
      other[other.length - 1] += by;
      return residual(profile, other);
    };
    const minus = moved(-STEP);
    return moved(STEP).map((entry, i) => (entry - minus[i]) / (2 * STEP));
  }

  /** The solution with ⟨border, x⟩ as it is at the guess; null where Newton's method does not settle. */
  function corrected(guess: Place, border: Float64Array): Place | null {
    const x = guess.x.slice();
    const level = product(border, x);
    for (let round = 0; round < 12; round++) {
      const { matrix, right } = bordered({ profile: guess.profile, x }, border);
      right[right.length - 1] = product(border, x) - level;
      const solve = factored(matrix, x.length);
      if (solve === null) return null;
      solve(right);
      let change = 0;
      for (let i = 0; i < x.length; i++) {
        x[i] -= right[i];
        if (!(Math.abs(right[i]) <= change)) change = Math.abs(right[i]);
      }
      if (change < SETTLED) return { profile: guess.profile, x };
      if (!(change < 1)) return null;
    }
    return null;
  }

  /** The direction of the branch, of length 1, on the side of another one. */
  function tangent(place: Place, like: Float64Array): Float64Array {
    const { matrix, right } = bordered(place, like);
    right.fill(0);
    right[right.length - 1] = 1;
    factored(matrix, right.length)?.(right);
    const length = Math.sqrt(product(right, right));
    return right.map((entry) => entry / length);
  }

  return { attentionAt, corrected, tangent };
}

export function product(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
