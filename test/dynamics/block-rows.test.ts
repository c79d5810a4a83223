/** The rows of causal compositions: forces are the field's, Jacobians its differences, implicit steps have their order. */
import { describe, expect, test } from 'vitest';
import type { RowSystem } from '../../src/dynamics/row-system.ts';
import { prepareRun } from '../../src/run/prepare.ts';
import { execute } from '../../src/run/run.ts';
import type { RunSpec } from '../../src/run/spec.ts';
import { equationOf, type Problem } from '../../src/simulation/problem.ts';
import { tangentialDifferences } from '../support/differences.ts';
import { largestDifference } from '../support/numeric.ts';

const drawn = { query: { gaussian: 1 }, key: { gaussian: 2 }, value: { gaussian: 3 } };
const parts: readonly Partial<RunSpec>[] = [
  { positions: { angle: -0.7 } },
  { mask: { window: 3, sinks: 1 } },
  { heads: 3, ...drawn },
  { heads: { count: 2, width: 2, output: { gaussian: 4 } }, ...drawn, positions: 'rotary' },
  { mlp: 'gelu' },
  { mlp: { activation: 'silu', gated: true }, heads: { count: 2, combine: 'mean' } },
  { norm: { scheme: 'ngpt', alpha: 2 }, mlp: 'tanh' },
  { norm: { by: 'rms', gain: [1, 2, 0.5], shift: 0.3 }, query: { gaussian: 1 } },
  { norm: { by: 'layer', gain: 1.5 }, ...drawn },
  { weighting: 'count', positions: 'rotary', value: { gaussian: 3 } },
  { weighting: 'sigmoid', ...drawn },
  { weighting: { kernel: 'softplus', divide: 'count' }, ...drawn, positions: { slope: 0.2 } },
];

const problemOf = (keys: Partial<RunSpec>): Problem =>
  prepareRun({ beta: 2, tokens: 6, dimension: 3, until: 1, dynamics: 'block', ...keys }).problem;

describe.each(parts)('%j', (keys) => {
  test('forces and Jacobians of rows', async () => {
    const problem = problemOf(keys);
    const { n, d } = problem.shape;
    const field = equationOf(problem).field();
    const velocities = new Float64Array(n * d);
    field(0, problem.initial, velocities);
    const rows = (await equationOf(problem).rows()) as RowSystem;
    for (let k = 0; k < n; k++) {
      const u = problem.initial.slice(k * d, (k + 1) * d);
      const { force, jacobian } = rows.linearize(k, u);
      expect(largestDifference(force, velocities.subarray(k * d, (k + 1) * d))).toBeLessThan(1e-14);
      const differences = tangentialDifferences(field, problem.initial, k, d);
      expect(largestDifference(jacobian, differences)).toBeLessThan(1e-7);
      rows.place(k, u);
    }
  });

  test('esdirk3 and esdirk4 have their orders', async () => {
    const end = async (more: Partial<RunSpec>) =>
      (
        await execute(
          prepareRun({
            beta: 2,
            tokens: 5,
            dimension: 3,
            until: 1,
            saveAt: [0.5],
            dynamics: 'block',
            ...keys,
            ...more,
          }),
        )
      ).trajectory.xs;
    const exact = await end({ rtol: 1e-12, atol: 1e-13 });
    for (const [integrator, order] of [
      ['esdirk3', 3],
      ['esdirk4', 4],
    ] as const) {
      const errors = await Promise.all(
        [1 / 32, 1 / 64].map(async (dt) => largestDifference(await end({ integrator, dt }), exact)),
      );
      expect(Math.log2(errors[0] / errors[1])).toBeGreaterThan(order - 0.35);
    }
  });
});

test('what token-by-token steps cannot solve has no rows', async () => {
  const without: Partial<RunSpec>[] = [
    { mask: { prefix: 3 } },
    { mask: 'full', mlp: 'gelu' },
    { weighting: 'hardmax' },
    { norm: 'pre' },
    { norm: 'ln-scaling' },
  ];
  for (const keys of without) expect(await equationOf(problemOf(keys)).rows(), JSON.stringify(keys)).toBeNull();
});
