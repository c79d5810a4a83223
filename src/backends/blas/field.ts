/**
 * The field in blocks of rows, each by two products and the kernels between them:
 *
 *   S = β X (X_b B)ᵀ,   w = e^{S − the largest},   Z = Σ w,   ẋ = P( V wᵀX )/Z
 *
 * Scores lie source by source, as the library makes them fastest, so that rows lie in the lanes of vectors. The arrays
 * are views of WebAssembly memory, and the library works on them where they are.
 */
import type { Shape } from '../../core/state.ts';
import type { AttentionFieldParameters } from '../../dynamics/attention-field.ts';
import { larger } from '../../numerics/elementary.ts';
import { splitIdentity } from '../../numerics/matrix.ts';
import { isFalling } from '../wasm/direct-bound.ts';
import { type Plan, putNumbers, type WebAssemblyMemory } from '../wasm/memory.ts';
import { type RowRange, rowBlocks } from './blocks.ts';
import { AS_IT_IS, type Dgemm, ROWS, TRANSPOSED } from './matrices.ts';

/** What the compiled kernels export (assembly/index.ts); all numbers but counts are addresses. */
export interface BlasKernels {
  /** Returns how many of the first rows have the bits of the very first. */
  unitRows(x: number, n: number, d: number, to: number): number;
  weigh(block: number): void;
  finish(block: number, still: number, out: number): void;
}

/** Bytes of the kernels' own constants, which scripts/build-kernels.mjs places at the first address of a plan. */
export const CONSTANTS = 4096;
/** Scores are multiplied by it: e^x = 2^(x·UNITS/256), as in wasm/assembly/exp.ts. */
const UNITS = 369.3299304675746;
/** Bytes of class Block of assembly/block.ts. */
const BLOCK = 80;

/** ẋ at `out` for the state at x; both are addresses. */
type Field = (x: number, out: number) => void;

interface PlacedField {
  open(memory: WebAssemblyMemory, kernels: BlasKernels, dgemm: Dgemm): Field;
}

type Places = Record<
  'units' | 'queries' | 'scores' | 'sums' | 'images' | 'matrix' | 'value' | 'centers' | 'given' | 'largest' | 'total',
  number
>;

export function placeField(plan: Plan, shape: Shape, attention: AttentionFieldParameters): PlacedField {
  const { n, d } = shape;
  const m = attention.weights.length;
  const ranges = rowBlocks(n, attention.mask);
  const blocks = ranges.map((range) => ({ ...range, address: plan.place(BLOCK) }));
  const last = ranges[ranges.length - 1];
  const numbers = (count: number) => plan.place(8 * count);
  const rows = ranges.reduce((most, range) => larger(most, range.rows), 0);
  const hasCross = splitIdentity(attention.queryKey, d).rest !== null;
  const hasRest = splitIdentity(attention.value, d).rest !== null;
  // Tokens that see nothing but their own bits stand still exactly, as by differences, and rounding moves them nowhere.
  const isStill = m === 0 && !hasRest;
  const at: Places = {
    units: numbers((last.first + last.rows) * d),
    queries: numbers(hasCross ? rows * d : 0),
    scores: numbers(rows * (last.sources + m)),
    sums: numbers(rows * d),
    images: numbers(hasRest ? rows * d : 0),
    matrix: numbers(hasCross ? d * d : 0),
    value: numbers(hasRest ? d * d : 0),
    centers: numbers(m * d),
    given: numbers(m),
    largest: numbers(rows),
    total: numbers(rows),
  };
  return {
    open(memory, kernels, dgemm) {
      if (hasCross) putNumbers(memory, at.matrix, attention.queryKey);
      if (hasRest) putNumbers(memory, at.value, attention.value);
      putNumbers(memory, at.centers, attention.centers);
      putNumbers(memory, at.given, attention.weights);
      const steps = blocks.map((block) => {
        fillBlock(memory, block, shape, attention, at);
        return { address: block.address, ...productsOf(memory, block, shape, attention, at, dgemm) };
      });
      return (x, out) => {
        const equal = kernels.unitRows(x, n, d, at.units);
        const still = isStill && (attention.mask === 'causal' || equal === n) ? equal : 0;
        for (const { address, scores, sums } of steps) {
          scores();
          kernels.weigh(address);
          sums();
          kernels.finish(address, still, out);
        }
      };
    },
  };
}

