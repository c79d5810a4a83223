/** Predictions that hold against runs that were made: theorems several seeds, expected numbers by their mean. */
import { describe, expect, test } from 'vitest';
import { explain, measuredFor } from '../../src/commentary/index.ts';
import type { RunSpec } from '../../src/run/spec.ts';
import { beginning, compared, lookedAt, predictionOf } from '../support/looked-at.ts';

const seeds = (count: number) => Array.from({ length: count }, (_, i) => i + 1);

describe('numbers of centers: the mean of many draws is within four standard errors, and so is their spread', () => {
  const laws: readonly [string, RunSpec][] = [
    ['strong-centers', { beta: 64, tokens: 200 }],
    ['strong-centers', { beta: 16, tokens: 60, dimension: 3 }],
    ['strong-centers', { beta: 9, tokens: 40, dimension: 5 }],
    ['strong-centers', { beta: 64, tokens: 100, initial: 'von-mises-fisher', directions: [[1, 0]], concentration: 4 }],
    [
      'strong-centers',
      { beta: 16, tokens: 60, initial: 'von-mises-fisher', directions: [[0, 0, 1]], concentration: 8, dimension: 3 },
    ],
    ['renyi-centers', { beta: 64, tokens: 200 }],
    ['renyi-centers', { beta: 256, tokens: 30 }],
    ['renyi-centers', { beta: 4, tokens: 12 }],
    ['renyi-centers', { beta: 64, tokens: 900 }],
  ];
  test.each(laws)('%s of %j', (id, spec) => {
    const runs = 250;
    const counts = seeds(runs).map((seed) => measuredFor(id, beginning({ ...spec, seed })).value as number);
    const { claim, valid } = predictionOf(beginning(spec), id);
    if (claim?.form !== 'number') throw new Error('a number is expected');
    const mean = counts.reduce((sum, count) => sum + count, 0) / runs;
    const spread = Math.sqrt(counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / (runs - 1));
    expect(valid).toBe(true);
    expect(Math.abs(mean - claim.value) / (spread / Math.sqrt(runs))).toBeLessThan(4);
    // Of simulated deviations 10 % more, since they are draws themselves.
    if (claim.standardDeviation !== null)
      expect(Math.abs(spread / claim.standardDeviation - 1)).toBeLessThan(4 / Math.sqrt(2 * runs) + 0.1);
  });
});

test('of given tokens no number of centers is expected, but they are counted', () => {
  const view = beginning({ beta: 64, initial: [0, 1, 2] });
  expect(compared(view, 'renyi-centers')).toMatchObject({
    verdict: 'no claim',
    expected: null,
    measured: { value: 3 },
  });
});

test('on spheres the number of Rényi centers has no expectation where δ is large or tokens are few', () => {
  expect(predictionOf(beginning({ beta: 4, tokens: 200, dimension: 3 }), 'renyi-centers').valid).toBe(false);
  const small = predictionOf(beginning({ beta: 400, tokens: 200_000, dimension: 3 }), 'renyi-centers');
  expect(small).toMatchObject({ valid: true, standing: 'asymptote', claim: { standardDeviation: null } });
});

