/** What parkade density was asked for: flags checked, each mistake in one sentence. */

import { invalid, mistake, quoted } from '../../core/errors.ts';
import { parsedParameter } from '../../core/parameter.ts';
import type { AttentionOfMany, DensityProblem, DensityStart } from '../../density/index.ts';
import { resolveMatrix } from '../../dynamics/matrix-spec.ts';
import { splitIdentity, transposeMultiply } from '../../numerics/matrix.ts';
import { unitRows } from '../../numerics/points.ts';
import { streams } from '../../numerics/random.ts';
import { specParameters } from '../../run/keys.ts';
import { linearTimes, resolveTimes } from '../../run/times.ts';
import { oneOf } from './context.ts';

type Given = Readonly<Record<string, unknown>>;

/** Saved times where none are asked for: as many as a picture shows. */
const TIMES = 161;
const LARGEST_BETA = 700;
const USUAL_CONCENTRATION = 1;

/** A key of a run, checked by its declaration; undefined where it was not given. */
function keyOf<T>(given: Given, key: string): T | undefined {
  return given[key] === undefined ? undefined : (parsedParameter(key, specParameters[key], given[key]) as T);
}

/** d: 2 or 3. @throws ParkadeError InvalidParameter */
export function dimensionOf(given: Given): 2 | 3 {
  const d = keyOf<number>(given, 'dimension') ?? 2;
  if (d === 2 || d === 3) return d;
  const expected = 'be 2, the circle, or 3, the sphere S², where densities have harmonics that are followed';
  throw invalid('dimension', expected, `came as ${d}`, 'take one of them, or many tokens with "parkade simulate"');
}

/** β, V and κ of the equation. @throws ParkadeError InvalidParameter */
export function attentionOf(given: Given, d: 2 | 3): AttentionOfMany {
  const beta = keyOf<number>(given, 'beta');
  if (beta === undefined) throw invalid('beta', 'be a finite number ≥ 0', 'is missing', 'give --beta 4');
  const normalization = oneOf('--normalization', String(given.normalization), ['softmax', 'count']);
  const [query, key] = (['query', 'key'] as const).map((name) => matrixOf(given, name, d));
  const whole = beta * numberOf('query and key', transposeMultiply(query, key, d), d);
  if (normalization === 'count' && Math.abs(whole) > LARGEST_BETA) {
    throw invalid(
      'beta',
      'leave speeds of size e^β that are numbers, up to 700',
      `came as ${whole}`,
      'give a smaller one',
    );
  }
  return {
    beta: whole,
    value: numberOf('value', matrixOf(given, 'value', d), d),
    normalization,
    kappa: keyOf<number>(given, 'kappa') ?? Infinity,
  };
}

function matrixOf(given: Given, name: 'query' | 'key' | 'value', d: number): Float64Array {
  const spec = keyOf<Parameters<typeof resolveMatrix>[0]>(given, name) ?? 'identity';
  return resolveMatrix(spec, d, name, streams[name]);
}

/** The number that a multiple of the identity is. */
function numberOf(name: string, matrix: Float64Array, d: number): number {
  const { scale, rest } = splitIdentity(matrix, d);
  if (rest === null) return scale;
  throw mistake('InvalidParameter', {
    ...{ key: name.split(' ')[0], subject: `"${name}" of a density`, expected: 'be a multiple of the identity' },
    ...{ came: 'it is none', advice: 'give a number, or many tokens with "parkade simulate"' },
  });
}

/** @throws ParkadeError InvalidParameter */
export function problemOf(given: Given): DensityProblem {
  const d = dimensionOf(given);
  const attention = attentionOf(given, d);
  const mask = oneOf('--mask', String(given.mask), ['full', 'causal']);
  const turn = turnOf(given.turn, mask);
  return { d, attention, mask, start: startOf(given, d, turn), times: timesOf(given) };
}

/** The law of the start: asked for first, for another word would be taken for the name of a file. */
export function lawOf({ initial = 'von-mises-fisher' }: Given): DensityStart['law'] {
  if (initial === 'uniform' || initial === 'von-mises-fisher') return initial;
  const came = `came as ${quoted(initial)}, which is a list of tokens and has none`;
  throw invalid('initial', 'be a law with a density: uniform or von-mises-fisher', came, 'give one of them');
}

