/**
 * Blocks whose weights belong to layers: constant for `layerTime`, then those of the next layer; and layers of which
 * attention has the first half and the perceptron the second, each twice as fast, so that both do in a layer what they
 * would do together.
 */
import * as z from 'zod/mini';
import { ParkadeError, partsOf } from '../../core/errors.ts';
import { matrixSchema } from '../../core/parameter.ts';
import type { VectorField } from '../../core/state.ts';
import type { Resolved } from '../dynamics.ts';
import type { MatrixSpec } from '../matrix-spec.ts';
import { mlpPart } from './mlp-part.ts';
import type { BlockParameters, BlockPiece } from './parts.ts';

const layerSchema = z.strictObject({
  beta: z.optional(z.number()),
  query: z.optional(matrixSchema),
  key: z.optional(matrixSchema),
  value: z.optional(matrixSchema),
  output: z.optional(matrixSchema),
  mlp: z.optional(mlpPart),
});

export const layerPart = z.array(layerSchema).check(z.minLength(1));

/** Of a layer: times closer than this to its beginning are it, so that 3 · 0.1 and 0.3 are one time. */
const HAIR = 1e-9;

type ResolveBlock = (parameters: BlockPiece, layer: number) => Resolved;

/** All listed layers are checked; the piece that was asked for last is kept, since matrices are large. */
export function inLayers(parameters: BlockParameters, resolve: ResolveBlock): Resolved {
  const { layerTime = 1, layers = [], sublayers } = parameters;
  const parts = sublayers === 'in-turn' ? 2 : 1;
  const lasts = layerTime / parts;
  const pieceAt = (index: number) => {
    const layer = Math.floor(index / parts);
    const own = parametersOf(parameters, layer);
    const only = parts === 1 ? {} : ({ only: index % 2 === 0 ? 'attention' : 'mlp' } as const);
    const piece: BlockPiece = { ...own, ...only };
    return { kind: 'block', parameters: own, resolved: told(() => resolve(piece, layer), layer, layers !== undefined) };
  };
  let last = { index: 0, piece: pieceAt(0) };
  for (let i = 1; i < (typeof layers === 'function' ? 0 : layers.length); i++) pieceAt(i * parts);
  const indexAt = (t: number) => Math.floor(t / lasts + HAIR);
  const equation = (index: number) => {
    if (index !== last.index) last = { index, piece: pieceAt(index) };
    return last.piece;
  };
  return {
    pieces: { indexAt, endOf: (i) => (i + 1) * lasts, equation },
    field: (tokens) => fieldByPiece(indexAt, (i) => equation(i).resolved.field(tokens)),
    shares: (tokens) => (t, x, k, out) => equation(indexAt(t)).resolved.shares(tokens)(t, x, k, out),
  };
}

/** @throws ParkadeError InvalidParameter, with the layer where they are listed */
function told<Result>(work: () => Result, layer: number, listed: boolean): Result {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof ParkadeError) || !listed) throw error;
    throw new ParkadeError(error.code, `In layer ${layer} (from 0): ${error.message}`, partsOf(error));
  }
}

/** The parameters of layer i, from 0: its own, the others as they are, Gaussian matrices drawn for it. */
function parametersOf(parameters: BlockParameters, i: number): BlockParameters {
  const { layers, layerTime: _, sublayers: _together, ...shared } = parameters;
  const own = typeof layers === 'function' ? layers(i) : (layers?.[i % layers.length] ?? {});
  const { output, ...others } = Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined));
  const heads = typeof shared.heads === 'object' ? shared.heads : { count: shared.heads };
  const outputOf = (output ?? drawn(heads.output, i)) as MatrixSpec | undefined;
  const whole = outputOf === undefined ? {} : { heads: { ...heads, output: outputOf } };
  const { query, key, value } = shared;
  const fresh = { query: drawn(query, i), key: drawn(key, i), value: drawn(value, i) };
  return { ...shared, ...fresh, ...whole, ...others, sublayers: 'together' } as BlockParameters;
}

function drawn<Spec>(matrix: Spec, draw: number): Spec {
  const isGaussian = typeof matrix === 'object' && matrix !== null && !Array.isArray(matrix);
  return isGaussian ? { ...matrix, draw } : matrix;
}

function fieldByPiece(indexAt: (t: number) => number, fieldOf: (i: number) => VectorField): VectorField {
  let current = -1;
  let field: VectorField = () => {};
  return (t, x, out) => {
    const index = indexAt(t);
    if (index !== current) field = fieldOf(index);
    current = index;
    field(t, x, out);
  };
}
