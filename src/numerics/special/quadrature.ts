/**
 * Integrals of smooth functions to near roundoff: Gauss–Legendre panels, halved where they do not agree with their
 * halves.
 */
import { cos, larger, PI } from '../elementary.ts';

interface Rule {
  /** Increasing, in (−1, 1). */
  readonly nodes: Float64Array;
  /** Positive, of sum 2. */
  readonly weights: Float64Array;
}

/**
 * The Gauss–Legendre rule with `count` nodes on [−1, 1], exact for polynomials of degree 2·count − 1. Newton's method
 * on P_count.
 */
export function gaussLegendre(count: number): Rule {
  const nodes = new Float64Array(count);
  const weights = new Float64Array(count);
  for (let i = 0; 2 * i < count; i++) {
    let x = cos((PI * (i + 0.75)) / (count + 0.5));
    let slope = 1;
    for (let round = 0; round < 8; round++) {
      let [before, value] = [1, x];
      for (let k = 2; k <= count; k++) [before, value] = [value, ((2 * k - 1) * x * value - (k - 1) * before) / k];
      slope = (count * (before - x * value)) / ((1 - x) * (1 + x));
      x -= value / slope;
    }
    if (2 * i + 1 === count) x = 0;
    nodes[count - 1 - i] = x;
    nodes[i] = -x;
    weights[i] = weights[count - 1 - i] = 2 / ((1 - x) * (1 + x) * slope * slope);
  }
  return { nodes, weights };
}

const RULE = gaussLegendre(20);
const MOST_HALVINGS = 60;
/** Of one integral: a function that is rough everywhere, as roundoff is, would be halved without end. */
const MOST_PANELS = 5000;

/** ∫_a^b f by one Gauss–Legendre panel of 20 nodes. */
export function panel(f: (x: number) => number, a: number, b: number, rule = RULE): number {
  const half = (b - a) / 2;
  const middle = (a + b) / 2;
  let sum = 0;
  for (let i = 0; i < rule.nodes.length; i++) sum += rule.weights[i] * f(middle + half * rule.nodes[i]);
  return half * sum;
}

/**
 * ∫_a^b f(x) dx for finite a, b. A panel is halved until its halves change it by less than `tolerance` of the integral
 * of |f|; the halves of a smooth f are then good to far more, so the default gives about 1e-15. Jumps and algebraic
 * singularities are bisected down to roundoff of the width. f is never asked at the ends.
 */
export function integrate(f: (x: number) => number, a: number, b: number, tolerance = 1e-13): number {
  if (a === b) return 0;
  let size = Math.abs(panel((x) => Math.abs(f(x)), a, b)); // of ∫|f|, better the farther one goes
  let panels = 0;
  function refine(from: number, to: number, whole: number, halvings: number): number {
    const middle = (from + to) / 2;
    const left = panel(f, from, middle);
    const right = panel(f, middle, to);
    size = larger(size, Math.abs(left) + Math.abs(right));
    const settled = Math.abs(left + right - whole) <= tolerance * size || Number.isNaN(whole);
    if (settled || halvings === MOST_HALVINGS || ++panels > MOST_PANELS) return left + right;
    return refine(from, middle, left, halvings + 1) + refine(middle, to, right, halvings + 1);
  }
  return refine(a, b, panel(f, a, b), 0);
}
