/** What a figure is drawn from, and the words that say so. */

import type { Measurements } from '../../analysis/index.ts';
import type { MeasurementParameters } from '../../analysis/observable.ts';
import { counted } from '../../core/counted.ts';
import { mistake, type ParkadeError } from '../../core/errors.ts';
import { hasTokens, type Recording, shapeAt } from '../../core/recording.ts';
import type { Shape, State } from '../../core/state.ts';
import { labelOf } from '../../dynamics/index.ts';
import { normalizeRows } from '../../numerics/sphere.ts';
import { isStill, tellingSamples } from '../../report/telling-samples.ts';
import type { RunEvents } from '../../run/events.ts';
import type { MeasuredTokens } from '../../run/measuring.ts';
import type { Problem } from '../../simulation/problem.ts';
import { formatNumber } from '../drawing/text.ts';
import { type Landmark, type Landmarks, landmarksOf } from './landmarks.ts';
import { requireDrawable } from './misuse.ts';

/** What figures take: the result of a run, or tokens recorded elsewhere with the lengths that they were measured by. */
export interface Drawable extends MeasuredTokens {
  readonly spec: MeasurementParameters & { readonly seed?: number | undefined };
  /** Of a run that was told to find them. */
  readonly events?: RunEvents | null;
}

/**
 * Recorded tokens with what is marked among them. Of tokens that live in R^d it has the directions, the initial ones
 * included.
 */
export interface Scene extends Recording {
  /** Which equation moved the tokens, where that is known. */
  readonly problem: Problem | undefined;
  readonly landmarks: Landmarks;
  /** Separation of the centers, radians. */
  readonly delta: number;
  /** Distance up to which tokens are linked into one cluster, radians. */
  readonly threshold: number;
  /** What was measured at the recorded times. */
  readonly measurements: Measurements;
  /** Of the initial tokens, where they were drawn. */
  readonly seed?: number | undefined;
}

type Described = Pick<Scene, 'shape' | 'space' | 'present' | 'beta' | 'problem' | 'delta' | 'landmarks' | 'seed'>;

/** What figures of a few times understand. */
export interface SnapshotOptions {
  /** Times to show, each replaced by the nearest saved one; by default telling ones. */
  readonly times?: readonly number[] | undefined;
  /** How many panels to choose (6). */
  readonly panels?: number | undefined;
  readonly title?: string | undefined;
}

/** @throws ParkadeError InvalidParameter for what is no result */
export function sceneOf(result: Drawable): Scene {
  requireDrawable(result);
  const { spec, trajectory, measurements } = result;
  const { shape, space, ts, present, beta, problem } = trajectory;
  const seen = (x: State) => (space === 'sphere' ? x : directions(x, shape));
  const initial = seen(trajectory.initial);
  return {
    ...{ shape, space, ts, xs: seen(trajectory.xs), present, initial, beta, problem },
    landmarks: landmarksOf({ shape, initial, problem }, spec.delta, measurements.centers),
    delta: spec.delta,
    threshold: spec.threshold,
    measurements,
    seed: spec.seed,
  };
}

/** The directions of all rows of one state or several. */
function directions(x: State, { d }: Shape): State {
  const out = new Float64Array(x.length);
  normalizeRows(x, out, { n: x.length / d, d });
  return out;
}

/** "200 tokens on the circle, β = 64, δ = 0.5, seed 1". */
export function describe({ shape, space, present, beta, problem, delta, landmarks, seed }: Described): string {
  // Of tokens of R^d the directions are what figures show, and what was measured.
  const where =
    space === 'sphere' ? `on ${sphereName(shape)}` : `of R${superscript(shape.d)} by their directions x/|x|`;
  const words = [`${present ? 'up to ' : ''}${counted(shape.n, 'token')} ${where}`];
  if (problem?.edits && problem.edits.length > 0) words.push(unbreakable(counted(problem.edits.length, 'edit')));
  if (beta !== undefined) words.push(unbreakable(`β = ${formatNumber(beta)}`));
  const noise = problem?.noise;
  if (noise?.kappa !== undefined) words.push(unbreakable(`κ = ${formatNumber(noise.kappa)}`));
  if (noise?.commonKappa !== undefined) words.push(unbreakable(`κ₀ = ${formatNumber(noise.commonKappa)}`));
  if (landmarks.list.some(({ rank }) => rank !== 'frozen')) words.push(unbreakable(`δ = ${formatNumber(delta)}`));
  for (const word of problem ? equationWords(problem) : []) words.push(word);
  if (seed !== undefined) words.push(unbreakable(`seed ${seed}`));
  return words.join(', ');
}

