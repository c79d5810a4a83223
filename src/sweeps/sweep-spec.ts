/**
 * What a sweep is, as people write it: a run, and what is varied. Checked key by key here; what a single cell makes of
 * it shows when that is made.
 */
import { invalid, mistake, quoted } from '../core/errors.ts';
import { nearest } from '../core/nearest.ts';
import { specParameters } from '../run/keys.ts';
import { type AxisSpec, axisOf } from './axes.ts';
import { type QuantityName, quantityNames, USUAL_QUANTITIES } from './quantities/index.ts';

/** When the tokens of a run are kept: for looking at failures only, say. */
export const keepWords = ['never', 'failed', 'always'] as const;
export type Keep = (typeof keepWords)[number];

export type Axes = Readonly<Record<string, AxisSpec>>;

/** Parameters drawn at random: `count` points, each key by itself. */
export interface RandomDesign {
  readonly count: number;
  readonly seed?: number;
  /** lin:FROM:TO and log:FROM:TO are uniform laws, of the number or of its logarithm; of a list one is drawn. */
  readonly axes: Axes;
}

export interface SweepSpec {
  readonly title?: string;
  /** What all runs have in common: a run specification, which may be short of what the axes give. */
  readonly base: Readonly<Record<string, unknown>>;
  /** Every value of one with every value of the others. */
  readonly axes?: Axes;
  /** Axes of equal length that advance together; each group is crossed with all else. */
  readonly together?: readonly Axes[];
  readonly random?: RandomDesign;
  /** So many seeds from that of the base, or the first and how many. */
  readonly seeds?: number | { readonly from: number; readonly count: number };
  readonly measure?: readonly QuantityName[];
  readonly trajectory?: Keep;
  readonly reduce?: Reduction;
}

/** What becomes of the values over seeds, beside count, mean and standard error. */
interface Reduction {
  /** From 0 to 1. */
  readonly quantiles?: readonly number[];
  /** Such as `clusters@100 <= 1`: the share of the runs for which it holds. */
  readonly proportions?: readonly string[];
}

const KEYS = ['title', 'base', 'axes', 'together', 'random', 'seeds', 'measure', 'trajectory', 'reduce'] as const;
/** Keys of a run that say what a sweep says in its own way. */
const ELSEWHERE: Readonly<Record<string, string>> = { observe: 'measure', events: 'measure' };

/**
 * A sweep with its defaults, every part checked by itself.
 * @throws ParkadeError InvalidParameter, one sentence for the first mistake
 */
export function checkSweep(given: unknown): SweepSpec {
  const sweep = mapping(given, 'sweep', 'be a mapping with "base" and what is varied, such as axes: {beta: [4, 9]}');
  for (const key of Object.keys(sweep)) knownKey(key, KEYS, 'a sweep');
  const base = mapping(sweep.base ?? {}, 'base', 'be a run specification');
  for (const key of Object.keys(base)) runKey(key);
  const checked: SweepSpec = {
    ...(sweep.title !== undefined && { title: text('title', sweep.title) }),
    base,
    ...(sweep.axes !== undefined && { axes: axesOf('axes', sweep.axes) }),
    ...(sweep.together !== undefined && {
      together: list('together', sweep.together).map((group) => axesOf('together', group)),
    }),
    ...(sweep.random !== undefined && { random: randomOf(sweep.random) }),
    ...(sweep.seeds !== undefined && { seeds: seedsOf(sweep.seeds) }),
    measure: sweep.measure === undefined ? USUAL_QUANTITIES : measureOf(sweep.measure),
    trajectory: sweep.trajectory === undefined ? 'never' : oneOf('trajectory', sweep.trajectory, keepWords),
    ...(sweep.reduce !== undefined && { reduce: reductionOf(sweep.reduce) }),
  };
  refuseTwice(checked);
  return checked;
}

function axesOf(where: string, given: unknown): Axes {
  const axes = mapping(given, where, 'be a mapping from keys to values');
  for (const [key, values] of Object.entries(axes)) {
    runKey(key);
    axisOf(key, values as AxisSpec);
  }
  return axes as Axes;
}

function randomOf(given: unknown): RandomDesign {
  const design = mapping(given, 'random', 'be a mapping with count, seed and axes');
  for (const key of Object.keys(design)) knownKey(key, ['count', 'seed', 'axes'], 'random');
  const axes = mapping(design.axes ?? {}, 'random', 'have axes, a mapping from keys to laws such as log:1:100');
  for (const key of Object.keys(axes)) runKey(key);
  return {
    count: whole('random', design.count, 1),
    ...(design.seed !== undefined && { seed: whole('random', design.seed, 0) }),
    axes: axes as Axes,
  };
}

