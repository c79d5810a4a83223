/** Every hypothesis has a setting that violates it: the prediction then says which, and claims nothing. */
import { describe, expect, test } from 'vitest';
import type { RunSpec } from '../../src/run/spec.ts';
import { beginning, compared, predictionOf } from '../support/looked-at.ts';

const uniform = { beta: 64, tokens: 40 } as const;
const frozen = {
  ...uniform,
  dynamics: 'frozen-centers',
  centers: [
    [1, 0],
    [-1, 0],
  ],
} as const;
const orthogonal = {
  beta: 4,
  initial: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  mask: 'full',
} as const;
const scheme = { beta: 1, tokens: 5, dynamics: 'normalization', scheme: 'post', mask: 'full' } as const;
const kinetic = { beta: 1, tokens: 20, dynamics: 'kinetic-decay', decay: 1 } as const;
const noise = { kappa: 4, dt: 0.125 } as const;
const two = { beta: 4, tokens: 2 } as const;

/** A prediction, a setting in which it is valid (or all but the open hypotheses), and what breaks it by itself. */
const violations: readonly [id: string, valid: RunSpec, broken: Partial<RunSpec>, hypothesis: RegExp][] = [
  ['final-configuration', uniform, { mask: 'full' }, /earlier ones only/],
  ['final-configuration', uniform, { normalization: 'count' }, /softmax/],
  ['final-configuration', uniform, { dynamics: 'rotary' }, /the equation is attention/],
  ['final-configuration', uniform, noise, /nothing else moves/],
  [
    'final-configuration',
    uniform,
    {
      value: [
        [0, -1],
        [1, 0],
      ],
    },
    /row of Table 1/,
  ],
  ['final-configuration', uniform, { value: 0 }, /row of Table 1/],
  [
    'final-configuration',
    uniform,
    {
      value: [
        [1, 1],
        [0, 1],
      ],
    },
    /row of Table 1/,
  ],
  [
    'final-configuration',
    { beta: 4, initial: [0, 1, 2] },
    {
      initial: [
        [1, 0],
        [-1, 0],
      ],
    },
    /none of the exceptions/,
  ],
  ['first-token', uniform, { mask: 'full' }, /earlier ones only/],
  ['first-token', uniform, { normalization: 'count' }, /ẋ = P_x\(Vx\)/],
  ['first-token', uniform, { dynamics: 'mlp' }, /ẋ = P_x\(Vx\)/],
  ['first-token', uniform, noise, /nothing else moves/],
  ['renyi-centers', uniform, { initial: 'von-mises-fisher', directions: [[1, 0]] }, /independent and uniform/],
  ['renyi-centers', { beta: 400, tokens: 200_000, dimension: 3 }, { tokens: 1000 }, /n → ∞/],
  ['renyi-centers', { beta: 400, tokens: 200_000, dimension: 3 }, { beta: 4 }, /δ → 0/],
  ['strong-centers', uniform, { initial: 'equispaced' }, /uniform or von Mises–Fisher/],
  [
    'strong-centers',
    uniform,
    {
      initial: 'von-mises-fisher',
      directions: [
        [1, 0],
        [0, 1],
      ],
    },
    /about one direction/,
  ],
  ['center-survival', uniform, { mask: 'full' }, /earlier ones only/],
  ['center-survival', uniform, { value: 2 }, /V = I/],
  ['center-survival', uniform, { query: 2 }, /QᵀK = I/],
  ['center-survival', uniform, { dimension: 3 }, /d = 2/],
  ['center-survival', uniform, { tokens: 3, initial: [0, 0.01, 0.02] }, /far enough from all earlier/],
  ['center-survival', uniform, noise, /nothing else moves/],
  [
    'frozen-window',
    frozen,
    {
      centers: [
        [1, 0],
        [1, 0.1],
      ],
    },
    /far enough apart/,
  ],
  ['frozen-window', frozen, { weights: 0.5 }, /a_j ≥ 1/],
  ['frozen-window', frozen, { mask: 'full' }, /earlier ones only/],
  ['frozen-window', frozen, { normalization: 'count' }, /softmax/],
  ['frozen-window', frozen, { key: 2 }, /QᵀK = I/],
  ['frozen-window', frozen, { value: [1, 2] }, /V = I/],
  ['first-clusters', { ...uniform, tokens: 6000, mask: 'full' }, { mask: 'causal' }, /sees all tokens/],
  ['first-clusters', { ...uniform, tokens: 6000, mask: 'full' }, { value: 2 }, /V = I/],
  ['first-clusters', { ...uniform, tokens: 6000, mask: 'full' }, { initial: 'equispaced' }, /independent and uniform/],
  ['first-clusters', { ...uniform, tokens: 6000, mask: 'full' }, { beta: 0 }, /β > 0/],
  ['two-tokens', two, { value: -1 }, /V = I/],
  ['two-tokens', two, { key: 2 }, /QᵀK = I/],
  ['two-tokens', two, { normalization: 'count' }, /softmax/],
  ['two-tokens', two, { dynamics: 'rotary' }, /the equation is attention/],
  ['equal-angles', orthogonal, { mask: 'causal' }, /sees all tokens/],
  [
    'equal-angles',
    orthogonal,
    {
      initial: [
        [1, 0, 0],
        [0.6, 0.8, 0],
        [0, 0, 1],
      ],
    },
    /same angle/,
  ],
  ['equal-angles', orthogonal, { value: [1, 2, 3] }, /V = I/],
  ['collapse-time', uniform, { beta: 4 }, /β ≫ 1/],
  ['collapse-time', uniform, { mask: 'full' }, /earlier ones only/],
  ['energy', { ...uniform, mask: 'full' }, { mask: 'causal' }, /sees all tokens/],
  ['energy', { ...uniform, mask: 'full' }, { query: [1, 2] }, /QᵀK = I/],
  ['energy', { ...uniform, mask: 'full' }, noise, /nothing else moves/],
  ['hemisphere', uniform, { initial: 'equispaced' }, /independent and uniform/],
  ['scheme-tail', scheme, { mask: 'causal' }, /sees all tokens/],
  ['scheme-tail', scheme, { value: 3 }, /V = I/],
  ['kinetic', kinetic, { decay: 0 }, /λ > 0/],
  ['kinetic', kinetic, { mask: 'full' }, /earlier ones only/],
  ['kinetic', kinetic, { dimension: 3 }, /d = 2/],
];

