/** Open questions: what is counted in made-up tokens, what estimates make of made-up runs, and words that match numbers. */
import { describe, expect, test } from 'vitest';
import { linkageClusters } from '../../src/analysis/clusters.ts';
import { initialRegistry } from '../../src/initial/index.ts';
import { random, streams } from '../../src/numerics/random.ts';
import { exponentOf, sizesOf, verdictOf } from '../../src/presets/questions/capture-estimates.ts';
import type { CaptureValue } from '../../src/presets/questions/capture-runs.ts';
import { captureShare } from '../../src/presets/questions/capture-share.ts';
import { gatheredBy } from '../../src/presets/questions/center-shares.ts';
import { clusterCount } from '../../src/presets/questions/cluster-count.ts';
import { byCaps, clustersAt, judged, settingsOf, slopeOf } from '../../src/presets/questions/cluster-estimates.ts';
import type { ClusterValue } from '../../src/presets/questions/cluster-runs.ts';
import { collapseLaw } from '../../src/presets/questions/collapse-law.ts';
import type { CollapseValue } from '../../src/presets/questions/collapse-runs.ts';
import { initialStatistics } from '../../src/presets/questions/initial-statistics.ts';
import { distanceTo, limitLaw, usualDistance } from '../../src/presets/questions/limit-law.ts';
import { grouped, shown, shownShare } from '../../src/presets/questions/said.ts';
import { logTimeBetween } from '../../src/theory/two-tokens.ts';
import { drawn, overlapping, texts, wrongAttributes } from '../figures/support.ts';

const circle = (...angles: number[]) => Float64Array.from(angles.flatMap((a) => [Math.cos(a), Math.sin(a)]));

/** Uniform numbers of an item. */
function uniforms(item: number, count: number): number[] {
  const pair = new Float64Array(2);
  const { uniforms: draw } = random(77, streams.design);
  return Array.from({ length: count }, (_, i) => {
    draw(item, i >> 1, pair);
    return pair[i & 1];
  });
}
/** A normal number by the sum of twelve. */
const normal = (item: number) => uniforms(item, 12).reduce((sum, u) => sum + u, -6);

function looksRight(figure: Parameters<typeof drawn>[0]): void {
  for (const width of [900, 380]) {
    const svg = drawn(figure, { width });
    expect(wrongAttributes(svg)).toEqual([]);
    expect(overlapping(texts(svg))).toEqual([]);
  }
}

test('numbers are said with their intervals', () => {
  expect(shown({ estimate: 0.9512, low: 0.9, high: 1 }, 2)).toBe('0.95 (0.90 to 1.00)');
  expect(shownShare({ estimate: 0.5, low: 0.25, high: 1 })).toBe('50.0 % (25.0 to 100.0)');
  expect([999, 10_020, 1_234_567].map(grouped)).toEqual(['999', '10,020', '1,234,567']);
});

describe('what centers have gathered', () => {
  test('a token counts for the nearest center, as captured where it came from outside', () => {
    const initial = circle(0, 1, 0.05, 0.4, 0.93, 3);
    const now = circle(0, 1, 0.02, 0.08, 0.95, 3);
    expect(gatheredBy(now, initial, { n: 6, d: 2 }, [0, 1], 0.1)).toEqual({
      lost: [false, false],
      held: [3, 2],
      captured: [1, 0],
    });
  });

  test('a center within the radius of an earlier one is lost, and its tokens are that one’s', () => {
    const initial = circle(0, 0.6, 0.62, 1.2);
    const now = circle(0, 0.05, 0.055, 0.12);
    const { lost, held, captured } = gatheredBy(now, initial, { n: 4, d: 2 }, [0, 1, 3], 0.1);
    expect(lost).toEqual([false, true, false]); // 0.12 is near the lost one only
    expect(held).toEqual([3, 0, 1]);
    expect(captured).toEqual([2, 0, 0]);
  });

  test('a cell holds the least of them, and a larger run begins as a smaller one', async () => {
    const { tokens, runs } = await captureShare.compute({ tokens: 60, seeds: [3, 4] });
    expect(tokens).toBe(60);
    for (const { renyi, strong } of runs) {
      expect(renyi.centers).toBeGreaterThanOrEqual(strong.centers);
      for (const i of [0, 1, 2, 3, 4]) {
        expect(renyi.captured[i]).toBeLessThanOrEqual(renyi.held[i]);
        if (renyi.lost[i] > 0) expect(renyi.captured[i]).toBe(0);
      }
    }
    expect((await captureShare.compute({ tokens: 60, seeds: [4] })).runs[0]).toEqual(runs[1]);
  });
});