/** What sets the equation apart from causal attention with Q = K = V = I. */
function equationWords({ dynamics }: Problem): string[] {
  const words: string[] = [];
  const given = givenMatrices(dynamics.parameters);
  if (given !== '') words.push(unbreakable(`given ${given}`));
  if (dynamics.parameters.mask === 'full') words.push('full attention');
  if (dynamics.kind === 'layers') words.push(unbreakable(`layers of ${formatNumber(dynamics.parameters.layerTime)}`));
  if (dynamics.kind === 'frozen-centers') words.push('frozen centers');
  else if (dynamics.kind !== 'attention') words.push(labelOf(dynamics));
  return words;
}

/** Which of Q, K, V are not the identity: "Q, V"; nothing where the equation has none of them. */
function givenMatrices(parameters: object): string {
  const { query, key, value } = parameters as Readonly<Record<string, unknown>>;
  return Object.entries({ Q: query, K: key, V: value })
    .filter(([, matrix]) => matrix !== undefined && matrix !== 'identity' && matrix !== 1)
    .map(([letter]) => letter)
    .join(', ');
}

/** Words that stay on one line. */
function unbreakable(text: string): string {
  return text.replaceAll(' ', '\u00a0');
}

function superscript(number: number): string {
  return String(number).replace(/\d/g, (digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)]);
}

export function sphereName({ d }: Shape): string {
  if (d === 2) return 'the circle';
  return d === 3 ? 'the sphere' : `the sphere in dimension ${d}`;
}

/** A function of one number that keeps its last value: panels and their legend share what they are laid out by. */
export function memoized<T>(f: (width: number) => T): (width: number) => T {
  let last: { width: number; value: T } | null = null;
  return (width) => {
    if (last?.width !== width) last = { width, value: f(width) };
    return last.value;
  };
}

/** @throws ParkadeError InvalidParameter if there are no tokens to draw, or of another dimension */
export function requireTokens(scene: Scene, name: string, dimension?: number): void {
  const { shape } = scene;
  if (dimension !== undefined && shape.d !== dimension) {
    const came = `the tokens have dimension ${shape.d}`;
    throw unsuited(name, `come with dimension ${dimension}`, came, 'choose curves or cosines');
  }
  if (!hasTokens(scene)) {
    const advice = 'make the run again without store: false, or choose curves';
    throw unsuited(name, 'come with the tokens at the saved times', 'none were stored', advice);
  }
}

/** A figure that does not show what it is given. */
export function unsuited(name: string, expected: string, came: string, advice: string): ParkadeError {
  return mistake('InvalidParameter', { key: 'figure', subject: `Figure "${name}"`, expected, came, advice });
}

/** The marks that are there at a saved time: a token that edits add, or remove, has none before, or after. */
export function landmarksAt(scene: Scene, index: number): Landmark[] {
  const { n } = shapeAt(scene, index);
  return scene.landmarks.list.filter(({ token }) => token === null || token < n);
}

/** Saved times (indices) nearest to the wanted ones, ascending, each once. */
export function nearestTimes(ts: ArrayLike<number>, wanted: readonly number[]): number[] {
  const found = wanted.map((time) => {
    let best = 0;
    for (let i = 1; i < ts.length; i++) if (Math.abs(ts[i] - time) < Math.abs(ts[best] - time)) best = i;
    return best;
  });
  return [...new Set(found)].sort((a, b) => a - b);
}

/**
 * Indices of the saved times to show: those nearest to the ones asked for, or as many `panels` between which the state
 * changes. By default six, two if nothing changes.
 */
export function chosenTimes(scene: Scene, { times, panels }: SnapshotOptions): number[] {
  if (times !== undefined) return nearestTimes(scene.ts, times);
  const wanted = panels ?? (isStill(scene, scene.measurements) ? 2 : 6);
  return tellingSamples(scene, scene.measurements, wanted);
}

/** Which centers are marked, in a sentence with a space before it: where a table tells of others, that too. */
export function centerWords(scene: Scene, stacked = ''): string {
  const { landmarks, measurements, problem } = scene;
  const frozen = landmarks.list.some(({ rank }) => rank === 'frozen');
  if (landmarks.list.length > 0 && !frozen)
    return ` Centers are found among the initial tokens${scene.present ? ' and the first places of later ones' : ''} and drawn where they are now${stacked}.`;
  if (!measurements.centers) return '';
  if (frozen) return ' Crosses are the frozen centers; Rényi centers, which a table counts, are not marked.';
  const why = problem?.dynamics.parameters.mask === 'full' ? ': full attention knows no order of the tokens' : '';
  return ` Rényi centers, which a table counts, are not marked${why}.`;
}

/** What is counted as a cluster, in a sentence. */
export function clusterWords(threshold: number): string {
  return `A cluster is a chain of tokens, each within ${formatNumber(threshold)} rad of the next: so tokens that are spread densely all over make few clusters too.`;
}
