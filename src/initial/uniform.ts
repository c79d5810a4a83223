import { random, streams } from '../numerics/random.ts';
import { normalizeRow } from '../numerics/sphere.ts';
import { type InitialLaw, type TokenSequence, tokensOf } from './initial.ts';

/** Independent and uniform on S^{d−1}: a normalised Gaussian vector a token. */
export const uniform = {
  kind: 'uniform',
  title: 'independent, uniform on the sphere',
  parameters: {},
  sample: (parameters, shape, seed) => tokensOf(uniformSequence(parameters, shape.d, seed), shape),
  sequence: uniformSequence,
} as const satisfies InitialLaw<Record<string, never>>;

function uniformSequence(_: Record<string, never>, d: number, seed: number): TokenSequence {
  const source = random(seed, streams.tokens);
  return (k, row) => {
    source.normals(k, 0, row, d);
    normalizeRow(row, row, 0, d);
  };
}
