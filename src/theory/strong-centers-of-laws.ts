/**
 * The expected number of strong Rényi centers of independent tokens whose law μ is not uniform, ∫ (1 − (1 − p_x)ⁿ)/p_x
 * dμ(x) with p_x = μ(B_δ(x)): Lemma C.1 of arXiv:2411.04990 before it is made uniform, and for finite n.
 */

import { demand, demandCount, demandDimension, demandSeparation } from '../numerics/domain.ts';
import { cos, exp, larger, log, PI, sin, smaller } from '../numerics/elementary.ts';
import { exponentialMean } from '../numerics/special/bessel.ts';
import { logBeta } from '../numerics/special/gamma.ts';
import { expm1, log1p } from '../numerics/special/near-one.ts';
import { integrate } from '../numerics/special/quadrature.ts';
import { expectedStrongCenters } from './strong-centers.ts';

/** Tolerances of the outer integral and of those within it. */
const OUTER = 1e-10;
const INNER = 1e-12;
/** Of von Mises–Fisher laws: beyond, the first panels may step over what they should see. */
const LARGEST_KAPPA = 1000;

/**
 * On the circle.
 *
 * @param density of the angle, ≥ 0 and 2π-periodic, of any positive integral: it is normalised here
 * @param delta δ, 0 < δ < π
 * @param n number of tokens or Infinity
 * @param breaks angles where the density is not smooth; a jump that is not named costs time and digits
 */
export function expectedStrongCentersOnCircle(
  density: (angle: number) => number,
  delta: number,
  n: number,
  breaks: readonly number[] = [],
): number {
  demandSeparation(delta);
  demandCount(n);
  const measure = (from: number, to: number) => integrateBetween(density, from, to, breaks, INNER);
  const total = measure(-PI, PI);
  demand(total > 0 && total < Infinity, 'density', 'of positive and finite integral over the circle', total);
  function integrand(x: number): number {
    const here = density(x);
    if (here === 0) return 0;
    const near = measure(x - delta, x) + measure(x, x + delta);
    return (here / total) * expectedStrongCenters(smaller(near / total, 1), n);
  }
  const kinks = breaks.flatMap((angle) => [angle - delta, angle, angle + delta]);
  return integrateBetween(integrand, -PI, PI, [0, ...kinks], OUTER);
}

/** ∫ f from one angle to another, in pieces that end at the breaks and their repetitions by 2π. */
function integrateBetween(
  f: (angle: number) => number,
  from: number,
  to: number,
  breaks: readonly number[],
  tolerance: number,
): number {
  const inside = breaks
    .flatMap((angle) => [-2, -1, 0, 1, 2].map((turns) => angle + 2 * PI * turns))
    .filter((angle) => angle > from && angle < to);
  const ends = [from, ...inside.sort((a, b) => a - b), to];
  let sum = 0;
  for (let i = 1; i < ends.length; i++) sum += integrate(f, ends[i - 1], ends[i], tolerance);
  return sum;
}

/**
 * On S^{d−1} for the von Mises–Fisher law, of density ∝ e^{κ⟨μ, x⟩} about one direction μ. κ = 0 is the uniform law.
 *
 * With θ the angle of x to μ and r that of another point to x, the mean of e^{κ⟨μ, ·⟩} at distance r is e^{κ cos θ cos
 * r} times the mean of e^{κ sin θ sin r u} over S^{d−2}, a Bessel function.
 *
 * @param kappa 0 ≤ κ ≤ 1000
 */
export function expectedStrongCentersVonMisesFisher(kappa: number, delta: number, d: number, n: number): number {
  demandDimension(d);
  demandSeparation(delta);
  demandCount(n);
  demand(
    kappa >= 0 && kappa <= LARGEST_KAPPA,
    'kappa',
    `from 0 to ${LARGEST_KAPPA}; narrower laws are not worked out`,
    kappa,
  );
  const a = (d - 1) / 2;
  const logTotal = logBeta(a, 0.5) + log(exponentialMean(kappa, d)); // ∫₀^π e^{κ(cos r − 1)} sin^{d−2} r dr
  function integrand(theta: number): number {
    // Relative to the largest density within δ, which is nearest to μ; and that to the density at x.
    const nearest = larger(theta - delta, 0);
    const rise = 2 * kappa * sin((theta + nearest) / 2) * sin((theta - nearest) / 2); // κ(cos nearest − cos θ)
    const mass = (r: number) => {
      const half = sin(r / 2);
      const across = sin(theta) * sin(r); // cos(θ − r) − cos θ = across − 2 cos θ sin²(r/2)
      const exponent = kappa * (across - 2 * cos(theta) * half * half) - rise + (d - 2) * log(sin(r));
      return exp(exponent) * exponentialMean(kappa * across, d - 1);
    };
    const near = integrate(mass, 0, delta, INNER);
    const half = sin(theta / 2);
    const p = smaller(near * exp(rise - 2 * kappa * half * half - logTotal), 1);
    const found = n === Infinity ? 1 : p === 1 ? 1 : -expm1(n * log1p(-p)); // 1 − (1 − p)ⁿ
    return (exp((d - 2) * log(sin(theta)) - rise) / near) * found;
  }
  return integrate(integrand, 0, PI, OUTER);
}
