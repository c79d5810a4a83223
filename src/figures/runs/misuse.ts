/**
 * What plain JavaScript may give to figures instead of a result and options: told in a sentence, before anything is
 * read.
 */
import { invalid, quoted } from '../../core/errors.ts';

type Parts = Readonly<Record<string, unknown>>;

const HOW = 'give what run(…) resolves to';

/**
 * Looks for what `Drawable` has; a few comparisons, whatever the size of the run.
 * @throws ParkadeError InvalidParameter
 */
export function requireDrawable(result: unknown): void {
  if (typeof (result as Promise<unknown> | null | undefined)?.then === 'function') {
    throw invalid('result', 'be the result of a run', 'is a promise of one', 'await it');
  }
  const { trajectory, measurements, spec } = partsOf(result, 'result', 'be the result of a run');
  requireTokens(partsOf(trajectory, 'trajectory', 'hold the tokens of the result'));
  partsOf(measurements, 'measurements', 'hold what was measured of the result');
  requireLengths(partsOf(spec, 'spec', 'hold the lengths delta, threshold and radius of the result'));
}

function requireTokens({ shape, space, ts, xs, initial, present }: Parts): void {
  const { n, d } = partsOf(shape, 'shape', 'hold the numbers n and d of the trajectory');
  need(isCount(n) && isCount(d), 'shape', 'hold whole numbers n ≥ 1 and d ≥ 1', shape);
  need(space === 'sphere' || space === 'euclidean', 'space', 'be sphere or euclidean', space);
  need(isNumbers(ts), 'ts', 'be a Float64Array of times', ts);
  const size = (n as number) * (d as number);
  need(isNumbers(initial) && initial.length === size, 'initial', `be a Float64Array of ${size} numbers`, initial);
  const whole = size * (ts as Float64Array).length;
  const kept = isNumbers(xs) && (xs.length === 0 || xs.length === whole);
  const counts = Object.prototype.toString.call(present) === '[object Int32Array]';
  const told = present === undefined || (counts && (present as Int32Array).length === (ts as Float64Array).length);
  need(told, 'present', 'be an Int32Array of as many numbers as there are times', present);
  need(kept, 'xs', `be a Float64Array of ${whole} numbers, or of none`, xs);
}

function requireLengths({ delta, threshold, radius }: Parts): void {
  need(Number.isFinite(delta), 'delta', 'be a length in radians', delta);
  need(Number.isFinite(threshold), 'threshold', 'be a length in radians', threshold);
  need(isList(radius), 'radius', 'be a list of lengths in radians', radius);
}

/**
 * The options, by default {}.
 * @throws ParkadeError InvalidParameter for those that no figure can take
 */
export function checkedOptions<T extends object>(options: T | undefined): T {
  if (options === undefined) return {} as T;
  if (typeof options !== 'object' || options === null) {
    throw invalid('options', 'be an object such as { title }', `came as ${quoted(options)}`, 'leave it out');
  }
  const { times, panels, from, title } = options as Parts;
  const direction = isList(from) && from.length === 3 && from.some((x) => x !== 0);
  need(times === undefined || isList(times), 'times', 'be a list of times', times, 'write [0, 1.5]');
  need(panels === undefined || isCount(panels), 'panels', 'be a whole number ≥ 1', panels, '6 is usual');
  need(from === undefined || direction, 'from', 'be a direction in three numbers', from, 'write [1, 0, 0.5]');
  need(title === undefined || typeof title === 'string', 'title', 'be a text', title, 'write it in quotes');
  return options;
}

function partsOf(value: unknown, key: string, expected: string): Parts {
  if (typeof value === 'object' && value !== null) return value as Parts;
  throw invalid(key, expected, `came as ${quoted(value)}`, HOW);
}

function need(holds: boolean, key: string, expected: string, value: unknown, advice = HOW): void {
  if (!holds) throw invalid(key, expected, `came as ${quoted(value)}`, advice);
}

function isCount(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 1;
}

/** Of any realm: a class of another window is none of this one's. */
function isNumbers(value: unknown): value is Float64Array {
  return Object.prototype.toString.call(value) === '[object Float64Array]';
}

function isList(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every(Number.isFinite);
}
