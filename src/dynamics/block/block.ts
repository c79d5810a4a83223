/**
 * A transformer block from parts, each of them declared once: positions, mask, weights, heads, normalisation,
 * perceptron, weights over time. docs/blocks.md has the equation and ten blocks.
 */
import * as z from 'zod/mini';
import { invalid } from '../../core/errors.ts';
import { parameter } from '../../core/parameter.ts';
import type { Shape } from '../../core/state.ts';
import { attentionParameters, fieldOf, resolveAttention } from '../attention.ts';
import type { DynamicsDefinition, Resolved } from '../dynamics.ts';
import { composed } from './composed.ts';
import { headCount, headsOf, headsPart } from './heads.ts';
import { inLayers, layerPart } from './layered.ts';
import { maskOf, maskPart } from './mask.ts';
import { mlpOf, mlpPart } from './mlp-part.ts';
import { keysOfNorm, normOf, normPart, spaceOfScheme } from './norm.ts';
import type { BlockParameters, BlockPiece } from './parts.ts';
import { positionsOf, positionsPart } from './positions.ts';
import { weighingOf, weightingPart } from './weighing.ts';
import { labelOfParts } from './words.ts';

const { query, key, value } = attentionParameters;

export const block: DynamicsDefinition<BlockParameters> = {
  kind: 'block',
  title: 'a transformer block from parts',
  equation:
    '\\dot x_k = P_{x_k}\\Big(\\sum_{h\\le H} O_hV_h\\sum_{j\\in S_k}\\tfrac1{Z^h_k}\\varphi(\\beta\\langle R_kQ_hu_k,R_jK_hu_j\\rangle+b_h(k,j))\\,u_j + W_2\\,a(W_1u_k+b_1)+b_2\\Big)',
  source: 'its parts: arXiv:1706.03762, arXiv:2104.09864, arXiv:2510.22026',
  parameters: {
    beta: parameter(z.number(), {
      symbol: 'β',
      description: 'inverse temperature β of the attention weights e^{β⟨Qx, Ky⟩}',
      expects: 'a finite number',
      placeholder: 'number',
    }),
    ...{ query, key, value },
    mask: parameter(z._default(maskPart, 'causal'), {
      description:
        'whom a token sees. causal: itself and its predecessors; full: every token; in a block also a window, sinks, a prefix, blocks of tokens, or a matrix',
      expects:
        'causal, full, or an object with keys among causal, window, sinks, prefix, blocks, matrix, such as {"window": 32}',
      placeholder: 'name|json',
    }),
    weighting: parameter(z._default(weightingPart, 'softmax'), {
      description: 'from scores to weights: softmax, count (divided by n), hardmax, sigmoid, softplus (block)',
      expects:
        'softmax, count, hardmax, sigmoid, softplus, or an object with keys among kernel, divide, such as {"kernel": "softplus", "divide": "count"}',
      placeholder: 'name|json',
      callable: true,
    }),
    positions: parameter(z._default(positionsPart, 'none'), {
      description: "what a token's place in the sequence does: none, rotary, slopes, a bias (block)",
      expects:
        'none, rotary, or an object with keys among angle, base, frequencies, slope, decay, bias, such as {"angle": 1}',
      placeholder: 'name|json',
    }),
    heads: parameter(z.optional(headsPart), {
      symbol: 'H',
      description:
        'number of heads H; query, key and value are then one matrix for all, a list [M₁, …, M_H] or file h×d×d, or gaussian:SEED, another one for each (default: as many as are listed, else 1); in a block also their width, groups, output',
      expects:
        'a whole number from 1 to 1000, or an object with keys among count, width, groups, output, combine, such as {"count": 8, "width": 8}',
      placeholder: 'count|json',
    }),
    norm: parameter(z._default(normPart, 'post'), {
      description: 'how tokens are normalised: post, pre, mix, peri, ngpt, ln-scaling, none (block)',
      expects:
        'post, pre, mix, peri, ngpt, ln-scaling, none, or an object with keys among scheme, by, gain, shift, radius, switchTime, alpha, such as {"scheme": "pre", "by": "rms"}',
      placeholder: 'name|json',
    }),
    mlp: parameter(z._default(mlpPart, 'none'), {
      description: 'the perceptron beside attention: none, or its activation relu, gelu, tanh, silu (block)',
      expects:
        'none, relu, gelu, tanh, silu, or an object with keys among activation, width, in, inBias, out, outBias, gain, gated, gate, such as {"activation": "gelu", "width": 64}',
      placeholder: 'name|json',
    }),
    layerTime: parameter(z.optional(z.number().check(z.positive())), {
      symbol: 'η',
      description:
        'how long a layer lasts, and the step of integrators without an error estimate (default: 1 where there are layers) (layers, block)',
      expects: 'a finite time > 0',
      placeholder: 'time',
    }),
    layers: parameter(z.optional(layerPart), {
      description:
        'beta, query, key and value of each layer, in a block also output and mlp; after the last layer comes the first one again. What a layer leaves out has the value of the key of that name. What is gaussian:SEED outside this list is drawn anew for every layer (layers, block)',
      expects:
        'a list of objects with keys among beta, query, key, value, output, mlp, such as [{"beta": 2, "query": {"gaussian": 1}}, {"beta": 9}]',
      placeholder: 'json',
      callable: true,
    }),
    sublayers: parameter(z._default(z.enum(['together', 'in-turn']), 'together'), {
      description:
        'whether attention and perceptron act together, or in turn, each in one half of the time of a layer (block)',
      expects: 'together or in-turn',
      placeholder: 'name',
    }),
  },
  space: ({ norm }) => spaceOfScheme(keysOfNorm(norm).scheme),
  radius: ({ norm }) => keysOfNorm(norm).radius ?? 1,
  label: (parameters) => labelOfParts(parameters, headCount(parameters, parameters.heads)),
  resolve(parameters, shape) {
    const { layerTime, layers, sublayers, mlp } = parameters;
    if (sublayers === 'in-turn' && mlp === 'none') {
      const came = 'came without a perceptron, the other of the two';
      throw invalid('sublayers', 'be together where attention is alone', came, 'drop it or give mlp');
    }
    if (layerTime === undefined && layers === undefined && sublayers === 'together') {
      return resolveBlock(parameters, shape, 0);
    }
    return inLayers(parameters, (own, layer) => resolveBlock(own, shape, layer));
  },
};

