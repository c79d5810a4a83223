/** The matrices of several heads: Q_h and K_h of w rows, V_h of w rows and O of d × Hw, or V_h of d×d by itself. */
import * as z from 'zod/mini';
import { invalid, type ParkadeError, quoted } from '../../core/errors.ts';
import { matrixSchema } from '../../core/parameter.ts';
import type { Matrix } from '../../numerics/matrix.ts';
import { random, type Stream, streams } from '../../numerics/random.ts';
import { type MatrixSpec, resolveMatrix } from '../matrix-spec.ts';
import { gaussianWeights } from '../perceptron.ts';
import type { HeadMatrices } from './composition.ts';

/** One matrix for all heads, or a list of them; a seeded Gaussian is another one for each. */
export type HeadSpec = MatrixSpec | readonly MatrixSpec[];

interface HeadKeys {
  readonly count?: number | undefined;
  readonly width?: number | undefined;
  readonly groups?: number | undefined;
  readonly output?: MatrixSpec | undefined;
  readonly combine?: 'sum' | 'mean' | undefined;
}
export type HeadsPart = number | HeadKeys;

export const MOST_HEADS = 1000;
const count = z.int().check(z.minimum(1), z.maximum(MOST_HEADS));

export const headsPart = z.union([
  count,
  z.strictObject({
    count: z.optional(count),
    width: z.optional(z.int().check(z.minimum(1), z.maximum(10_000))),
    groups: z.optional(count),
    output: z.optional(matrixSchema),
    combine: z.optional(z.enum(['sum', 'mean'])),
  }),
]);

interface Triple {
  readonly query: HeadSpec;
  readonly key: HeadSpec;
  readonly value: HeadSpec;
}

interface Heads {
  readonly matrices: readonly HeadMatrices[];
  readonly width: number;
  /** 1, or 1/H for the mean. */
  readonly share: number;
}

/** How many heads there are: as many as is said, or as query, key or value list, else one. */
export function headCount({ query, key, value }: Triple, heads: HeadsPart | undefined): number {
  const said = typeof heads === 'number' ? heads : heads?.count;
  const listed = [query, key, value].flatMap((spec) => listOf(spec)?.length ?? []);
  return said ?? listed[0] ?? 1;
}

/** @throws ParkadeError InvalidParameter where matrices, widths and groups do not fit together */
export function headsOf(triple: Triple, part: HeadsPart | undefined, d: number): Heads {
  const keys: HeadKeys = typeof part === 'object' ? part : {};
  const heads = headCount(triple, part);
  const groups = keys.groups ?? heads;
  if (groups > heads || heads % groups !== 0) {
    const came = `came as ${groups} for ${heads} heads`;
    throw invalid('heads', 'have groups that the number of heads is divided by', came, 'change one of them');
  }
  const width = keys.width ?? d;
  const narrow = keys.width !== undefined || keys.output !== undefined;
  const query = matricesOf(triple.query, heads, width, d, 'query', streams.query);
  const key = matricesOf(triple.key, groups, width, d, 'key', streams.key);
  const value = matricesOf(triple.value, groups, narrow ? width : d, d, 'value', streams.value);
  const output = narrow ? outputOf(keys.output, heads, width, d) : null;
  const groupOf = (h: number) => Math.floor((h * groups) / heads);
  return {
    ...{ width, share: keys.combine === 'mean' ? 1 / heads : 1 },
    matrices: Array.from({ length: heads }, (_, h) => ({
      query: query[h],
      key: key[groupOf(h)],
      value: output ? product(output, heads * width, h * width, value[groupOf(h)], width, d) : value[groupOf(h)],
    })),
  };
}

/** O_h V_h, d×d, from columns `from` … of O, which has `columns`. */
function product(o: Matrix, columns: number, from: number, v: Matrix, width: number, d: number): Matrix {
  const out = new Float64Array(d * d);
  for (let i = 0; i < d; i++) {
    for (let l = 0; l < width; l++) {
      const entry = o[i * columns + from + l];
      if (entry !== 0) for (let j = 0; j < d; j++) out[i * d + j] += entry * v[l * d + j];
    }
  }
  return out;
}

