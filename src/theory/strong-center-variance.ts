/** How much the number of strong Rényi centers of uniform tokens varies. */
import { atan2, cos, exp, larger, log, PI, sin, smaller } from '../core/elementary.ts';
import { capMeasure } from './cap-measure.ts';
import { demand, demandCount, demandDimension } from './domain.ts';
import { logBeta } from './special/gamma.ts';
import { expm1, log1p } from './special/near-one.ts';
import { integrate } from './special/quadrature.ts';
import { expectedStrongCenters } from './strong-centers.ts';

/** Below it the variance is that of the number of pairs within δ, which are independent two by two: E N² − (E N)² would be all roundoff. */
const FEW = 1e-15;

/**
 * The variance of the number of strong Rényi centers among n independent uniform tokens on S^{d−1}.
 *
 * Tokens j < k, at distance s > δ of each other, are both strong with probability (1 − u)^{j−1}(1 − p)^{k−j−1}, where p = σ(B_δ) and u is the
 * measure of the union of their caps: the j − 1 first tokens avoid both, those between them the cap of k. Summed over all pairs and integrated over s
 * that gives E N(N − 1). For n = ∞ what remains is Var = p^{−2} ∫_{s>δ} o/(2p − o) ds, o = 2p − u being the overlap of the two
 * caps; on the circle (4 log(4/3) − 1)/p for δ ≤ π/2.
 *
 * Relative error 1e-9 or so; up to √(10^{−15} n) for so few tokens that hardly any two are within δ (np² < 10^{−15}).
 *
 * @param delta δ in radians, 0 < δ < π
 * @param n an integer ≥ 1 or Infinity
 */
export function varianceStrongCenters(delta: number, d: number, n: number): number {
  demandDimension(d);
  demandCount(n);
  demand(delta > 0 && delta < PI, 'delta', 'a separation strictly between 0 and π radians; 4β^{−1/2} is usual', delta);
  const p = capMeasure(delta, d);
  if (n * p * p < FEW) return p === 0 ? 0 : ((n * (n - 1)) / 2) * p * (1 - p);
  const measure = (s: number) => exp((d - 2) * log(sin(s)) - logBeta((d - 1) / 2, 0.5)); // of distances of two tokens
  const touching = smaller(2 * delta, PI);
  const around = larger(delta, smaller(2 * PI - 2 * delta, touching)); // from here on the caps meet on the far side too
  const pieces = (f: (s: number) => number) =>
    integrate(f, delta, around, 1e-11) + integrate(f, around, touching, 1e-11);
  if (n === Infinity) {
    const excess = (s: number) => {
      const o = overlap(s, delta, d);
      return (measure(s) * o) / (2 * p - o);
    };
    return pieces(excess) / (p * p);
  }
  const near = pieces((s) => measure(s) * pairs(p, 2 * p - overlap(s, delta, d), n));
  const apart = touching < PI ? (1 - capMeasure(touching, d)) * pairs(p, 2 * p, n) : 0;
  const mean = expectedStrongCenters(p, n);
  return 2 * (near + apart) + mean - mean * mean;
}

/** Σ_{j<k≤n} (1 − u)^{j−1}(1 − p)^{k−j−1} = (A(u) − B)/p with A = (1 − (1 − u)^{n−1})/u and B = Σ_j (1 − u)^{j−1}(1 − p)^{n−j}. */
function pairs(p: number, union: number, n: number): number {
  if (n === 1) return 0;
  const u = smaller(union, 1);
  const single = exp((n - 1) * log1p(-p)); // (1 − p)^{n−1}
  const both = u === 1 ? 0 : exp((n - 1) * log1p(-u));
  const first = u === 1 ? 1 : -expm1((n - 1) * log1p(-u)) / u;
  return (first - ((1 - p) * (single - both)) / (u - p)) / p;
}

/** Measure of the intersection of two caps of radius δ whose middles are s apart: twice the part of one beyond the plane between them. */
function overlap(s: number, delta: number, d: number): number {
  if (d === 2) return (larger(2 * delta - s, 0) + larger(2 * delta + s - 2 * PI, 0)) / (2 * PI);
  if (s >= 2 * delta) return 0;
  // At distance r from the middle the directions within φ of the other middle lie beyond, cos φ = tan(s/2)/tan r: none up to r = s/2,
  // all from π − s/2 on. φ leaves both ends like a square root, which r = begin + (end − begin) sin²ψ makes smooth.
  const begin = s / 2;
  const end = smaller(delta, PI - begin);
  const slope = sin(begin) / cos(begin);
  const slice = (psi: number) => {
    const r = begin + (end - begin) * sin(psi) * sin(psi);
    const adjacent = (slope * cos(r)) / sin(r);
    const phi = atan2(Math.sqrt(larger((1 - adjacent) * (1 + adjacent), 0)), adjacent);
    return sin(2 * psi) * exp((d - 2) * log(sin(r))) * capMeasure(phi, d - 1);
  };
  const partly = (end - begin) * integrate(slice, 0, PI / 2, 1e-12) * exp(-logBeta((d - 1) / 2, 0.5));
  return 2 * (partly + (end < delta ? capMeasure(delta, d) - capMeasure(end, d) : 0));
}
