/** Whom a token attends to, of every equation: shares that make its velocity, and none beyond the mask. */
import { describe, expect, it } from 'vitest';
import { type Dynamics, dynamicsRegistry, prepareRun, referenceField, resolveEquation } from '../../src/index.ts';

const n = 6;
const kinds = Object.keys(dynamicsRegistry) as (keyof typeof dynamicsRegistry)[];
const more: Partial<Record<string, object>> = { 'frozen-centers': { centers: [[1, 0, 0]] } };

function problemOf(kind: string, mask: 'causal' | 'full') {
  return prepareRun({
    ...{ tokens: n, dimension: 3, beta: 3, seed: 4, until: 1, dynamics: kind as never, mask },
    ...more[kind],
  }).problem;
}

describe.each(kinds)('%s', (kind) => {
  it('has shares from 0 to 1 of the tokens that are seen, and of no other', () => {
    for (const mask of ['causal', 'full'] as const) {
      const { dynamics, shape, initial } = problemOf(kind, mask);
      const shares = resolveEquation(dynamics, shape).shares();
      const out = new Float64Array(n);
      for (let k = 0; k < n; k++) {
        shares(0, initial, k, out);
        const sum = out.reduce((total, share) => total + share, 0);
        expect(out.every((share) => share >= 0 && share <= 1)).toBe(true);
        if (mask === 'causal') expect(out.slice(k + 1).every((share) => share === 0)).toBe(true);
        if (kind === 'frozen-centers') expect(sum).toBeLessThan(1);
        else if (!(kind === 'kinetic-decay' && mask === 'causal' && k === 0)) expect(sum).toBeCloseTo(1, 12);
      }
    }
  });
});

/** With V = I on the sphere: ẋ_k along Σ_j A_kj x_j, projected. */
const plain: readonly Dynamics['kind'][] = ['attention', 'layers', 'positional-bias', 'rotary', 'multi-head'];

it.each(plain)('the shares of %s make its velocity', (kind) => {
  const { dynamics, shape, initial } = problemOf(kind, 'causal');
  const { d } = shape;
  const velocity = new Float64Array(n * d);
  referenceField(dynamics, shape)(0, initial, velocity);
  const shares = resolveEquation(dynamics, shape).shares();
  const out = new Float64Array(n);
  for (let k = 0; k < n; k++) {
    shares(0, initial, k, out);
    const sum = [0, 1, 2].map((i) => out.reduce((total, share, j) => total + share * initial[j * d + i], 0));
    const along = sum.reduce((total, value, i) => total + value * initial[k * d + i], 0);
    for (let i = 0; i < d; i++) expect(velocity[k * d + i]).toBeCloseTo(sum[i] - along * initial[k * d + i], 12);
  }
});
