/** Whom a token sees: a mask as ranges of tokens, which sums run over and kernels take as they are. */
import * as z from 'zod/mini';
import { invalid } from '../../core/errors.ts';
import { numbersSchema } from '../../core/parameter.ts';
import { larger, smaller } from '../../numerics/elementary.ts';

export interface Mask {
  /** Whether no token sees a later one: then what a token does has nothing to do with n. */
  readonly causal: boolean;
  /** Whether every token sees itself. */
  readonly selfSeen: boolean;
  /** The most ranges that a token sees. */
  readonly most: number;
  /** out ← the ranges that token k sees, ascending and apart, each as [from, to); returns how many. */
  ranges(k: number, out: Int32Array): number;
}

/** Of a block: whom its tokens see. */
interface MaskKeys {
  readonly causal?: boolean | undefined;
  readonly window?: number | undefined;
  readonly sinks?: number | undefined;
  readonly prefix?: number | undefined;
  readonly blocks?: number | undefined;
  readonly matrix?: readonly (readonly unknown[])[] | undefined;
}
export type MaskPart = 'causal' | 'full' | MaskKeys;

const count = z.int().check(z.minimum(1));

export const maskPart = z.union([
  z.enum(['causal', 'full']),
  z.strictObject({
    causal: z.optional(z.boolean()),
    window: z.optional(count),
    sinks: z.optional(count),
    prefix: z.optional(count),
    blocks: z.optional(count),
    matrix: z.optional(z.array(numbersSchema)),
  }),
]);

/**
 * The mask of n tokens.
 * @throws ParkadeError InvalidParameter for a matrix beside other keys, of another size, or with an empty row
 */
export function maskOf(part: MaskPart, n: number): Mask {
  if (part === 'causal' || part === 'full') return bandedMask({ causal: part === 'causal' }, n);
  if (part.matrix === undefined) return bandedMask(part, n);
  const others = Object.keys(part).filter((key) => key !== 'matrix' && part[key as keyof MaskKeys] !== undefined);
  if (others.length > 0) {
    throw invalid('mask', 'be a matrix by itself', `came with ${others.join(', ')} beside it`, 'drop one of them');
  }
  return listedMask(part.matrix, n);
}

/** What causal, full, blocks and windows allow, and a beginning of the sequence that is seen all the same. */
function bandedMask({ causal = true, window = Infinity, sinks = 0, prefix = 0, blocks }: MaskKeys, n: number): Mask {
  const inBlocks = blocks !== undefined;
  const size = blocks ?? 1;
  return {
    causal: causal && size === 1 && prefix <= 1,
    selfSeen: true,
    most: 2,
    ranges(k, out) {
      const block = k - (k % size);
      let from = causal || !inBlocks ? 0 : block;
      let to = causal || inBlocks ? smaller(block + size, n) : n;
      const first = larger(smaller(sinks, causal ? to : n), smaller(prefix, n));
      from = larger(from, k - window + 1);
      to = smaller(to, k + window);
      if (first === 0) return fill(out, 0, from, to);
      if (first >= from) return fill(out, 0, 0, larger(first, to));
      fill(out, 0, 0, first);
      return fill(out, 1, from, to);
    },
  };
}

function fill(out: Int32Array, at: number, from: number, to: number): number {
  out[2 * at] = from;
  out[2 * at + 1] = to;
  return at + 1;
}

function listedMask(rows: readonly (readonly unknown[])[], n: number): Mask {
  const fits = rows.length === n && rows.every((row) => row.length === n && row.every((entry) => isTruth(entry)));
  if (!fits) {
    const expected = `have ${n} rows of ${n} zeros and ones, as there are tokens, in its matrix`;
    throw invalid('mask', expected, `came with ${rows.length} rows`, 'change it, or the number of tokens');
  }
  const ranges = rows.map((row) => Int32Array.from(rangesOf(row)));
  const empty = ranges.findIndex((list) => list.length === 0);
  if (empty >= 0) {
    const expected = 'let every token see at least one';
    throw invalid('mask', expected, `row ${empty} (from 0) is empty`, 'let that token see itself');
  }
  return {
    causal: ranges.every((list, k) => list[list.length - 1] <= k + 1),
    selfSeen: rows.every((row, k) => Boolean(row[k])),
    most: ranges.reduce((most, list) => larger(most, list.length / 2), 1),
    ranges(k, out) {
      out.set(ranges[k]);
      return ranges[k].length / 2;
    },
  };
}

function isTruth(entry: unknown): boolean {
  return entry === 0 || entry === 1 || typeof entry === 'boolean';
}

function rangesOf(row: readonly unknown[]): number[] {
  const list: number[] = [];
  for (let j = 0; j <= row.length; j++) {
    const seen = j < row.length && Boolean(row[j]);
    if (seen !== (list.length % 2 === 1)) list.push(j);
  }
  return list;
}
