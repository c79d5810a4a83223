/** What a token's place in the sequence does: queries and keys turned by it, and numbers added to scores. */
import * as z from 'zod/mini';
import { invalid, quoted } from '../../core/errors.ts';
import { cos, power, sin } from '../../numerics/elementary.ts';
import { largestOf } from '../../numerics/extremes.ts';

interface PositionKeys {
  readonly angle?: number | undefined;
  readonly base?: number | undefined;
  readonly frequencies?: readonly number[] | undefined;
  readonly slope?: number | readonly number[] | undefined;
  readonly decay?: number | undefined;
  readonly bias?: readonly (readonly number[])[] | undefined;
}
export type PositionsPart = 'none' | 'rotary' | PositionKeys;

const list = z.array(z.number()).check(z.minLength(1));

export const positionsPart = z.union([
  z.enum(['none', 'rotary']),
  z.strictObject({
    angle: z.optional(z.number()),
    base: z.optional(z.number().check(z.minimum(1))),
    frequencies: z.optional(list),
    slope: z.optional(z.union([z.number(), list])),
    decay: z.optional(z.number()),
    bias: z.optional(z.array(list)),
  }),
]);

/** b(k, j), added to the score of token j for token k. */
export type Bias = (k: number, j: number) => number;

export interface Positions {
  /** By how much pair i turns from one position to the next, radians; null where nothing turns. */
  readonly frequencies: Float64Array | null;
  /** What is added to the scores of a head; null for nothing. */
  bias(head: number, n: number): Bias | null;
}

const DEFAULT_BASE = 10_000;
/** Sines and cosines are known up to here (numerics/elementary.ts). */
export const LARGEST_ANGLE = 1e6;

/** @param width of queries and keys */
export function positionsOf(part: PositionsPart, heads: number, width: number, n: number): Positions {
  if (part === 'none') return { frequencies: null, bias: () => null };
  const keys = part === 'rotary' ? { angle: 1 } : part;
  const frequencies = frequenciesOf(keys, width);
  const farthest = frequencies ? n * largestOf(frequencies.map(Math.abs)) : 0;
  if (!(farthest <= LARGEST_ANGLE)) {
    const expected = `turn the last of ${n} tokens by 1e6 radians at most`;
    throw invalid('positions', expected, `turns it by ${farthest}`, 'give smaller angles');
  }
  return { frequencies, bias: (head, tokens) => biasOf(keys, head, heads, tokens) };
}

function frequenciesOf({ angle, base, frequencies }: PositionKeys, width: number): Float64Array | null {
  const pairs = Math.floor(width / 2);
  if (frequencies !== undefined) {
    if (angle !== undefined || base !== undefined) {
      const came = 'came with angle or base, which say the same';
      throw invalid('positions', 'have frequencies by themselves', came, 'drop one of them');
    }
    if (frequencies.length === pairs) return Float64Array.from(frequencies);
    const expected = `have a frequency for each of ${pairs} pairs of coordinates`;
    throw invalid('positions', expected, `${frequencies.length} came`, 'give as many as there are pairs');
  }
  if (angle === undefined && base === undefined) return null;
  return rotaryFrequencies(angle ?? 1, base ?? DEFAULT_BASE, pairs);
}

/** a·c^{−i/pairs}, i = 0 … pairs − 1. */
export function rotaryFrequencies(angle: number, base: number, pairs: number): Float64Array {
  return Float64Array.from({ length: pairs }, (_, i) => angle * power(base, -i / pairs));
}

function biasOf({ slope = 0, decay = 0, bias }: PositionKeys, head: number, heads: number, n: number): Bias | null {
  if (typeof slope !== 'number' && slope.length !== heads) {
    const expected = `have one slope, or one for each of ${heads} heads`;
    throw invalid('positions', expected, `${slope.length} came`, 'give as many as there are heads');
  }
  if (bias !== undefined) checkBias(bias, n);
  const perPosition = (typeof slope === 'number' ? slope : slope[head]) + decay / n;
  if (bias !== undefined) return (k, j) => bias[k][j] - perPosition * Math.abs(k - j);
  return perPosition === 0 ? null : (k, j) => -perPosition * Math.abs(k - j);
}

function checkBias(bias: readonly (readonly number[])[], n: number): void {
  const fits = bias.length === n && bias.every((row) => row.length === n && row.every(Number.isFinite));
  if (fits) return;
  const expected = `have ${n} rows of ${n} finite numbers as its bias, as there are tokens`;
  throw invalid('positions', expected, `came as ${quoted(bias)}`, 'change it, or the number of tokens');
}

/** Turns a row of numbers, from `at` on, by the angles of its position k, counted from 0. */
export function rowTurner(frequencies: Float64Array, n: number): (row: Float64Array, k: number, at?: number) => void {
  const pairs = frequencies.length;
  const cosines = new Float64Array(n * pairs);
  const sines = new Float64Array(n * pairs);
  for (let i = 0; i < pairs; i++) {
    for (let k = 0; k < n; k++) {
      cosines[k * pairs + i] = cos(k * frequencies[i]);
      sines[k * pairs + i] = sin(k * frequencies[i]);
    }
  }
  return (row, k, at = 0) => {
    for (let i = 0; i < pairs; i++) {
      const c = cosines[k * pairs + i];
      const s = sines[k * pairs + i];
      const first = row[at + 2 * i];
      const second = row[at + 2 * i + 1];
      row[at + 2 * i] = c * first - s * second;
      row[at + 2 * i + 1] = s * first + c * second;
    }
  };
}