describe('the exponent of the least successful center', () => {
  /** Runs whose least share is c n^{α−1}, half to three halves of it. */
  function made(alpha: number, item = 0): CaptureValue[] {
    return [100, 1000, 3000, 10_000, 30_000, 100_000].map((tokens, s) => ({
      tokens,
      runs: uniforms(100 * item + s, 40).map((u) => {
        const number = tokens ** alpha * 0.05 * (0.5 + u);
        const course = {
          centers: 10,
          lost: [0, 1, 1, 1, 2],
          captured: Array(5).fill(number),
          held: Array(5).fill(2 * number),
        };
        return { renyi: course, strong: course };
      }),
    }));
  }

  test.each([1, 0.7])('%f is found, with an interval of the stated coverage', (alpha) => {
    const fits = Array.from(
      { length: 100 },
      (_, item) => exponentOf(sizesOf(made(alpha, item)), 'renyi', 'captured', 2)!,
    );
    const hits = fits.filter(({ slope }) => slope.low <= alpha && alpha <= slope.high);
    expect(hits.length).toBeGreaterThanOrEqual(90);
    expect(Math.abs(fits.reduce((sum, { slope }) => sum + slope.estimate, 0) / 100 - alpha)).toBeLessThan(0.01);
  });

  test('there is none where a center has captured nothing, or there are too few n', () => {
    const none = made(1).map((value) => ({
      ...value,
      runs: value.runs.map((one) => ({ ...one, renyi: { ...one.renyi, captured: [0, 0, 0, 0, 0] } })),
    }));
    expect(exponentOf(sizesOf(none), 'renyi', 'captured', 2)).toBeNull();
    expect(exponentOf(sizesOf(made(1).slice(0, 3)), 'renyi', 'captured', 2)).toBeNull();
    expect(captureShare.report(none).says).toContain('no number at t = 5 (undecided)');
  });

  test('is judged by its whole interval, and the words say what it is', () => {
    expect(verdictOf({ estimate: 1, low: 0.96, high: 1.1 })).toBe('yes');
    expect(verdictOf({ estimate: 0.8, low: 0.7, high: 0.94 })).toBe('no');
    expect(verdictOf({ estimate: 1, low: 0.9, high: 1.1 })).toBe('undecided');
    const values = made(0.7);
    const { slope } = exponentOf(sizesOf(values), 'renyi', 'captured', 4)!;
    const { says, table } = captureShare.report(values);
    expect(says).toContain(`In 240 runs`);
    expect(says).toContain(`${shown(slope, 3)} at t = 20 (no)`);
    expect(says).not.toContain('(yes)');
    expect(captureShare.report(made(1.2)).says).toContain('at t = 20 (yes)');
    for (const row of table.rows) expect(row).toHaveLength(table.columns.length);
    const last = table.rows.find((row) => row[0] === 'Rényi' && row[1] === '20' && row[2] === '100000')!;
    expect(last.at(-2)).toContain('20.0 %');
    expect(last.at(-1)).toContain('100.0 %');
    looksRight(captureShare.draw(values));
  });
});

