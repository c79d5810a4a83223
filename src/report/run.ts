/** Results as tables and sentences for people; numbers for programs are the measurements themselves. */

import type { MeasurementParameters } from '../analysis/observable.ts';
import type { CenterMeasurement } from '../analysis/renyi-centers.ts';
import { counted } from '../core/counted.ts';
import type { FieldReport } from '../core/engine.ts';
import { brief, fixed, inFull } from '../core/number-text.ts';
import { type Dynamics, energyIsPotential, labelOf, maskWordOf } from '../dynamics/index.ts';
import type { WhyUndecided } from '../equilibria/watch.ts';
import { type IntegratorName, integratorRegistry } from '../integrators/index.ts';
import type { Integrator, NoiseOrder } from '../integrators/integrator.ts';
import type { MeasuredTokens } from '../run/measuring.ts';
import type { RunResult } from '../run/run.ts';
import { tokensThere } from '../simulation/edits.ts';
import { adviceFor, type Trajectory, type UndecidedToken } from '../simulation/trajectory.ts';
import { tellingSamples } from './telling-samples.ts';

export { brief } from '../core/number-text.ts';

export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
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
export function runTable({ trajectory, measurements }: MeasuredTokens, rows: number): Table {
  const { ts } = trajectory;
  const columns: { readonly title: string; readonly text: (i: number) => string }[] = [
    { title: 't', text: (i) => brief(ts[i]) },
  ];
  const { present } = trajectory;
  if (present) columns.push({ title: 'tokens', text: (i) => String(present[i]) });
  const { clusters, capture, energy, cosine, radii } = measurements;
  const orderParameter = measurements['order-parameter'];
  const first = measurements['first-token'];
  if (clusters) {
    columns.push({ title: 'clusters', text: (i) => String(clusters.count[i]) });
    columns.push({ title: 'largest', text: (i) => String(clusters.sizes[i][0]) });
  }
  for (const at of capture?.radii ?? []) {
    columns.push({ title: `captured, r = ${brief(at.radius)}`, text: (i) => percent(at.renyiMoving[i]) });
    columns.push({ title: 'by strong ones', text: (i) => percent(at.strongMoving[i]) });
  }
  const energyText = (i: number) => fixed(energy?.[i] ?? Number.NaN, 4);
  const { problem, beta } = trajectory;
  if (energy && beta !== 0) {
    // At β = 0 it is 1 whatever the tokens do.
    const potential = problem !== undefined && energyIsPotential(problem.dynamics);
    columns.push({ title: potential ? 'energy' : 'mean kernel', text: energyText });
  }
  if (cosine) columns.push({ title: 'mean cosine', text: (i) => fixed(cosine.mean[i], 4) });
  if (orderParameter) columns.push({ title: 'order', text: (i) => fixed(orderParameter[i], 4) });
  if (radii) {
    columns.push({ title: 'smallest |x|', text: (i) => brief(radii[i].smallest) });
    columns.push({ title: 'largest |x|', text: (i) => brief(radii[i].largest) });
  }
  if (first) columns.push({ title: 'farthest from x₁', text: (i) => fixed(first[i].largest, 4) });
  return {
    columns: columns.map(({ title }) => title),
    rows: tellingSamples(trajectory, measurements, rows).map((i) => columns.map(({ text }) => text(i))),
  };
}

