/**
 * From the length of a Gaussian step in the tangent space to the angle of a Brownian one on the sphere, without a
 * change of its rank: the increasing map R with P(R(|ξ|) ≤ ρ) = P(angle ≤ ρ). By isotropy exp_x(R(|ξ|) ξ/|ξ|) then has
 * the law of Brownian motion from x.
 *
 * R is tabulated at equal steps, a cubic between them: its moments E G_l(cos R), exactly e^{−l(l + d − 2)s}, are right
 * to 10⁻⁹ (test/noise/brownian-step.test.ts).
 */
import { angleLaws, type Law, lengthLaw } from './angle-law.ts';
import { exp, larger, PI, smaller } from './elementary.ts';

/** R(y), where y is |ξ| of a standard Gaussian ξ of d − 1 components. */
export type RadialMap = (y: number) => number;

const CELLS = 512;
/** Ranks within this of 0 or 1 are read off the tangents at the ends. */
const TAIL = 1e-11;
/** Of a cell: to 10⁻¹² of it. */
const BISECTIONS = 40;

/** Below this, d s times a relative error of 1 is lost in rounding, and the sphere is flat. */
const FLAT = 1e-14;

/**
 * R as a function of the time s > 0 (generator Δ); null where the law of the angle is not known well enough
 * (angle-law.ts).
 *
 * @param d ≥ 3
 */
export function radialMaps(d: number): (s: number) => RadialMap | null {
  const lengths = tabulate(lengthLaw(d), CELLS);
  const angleLaw = angleLaws(d);
  return (s) => {
    if (d * s < FLAT) return (y) => Math.sqrt(2 * s) * y;
    const law = angleLaw(s);
    return law && quantileMap(lengths, tabulate(law, 2 * CELLS));
  };
}

/** From quantiles of one law to those of another. */
function quantileMap(lengths: Table, angles: Table): RadialMap {
  const { from, step } = lengths;
  let [first, last] = [0, CELLS];
  while (lengths.below[first] < TAIL) first++;
  while (lengths.above[last] < TAIL) last--;
  const values = new Float64Array(CELLS + 1);
  const slopes = new Float64Array(CELLS + 1);
  for (let i = first; i <= last; i++) {
    const { value, density } = quantile(angles, lengths.below[i], lengths.above[i]);
    values[i] = value;
    slopes[i] = (lengths.density[i] / density) * step;
  }
  const [lowest, highest] = [from + first * step, from + last * step];
  return (y) => {
    if (y <= lowest) return (values[first] * y) / lowest;
    if (y >= highest) return smaller(PI, values[last] + (slopes[last] * (y - highest)) / step);
    const place = (y - from) / step;
    const i = smaller(last - 1, Math.floor(place));
    return hermite(values[i], values[i + 1], slopes[i], slopes[i + 1], place - i);
  };
}

interface Table {
  readonly cells: number;
  readonly from: number;
  readonly step: number;
  /** At the ends of cells: the density, and the probabilities on either side. */
  readonly density: Float64Array;
  readonly below: Float64Array;
  readonly above: Float64Array;
}

/** By Simpson's rule. */
function tabulate({ from, to, logDensity }: Law, cells: number): Table {
  const step = (to - from) / cells;
  const logs = Float64Array.from({ length: 2 * cells + 1 }, (_, i) => logDensity(from + (i * step) / 2));
  const top = logs.reduce(larger);
  const all = logs.map((value) => (value > -Infinity ? exp(value - top) : 0));
  const mass = (i: number) => (step / 6) * (all[2 * i] + 4 * all[2 * i + 1] + all[2 * i + 2]);
  const below = new Float64Array(cells + 1);
  const above = new Float64Array(cells + 1);
  for (let i = 0; i < cells; i++) below[i + 1] = below[i] + mass(i);
  for (let i = cells - 1; i >= 0; i--) above[i] = above[i + 1] + mass(i);
  const total = below[cells];
  const share = (value: number) => value / total;
  const density = all.filter((_, i) => i % 2 === 0).map(share);
  return { cells, from, step, density, below: below.map(share), above: above.map(share) };
}

/** Where the law has these probabilities on either side, counted from the nearer end, and its density there. */
function quantile({ cells, from, step, density, below, above }: Table, under: number, over: number) {
  const rising = under <= over;
  const [side, rank] = rising ? [below, under] : [above, over];
  let [cell, end] = [0, cells];
  while (end - cell > 1) {
    const middle = Math.floor((cell + end) / 2);
    if (side[middle] < rank === rising) cell = middle;
    else end = middle;
  }
  const sign = rising ? step : -step;
  const cubic = (theta: number) => hermite(side[cell], side[end], sign * density[cell], sign * density[end], theta);
  const theta = inverse(cubic, rising, rank);
  return { value: from + (cell + theta) * step, density: density[cell] + theta * (density[end] - density[cell]) };
}

/** The cubic with values a, b and slopes p, q at θ = 0, 1. */
function hermite(a: number, b: number, p: number, q: number, theta: number): number {
  const rest = 1 - theta;
  return rest * rest * ((1 + 2 * theta) * a + theta * p) + theta * theta * ((3 - 2 * theta) * b - rest * q);
}

/** θ in [0, 1] at which that cubic, monotone here, takes a value between a and b. */
function inverse(cubic: (theta: number) => number, rising: boolean, wanted: number): number {
  let [low, high] = [0, 1];
  for (let i = 0; i < BISECTIONS; i++) {
    const theta = (low + high) / 2;
    if (cubic(theta) < wanted === rising) low = theta;
    else high = theta;
  }
  return (low + high) / 2;
}