describe('the number of clusters against β', () => {
  function made(slopes: Readonly<Record<number, number>>, item = 0): ClusterValue[] {
    return Object.entries(slopes).flatMap(([key, slope]) =>
      [8, 16, 32, 64].map((beta, b): ClusterValue => {
        const dimension = Number(key);
        return {
          ...{ dimension, beta, density: 20, tokens: 500 },
          runs: uniforms(1000 * item + 10 * dimension + b, 60).map((u, i) => {
            const count = 3 * beta ** slope * (0.7 + 0.6 * u);
            const centers = 4 * beta ** ((dimension - 1) / 2) * (0.9 + 0.2 * ((i * 0.618) % 1));
            const by = [
              [count, count],
              [count, count],
            ];
            return { renyi: centers, strong: centers / 2, clusters: by, shared: by, largest: by };
          }),
        };
      }),
    );
  }

  test('a known slope is found, with an interval of the stated coverage', () => {
    const fits = Array.from({ length: 100 }, (_, item) => slopeOf(settingsOf(made({ 3: 0.8 }, item)), clustersAt())!);
    expect(fits.filter(({ slope }) => slope.low <= 0.8 && 0.8 <= slope.high).length).toBeGreaterThanOrEqual(90);
    expect(Math.abs(fits.reduce((sum, { slope }) => sum + slope.estimate, 0) / 100 - 0.8)).toBeLessThan(0.01);
  });

  test('over the number of caps a count that is as large has slope 1', () => {
    const values = [8, 16, 32, 64].map((beta): ClusterValue => {
      const caps = 1 / Math.sin(2 / Math.sqrt(beta)) ** 2; // σ = sin²(δ/2)
      const runs = uniforms(beta, 50).map((u) => {
        const by = [
          [caps * (0.95 + 0.1 * u), 1],
          [caps * (0.95 + 0.1 * u), 1],
        ];
        return { renyi: caps, strong: caps, clusters: by, shared: by, largest: by };
      });
      return { dimension: 3, beta, density: 20, tokens: 1, runs };
    });
    const { slope } = slopeOf(settingsOf(values), clustersAt(), byCaps)!;
    expect(slope.estimate).toBeCloseTo(1, 1);
    expect(slope.low).toBeLessThan(1);
    expect(slope.high).toBeGreaterThan(1);
  });

  test('words tell what agrees, what differs and what is undecided', () => {
    expect(judged({ estimate: 1, low: 0.95, high: 1.05 }, 1)).toBe('agrees');
    expect(judged({ estimate: 1, low: 0.85, high: 1.15 }, 1)).toBe('undecided');
    expect(judged({ estimate: 2, low: 1.5, high: 2.5 }, 1)).toBe('differs');
    const values = made({ 2: 0.5, 3: 0.6 });
    const { says, table } = clusterCount.report(values);
    const { slope } = slopeOf(
      settingsOf(values).filter(({ dimension }) => dimension === 3),
      clustersAt(),
    )!;
    expect(says).toContain(`d = 3: ${shown(slope, 3)}, differs from 1 `);
    expect(says).toMatch(/d = 2: 0\.\d+ \(0\.\d+ to 0\.\d+\), agrees with 0\.5 /);
    expect(says).toContain('in 480 runs');
    expect(table.rows).toHaveLength(8);
    for (const row of table.rows) expect(row).toHaveLength(table.columns.length);
    looksRight(clusterCount.draw(values));
  });

  test('a cell counts clusters and centers of the same tokens', async () => {
    const { tokens, runs } = await clusterCount.compute({ dimension: 3, beta: 8, density: 5, seeds: [1, 2] });
    expect(tokens).toBe(40);
    for (const one of runs) {
      expect(one.renyi).toBeGreaterThanOrEqual(one.strong);
      for (const [t, at] of one.clusters.entries()) {
        expect(at[1]).toBeGreaterThanOrEqual(at[0]); // a shorter link parts
        expect(one.shared[t][0]).toBeLessThanOrEqual(at[0]);
        expect(one.largest[t][0]).toBeLessThanOrEqual(40);
      }
    }
  });

  test('no seed comes twice, and every cell is small', () => {
    for (const preset of [captureShare, clusterCount]) {
      const seeds = preset.cells().flatMap((cell) => cell.seeds);
      expect(new Set(seeds).size).toBe(seeds.length);
      expect(seeds.length).toBeGreaterThanOrEqual(10_000);
      expect(preset.title).toContain(grouped(seeds.length));
    }
  });
});