describe.each(violations)('%s', (id, valid, broken, hypothesis) => {
  test(`holds, and not with ${JSON.stringify(broken)}`, () => {
    const good = predictionOf(beginning(valid), id);
    expect(good.claim, good.says).not.toBeNull();
    expect(good.valid).not.toBe(false);
    const view = beginning({ ...valid, ...broken } as RunSpec);
    const bad = predictionOf(view, id);
    expect(bad.valid).toBe(false);
    const failing = bad.hypotheses.filter(({ holds }) => holds === false);
    expect(failing.map(({ says }) => says).join('; ')).toMatch(hypothesis);
    expect(compared(view, id)).toMatchObject({
      verdict: 'no claim',
      expected: null,
      why: expect.stringMatching(hypothesis),
    });
  });
});

test('edits put predictions about motion out of force', async () => {
  const view = beginning(uniform);
  const { prepared } = view;
  if (!prepared) throw new Error('there is a run');
  const edited = {
    ...prepared,
    spec: { ...prepared.spec, edits: [{ t: 0, kind: 'move' as const, token: 1, x: [1, 0] }] },
  };
  expect(predictionOf({ ...view, prepared: edited }, 'final-configuration').valid).toBe(false);
  expect(predictionOf({ ...view, prepared: edited }, 'renyi-centers').valid).toBe('unknown');
});