describe.each(seeds(3))('seed %i', (seed) => {
  test('all tokens end at the first one for V = I, whatever Q and K are (Theorem 4.1)', async () => {
    const gaussian = { gaussian: seed, scale: 0.5 };
    const view = await lookedAt({
      beta: 1,
      tokens: 10,
      dimension: 3,
      seed,
      query: gaussian,
      key: gaussian,
      until: 1e40,
      saveAt: [1, 1e40],
      rtol: 1e-6,
    });
    expect(compared(view, 'final-configuration')).toMatchObject({ verdict: 'agrees', expected: 0 });
    expect(['not yet', 'agrees']).toContain(compared({ ...view, index: 0 }, 'final-configuration').verdict);
    expect(predictionOf(view, 'final-configuration')).toMatchObject({ standing: 'theorem', valid: true });
  });

  test('for a simple λ_max they end at ±ξ, for a multiple one at one point of L (Table 1)', async () => {
    const common = { beta: 4, tokens: 12, dimension: 3, seed, saveAt: [1e6], rtol: 1e-7 };
    for (const value of [
      [1, 0.4, -0.3],
      [
        [1, 0.3, 0],
        [0, 1, 0.5],
        [0, 0, 0.2],
      ].map((row, i) => (i === 0 ? [1, 0, 0.4] : i === 1 ? [0, 1, 0.5] : row)),
    ]) {
      const view = await lookedAt({ ...common, value });
      expect(compared(view, 'final-configuration').verdict).toBe('agrees');
      expect(predictionOf(view, 'final-configuration').standing).toBe('conjecture');
    }
  });

  test('for λ_max < 0 they are clouds around L', async () => {
    const view = await lookedAt({
      beta: 1,
      tokens: 12,
      dimension: 3,
      seed,
      value: [-1, -3, -3],
      saveAt: [300],
      rtol: 1e-6,
    });
    const { measured, verdict } = compared(view, 'final-configuration');
    expect(verdict).toBe((measured.value as number) <= Math.PI / 4 ? 'agrees' : 'not yet');
  });

  test('the first token moves by e^{tV} (Lemma 3.1), and rests for V = λI', async () => {
    for (const value of [
      [
        [0, -1],
        [1, 0],
      ],
      [
        [1, 1],
        [0, 1],
      ],
      [0.5, -1],
      0.7,
      -2,
    ]) {
      const view = await lookedAt({ beta: 4, tokens: 6, seed, value, until: 5 });
      const { verdict, measured } = compared(view, 'first-token');
      expect(verdict, JSON.stringify(value)).toBe('agrees');
      if (typeof value === 'number') expect(measured.value).toBe(0);
    }
    for (const dynamics of ['rotary', 'positional-bias'] as const) {
      const view = await lookedAt({ beta: 4, tokens: 6, seed, value: [1, -1], dynamics, until: 3 });
      expect(compared(view, 'first-token').verdict, dynamics).toBe('agrees');
    }
    const alone = await lookedAt({ beta: 2, tokens: 6, seed, dynamics: 'kinetic-decay', value: [1, -1], until: 1 });
    expect(compared(alone, 'first-token')).toMatchObject({ verdict: 'agrees', measured: { value: 0 } });
  });

  test('two tokens follow their formula, under the full mask twice as fast', async () => {
    for (const mask of ['causal', 'full'] as const) {
      // Full attention has no implicit steps: its metastable pairs are left out.
      for (const beta of mask === 'full' ? [0, 2, 4] : [0, 2, 16, 60]) {
        const saveAt = mask === 'full' ? 'log:0.1:10:5' : 'log:0.1:1e9:11';
        const view = await lookedAt({ beta, tokens: 2, dimension: 3, seed, mask, saveAt });
        for (let index = 0; index < view.recording.ts.length; index++)
          expect(compared({ ...view, index }, 'two-tokens').verdict, `${mask} ${beta} ${index}`).toBe('agrees');
      }
    }
  });

  test('tokens at equal angles follow theirs', async () => {
    const initial = [
      [1, 0, 0, 0],
      [0, 1, 0, 0],
      [0, 0, 1, 0],
      [0, 0, 0, 1],
    ];
    for (const normalization of ['softmax', 'count'] as const) {
      const view = await lookedAt({ beta: seed, initial, mask: 'full', normalization, until: 2 });
      for (const index of [3, 50, 100]) expect(compared({ ...view, index }, 'equal-angles').verdict).toBe('agrees');
    }
  });

  test('strong centers stay for as long as Lemma 5.1 says', async () => {
    const view = await lookedAt({ beta: 64, tokens: 60, seed, saveAt: 'log:0.1:1e20:20', rtol: 1e-7 });
    expect(predictionOf(view, 'center-survival').valid).toBe(true);
    let claims = 0;
    for (let index = 0; index < 20; index++) {
      const { verdict } = compared({ ...view, index }, 'center-survival');
      expect(['agrees', 'no claim']).toContain(verdict);
      if (verdict === 'agrees') claims++;
    }
    expect(claims).toBeGreaterThan(2);
  });

  test('frozen centers far apart capture all tokens (Theorem 5.2)', async () => {
    const centers = [0, 1, 2].map((i) => [Math.cos((2 * Math.PI * i) / 3), Math.sin((2 * Math.PI * i) / 3)]);
    const view = await lookedAt({
      beta: 16,
      tokens: 20,
      seed,
      dynamics: 'frozen-centers',
      centers,
      saveAt: [1e30],
      rtol: 1e-7,
    });
    expect(compared(view, 'frozen-window').verdict).toBe('agrees');
  });

  test('the energy of full attention never falls; that of causal attention does', async () => {
    const common = { beta: 4, tokens: 40, seed, until: 10 };
    for (const normalization of ['softmax', 'count'] as const) {
      const full = await lookedAt({
        ...common,
        mask: 'full',
        normalization,
        ...(normalization === 'count' && { until: 0.5 }),
      });
      expect(compared(full, 'energy')).toMatchObject({ verdict: 'agrees', measured: { value: expect.any(Number) } });
    }
    const causal = await lookedAt(common);
    expect(predictionOf(causal, 'energy').valid).toBe(false);
  });

  test('log T of the collapse is near the coarsening', async () => {
    const view = await lookedAt({ beta: 36, tokens: 8, seed, saveAt: 'log:1:1e60:121', rtol: 1e-6, atol: 1e-8 });
    expect(compared(view, 'collapse-time').verdict).toBe('agrees');
    expect(compared({ ...view, index: 0 }, 'collapse-time').verdict).toBe('not yet');
  });

  test('normalisation schemes have their exponents once tokens are together', async () => {
    for (const [scheme, until] of [
      ['post', 12],
      ['pre', 4000],
      ['peri', 4000],
      ['ngpt', 12],
      ['ln-scaling', 60],
    ] as const) {
      const near = { initial: 'von-mises-fisher', directions: [[1, 0, 0]], concentration: 20, dimension: 3 } as const;
      const view = await lookedAt({
        beta: 1,
        tokens: 6,
        seed,
        ...near,
        dynamics: 'normalization',
        scheme,
        mask: 'full',
        saveAt: [until / 2, (until * 2) / 3],
      });
      expect(compared(view, 'scheme-tail').verdict, scheme).toBe('agrees');
    }
  });
});