describe('the law of the collapse', () => {
  test('of two tokens is the arcsine law on the circle and uniform on the sphere, in the limit', () => {
    for (const e of [0.1, 0.7, 1, 1.9]) {
      expect(limitLaw(e, 2)).toBeCloseTo((2 / Math.PI) * Math.asin(Math.sqrt(e / 2)), 10);
      expect(limitLaw(e, 3)).toBeCloseTo(e / 2, 10);
    }
    expect([limitLaw(-1, 2), limitLaw(3, 2)]).toEqual([0, 1]);
  });

  test('distances to a law: of its own draws small, of others large', () => {
    const draws = uniforms(5, 500);
    expect(distanceTo((x) => x, draws)).toBeLessThan(usualDistance(500));
    expect(distanceTo((x) => x * x, draws)).toBeGreaterThan(usualDistance(500));
    expect(distanceTo((x) => x, [0.5])).toBe(0.5);
  });

  test('the longest link is where single linkage makes one cluster', () => {
    for (const d of [2, 3]) {
      const shape = { n: 9, d };
      const x = initialRegistry.uniform.sample({}, shape, 6);
      const { link, farthest, second, coarsening } = initialStatistics(x, shape);
      const angle = Math.acos(1 - link);
      expect(linkageClusters(x, shape, angle * 1.0001).count).toBe(1);
      expect(linkageClusters(x, shape, angle * 0.9999).count).toBe(2);
      expect(farthest).toBeGreaterThanOrEqual(second);
      expect(coarsening).toBeGreaterThanOrEqual(link - 1e-12);
    }
    const two = initialStatistics(circle(0, 1), { n: 2, d: 2 });
    for (const value of Object.values(two)) expect(value).toBeCloseTo(1 - Math.cos(1), 12);
  });

  test('runs of two tokens take the time of the formula, certified', async () => {
    const { runs } = await collapseLaw.compute({ dimension: 2, tokens: 2, beta: 8, seeds: [1, 2, 3, 4] });
    for (const { second, logTime, certified } of runs) {
      expect(certified).toBe(true);
      if (logTime !== null) expect(logTime).toBeCloseTo(logTimeBetween(1 - second, Math.cos(8 ** -0.5), 8), 4);
    }
    expect(runs.some(({ logTime }) => logTime !== null)).toBe(true);
  });

  /** Starts whose c is what the coarsening foretells, but for some noise. */
  function made(noise: number, shift = 0): CollapseValue[] {
    return [2, 3].flatMap((dimension) =>
      [2, 4, 8].flatMap((tokens) =>
        [8, 16, 32].map((beta) => ({
          ...{ dimension, tokens, beta },
          runs: uniforms(dimension * 100 + tokens, 120).map((u, i) => ({
            ...{
              seed: i,
              coarsening: 2 * u,
              farthest: 2 * uniforms(9000 + tokens, 120)[i],
              link: u + uniforms(i, 2)[0],
            },
            ...{ second: 1, certified: i > 0, logTime: beta * (2 * u + noise * normal(7000 + i) + shift / beta) },
          })),
        })),
      ),
    );
  }

  test('words tell what explains it, and how many are undecided', () => {
    const { says, table } = collapseLaw.report(made(0.05));
    expect(says).toMatch(/^2,160 runs to the collapse, 18 of them undecided/);
    expect(says).toContain('by less than 0.1 in 6 of 6 settings');
    expect(says).toMatch(/1\.00 \(0\.99 to 1\.00\) at d = 2, n = 4, more than/);
    expect(says).toMatch(/for two tokens the distance/i);
    for (const row of table.rows) expect(row).toHaveLength(table.columns.length);
    expect(Number(table.rows[3][11].split(' ')[0])).toBeCloseTo(1, 1);
    looksRight(collapseLaw.draw(made(0.05)));
    expect(collapseLaw.report(made(0.05, 20)).says).toContain('by less than 0.1 in 0 of 6 settings');
  });

  test('at every β the same starts, at every n others', () => {
    const cells = collapseLaw.cells();
    const seeds = (tokens: number, beta: number) =>
      cells
        .filter((cell) => cell.dimension === 2 && cell.tokens === tokens && cell.beta === beta)
        .flatMap((cell) => cell.seeds);
    expect(seeds(4, 8)).toEqual(seeds(4, 32));
    expect(seeds(4, 8).filter((seed) => seeds(8, 8).includes(seed))).toEqual([]);
    const count = cells.reduce((sum, cell) => sum + cell.seeds.length, 0);
    expect(count).toBeGreaterThanOrEqual(10_000);
    expect(collapseLaw.title).toContain(grouped(count));
  });
});
