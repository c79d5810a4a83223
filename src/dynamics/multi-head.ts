/**
 * Several heads of attention at once, each with matrices of its own, whose outputs are added or averaged:
 *
 *   ẋ_k = P_{x_k} Σ_h A_k^h,   A_k^h = (1/Z_k^h) Σ_j e^{β⟨Q_h x_k, K_h x_j⟩} V_h x_j,   divided by H for the mean.
 */

import * as z from 'zod/mini';
import { counted } from '../core/counted.ts';
import { invalid } from '../core/errors.ts';
import { parameter } from '../core/parameter.ts';
import type { AttentionShares, Shape, VectorField } from '../core/state.ts';
import type { Matrix } from '../numerics/matrix.ts';
import { type Stream, streams } from '../numerics/random.ts';
import { type AttentionParameters, attentionParameters } from './attention.ts';
import { attentionHead, fieldOnSphere, type Head, linearProjections, sharesOf } from './attention-head.ts';
import type { DynamicsDefinition } from './dynamics.ts';
import { type MatrixSpec, resolveMatrix } from './matrix-spec.ts';

/** One matrix for all heads, or a list of them; a seeded Gaussian is another one for each. */
type HeadMatrices = MatrixSpec | readonly MatrixSpec[];

export interface MultiHeadParameters extends Omit<AttentionParameters, 'query' | 'key' | 'value'> {
  readonly query: HeadMatrices;
  readonly key: HeadMatrices;
  readonly value: HeadMatrices;
  /** By default as many as query, key or value list, else one. */
  readonly heads?: number | undefined;
  readonly combine: 'sum' | 'mean';
}

const MOST_HEADS = 1000;

export const multiHead: DynamicsDefinition<MultiHeadParameters> = {
  kind: 'multi-head',
  title: 'attention with several heads',
  equation:
    '\\dot x_k = P_{x_k}\\sum_{h\\le H}\\tfrac1{Z^h_k}\\sum_{j\\in S_k} e^{\\beta\\langle Q_hx_k,K_hx_j\\rangle} V_h x_j',
  source: 'arXiv:1706.03762; on the sphere: arXiv:2312.10794 §7',
  parameters: {
    ...attentionParameters,
    heads: parameter(z.optional(z.int().check(z.minimum(1), z.maximum(MOST_HEADS))), {
      symbol: 'H',
      description:
        'number of heads H; query, key and value are then one matrix for all, a list [M₁, …, M_H] or file h×d×d, or gaussian:SEED, another one for each (default: as many as are listed, else 1)',
      expects: `a whole number from 1 to ${MOST_HEADS}`,
      placeholder: 'count',
    }),
    combine: parameter(z._default(z.enum(['sum', 'mean']), 'sum'), {
      description: 'whether the outputs of the heads are added or averaged (multi-head)',
      expects: 'sum or mean',
      placeholder: 'name',
    }),
  },
  label: (parameters) =>
    `${counted(headCount(parameters), 'head')}${parameters.combine === 'mean' ? ', averaged' : ''}`,
  resolve(parameters, shape) {
    const triples = resolveHeads(parameters, shape);
    const headsOf = (tokens: Shape) => makeHeads(parameters, triples, tokens);
    return {
      field: (tokens) => fieldOfHeads(parameters, headsOf(tokens), tokens),
      shares: (tokens) => meanShares(headsOf(tokens)),
    };
  },
};

function makeHeads(
  { beta, mask, normalization }: MultiHeadParameters,
  triples: readonly HeadTriple[],
  shape: Shape,
): Head[] {
  return triples.map(({ query, key, value }) =>
    attentionHead(linearProjections(beta, query, key, shape), { value, mask, normalization }, shape),
  );
}

function meanShares(heads: readonly Head[]): AttentionShares {
  const each = heads.map(sharesOf);
  return (t, x, k, out) => {
    const sum = new Float64Array(out.length);
    for (const shares of each) {
      shares(t, x, k, out);
      for (let j = 0; j < sum.length; j++) sum[j] += out[j] / each.length;
    }
    out.set(sum);
  };
}

function fieldOfHeads({ combine }: MultiHeadParameters, heads: readonly Head[], shape: Shape): VectorField {
  const share = combine === 'mean' ? 1 / heads.length : 1;
  const single = new Float64Array(shape.d);
  return fieldOnSphere(
    shape,
    (t, x) => {
      for (const head of heads) head.place(t, x);
    },
    (k, _t, y) => {
      y.fill(0);
      for (const head of heads) {
        head.attend(k);
        head.pull(single);
        for (let i = 0; i < y.length; i++) y[i] += share * single[i];
      }
    },
  );
}

interface HeadTriple {
  readonly query: Matrix;
  readonly key: Matrix;
  readonly value: Matrix;
}

function headCount({ query, key, value, heads }: MultiHeadParameters): number {
  const listed = [query, key, value].flatMap((spec) => listOf(spec)?.length ?? []);
  return heads ?? listed[0] ?? 1;
}

function resolveHeads(parameters: MultiHeadParameters, { d }: Shape): HeadTriple[] {
  const { query, key, value } = parameters;
  const heads = headCount(parameters);
  const all = {
    query: matricesOf(query, heads, d, 'query', streams.query),
    key: matricesOf(key, heads, d, 'key', streams.key),
    value: matricesOf(value, heads, d, 'value', streams.value),
  };
  return Array.from({ length: heads }, (_, h) => ({ query: all.query[h], key: all.key[h], value: all.value[h] }));
}

function matricesOf(spec: HeadMatrices, heads: number, d: number, name: string, stream: Stream): Matrix[] {
  const list = listOf(spec);
  if (list && list.length !== heads) {
    throw invalid(
      name,
      `be one matrix or a list of ${heads}, one a head`,
      `${list.length} came`,
      'give as many as there are heads',
    );
  }
  return Array.from({ length: heads }, (_, h) =>
    resolveMatrix(list ? list[h] : (spec as MatrixSpec), d, name, stream, list ? 0 : h),
  );
}

/** The matrices of a list of them; a list of numbers is a diagonal, one of rows a matrix. */
function listOf(spec: HeadMatrices): readonly MatrixSpec[] | null {
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
