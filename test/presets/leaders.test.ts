/** Do leaders lead: who is one, what a score is, and words that match numbers. */
import { describe, expect, test } from 'vitest';
import { initialRegistry } from '../../src/initial/index.ts';
import { random, streams } from '../../src/numerics/random.ts';
import { bestOf, difference, settingsOf } from '../../src/presets/questions/leader-estimates.ts';
import { type Kind, kinds, leadersOf, predicted } from '../../src/presets/questions/leader-kinds.ts';
import type { LeaderValue } from '../../src/presets/questions/leader-runs.ts';
import { expectedMatches, scoreOf } from '../../src/presets/questions/leader-score.ts';
import { leaders } from '../../src/presets/questions/leaders.ts';
import { grouped } from '../../src/presets/questions/said.ts';
import { drawn, overlapping, texts, wrongAttributes } from '../figures/support.ts';

const shape = { n: 60, d: 3 };
const x = initialRegistry.uniform.sample({}, shape, 4);
const row = (k: number) => [...x.subarray(3 * k, 3 * k + 3)];

describe('leaders', () => {
  test.each([
    [1, 1, 1],
    [1.25, 0.75, 1],
  ])('give themselves half of the attention at least, by the softmax itself; QᵀK = diag(%f, %f, %f)', (...queryKey) => {
    const beta = 9;
    const weight = (k: number, j: number) =>
      Math.exp(beta * row(k).reduce((s, v, i) => s + v * queryKey[i] * row(j)[i], 0));
    const own = Array.from({ length: 60 }, (_, k) => {
      const all = Array.from({ length: k + 1 }, (_, j) => weight(k, j));
      return { share: all[k] / all.reduce((a, b) => a + b), most: all.every((other) => other <= all[k]) };
    });
    const found = leadersOf(x, shape, beta, queryKey);
    expect(found.leaders).toEqual(own.flatMap(({ share }, k) => (share >= 0.5 ? [k] : [])));
    expect(found.hard).toEqual(own.flatMap(({ most }, k) => (most ? [k] : [])));
    expect(found.leaders.length).toBeLessThan(60);
    for (const k of found.leaders) expect(found.hard).toContain(k);
  });

  test('are the hard ones as β → ∞, and these are all tokens for Q = K = I', () => {
    expect(leadersOf(x, shape, 9, [1, 1, 1]).hard).toHaveLength(60);
    const sharp = leadersOf(x, shape, 1e6, [1.25, 0.75, 1]);
    expect(sharp.leaders).toEqual(sharp.hard);
    expect(sharp.hard.length).toBeLessThan(60);
  });

  test('do not depend on later tokens', () => {
    const few = leadersOf(x.slice(0, 60), { n: 20, d: 3 }, 9, [1, 1, 1]);
    expect(few.leaders).toEqual(leadersOf(x, shape, 9, [1, 1, 1]).leaders.filter((k) => k < 20));
  });

  test('the earliest are as many as Rényi centers', () => {
    const told = predicted(x, shape, { beta: 16, queryKey: [1, 1, 1], separation: 1 });
    expect(told.earliest).toEqual(told.renyi.map((_, i) => i));
    for (const k of told.strong) expect(told.renyi).toContain(k);
  });
});

/** All lists of p of the numbers below n. */
function choices(n: number, p: number, first = 0): number[][] {
  if (p === 0) return [[]];
  return Array.from({ length: n - first }, (_, i) => first + i).flatMap((k) =>
    choices(n, p - 1, k + 1).map((rest) => [k, ...rest]),
  );
}

describe('the score', () => {
  const labels = [0, 0, 0, 1, 1, 2, 3];
  const sizes = [3, 2, 1, 1];

  test('is 1 for one token of each cluster, and 0 for all tokens', () => {
    expect(scoreOf(labels, sizes, [1, 4, 5, 6])).toEqual({ predicted: 4, matched: 4, score: 1 });
    expect(scoreOf(labels, sizes, [0, 1, 2, 3, 4, 5, 6]).score).toBe(0);
    expect(scoreOf([0, 0], [2], [1]).score).toBe(0); // nothing else is possible
    expect(scoreOf(labels, sizes, [0, 1, 2]).matched).toBe(0);
  });

  test.each([1, 2, 3, 4, 6, 7])('of all choices of %i tokens the mean is 0, and so many match as expected', (p) => {
    const all = choices(7, p).map((tokens) => scoreOf(labels, sizes, tokens));
    const mean = (of: (one: (typeof all)[number]) => number) => all.reduce((sum, one) => sum + of(one), 0) / all.length;
    expect(mean(({ matched }) => matched)).toBeCloseTo(expectedMatches(sizes, p), 12);
    expect(mean(({ score }) => score)).toBeCloseTo(0, 12);
  });
});

