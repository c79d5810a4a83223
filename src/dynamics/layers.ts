/**
 * Attention whose weights belong to layers: constant for `layerTime`, then those of the next layer. The field jumps
 * between layers, and steps end there (`pieces`).
 *
 * Layers come from the list `layers`, gone through again and again; what an entry leaves out has the value of the key
 * itself. A Gaussian matrix that stands in the key itself is drawn anew for every layer, one in the list is the one of
 * its seed.
 *
 * With steps of one layer each this is a transformer without its MLP: `residual` makes x ← (x + η Σ_j A_kj V x_j)/|·|
 * with η = layerTime, attention added to the token and the sum normalised; `euler` leaves out the part of the attention
 * along the token, which only changes how far it goes, by a factor 1 + η⟨x_k, Σ_j A_kj V x_j⟩ (see
 * integrators/residual.ts).
 */
import * as z from 'zod/mini';
import { matrixSchema, parameter } from '../core/parameter.ts';
import type { Shape } from '../core/state.ts';
import { type AttentionParameters, attention, attentionParameters } from './attention.ts';
import type { DynamicsDefinition, Resolved } from './dynamics.ts';
import type { MatrixSpec } from './matrix-spec.ts';
import { inLayer, piecewise } from './piecewise.ts';

/** What one layer has of its own. */
export interface Layer {
  readonly beta?: number | undefined;
  readonly query?: MatrixSpec | undefined;
  readonly key?: MatrixSpec | undefined;
  readonly value?: MatrixSpec | undefined;
}

export interface LayersParameters extends AttentionParameters {
  /** How long a layer lasts. */
  readonly layerTime: number;
  readonly layers?: readonly Layer[] | undefined;
}

const layerSchema = z.strictObject({
  beta: z.optional(z.number().check(z.minimum(0))),
  query: z.optional(matrixSchema),
  key: z.optional(matrixSchema),
  value: z.optional(matrixSchema),
});

const MATRICES = ['query', 'key', 'value'] as const;
/** The attention of layer i, from 0. */
function layerOf({ layerTime: _, layers = [{}], ...shared }: LayersParameters, i: number): AttentionParameters {
  const own = layers[i % layers.length];
  const drawn = MATRICES.filter((name) => isGaussian(shared[name])).map((name) => [
    name,
    { ...(shared[name] as object), draw: i },
  ]);
  const given = Object.entries(own).filter(([, value]) => value !== undefined);
  return { ...shared, ...Object.fromEntries(drawn), ...Object.fromEntries(given) };
}

function isGaussian(matrix: MatrixSpec): boolean {
  return typeof matrix === 'object' && !Array.isArray(matrix);
}

function resolveLayers(parameters: LayersParameters, shape: Shape): Resolved {
  const { layerTime, layers = [] } = parameters;
  const pieceAt = (i: number) => {
    const own = layerOf(parameters, i);
    const resolved = inLayer(i, parameters.layers !== undefined, () => attention.resolve(own, shape));
    return { kind: 'attention', parameters: own, resolved };
  };
  return piecewise(layerTime, pieceAt, [...layers.keys()]);
}

export const layers: DynamicsDefinition<LayersParameters> = {
  kind: 'layers',
  title: 'attention with weights layer by layer',
  equation:
    '\\dot x_k = P_{x_k}\\Big(\\tfrac1{Z_k}\\sum_{j\\in S_k} e^{\\beta_\\ell\\langle Q_\\ell x_k,K_\\ell x_j\\rangle} V_\\ell x_j\\Big),\\quad \\ell=\\lfloor t/\\eta\\rfloor',
  source: 'piecewise constant weights: arXiv:2312.10794 §1; causal: arXiv:2411.04990 §2',
  parameters: {
    ...attentionParameters,
    layerTime: parameter(z._default(z.number().check(z.positive()), 1), {
      symbol: 'η',
      description:
        'how long a layer lasts, and the step of integrators without an error estimate (default: 1) (layers)',
      expects: 'a finite time > 0',
      placeholder: 'time',
    }),
    layers: parameter(z.optional(z.array(layerSchema).check(z.minLength(1))), {
      description:
        'beta, query, key and value of each layer; after the last layer comes the first one again. What a layer leaves out has the value of the key of that name. A query, key or value gaussian:SEED outside this list is drawn anew for every layer (layers)',
      expects:
        'a list of objects with keys among beta, query, key, value, such as [{"beta": 2, "query": {"gaussian": 1}}, {"beta": 9}]',
      placeholder: 'json',
    }),
  },
  resolve: resolveLayers,
};
