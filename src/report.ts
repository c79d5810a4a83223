/** Results as tables and sentences for people; numbers for programs are the measurements themselves. */
import { counted } from './core/counted.ts';
import type { FieldReport } from './core/engine.ts';
import { labelOf } from './dynamics/index.ts';
import { type IntegratorName, integratorRegistry } from './integrators/index.ts';
import type { Integrator, NoiseOrder } from './integrators/integrator.ts';
import type { RunResult } from './run.ts';
import { geometricTimes, spansDecades } from './times.ts';
import { adviceFor, type Trajectory, type UndecidedToken } from './trajectory.ts';

export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** At most `count` of the indices 0 … length − 1: the first, the last, and others spread by rank of the logarithm of time. */
export function representativeSamples(ts: ArrayLike<number>, count: number): number[] {
  const last = ts.length - 1;
  if (last < count) return Array.from({ length: last + 1 }, (_, i) => i);
  const chosen = new Set([0, last]);
  // Log-spaced from a thousandth of the end, or from the first sample after it; over all times if those span decades.
  const first = ts[0] > 0 ? ts[0] : ts[1];
  const start = spansDecades(ts) ? first : Math.max(first, ts[last] / 1000);
  for (const wanted of geometricTimes(start, ts[last], count - 1).slice(0, -1)) {
    let best = 0;
    for (let s = 1; s < last; s++) if (Math.abs(ts[s] - wanted) < Math.abs(ts[best] - wanted)) best = s;
    chosen.add(best);
  }
  return [...chosen].sort((a, b) => a - b);
}

/** A number with at most four significant digits, without needless zeros. */
export function brief(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const rounded = Number(value.toPrecision(4));
  return Math.abs(rounded) >= 1e6 || (rounded !== 0 && Math.abs(rounded) < 1e-4)
    ? rounded.toExponential()
    : String(rounded);
}

