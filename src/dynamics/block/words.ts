/** A block in a few words, for captions. */
import { counted } from '../../core/counted.ts';
import { keysOfNorm } from './norm.ts';
import type { BlockParameters } from './parts.ts';

export function labelOfParts(parameters: BlockParameters, heads: number): string {
  const { positions, mask, weighting, norm, mlp, sublayers, layers, layerTime } = parameters;
  const { scheme, by = 'sphere' } = keysOfNorm(norm);
  const words = [
    ...(heads > 1 ? [counted(heads, 'head')] : []),
    ...(positions === 'none' ? [] : [positionWords(positions)]),
    ...(typeof mask === 'string' ? [] : [Object.keys(mask).join(' and ')]),
    ...(weighting === 'softmax' ? [] : [typeof weighting === 'string' ? weighting : 'weights of its own']),
    ...(scheme === 'post' ? [] : [scheme === 'none' ? 'no normalisation' : `${scheme} normalisation`]),
    ...(by === 'sphere' ? [] : [by === 'rms' ? 'RMSNorm' : 'LayerNorm']),
    ...(mlp === 'none' ? [] : [`${typeof mlp === 'string' ? mlp : (mlp.activation ?? 'gelu')} perceptron`]),
    ...(layers || layerTime || sublayers === 'in-turn' ? ['in layers'] : []),
  ];
  return words.length === 0 ? 'plain attention' : words.join(', ');
}

function positionWords(positions: Exclude<BlockParameters['positions'], 'none'>): string {
  if (positions === 'rotary' || positions.angle !== undefined || positions.frequencies !== undefined) return 'rotary';
  return positions.bias === undefined ? 'fading with distance' : 'positional bias';
}