test('full attention of many uniform tokens first forms as many clusters as the fastest mode', async () => {
  // The draw may give a neighbouring mode a start: most seeds show the fastest.
  const verdicts = await Promise.all(
    seeds(4).map(
      async (seed) =>
        compared(
          await lookedAt({ beta: 5, tokens: 4000, seed, mask: 'full', saveAt: [8], rtol: 1e-3 }),
          'first-clusters',
        ).verdict,
    ),
  );
  expect(verdicts.filter((verdict) => verdict === 'agrees').length).toBeGreaterThanOrEqual(2);
  expect(verdicts).not.toContain('differs');
});

test('what you see is metastable: the sentence comes where two tokens need far longer than has passed', async () => {
  const view = await lookedAt({ beta: 64, tokens: 40, seed: 2, saveAt: [20, 1e3], rtol: 1e-6 });
  const said = explain(view).find(({ id }) => id === 'metastable');
  expect(said?.says).toMatch(
    /^Two tokens as far apart as the nearest pair of clusters, [\d.]+ rad, take about .* units of time to meet at β = 64/,
  );
  expect(said?.numbers.logTime).toBeGreaterThan(0);
});

test('the time of a strong center is that of the lemma: T s = 23.869 for β = 64, ε = 0.1 and a separation of ½', () => {
  expect(predictionOf(beginning({ beta: 64, initial: [0, 0.5], delta: 0.4 }), 'center-survival').says).toMatch(
    /, until t = 11\.9\.$/,
  );
  expect(predictionOf(beginning({ beta: 64, initial: [0, 0.1, 0.6], delta: 0.4 }), 'center-survival').says).toMatch(
    /, until t = 7\.96\.$/,
  );
});