function labelWithMask(dynamics: Dynamics): string {
  const mask = maskWordOf(dynamics);
  return `${labelOf(dynamics)}${mask === 'other' ? '' : ` (${mask})`}`;
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
    spec.dynamics === 'attention' ? `${spec.mask} attention` : labelWithMask(trajectory.problem.dynamics),
    ...(spec.layerTime === undefined ? [] : [layerWords(spec.layerTime, spec.layers?.length)]),
    ...(spec.normalization === undefined ? [] : [spec.normalization === 'count' ? 'divided by n' : 'softmax']),
    matrices.length > 0
      ? `given ${matrices.join(', ')}`
      : `Q = K = V = I${spec.layers ? ' where a layer has no other' : ''}`,
    ...noiseWords(spec),
    ...(spec.edits ? [counted(spec.edits.length, 'edit')] : []),
    typeof spec.initial === 'string' ? `${spec.initial} tokens, seed ${spec.seed}` : 'given tokens',
    `${spec.integrator}${spec.dt === undefined ? ` rtol ${inFull(spec.rtol as number)}` : ` dt ${inFull(spec.dt)}`}`,
    `backend ${trajectory.backend} (${trajectory.fieldReport.path})`,
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
      ? `; ${percent(directRows / rows)} of the rows were done directly, where a faster method could not state as small a bound`
      : '';
  return `The field was computed with errors below ${errorBound.toExponential(1)}${share}.`;
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
  if (rate === 0) return 'There is noise and no force: the law of the tokens is right, however long the step dt is.';
  const mixing = (shape.d - 1) * (1 / (noise.kappa ?? Infinity) + 1 / (noise.commonKappa ?? Infinity));
  const share = (rate * (rate + mixing) * dt * dt) / 12;
  const errs = `The step dt = ${brief(dt)} puts averages off by about ${Number((100 * share).toPrecision(2))} %: a(a + b) dt²/12, with forces that change at a rate a = ${rate.toPrecision(2)} and noise that mixes at b = ${brief(mixing)}.`;
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

/** What is said of tokens whose way is not decided, for each reason; the last is that of records that give none. */
const WHY_UNDECIDED: readonly (readonly [WhyUndecided | undefined, string])[] = [
  ['unstable', 'stood closer to an unstable equilibrium than the tolerance; where it then went means nothing'],
  [
    'half-stable',
    'stood closer to an equilibrium that holds it from one side only than double precision can tell; on which side it then is means nothing',
  ],
  [
    'at rest',
    'rested on an unstable equilibrium exactly, where it stays by itself; the least disturbance would take it away',
  ],
  [undefined, 'stood closer to an unstable equilibrium than the tolerance; where it then went means nothing'],
];

function undecidedRemarks(undecided: readonly UndecidedToken[]): string[] {
  return WHY_UNDECIDED.flatMap(([why, says]) => {
    const those = undecided.filter((one) => one.why === why);
    if (those.length === 0) return [];
    const named = those.slice(0, NAMED).map(({ token, since }) => `${tokenName(token)} (from t = ${brief(since)})`);
    const more = those.length > NAMED ? ` and ${those.length - NAMED} more` : '';
    return [`Undecided: ${named.join(', ')}${more} ${says}.`];
  });
}

export function centersRemark({ delta, renyi, strong }: CenterMeasurement): string {
  return `Centers at separation δ = ${brief(delta)}: ${renyi.length} Rényi, of which ${strong.length} strong.`;
}

/** Which rows a table shows, where it does not show all. */
export function rowsRemark({ ts }: Pick<Trajectory, 'ts'>, rows: number): string[] {
  return ts.length > rows
    ? [`The table shows ${rows} of ${ts.length} saved times, those between which most changes.`]
    : [];
}

/** What a file of tokens holds, and by which lengths it was measured, a sentence each. */
export function recordingRemarks(
  file: string,
  { trajectory, spec }: MeasuredTokens & { readonly spec: MeasurementParameters },
): string[] {
  const { ts, shape, space, beta, present } = trajectory;
  const how = space === 'sphere' ? 'of unit length' : 'not all of unit length: what is measured is their directions';
  const radii = spec.radius.map(brief).join(', ');
  const known = beta === undefined ? 'β is unknown; give it with --beta' : `β = ${brief(beta)}`;
  return [
    `${file} holds ${present ? 'up to ' : ''}${counted(shape.n, 'token')} in dimension ${shape.d} at ${counted(ts.length, 'time')}, ${how}.`,
    `Measured with δ = ${brief(spec.delta)}, threshold ${brief(spec.threshold)} and radius ${radii}, in radians; ${known}.`,
  ];
}

/** Centers, status and cost, a sentence each. */
export function runRemarks(
  result: Pick<RunResult, 'spec' | 'trajectory' | 'measurements' | 'notes'>,
  seconds: number,
): string[] {
  const { spec, trajectory, measurements, notes } = result;
  const { steps, rejected, fieldEvaluations, implicitFrom, particles } = trajectory.statistics;
  const n = tokensThere(trajectory.problem, trajectory.statistics.reached);
  const remarks: string[] = [];
  if (measurements.centers) remarks.push(centersRemark(measurements.centers));
  for (const one of notes) remarks.push(one);
  remarks.push(
    `Status: ${trajectory.status} after ${counted(steps, 'step')} (${rejected} rejected) and ${counted(fieldEvaluations, 'field evaluation')}, in ${timeWords(seconds, result)}.`,
  );
  if (implicitFrom !== null && implicitFrom !== undefined && implicitFrom > 0) {
    remarks.push(`Implicit steps from t = ${brief(implicitFrom)} on, where stiffness began to limit explicit steps.`);
  }
  if (particles < n) {
    remarks.push(
      `Merged: ${n} tokens became ${counted(particles, 'particle')}, each moving as its first token; this is an approximation, whose effect a run without --merge shows.`,
    );
  }
  const noise = noiseRemark(trajectory, spec);
  if (noise) remarks.push(noise);
  for (const one of undecidedRemarks(trajectory.undecided)) remarks.push(one);
  // Of a field that is not finite no bound says anything, and a bound that is not finite says nothing either.
  const { errorBound } = trajectory.fieldReport;
  if (errorBound > 0 && errorBound < Infinity && trajectory.status !== 'non-finite')
    remarks.push(fieldRemark(trajectory.fieldReport));
  const advice = adviceFor(trajectory);
  if (advice) remarks.push(advice);
  return remarks;
}

/** "0.42 s, of which measuring took 0.03 s". */
function timeWords(seconds: number, { measuringSeconds }: Pick<RunResult, 'notes' | 'measuringSeconds'>): string {
  const measuring = measuringSeconds === undefined ? '' : `, of which measuring took ${measuringSeconds.toFixed(2)} s`;
  return `${seconds.toFixed(2)} s${measuring}`;
}
