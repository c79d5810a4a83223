/**
 * Blocks whose weights belong to layers: constant for `layerTime`, then those of the next layer; and layers of which
 * attention has the first half and the perceptron the second, each twice as fast, so that both do in a layer what they
 * would do together.
 */
import * as z from 'zod/mini';
import { matrixSchema } from '../../core/parameter.ts';
import type { Resolved } from '../dynamics.ts';
import type { MatrixSpec } from '../matrix-spec.ts';
import { inLayer, piecewise } from '../piecewise.ts';
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

type ResolveBlock = (parameters: BlockPiece, layer: number) => Resolved;

export function inLayers(parameters: BlockParameters, resolve: ResolveBlock): Resolved {
  const { layerTime = 1, layers = [], sublayers } = parameters;
  const parts = sublayers === 'in-turn' ? 2 : 1;
  const pieceAt = (index: number) => {
    const layer = Math.floor(index / parts);
    const own = parametersOf(parameters, layer);
    const only = parts === 1 ? {} : ({ only: index % 2 === 0 ? 'attention' : 'mlp' } as const);
    const resolved = inLayer(layer, parameters.layers !== undefined, () => resolve({ ...own, ...only }, layer));
    return { kind: 'block', parameters: own, resolved };
  };
  const listed = typeof layers === 'function' ? [] : [...layers.keys()].map((i) => i * parts);
  return piecewise(layerTime / parts, pieceAt, listed);
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
