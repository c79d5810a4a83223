/** Tokens of R^d have lengths; everything else said is about their directions. */
import { norm } from '../../numerics/sphere.ts';
import { tokensPresent } from '../moment.ts';
import type { SentenceDefinition } from '../sentence.ts';
import { short } from '../wording.ts';

export const lengths: SentenceDefinition = {
  id: 'lengths',
  say({ view }) {
    const { recording, index } = view;
    if (recording.space === 'sphere') return null;
    const { x, shape } = tokensPresent(recording, index);
    let [shortest, longest] = [Infinity, 0];
    for (let k = 0; k < shape.n; k++) {
      const length = norm(x, k * shape.d, shape.d);
      shortest = Math.min(shortest, length);
      longest = Math.max(longest, length);
    }
    return {
      says: `The tokens have lengths from ${short(shortest)} to ${short(longest)}; all else here is about their directions.`,
      numbers: { shortest, longest },
      source: 'measured',
      weight: 9,
    };
  },
};