/** Runs in which the scores of the kinds are these in the mean. */
function made(means: Readonly<Record<Kind, number>>, item = 0): LeaderValue[] {
  const pair = new Float64Array(2);
  const { uniforms } = random(79, streams.design);
  return [16, 64].map((beta, b) => ({
    ...{ dimension: 2, beta, tokens: 80, skew: 0.25 * b },
    runs: Array.from({ length: 80 }, (_, i) => {
      uniforms(10 * item + b, i, pair);
      const scored = (kind: Kind) => {
        const score = means[kind] + pair[0] - 0.5 + (kind === 'renyi' ? 0.2 * (pair[1] - 0.5) : 0);
        return [1, 2, 3].map(() => ({ predicted: 4, matched: 3, score }));
      };
      const own = Object.fromEntries(kinds.map((kind) => [kind, scored(kind)])) as LeaderValue['runs'][number]['kinds'];
      return { clusters: [5, 4, 3], kinds: own };
    }),
  }));
}
const none = { leaders: 0, hard: 0, earliest: 0 };

describe('which is the best', () => {
  test('differences are of the same runs: their interval knows nothing of what all share', () => {
    const hits = Array.from({ length: 100 }, (_, item) =>
      difference(settingsOf(made({ renyi: 0.5, strong: 0.45, ...none }, item))[0], 'renyi', 'strong', 1),
    );
    expect(hits.filter(({ low, high }) => low <= 0.05 && 0.05 <= high).length).toBeGreaterThanOrEqual(90);
    for (const { low, high } of hits) expect(high - low).toBeLessThan(0.04);
  });

  test('the best is better than every other, or several are named', () => {
    const [clear] = settingsOf(made({ renyi: 0.5, strong: 0.4, ...none }));
    expect(bestOf(clear, 0)).toEqual(['renyi']);
    const [open] = settingsOf(made({ renyi: 0.5, strong: 0.5, ...none }));
    expect(bestOf(open, 0)).toEqual(['renyi', 'strong']);
  });

  test('the words, the table and the figure', () => {
    const values = made({ renyi: 0.3, strong: 0.6, ...none });
    const { says, table } = leaders.report(values);
    expect(says).toContain('in 160 runs');
    expect(says).toMatch(/At t = 10,000: strong 0\.\d\d \(0\.\d\d to 0\.\d\d\) at d = 2, β = 16; strong /);
    expect(says).toContain('d = 2, β = 64, QᵀK ≠ I');
    expect(table.rows).toHaveLength(2 * 3 * kinds.length);
    for (const line of table.rows) expect(line).toHaveLength(table.columns.length);
    expect(Number(table.rows[0].at(-1)!.split(' ')[0])).toBeCloseTo(-0.3, 1);
    for (const width of [900, 380]) {
      const svg = drawn(leaders.draw(values), { width });
      expect(wrongAttributes(svg)).toEqual([]);
      expect(overlapping(texts(svg))).toEqual([]);
    }
  });

  test('no seed comes twice, and there are as many runs as the title says', () => {
    const seeds = leaders.cells().flatMap((cell) => cell.seeds);
    expect(new Set(seeds).size).toBe(seeds.length);
    expect(seeds.length).toBeGreaterThanOrEqual(10_000);
    expect(leaders.title).toContain(grouped(seeds.length));
  });

  test('a cell scores every kind at every time, and clusters become fewer', async () => {
    const cell = { dimension: 2, beta: 16, tokens: 40, skew: 0 };
    const { runs } = await leaders.compute({ ...cell, seeds: [1, 2] });
    for (const { clusters, kinds: of } of runs) {
      expect(clusters[0]).toBeGreaterThanOrEqual(clusters[2]);
      expect(of.hard.map(({ predicted: p, score }) => [p, score])).toEqual([40, 40, 40].map((p) => [p, 0]));
      expect(of.earliest[0].predicted).toBe(of.renyi[0].predicted);
      for (const kind of kinds) for (const { score } of of[kind]) expect(score).toBeLessThanOrEqual(1);
    }
    expect((await leaders.compute({ ...cell, seeds: [2] })).runs).toEqual([runs[1]]);
  });
});
