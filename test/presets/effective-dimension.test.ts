/** The question of the effective dimension: tokens near sets, slopes that are known, and words that match numbers. */
import { describe, expect, test } from 'vitest';
import { clusters } from '../../src/analysis/clusters.ts';
import { initialRegistry } from '../../src/initial/index.ts';
import { random, streams } from '../../src/numerics/random.ts';
import { effectiveDimension } from '../../src/presets/questions/effective-dimension.ts';
import {
  clustersAt,
  exponentsOf,
  judged,
  meanOf,
  ratioSlope,
  renyi,
  setsOf,
  slopeOf,
} from '../../src/presets/questions/effective-estimates.ts';
import type { EffectiveValue } from '../../src/presets/questions/effective-runs.ts';
import { grouped, shown } from '../../src/presets/questions/said.ts';
import { projected, type ThinSet, tokensNear, valueDiagonal } from '../../src/presets/questions/thin-tokens.ts';
import { run } from '../../src/run/run.ts';
import { drawn, overlapping, texts, wrongAttributes } from '../figures/support.ts';

const rows = (x: Float64Array, d: number) =>
  Array.from({ length: x.length / d }, (_, k) => [...x.subarray(k * d, (k + 1) * d)]);

describe('tokens near a set', () => {
  test.each([
    { family: 'value', dimension: 4, effective: 2, amount: 0.6 },
    { family: 'thin', dimension: 3, effective: 2, amount: 0.1 },
    { family: 'caps', dimension: 3, effective: 1, amount: 0.05 },
  ] as const)('$family: unit rows, the first ones the same however many there are', (set) => {
    const x = tokensNear(set, 50, 7);
    for (const row of rows(x, set.dimension)) expect(Math.hypot(...row)).toBeCloseTo(1, 14);
    expect(tokensNear(set, 20, 7)).toEqual(x.slice(0, 20 * set.dimension));
  });

  test('thin ones are uniform at amount 1, and as far from the set as they should be', () => {
    const set = { family: 'thin', dimension: 3, effective: 2 } as const;
    const uniform = initialRegistry.uniform.sample({}, { n: 40, d: 3 }, 5);
    tokensNear({ ...set, amount: 1 }, 40, 5).forEach((value, i) => {
      expect(value).toBeCloseTo(uniform[i], 14);
    });
    const off = rows(tokensNear({ ...set, amount: 0.02 }, 2000, 5), 3).map(([, , z]) => z * z);
    const size = Math.sqrt(off.reduce((a, b) => a + b) / 2000);
    expect(size).toBeGreaterThan(0.02 / 2);
    expect(size).toBeLessThan(0.02 * 4);
  });

  test('those of caps are around each of the six points, with the standard deviation asked for', () => {
    const x = rows(tokensNear({ family: 'caps', dimension: 3, effective: 1, amount: 0.05 }, 3000, 2), 3);
    const nearest = x.map((row) => row.findIndex((value) => Math.abs(value) > 0.8));
    expect(new Set(nearest.map((i, k) => `${i} ${x[k][i] > 0}`)).size).toBe(6);
    const squares = x.map((row, k) => 1 - row[nearest[k]] ** 2);
    expect(Math.sqrt(squares.reduce((a, b) => a + b) / 3000 / 2)).toBeCloseTo(0.05, 2);
  });

  test('V has d₁ ones, and is the identity where tokens begin near the set', () => {
    expect(valueDiagonal({ family: 'value', dimension: 4, effective: 2, amount: 0.6 })).toEqual([1, 1, 0.6, 0.6]);
    expect(valueDiagonal({ family: 'thin', dimension: 3, effective: 2, amount: 0.6 })).toEqual([1, 1, 1]);
  });

  test('on the set itself tokens move as on the smaller sphere', async () => {
    const set: ThinSet = { family: 'thin', dimension: 4, effective: 2, amount: 0 };
    const x = tokensNear(set, 60, 3);
    const spec = { beta: 16, saveAt: [20], observe: 'none', rtol: 1e-9, atol: 1e-10 } as const;
    const counts: number[] = [];
    for (const [tokens, d] of [
      [x, 4],
      [projected(x, 60, set), 2],
    ] as const) {
      await run(
        { ...spec, initial: rows(tokens, d) },
        { store: false, onSample: (_t, state) => counts.push(clusters(state, { n: 60, d }, 0.25).count) },
      );
    }
    expect(counts[0]).toBe(counts[1]);
    expect(counts[0]).toBeGreaterThan(1);
  });
});

const thin: ThinSet = { family: 'thin', dimension: 3, effective: 2, amount: 0.02 };

