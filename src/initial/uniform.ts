import { random, streams } from '../core/random.ts';
import { normalizeRow } from '../core/sphere.ts';
import type { InitialLaw } from './initial.ts';

/** Independent and uniform on S^{d−1}: a normalised Gaussian vector a token. */
export const uniform: InitialLaw<Record<string, never>> = {
  kind: 'uniform',
  title: 'independent, uniform on the sphere',
  parameters: {},
  sample(_, { n, d }, seed) {
    const source = random(seed, streams.tokens);
    const x = new Float64Array(n * d);
    for (let k = 0; k < n; k++) {
      source.normals(k, 0, x.subarray(k * d, (k + 1) * d), d);
      normalizeRow(x, x, k * d, d);
    }
    return x;
  },
};