/** `count` matrices of `rows` × d. */
function matricesOf(spec: HeadSpec, count: number, rows: number, d: number, name: string, stream: Stream): Matrix[] {
  const list = listOf(spec);
  if (list && list.length !== count) {
    throw invalid(
      name,
      `be one matrix or a list of ${count}, one a head`,
      `${list.length} came`,
      'give as many as there are heads',
    );
  }
  const at = (h: number): Matrix => {
    const own = list ? list[h] : drawn(spec as MatrixSpec, count, h);
    const draw = list ? 0 : h;
    return rows === d
      ? resolveMatrix(own, d, name, stream, draw)
      : wide(own, { rows, columns: d, count }, name, stream, h);
  };
  return Array.from({ length: count }, (_, h) => at(h));
}

/** A Gaussian that says which of the many of its seed it is has as many matrices to a draw as there are heads. */
function drawn(spec: MatrixSpec, count: number, h: number): MatrixSpec {
  if (typeof spec !== 'object' || Array.isArray(spec)) return spec;
  const gaussian = spec as { readonly gaussian: number; readonly draw?: number };
  return gaussian.draw === undefined ? spec : { ...gaussian, draw: gaussian.draw * count + h };
}

interface Wide {
  readonly rows: number;
  readonly columns: number;
  readonly count: number;
}

/**
 * A matrix that is not square: rows, a seeded Gaussian of scale 1/√columns, or for the identity, or a multiple of it,
 * those rows of it that are head h's where heads stand side by side.
 */
function wide(spec: MatrixSpec, { rows, columns, count }: Wide, name: string, stream: Stream, h: number): Matrix {
  if (typeof spec === 'object' && !Array.isArray(spec)) {
    const {
      gaussian,
      scale = 1 / Math.sqrt(columns),
      draw = h,
    } = spec as { gaussian: number } & Record<string, number>;
    return gaussianWeights(random(gaussian, stream), { rows, columns, scale, draw });
  }
  const factor = spec === 'identity' ? 1 : spec;
  if (typeof factor === 'number') {
    if (rows * count !== columns)
      throw wrongShape(name, rows, columns, 'the identity, which heads side by side do not fill');
    const slice = new Float64Array(rows * columns);
    for (let i = 0; i < rows; i++) slice[i * columns + h * rows + i] = factor;
    return slice;
  }
  const list: unknown = spec;
  const isRow = (row: unknown) => Array.isArray(row) && row.length === columns && row.every(Number.isFinite);
  if (Array.isArray(list) && list.length === rows && list.every(isRow)) return Float64Array.from(list.flat());
  throw wrongShape(name, rows, columns, quoted(spec));
}

function wrongShape(name: string, rows: number, columns: number, came: string): ParkadeError {
  return invalid(name, `be ${rows} rows of ${columns} finite numbers for each head`, `came as ${came}`, 'change it');
}

/** O, d × Hw: by default what heads give side by side. */
function outputOf(spec: MatrixSpec | undefined, heads: number, width: number, d: number): Matrix {
  const columns = heads * width;
  if (spec === undefined && columns !== d) {
    const expected = `have an output of ${d} rows of ${columns} numbers, since ${heads}·${width} is not the dimension ${d}`;
    throw invalid('heads', expected, 'it is missing', 'give it, such as output: gaussian:1, or other widths');
  }
  if (columns === d) return resolveMatrix(spec ?? 'identity', d, 'output', streams.output);
  return wide(spec ?? 'identity', { rows: d, columns, count: 1 }, 'output', streams.output, 0);
}

/** The matrices of a list of them; a list of numbers is a diagonal, one of rows a matrix. */
function listOf(spec: HeadSpec): readonly MatrixSpec[] | null {
  if (!Array.isArray(spec)) return null;
  const isMatrix = (entry: unknown) =>
    typeof entry === 'string' ||
    (typeof entry === 'object' && entry !== null && !Array.isArray(entry)) ||
    isNested(entry);
  return spec.some(isMatrix) ? (spec as readonly MatrixSpec[]) : null;
}

function isNested(entry: unknown): boolean {
  return Array.isArray(entry) && entry.some(Array.isArray);
}