/** Clusters that grow like β^slope, projected centers like β^{1/2}, ordinary ones like β. */
function made(slope: number, item = 0, set: ThinSet = thin): EffectiveValue[] {
  const pair = new Float64Array(2);
  const { uniforms } = random(78, streams.design);
  return [8, 16, 32, 64].map((beta, b) => ({
    ...set,
    ...{ beta, tokens: 20 * beta },
    runs: Array.from({ length: 60 }, (_, i) => {
      uniforms(100 * item + b, i, pair);
      const count = 2 * beta ** slope * (0.7 + 0.6 * pair[0]);
      return {
        ...{ renyi: beta, strong: beta / 2, projected: Math.sqrt(beta) * (0.95 + 0.1 * pair[1]) },
        ...{ clusters: [count, count], shared: [count, count] },
      };
    }),
  }));
}

describe('whose exponent it is', () => {
  test.each([0.5, 0.8])('a slope of %f is found, with an interval of the stated coverage', (slope) => {
    const fits = Array.from({ length: 100 }, (_, item) => slopeOf(setsOf(made(slope, item))[0], clustersAt())!.slope);
    expect(fits.filter(({ low, high }) => low <= slope && slope <= high).length).toBeGreaterThanOrEqual(90);
    expect(Math.abs(fits.reduce((sum, { estimate }) => sum + estimate, 0) / 100 - slope)).toBeLessThan(0.01);
    const over = ratioSlope(setsOf(made(slope))[0])!.slope;
    expect(over.low).toBeLessThan(slope - 0.5);
    expect(over.high).toBeGreaterThan(slope - 0.5);
  });

  test('counts that never vary have an error, that of one run', () => {
    const [one] = setsOf(made(0.5));
    expect(meanOf(one.at[0], renyi).error).toBe(1 / 60);
    expect(slopeOf(one, renyi)!.slope.estimate).toBeCloseTo(1, 10);
  });

  test('is judged by the whole interval', () => {
    expect(exponentsOf(thin)).toEqual({ own: 0.5, sphere: 1 });
    expect(judged({ estimate: 0.5, low: 0.45, high: 0.55 }, thin)).toBe("the set's");
    expect(judged({ estimate: 0.6, low: 0.55, high: 0.65 }, thin)).toBe("nearer the set's");
    expect(judged({ estimate: 0.75, low: 0.7, high: 0.8 }, thin)).toBe('undecided');
    expect(judged({ estimate: 1, low: 0.9, high: 1.1 }, thin)).toBe("the sphere's");
    expect(judged({ estimate: 1.3, low: 1.2, high: 1.4 }, thin)).toBe("nearer the sphere's");
  });

  test('the words say what it is, the table and the figure have every set', () => {
    const values = [...made(0.5), ...made(1, 1, { family: 'value', dimension: 8, effective: 3, amount: 0.6 })];
    const { says, table } = effectiveDimension.report(values);
    const [first] = setsOf(values);
    expect(says).toContain('in 480 runs');
    expect(says).toContain(
      `thin, a = 0.02, d = 3, d₁ = 2: ${shown(slopeOf(first, clustersAt())!.slope, 2)}, the set's`,
    );
    expect(table.rows).toHaveLength(8);
    for (const row of table.rows) expect(row).toHaveLength(table.columns.length);
    for (const width of [900, 380]) {
      const svg = drawn(effectiveDimension.draw(values), { width });
      expect(wrongAttributes(svg)).toEqual([]);
      expect(overlapping(texts(svg))).toEqual([]);
    }
  });

  test('no seed comes twice, and there are as many runs as the title says', () => {
    const seeds = effectiveDimension.cells().flatMap((cell) => cell.seeds);
    expect(new Set(seeds).size).toBe(seeds.length);
    expect(seeds.length).toBeGreaterThanOrEqual(10_000);
    expect(effectiveDimension.title).toContain(grouped(seeds.length));
  });

  test('a run counts fewer projected centers than centers, and a cell is its runs', async () => {
    const cell = { ...thin, family: 'value' as const, amount: 0.5, beta: 16, tokens: 120 };
    const { runs } = await effectiveDimension.compute({ ...cell, seeds: [1, 2] });
    for (const one of runs) {
      expect(one.renyi).toBeGreaterThan(one.projected);
      expect(one.renyi).toBeGreaterThanOrEqual(one.strong);
      expect(one.clusters[1]).toBeGreaterThanOrEqual(one.shared[1]);
      expect(one.clusters[1]).toBeLessThanOrEqual((2 * Math.PI) / 0.25);
    }
    expect((await effectiveDimension.compute({ ...cell, seeds: [2] })).runs).toEqual([runs[1]]);
  });
});
