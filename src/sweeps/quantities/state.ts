/** Of the tokens as a whole. */
import type { Quantity } from './quantity.ts';

export const stateQuantities = {
  cosine: {
    what: 'mean cosine of the angle between two tokens, from −1 to 1',
    kind: 'number',
    observe: ['cosine'],
    over: 'times',
    of: ({ measurements: { cosine } }) => cosine?.mean ?? [],
  },
  order: {
    what: 'order parameter, the length of the mean of the tokens, from 0 to 1',
    kind: 'number',
    observe: ['order-parameter'],
    over: 'times',
    of: ({ measurements }) => measurements['order-parameter'] ?? [],
  },
  energy: {
    what: 'ensemble energy Φ_β, from 0 to 1 on the sphere',
    kind: 'number',
    observe: ['energy'],
    over: 'times',
    of: ({ measurements: { energy } }) => energy ?? [],
  },
  firstToken: {
    what: 'largest distance of a token from the first one, radians',
    kind: 'number',
    observe: ['first-token'],
    over: 'times',
    of: ({ measurements }) => (measurements['first-token'] ?? []).map(({ largest }) => largest),
  },
  largestNorm: {
    what: 'largest |x| of a token, where tokens live in R^d',
    kind: 'number',
    observe: ['radii'],
    over: 'times',
    of: ({ measurements: { radii } }) => (radii ?? []).map(({ largest }) => largest),
  },
} as const satisfies Record<string, Quantity>;