/** A token as people count, by its index from 0: x₁ is the first. */
export function tokenName(index: number): string {
  return `x${[...String(index + 1)].map((digit) => '₀₁₂₃₄₅₆₇₈₉'[Number(digit)]).join('')}`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

/**
 * The table of a run: a row a saved time (at most `rows` of them), a column a measurement that was taken.
 */
export function runTable(
  { trajectory, measurements }: Pick<RunResult, 'trajectory' | 'measurements'>,
  rows: number,
): Table {
  const { ts } = trajectory;
  const columns: { readonly title: string; readonly cell: (i: number) => string }[] = [
    { title: 't', cell: (i) => brief(ts[i]) },
  ];
  const { clusters, capture, energy, cosine, radii } = measurements;
  const orderParameter = measurements['order-parameter'];
  const first = measurements['first-token'];
  if (clusters) {
    columns.push({ title: 'clusters', cell: (i) => String(clusters.count[i]) });
    columns.push({ title: 'largest', cell: (i) => String(clusters.sizes[i][0]) });
  }
  for (const at of capture?.radii ?? []) {
    columns.push({ title: `captured, r = ${brief(at.radius)}`, cell: (i) => percent(at.renyiMoving[i]) });
    columns.push({ title: 'by strong ones', cell: (i) => percent(at.strongMoving[i]) });
  }
  if (energy) columns.push({ title: 'energy', cell: (i) => energy[i].toFixed(4) });
  if (cosine) columns.push({ title: 'mean cosine', cell: (i) => cosine.mean[i].toFixed(4) });
  if (orderParameter) columns.push({ title: 'order', cell: (i) => orderParameter[i].toFixed(4) });
  if (radii) {
    columns.push({ title: 'smallest |x|', cell: (i) => brief(radii[i].smallest) });
    columns.push({ title: 'largest |x|', cell: (i) => brief(radii[i].largest) });
  }
  if (first) columns.push({ title: 'farthest from x₁', cell: (i) => first[i].largest.toFixed(4) });
  return {
    columns: columns.map(({ title }) => title),
    rows: representativeSamples(ts, rows).map((i) => columns.map(({ cell }) => cell(i))),
  };
}

/** What was run, in one line. */
export function describeRun({ spec, trajectory }: Pick<RunResult, 'spec' | 'trajectory'>): string {
  const matrices = (['query', 'key', 'value'] as const)
    .filter((name) => spec[name] !== undefined && spec[name] !== 'identity')
    .map((name) => name[0].toUpperCase());
  const parts = [
    `n = ${spec.tokens}`,
    `d = ${spec.dimension}`,
    `β = ${brief(spec.beta)}`,
    spec.dynamics === 'attention' ? `${spec.mask} attention` : `${labelOf(trajectory.problem.dynamics)} (${spec.mask})`,
    ...(spec.layerTime === undefined ? [] : [layerWords(spec.layerTime, spec.layers?.length)]),
    ...(spec.normalization === undefined ? [] : [spec.normalization === 'count' ? 'divided by n' : 'softmax']),
    matrices.length > 0
      ? `given ${matrices.join(', ')}`
      : `Q = K = V = I${spec.layers ? ' where a layer has no other' : ''}`,
    ...noiseWords(spec),
    typeof spec.initial === 'string' ? `${spec.initial} tokens, seed ${spec.seed}` : 'given tokens',
    `${spec.integrator}${spec.dt === undefined ? ` rtol ${spec.rtol}` : ` dt ${spec.dt}`}`,
    `backend ${trajectory.backend} (${trajectory.field.path})`,
  ];
  return parts.join(' · ');
}

function noiseWords({ kappa, commonKappa, noiseSeed }: RunResult['spec']): string[] {
  const strengths = [
    ...(kappa === undefined ? [] : [`noise κ = ${brief(kappa)}`]),
    ...(commonKappa === undefined ? [] : [`common noise κ₀ = ${brief(commonKappa)}`]),
  ];
  return strengths.length === 0 ? [] : [`${strengths.join(' and ')}, seed ${noiseSeed}`];
}

function layerWords(time: number, count: number | undefined): string {
  return `each for ${brief(time)}${count === undefined ? '' : `, ${count} given`}`;
}

function fieldRemark({ errorBound, directRows, rows }: FieldReport): string {
  const share =
    directRows > 0
      ? `; ${percent(directRows / rows)} of the rows were done directly, where a faster way could not state as small a bound`
      : '';
  return `Field computed with errors below ${errorBound.toExponential(1)}${share}.`;
}

/** What averages over noisy runs should err at most for their steps, unless a run is told to be coarse. */
const WANTED_OF_STEPS = 0.01;

/** How far the steps of a noisy run distort the law of its tokens: docs/numerics.md, Noise. Null without noise. */
function noiseRemark({ problem, statistics }: Trajectory, { integrator, dt }: RunResult['spec']): string | null {
  const { noise, shape } = problem;
  if (!noise || dt === undefined) return null;
  // Noise is followed by fixed steps of integrators that can (method.ts): never by auto.
  const order = (integratorRegistry[integrator as IntegratorName] as Integrator).noise as NoiseOrder;
  if (order.order === 1)
    return firstOrderRemark(integrator as string, noise.kappa as number, dt, order.slowing(shape.d));
  const rate = statistics.steepness ?? 0;
  if (rate === 0) return 'Steps of noise without forces: right in law, however long dt is.';
  const mixing = (shape.d - 1) * (1 / (noise.kappa ?? Infinity) + 1 / (noise.commonKappa ?? Infinity));
  const share = (rate * (rate + mixing) * dt * dt) / 12;
  const errs = `Steps of noise and forces in turn, dt = ${brief(dt)}: averages err by about ${Number((100 * share).toPrecision(2))} % for them, a(a + b) dt²/12, where forces change at a rate a = ${rate.toPrecision(2)} and noise mixes at b = ${brief(mixing)}.`;
  if (share <= WANTED_OF_STEPS) return errs;
  const better = dt * Math.sqrt(WANTED_OF_STEPS / share);
  return `${errs} That is coarse: dt ≤ ${better.toPrecision(2)} keeps it below 1 %.`;
}

function firstOrderRemark(integrator: string, kappa: number, dt: number, slowing: number): string {
  const free =
    slowing === 0
      ? 'Without forces it is right in law; with them'
      : `Without forces tokens forget where they began as if κ were about ${brief(kappa + slowing * dt)} instead of ${brief(kappa)}, and with them`;
  return `The noise is biased: ${integrator} follows it to first order in dt = ${brief(dt)}. ${free} averages err in proportion to dt. The integrator splitting, the usual one, errs in proportion to dt² only, and not at all without forces.`;
}

/** At most this many tokens are named in a sentence. */
const NAMED = 8;

function undecidedRemark(undecided: readonly UndecidedToken[]): string {
  const named = undecided.slice(0, NAMED).map(({ token, since }) => `${tokenName(token)} (from t = ${brief(since)})`);
  const more = undecided.length > NAMED ? ` and ${undecided.length - NAMED} more` : '';
  return `Undecided: ${named.join(', ')}${more} stood closer to an unstable equilibrium than the tolerance; which way it went means nothing.`;
}

/** Centers, status and cost, a sentence each. */
export function runRemarks(
  result: Pick<RunResult, 'spec' | 'trajectory' | 'measurements' | 'notes'>,
  seconds: number,
): string[] {
  const { spec, trajectory, measurements, notes } = result;
  const { steps, rejected, fieldEvaluations, implicitFrom, particles } = trajectory.statistics;
  const { n } = trajectory.problem.shape;
  const remarks: string[] = [];
  const { centers } = measurements;
  if (centers) {
    remarks.push(
      `Centers at separation δ = ${brief(centers.delta)}: ${centers.renyi.length} Rényi, of which ${centers.strong.length} strong.`,
    );
  }
  remarks.push(...notes);
  remarks.push(
    `Status ${trajectory.status}: ${counted(steps, 'step')} (${rejected} rejected), ${counted(fieldEvaluations, 'field evaluation')}, ${seconds.toFixed(2)} s.`,
  );
  if (implicitFrom !== null && implicitFrom !== undefined && implicitFrom > 0) {
    remarks.push(`Implicit steps from t = ${brief(implicitFrom)} on, where stiffness came to bound explicit ones.`);
  }
  if (particles < n) {
    remarks.push(
      `Merged: ${n} tokens became ${counted(particles, 'particle')}, each moving as its first token; an approximation, whose effect a run without merge shows.`,
    );
  }
  const noise = noiseRemark(trajectory, spec);
  if (noise) remarks.push(noise);
  if (trajectory.undecided.length > 0) remarks.push(undecidedRemark(trajectory.undecided));
  // Of a field that is not finite no bound says anything.
  if (trajectory.field.errorBound > 0 && trajectory.status !== 'non-finite')
    remarks.push(fieldRemark(trajectory.field));
  const advice = adviceFor(trajectory);
  if (advice) remarks.push(advice);
  return remarks;
}