function seedsOf(given: unknown): NonNullable<SweepSpec['seeds']> {
  if (typeof given !== 'object' || given === null) return whole('seeds', given, 1);
  const seeds = mapping(given, 'seeds', 'be a number, or from and count');
  for (const key of Object.keys(seeds)) knownKey(key, ['from', 'count'], 'seeds');
  return { from: whole('seeds', seeds.from ?? 1, 0), count: whole('seeds', seeds.count, 1) };
}

function measureOf(given: unknown): readonly QuantityName[] {
  const names = typeof given === 'string' ? given.split(',').map((name) => name.trim()) : list('measure', given);
  if (names.length === 1 && names[0] === 'all') return quantityNames;
  const chosen = names.map((name) => oneOf('measure', name, quantityNames));
  return [...new Set(chosen)];
}

function reductionOf(given: unknown): Reduction {
  const reduce = mapping(given, 'reduce', 'be a mapping with quantiles and proportions');
  for (const key of Object.keys(reduce)) knownKey(key, ['quantiles', 'proportions'], 'reduce');
  const quantiles = list('reduce', reduce.quantiles ?? []);
  const wrong = quantiles.find((q) => !(typeof q === 'number' && q >= 0 && q <= 1));
  if (wrong !== undefined)
    throw invalid('reduce', 'have quantiles from 0 to 1', `one came as ${quoted(wrong)}`, 'try [0.1, 0.5, 0.9]');
  return {
    ...(quantiles.length > 0 && { quantiles: quantiles as number[] }),
    proportions: list('reduce', reduce.proportions ?? []).map((one) => text('reduce', one)),
  };
}

/** Every key is varied once, and not fixed beside that; one that is varied overrides the base. */
function refuseTwice({ axes = {}, together = [], random, seeds }: SweepSpec): void {
  const varied = [
    ...[axes, ...together, random?.axes ?? {}].flatMap((group) => Object.keys(group)),
    ...(seeds === undefined ? [] : ['seed']),
  ];
  const twice = varied.find((key, i) => varied.indexOf(key) < i);
  if (twice !== undefined) throw invalid(twice, 'be varied once', 'is varied twice', 'drop one of them');
}

function runKey(key: string): void {
  if (Object.hasOwn(ELSEWHERE, key)) {
    const instead = ELSEWHERE[key];
    throw invalid(key, 'be left out of a sweep', 'came', `name quantities under "${instead}" instead`);
  }
  knownKey(key, Object.keys(specParameters), 'a run specification');
}

function knownKey(key: string, known: readonly string[], of: string): void {
  if (known.includes(key)) return;
  const guess = nearest(key, known);
  const advice = guess === undefined ? `the keys are ${known.join(', ')}` : `did you mean "${guess}"?`;
  throw invalid(key, `be a key of ${of}`, 'is none', advice);
}

function mapping(given: unknown, key: string, expected: string): Record<string, unknown> {
  if (typeof given === 'object' && given !== null && !Array.isArray(given)) return given as Record<string, unknown>;
  throw mistake('InvalidParameter', { key, expected, came: `came as ${quoted(given)}`, advice: 'write one' });
}

function list(key: string, given: unknown): readonly unknown[] {
  if (Array.isArray(given)) return given;
  throw invalid(key, 'be a list', `came as ${quoted(given)}`, 'put it into square brackets');
}

function text(key: string, given: unknown): string {
  if (typeof given === 'string' && given.trim() !== '') return given;
  throw invalid(key, 'be text', `came as ${quoted(given)}`, 'put it into quotes');
}

function whole(key: string, given: unknown, least: number): number {
  if (typeof given === 'number' && Number.isSafeInteger(given) && given >= least) return given;
  const came = given === undefined ? 'is missing' : `came as ${quoted(given)}`;
  throw invalid(key, `have whole numbers ≥ ${least}`, came, 'give one');
}

function oneOf<Word extends string>(key: string, given: unknown, words: readonly Word[]): Word {
  const found = words.find((word) => word === given);
  if (found !== undefined) return found;
  const guess = nearest(String(given), words);
  const advice = guess === undefined ? 'choose one of them' : `did you mean "${guess}"?`;
  throw invalid(key, `be one of ${words.join(', ')}`, `came as ${quoted(given)}`, advice);
}