function startOf(given: Given, d: 2 | 3, turn: number): DensityStart {
  const law = lawOf(given);
  const modes = modesOf(given.modes);
  if (law === 'uniform') {
    for (const key of ['directions', 'concentration'] as const) {
      if (given[key] === undefined) continue;
      throw invalid(key, 'come only with initial von-mises-fisher', 'came with uniform', 'drop it');
    }
    if (modes.length === 0) {
      const advice = 'add waves such as --modes 3:0.01, or take another law';
      throw invalid('initial', 'be a density that moves', 'the uniform one rests for ever', advice);
    }
  }
  const rows = keyOf<readonly unknown[]>(given, 'directions');
  const found = unitRows(rows ?? [d === 2 ? [1, 0] : [0, 0, 1]], 'directions');
  if (found.d !== d) {
    const came = `came with rows of ${found.d}`;
    throw invalid('directions', `have rows of ${d} numbers`, came, 'change them, or --dimension');
  }
  return {
    law,
    directions: Array.from({ length: found.n }, (_, i) => found.x.slice(i * d, (i + 1) * d)),
    concentration: given.concentration === undefined ? USUAL_CONCENTRATION : Number(keyOf(given, 'concentration')),
    modes,
    turn,
  };
}

function modesOf(word: unknown): DensityStart['modes'] {
  if (word === undefined) return [];
  const parts = (Array.isArray(word) ? word : [word]).map((part) => String(part).split(':'));
  const modes = parts.map(([degree, amplitude]) => ({ degree: Number(degree), amplitude: Number(amplitude) }));
  const wrong = modes.some(
    ({ degree, amplitude }, i) =>
      parts[i].length !== 2 || !Number.isInteger(degree) || degree < 1 || degree > 100 || !Number.isFinite(amplitude),
  );
  if (!wrong) return modes;
  const expected = 'be pairs degree:amplitude with degrees from 1 to 100, such as 3:0.01 or 2:0.1,5:-0.02';
  throw invalid('modes', expected, `came as ${quoted(Array.isArray(word) ? word.join() : word)}`, 'change it');
}

function turnOf(word: unknown, mask: 'full' | 'causal'): number {
  if (word === undefined) return 0;
  if (typeof word !== 'number' || !Number.isFinite(word)) {
    throw invalid('turn', 'be a finite angle in radians', `came as ${quoted(word)}`, 'give a number');
  }
  if (mask === 'causal') return word;
  throw invalid('turn', 'come with --mask causal', 'came with the full mask, which knows no positions', 'add it');
}

function timesOf(given: Given): number[] {
  const until = keyOf<number>(given, 'until');
  const saved = keyOf<number | string | readonly number[]>(given, 'saveAt');
  if (saved === undefined) {
    if (until === undefined) throw invalid('until', 'be the end time', 'is missing', 'give --until 10');
    return linearTimes(0, until, TIMES);
  }
  const times = resolveTimes(saved);
  const wrong = times.findIndex((t, i) => !(t >= 0 && t < Infinity) || (i > 0 && !(t > times[i - 1])));
  if (wrong >= 0 || (until !== undefined && times[times.length - 1] > until)) {
    throw invalid('saveAt', 'be ascending times from 0 to the end', `came as ${quoted(saved)}`, 'sort them');
  }
  return until === undefined || until === times[times.length - 1] ? times : [...times, until];
}

/** Degrees of branches. @throws ParkadeError InvalidParameter */
export function degreesOf(word: unknown): number[] {
  const degrees = (Array.isArray(word) ? word : [word ?? 1]).map(Number);
  if (degrees.every((k) => Number.isInteger(k) && k >= 1 && k <= 20)) return degrees;
  throw invalid('degrees', 'be whole numbers from 1 to 20', `came as ${quoted(word)}`, 'give such as 1,2');
}

/** @throws ParkadeError InvalidParameter */
export function rangeOf(word: unknown, usual: readonly [number, number]): readonly [number, number] {
  if (word === undefined) return usual;
  const ends = String(word)
    .split(':')
    .map((end) => (end.trim() === '' ? Number.NaN : Number(end)));
  if (ends.length === 2 && ends[0] >= 0 && ends[1] > ends[0] && ends[1] < Infinity) return [ends[0], ends[1]];
  throw invalid('range', 'be two numbers from:to, 0 ≤ from < to', `came as ${quoted(word)}`, 'give such as 0:2');
}
