/**
 * Unit costs from timings of fields: least squares within bounds, and a judgement whether the result explains what it
 * was made from.
 */
import { type Costs, shippedCosts } from '../../backends/wasm/costs.ts';
import { paths } from '../../backends/wasm/schedule.ts';
import type { Shape } from '../../core/state.ts';
import type { AttentionFieldParameters } from '../../dynamics/attention-field.ts';

/** A field computed along one path. */
export interface Probe {
  readonly name: string;
  readonly attention: AttentionFieldParameters;
  readonly shape: Shape;
  readonly field: 'direct' | 'harmonic' | 'local';
}

export interface Fit {
  readonly costs: Costs;
  /** Machine against machine: here a unit takes so many times as long as where the shipped costs were measured. */
  readonly speed: number;
  /** The probe that the costs explain worst: measured over predicted, or its inverse, at least 1. */
  readonly worst: { readonly name: string; readonly factor: number };
}

/**
 * Engines differ by the widths of their vectors and their caches: of two costs the ratio may be so many times another
 * than shipped.
 */
export const MOST_UNLIKE = 4;
/** Of a single timing, relative: what minima of several rounds leave on a machine that is not busy. */
const TYPICAL_ERROR = 0.1;
/** Of a cost before anything is measured, relative to shipped ones: weak, for costs on which no probe depends much. */
const PRIOR_ERROR = 1;
/**
 * Costs that explain their own measurements no better are worth nothing: the choice among paths turns on such factors.
 */
export const MOST_OFF = 1.5;
const SWEEPS = 200;

export const costNames = Object.keys(shippedCosts) as (keyof Costs)[];

/** What the model says a probe takes, nanoseconds. */
export function predicted({ attention, shape, field }: Probe, costs: Costs): number {
  const path = paths.find(({ name, dimension }) => name === field && (dimension ?? shape.d) === shape.d);
  if (path === undefined) throw new Error(`no path "${field}" covers d = ${shape.d}`);
  const cost = path.cost(attention, shape, costs);
  let sum = 0;
  for (let k = 0; k < shape.n; k++) sum += cost(k);
  return sum / (1 - (path.sumShare ?? 0));
}

const none = Object.fromEntries(costNames.map((name) => [name, 0])) as unknown as Costs;

/**
 * How a prediction depends on each cost. `cellPair` alone is no time but a factor on `pairSphere`: here it stands for
 * their product, in which predictions are linear.
 */
function weightsOf(probe: Probe): number[] {
  const alone = (name: keyof Costs) => predicted(probe, { ...none, [name]: 1 });
  return costNames.map((name) =>
    name === 'cellPair' ? predicted(probe, { ...none, cellPair: 1, pairSphere: 1 }) - alone('pairSphere') : alone(name),
  );
}

function linear(costs: Costs): number[] {
  return costNames.map((name) => (name === 'cellPair' ? costs.cellPair * costs.pairSphere : costs[name]));
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

/**
 * Minimises the squares of relative errors Σ_i ((p_i − m_i)/m_i)² over costs between shipped/MOST_UNLIKE and
 * shipped·MOST_UNLIKE, both in units of this machine's speed, one cost after another.
 *
 * @param times nanoseconds that each probe took
 */
export function fitCosts(probes: readonly Probe[], times: readonly number[]): Fit {
  const shipped = linear(shippedCosts);
  const weights = probes.map(weightsOf);
  const total = (costs: readonly number[], i: number) => costs.reduce((sum, cost, j) => sum + cost * weights[i][j], 0);
  const speed = median(times.map((time, i) => time / total(shipped, i)));
  const middle = shipped.map((cost) => speed * cost);
  const found = [...middle];
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (let j = 0; j < found.length; j++) {
      // d/dc of Σ ((rest_i + w_ij c)/m_i − 1)²/σ² + ((c/middle) − 1)²/τ² is zero
      let slope = 1 / (middle[j] * PRIOR_ERROR) ** 2;
      let pull = middle[j] * slope;
      times.forEach((time, i) => {
        const w = weights[i][j] / (time * TYPICAL_ERROR);
        const rest = (total(found, i) - found[j] * weights[i][j]) / (time * TYPICAL_ERROR);
        slope += w * w;
        pull += w * (1 / TYPICAL_ERROR - rest);
      });
      const best = pull / slope;
      found[j] = Math.min(middle[j] * MOST_UNLIKE, Math.max(middle[j] / MOST_UNLIKE, best));
    }
  }
  const named = Object.fromEntries(costNames.map((name, j) => [name, found[j]])) as unknown as Costs;
  const costs = { ...named, cellPair: named.cellPair / named.pairSphere };
  const off = probes.map((probe, i) => {
    const ratio = times[i] / predicted(probe, costs);
    return { name: probe.name, factor: Math.max(ratio, 1 / ratio) };
  });
  return { costs, speed, worst: off.reduce((a, b) => (b.factor > a.factor ? b : a)) };
}

/** The cost that no machine has beside the others, as a sentence's subject; null where all are within reason. */
export function unreasonable(costs: Partial<Costs>): string | null {
  const given = Object.entries(costs).filter(([name]) => name !== 'cellPair') as [keyof Costs, number][];
  const speed = median(given.map(([name, cost]) => cost / shippedCosts[name]));
  const wrong = given.find(([name, cost]) => {
    const ratio = cost / (speed * shippedCosts[name]);
    return !(ratio < 1.01 * MOST_UNLIKE && ratio > 1 / (1.01 * MOST_UNLIKE));
  });
  return wrong === undefined ? null : `${wrong[0]} = ${wrong[1]}`;
}
