/** Statements far from their usual parameters: no fault of the check is taken for one of the statement. extremes.long.ts has all of them. */
import { describe, expect, test, vi } from 'vitest';
import { isMeasurable, statementRegistry, verdictOf } from '../../src/checks/index.ts';
import { withinErrors } from '../../src/checks/kit/comparison.ts';
import { separatedCaps } from '../../src/checks/metastability/separated-caps.ts';
import { terminalRates } from '../../src/checks/table-1/terminal-rates.ts';
import { sampleOf } from '../../src/numerics/sample.ts';
import { faultsAt, parametersAt } from './extremes.ts';

const sweep: readonly (readonly [id: string, given: Readonly<Record<string, number>>])[] = [
  // Differences and rounding grow with β.
  ...[0, 300, 1e6].map((beta) => ['single-cluster-rates', { beta }] as const),
  ...[0, 300, 1e6].map((beta) => ['energy-increases', { beta }] as const),
  ...[0, 300, 1e6].map((beta) => ['order-matters', { beta }] as const),
  ['conserved-angles', { beta: 1e6 }],
  ['ngpt-scale', { beta: 1e6 }],
  ['equal-angle-rates', { beta: 1e6 }],
  ['mode-growth', { beta: 1e6 }],
  ['kinetic-mode-rates', { beta: 1e6 }],
  // Tokens are not yet together, or no longer apart.
  ['hemisphere-convergence', { beta: 300, runs: 4 }],
  ['hemisphere-convergence', { beta: 1e6, runs: 4 }],
  ['energy-staircase', { until: 1e-9 }],
  ['energy-staircase', { beta: 300 }],
  ['repulsion-fades', { tokens: 3, runs: 2 }],
  ['repulsion-fades', { beta: 0, runs: 2 }],
  ['repulsion-fades', { until: 1e-9, runs: 2 }],
  ['boolean-attention', { until: 0.01 }],
  ['boolean-attention', { beta: 1e-3 }],
  ['equal-angles', { until: 1e3 }],
  ['subspace-conjecture', { beta: 300, runs: 4 }],
  ['separated-caps', { beta: 1e6 }],
  ['noisy-order', { until: 0.01 }],
  ['noisy-order', { tokens: 1, until: 100, runs: 2 }],
  ['retrieval-u-shape', { beta: 1e-3 }],
  // Formulas of no value.
  ...[0, 1e-3, 1e6].map((beta) => ['staircase-clock', { beta }] as const),
  ...[1, 2].map((tokens) => ['staircase-clock', { tokens }] as const),
  ...[2, 3].map((dimension) => ['high-dimension', { dimension }] as const),
  ...[1, 2].map((tokens) => ['parking-density-sphere', { tokens }] as const),
  ...[1, 2, 3].map((tokens) => ['strong-center-indices', { tokens }] as const),
  ['sequential-gradient-flow', { beta: 0 }],
  ['collapse-exponent', { beta: 0, runs: 2 }],
  ['normalization-cone', { tokens: 1 }],
  ['normalization-lengths', { tokens: 1 }],
  ['ngpt-scale', { tokens: 1 }],
  ['hemisphere-convergence', { tokens: 1 }],
];

test.each(sweep)('%s at %j', async (id, given) => {
  expect(await faultsAt({ statement: statementRegistry[id], given })).toEqual([]);
});

test.each([
  ['energy-staircase', { until: 1e-9 }],
  ['staircase-clock', { tokens: 2 }],
  ['parking-density-sphere', { tokens: 2 }],
  ['high-dimension', { dimension: 2 }],
] as const)('%s at %j is outside of what it supposes', (id, given) => {
  const statement = statementRegistry[id];
  expect(statement.hypotheses(parametersAt({ statement, given })).some(({ met }) => !met)).toBe(true);
});

describe('runs are selected by what is measured, not by what is predicted', () => {
  /** Late distances of six tokens whose ratios have settled to `factor` times those of the statement. */
  const settledAt = (factor: number) => {
    const at = (size: number) => [0, 1, 2, 3, 4, 5].map((k) => size * k * (k > 1 ? factor : 1));
    return { early: at(1e-9), late: at(1e-9 * Math.exp(-2.5)) };
  };

  test('terminal-rates fails where ratios have settled elsewhere', () => {
    const given = parametersAt({ statement: terminalRates, given: {} });
    const verdictAt = (factor: number) =>
      verdictOf(terminalRates.judge([[settledAt(factor)]], given as Parameters<typeof terminalRates.judge>[1]));
    expect(verdictAt(1)).toBe('holds');
    expect(verdictAt(1.2)).toBe('fails');
  });

  test('separated-caps judges nothing beyond T₂, where the bound of T₁ is beyond it', async () => {
    const given = parametersAt({ statement: separatedCaps, given: { beta: 8, runs: 2 } });
    expect(isMeasurable(separatedCaps, given)).toBe(true);
    const cells = separatedCaps.cells(given as Parameters<typeof separatedCaps.cells>[0]);
    const values = await Promise.all(cells.map((cell) => separatedCaps.compute(cell)));
    for (const value of values.flat()) {
      expect(value?.strayed).toBeLessThan(1);
      expect(value?.width).toBe(null);
    }
  });
});

test('a broken argmax turns the statement about the first clusters', async () => {
  vi.resetModules();
  vi.doMock('../../src/theory/first-clusters.ts', async (original) => {
    const module = await original<typeof import('../../src/theory/first-clusters.ts')>();
    return { ...module, firstClusterMode: (beta: number, d: number) => module.firstClusterMode(beta, d) + 1 };
  });
  const { fastestMode } = await import('../../src/checks/kinetic/first-cluster-mode.ts');
  const values = fastestMode.cells({}).map((cell) => fastestMode.compute(cell));
  vi.doUnmock('../../src/theory/first-clusters.ts');
  expect(verdictOf(fastestMode.judge((await Promise.all(values)) as never, {}))).toBe('fails');
});

test('many draws see what a prediction leaves out; what is known of that is allowed', () => {
  const many = sampleOf(Array.from({ length: 1e5 }, (_, i) => 1.01 + (i % 2 === 0 ? 0.1 : -0.1)));
  const off = { allowed: 0.01, because: 'finite n' };
  expect(withinErrors('x', 1, many).outcome).toBe('fails');
  expect(withinErrors('x', 1, many, 'both', off)).toMatchObject({
    outcome: 'holds',
    test: 'within 4 standard errors and 0.01 for finite n (0.0 in 100000 draws)',
  });
  expect(withinErrors('x', 1, many, 'both', { ...off, allowed: 0.008 }).outcome).toBe('fails');
});

test('subspace-conjecture at its usual time: draws whose tokens were still on their way at t = 2,000', async () => {
  const statement = statementRegistry['subspace-conjecture'];
  for (const seed of [50, 121, 757]) {
    const given = parametersAt({ statement, given: { seed, runs: 1 } });
    const values: unknown[] = [];
    for (const cell of statement.cells(given)) values.push(await statement.compute(cell));
    expect(verdictOf(statement.judge(values, given))).toBe('fails as printed, holds corrected');
  }
});