/** A block whose weights do not change; where it is plain attention, what kernels compute. */
function resolveBlock(parameters: BlockPiece, shape: Shape, layer: number): Resolved {
  const { beta, mask, weighting, norm, only } = parameters;
  const plain = plainAttention(parameters);
  if (plain) return fieldOf(resolveAttention(plain, shape));
  const { n, d } = shape;
  const heads = headsOf(parameters, parameters.heads, d);
  maskOf(mask, n); // checked before anything is computed
  return composed({
    ...{ beta, mask, heads: heads.matrices, width: heads.width, share: heads.share },
    weighing: weighingOf(weighting),
    positions: positionsOf(parameters.positions, heads.matrices.length, heads.width, n),
    norm: normOf(norm, shape),
    mlp: mlpOf(parameters.mlp, d, layer),
    ...(only && { only }),
  });
}

type Plain = Parameters<typeof resolveAttention>[0];

/** The parameters of attention where a block has no other parts; a β below zero as −Q. */
function plainAttention(parameters: BlockPiece): Plain | null {
  const { beta, query, key, value, mask, weighting, positions, norm, mlp, only } = parameters;
  const isPlain =
    positions === 'none' && mlp === 'none' && only === undefined && beta >= 0 && keysOfNorm(norm).scheme === 'post';
  if (!isPlain || Object.keys(keysOfNorm(norm)).length > 1) return null;
  if (parameters.heads !== undefined || headCount(parameters, undefined) > 1) return null;
  if ((mask !== 'causal' && mask !== 'full') || (weighting !== 'softmax' && weighting !== 'count')) return null;
  return { beta, query, key, value, mask, normalization: weighting } as Plain;
}
