/** Neighbouring papers: full attention, no normalisation, other normalisations, attention that fades with distance. */
import type { TellingState } from './telling-state.ts';

/** Orthonormal tokens. */
function orthonormal(n: number): number[][] {
  return Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, c) => Number(c === i)));
}

const equalAngles: TellingState = {
  id: 'equiangular',
  title: 'Equal angles stay equal',
  source: 'arXiv:2312.10794, §6',
  spec: { initial: orthonormal(8), beta: 4, mask: 'full', until: 25 },
  views: ['gram', 'cosines', 'energy'],
  says: 'Eight orthogonal tokens under full attention: any two of them have the same angle, at all times.',
  tryThis: 'Set the mask to causal: their angles come apart.',
};

const polytope: TellingState = {
  id: 'rescaled-polytope',
  title: 'Without normalisation',
  source: 'arXiv:2305.05465',
  spec: {
    dynamics: 'unnormalized',
    picture: 'rescaled',
    tokens: 40,
    dimension: 2,
    beta: 1,
    seed: 1,
    mask: 'full',
    until: 15,
  },
  says: 'Tokens that nothing holds on the sphere, shown by their directions: seen in coordinates that grow with them, they end at a few corners of a polygon.',
  tryThis: 'Take other seeds: how many corners are left?',
};

const preLn: TellingState = {
  id: 'normalization',
  title: 'Normalisation sets the speed',
  source: 'arXiv:2510.22026, Table 2',
  spec: { dynamics: 'normalization', scheme: 'pre', beta: 3, mask: 'full', initial: orthonormal(16), until: 50 },
  views: ['gram', 'cosines', 'energy'],
  says: 'Pre-LN lets tokens grow, and the longer they are the slower they turn: 1 − cosine falls like a power of time. One of six schemes.',
  tryThis: 'Set the scheme to post: now it falls exponentially.',
};

const uShape: TellingState = {
  id: 'u-shape',
  title: 'First and last are remembered',
  source: 'arXiv:2605.09213',
  spec: { dynamics: 'kinetic-decay', beta: 1, decay: 1, tokens: 200, dimension: 2, seed: 1, until: 1 },
  colouring: 'index',
  says: 'Attention that fades with distance in the sequence. Where the last token goes depends most on the first and the latest ones, and least on those between: a U.',
  tryThis: 'Raise the decay to 5: the beginning is forgotten.',
};

const phases: TellingState = {
  id: 'phase-diagram',
  title: 'Many dimensions: all meet at once',
  source: 'arXiv:2312.10794, phase diagrams',
  spec: { tokens: 32, dimension: 128, beta: 2, seed: 1, mask: 'full', until: 30 },
  views: ['cosines', 'gram', 'energy'],
  says: 'In 128 dimensions random tokens are nearly orthogonal, so all cosines rise together and all tokens meet at nearly the same time.',
  tryThis: 'Set the dimension to 2: clusters form on the way.',
};

export const otherEquations: readonly TellingState[] = [equalAngles, polytope, preLn, uShape, phases];
