/** Two caps that overlap: integrals over how far apart they are. */
import { cos, exp, log, PI, power, sin, smaller } from '../numerics/elementary.ts';
import { chebyshevFit, chebyshevIntegral, chebyshevNodes, chebyshevValue } from '../numerics/special/chebyshev.ts';
import { logBeta } from '../numerics/special/gamma.ts';
import { logCapMeasure } from './cap-measure.ts';

/** What is left out at the ends is e^{−46} of the rest. */
const SMALL = 46;
/** By what exponent a power may rise within a panel: 24 nodes do it to roundoff. */
const RISE = 8;
const NODES = chebyshevNodes(24);

/**
 * ∫_{s>δ} f(ω) ω dF(s)/p over the distances s of two uniform points of S^{d−1} at which what two caps of radius δ
 * forces on them is exceeded: for δ ≤ π/2 by their overlap, beyond by what both leave of the sphere (the overlap of
 * caps of radius π − δ), either being pω. p = σ(B_δ). 0 for δ ≥ 2π/3, where they cover everything.
 *
 * The middle plane of two caps cuts them in a disc of radius h, cos δ = cos(s/2) cos h, and pω = (1/2π) ∫_s sin^{d−2} h
 * ds: turning the plane about the middle by dα, a point at distance ω of it moves by cos ω dα. With k = sin²(s/2)/sin²
 * δ both densities are powers, sin s sin h = 2 sin² δ √(k(1 − k)), and with w = √(1 − k) smooth at the end where the
 * caps touch. One pass over panels in w gives ω and the integral; they grow by a factor, as ω does from its end and
 * near δ = π/2 (there C = cos(s/2) is nearly w).
 */
export function lensIntegral(delta: number, d: number, f: (omega: number) => number): number {
  const [sine, cosine] = [sin(delta), cos(delta)];
  if (!(2 * cosine + 1 > 0)) return 0;
  const logB = logBeta((d - 1) / 2, 0.5); // of ∫₀^π sin^{d−2}
  const reduced = exp(logCapMeasure(delta, d) + logB - (d - 1) * log(sine)); // pB/sin^{d−1} δ
  const middle = Math.sqrt(2 * (1 - (sine * sine) / 2)); // √2 C at k = ½, where powers are largest
  const scale = exp(logB - (d - 1) * log(middle)) / (PI * reduced);
  let omega = 0; // in units of `scale`, up to the panel
  let sum = 0;
  const ends = panels(Math.sqrt((2 * cosine + 1) / (2 * (1 + cosine))), d);
  for (let i = 1; i < ends.length; i++) {
    const length = ends[i] - ends[i - 1];
    const places = NODES.map((t) => ends[i - 1] + length * t);
    const roots = places.map((w) => Math.sqrt((1 - w) * (1 + w))); // √k
    const halves = places.map((w) => Math.sqrt(cosine * cosine + w * w * sine * sine)); // C
    const rise = chebyshevIntegral(
      chebyshevFit(places.map((w, at) => power((middle * w) / halves[at], d - 1) / roots[at])),
    );
    const shares = places.map((w, at) => {
      const here = omega + length * chebyshevValue(rise, NODES[at]);
      return power((2 * roots[at] * halves[at]) / middle, d - 3) * w * here * f(scale * here);
    });
    sum += length * chebyshevValue(chebyshevIntegral(chebyshevFit(shares)), 1);
    omega += length * chebyshevValue(rise, 1);
  }
  return (4 * exp(logB) * sum) / (PI * reduced * reduced * middle * middle);
}

/** Ends of panels in w, from 0 to where s = δ, or to where nothing is left of (4k(1 − k))^{d/2}. */
function panels(last: number, d: number): number[] {
  const share = exp((-2 * SMALL) / (d + 2));
  const root = 1 + Math.sqrt(1 - share);
  const [from, to] = [smaller(last, Math.sqrt(0.5)) * Math.sqrt(share / root), smaller(last, Math.sqrt(root / 2))];
  const count = Math.floor(log(to / from) / smaller(0.7, RISE / d)) + 1;
  const ratio = log(to / from) / count;
  return [0, ...Array.from({ length: count + 1 }, (_, i) => (i === count ? to : from * exp(ratio * i)))];
}