/** A block of rows and where its settings lie. */
type PlacedBlock = RowRange & { readonly address: number };

/** Class Block of assembly/block.ts. */
function fillBlock(
  memory: WebAssemblyMemory,
  { first, rows, sources, address }: PlacedBlock,
  { n, d }: Shape,
  attention: AttentionFieldParameters,
  at: Places,
): void {
  const { mask, normalization, value, weights } = attention;
  const { scale: lambda, rest } = splitIdentity(value, d);
  const isCount = normalization === 'count';
  const flags = [mask === 'causal', isFalling(attention, d), isCount, rest !== null].map(Number);
  new Int32Array(memory.buffer, address).set([n, d, first, rows, sources, weights.length, ...flags]);
  putNumbers(memory, address + 40, [lambda]);
  const places = [at.scores, at.given, at.units, rest === null ? at.sums : at.images, at.largest, at.total];
  new Uint32Array(memory.buffer, address + 48).set(places);
}

/** The products of a block, before and after the kernel that makes weights. */
function productsOf(
  memory: WebAssemblyMemory,
  { first, rows, sources, stairs }: PlacedBlock,
  { d }: Shape,
  { beta, queryKey, value, weights }: AttentionFieldParameters,
  at: Places,
  dgemm: Dgemm,
): { scores(): void; sums(): void } {
  const m = weights.length;
  const view = (address: number, length: number) => new Float64Array(memory.buffer, address, length);
  const { scale, rest: cross } = splitIdentity(queryKey, d);
  const { rest } = splitIdentity(value, d);
  const factor = beta * UNITS * (cross ? 1 : scale);
  const own = view(at.units + 8 * first * d, rows * d);
  const matrix = cross && view(at.matrix, d * d);
  const queriesAt = cross ? at.queries : at.units + 8 * first * d;
  const queries = view(queriesAt, rows * d);
  const sums = view(at.sums, rows * d);
  const images = rest && { to: view(at.images, rows * d), value: view(at.value, d * d) };
  const centers = m > 0 && { rows: view(at.centers, m * d), scores: view(at.scores + 8 * sources * rows, m * rows) };
  const steps = stairs.map(({ from, to, firstRow }) => ({
    ...{ count: to - from, height: rows - firstRow },
    tokens: view(at.units + 8 * from * d, (to - from) * d),
    queries: view(queriesAt + 8 * firstRow * d, (rows - firstRow) * d),
    scores: view(at.scores + 8 * (from * rows + firstRow), (to - from) * rows - firstRow),
    sums: view(at.sums + 8 * firstRow * d, (rows - firstRow) * d),
  }));
  return {
    scores() {
      if (matrix) dgemm(ROWS, AS_IT_IS, AS_IT_IS, rows, d, d, 1, own, d, matrix, d, 0, queries, d);
      for (const { count, height, tokens, queries: q, scores } of steps) {
        dgemm(ROWS, AS_IT_IS, TRANSPOSED, count, height, d, factor, tokens, d, q, d, 0, scores, rows);
      }
      if (!centers) return;
      dgemm(ROWS, AS_IT_IS, TRANSPOSED, m, rows, d, factor, centers.rows, d, queries, d, 0, centers.scores, rows);
    },
    sums() {
      for (const [i, { count, height, tokens, scores, sums: to }] of steps.entries()) {
        dgemm(ROWS, TRANSPOSED, AS_IT_IS, height, d, count, 1, scores, rows, tokens, d, i === 0 ? 0 : 1, to, d);
      }
      if (centers) dgemm(ROWS, TRANSPOSED, AS_IT_IS, rows, d, m, 1, centers.scores, rows, centers.rows, d, 1, sums, d);
      if (images) dgemm(ROWS, AS_IT_IS, TRANSPOSED, rows, d, d, 1, sums, d, images.value, d, 0, images.to, d);
    },
  };
}
