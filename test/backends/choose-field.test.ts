/** The rule of `field: auto`, and the cuts of rows among threads. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chooseSegments } from '../../src/backends/choose-field.ts';
import { prefixCuts, triangleCuts } from '../../src/backends/wasm/cuts.ts';
import { forAll } from '../support/arbitraries.ts';

const line = (name: string, fixed: number, slope: number) => ({ path: name, cost: (k: number) => fixed + slope * k });
const direct = line('direct', 0, 3);
const local = line('local', 300, 1);
const harmonic = line('harmonic', 1500, 0);

describe('the choice among paths', () => {
  test('changes to the cheaper path at the first block of rows where it is cheaper', () => {
    expect(chooseSegments([direct, local, harmonic], 10_000, 'causal')).toEqual([
      { path: 'direct', from: 0 },
      { path: 'local', from: 160 }, // 3k > 300 + k from 150
      { path: 'harmonic', from: 1216 }, // 300 + k > 1500 from 1200
    ]);
  });

  test('skips a path that is never the cheapest', () => {
    expect(
      chooseSegments([direct, line('local', 5000, 1), harmonic], 10_000, 'causal').map(({ path }) => path),
    ).toEqual(['direct', 'harmonic']);
  });

  test('gives the first rows the same paths however many follow', () => {
    const costs = fc.record({ fixed: fc.integer({ min: 0, max: 4000 }), slope: fc.integer({ min: 0, max: 9 }) });
    forAll(
      fc.tuple(fc.array(costs, { minLength: 1, maxLength: 4 }), fc.integer({ min: 1, max: 3000 })),
      300,
      ([given, n]) => {
        const candidates = given.map(({ fixed, slope }, i) => line(String(i), fixed, slope));
        const all = chooseSegments(candidates, 3000, 'causal');
        expect(chooseSegments(candidates, n, 'causal')).toEqual(all.filter(({ from }) => from < n));
      },
    );
  });

  test('takes one path under the full mask, where every row sees n tokens', () => {
    expect(chooseSegments([direct, local, harmonic], 100, 'full')).toEqual([{ path: 'direct', from: 0 }]);
    expect(chooseSegments([direct, local, harmonic], 5000, 'full')).toEqual([{ path: 'harmonic', from: 0 }]);
  });
});

describe('cuts of rows among threads', () => {
  const given = fc.record({
    from: fc.integer({ min: 0, max: 60 }).map((block) => 16 * block),
    rows: fc.integer({ min: 2000, max: 100_000 }),
    threads: fc.integer({ min: 1, max: 8 }),
    mask: fc.constantFrom('causal' as const, 'full' as const),
  });

  test('ascend in multiples of 16 within the rows', () => {
    forAll(given, 300, ({ from, rows, threads, mask }) => {
      for (const cuts of [
        triangleCuts(from, from + rows, threads, mask),
        prefixCuts(from, from + rows, threads, mask, 0.45),
      ]) {
        const bounds = [from, ...cuts, from + rows];
        expect(bounds).toHaveLength(threads + 1);
        for (let i = 1; i < bounds.length; i++) expect(bounds[i]).toBeGreaterThan(bounds[i - 1]);
        expect(cuts.every((cut) => cut % 16 === 0)).toBe(true);
      }
    });
  });

  test('stay within the rows where these are fewer than the threads would like', () => {
    const few = fc.record({
      from: fc.integer({ min: 0, max: 60 }).map((block) => 16 * block),
      rows: fc.integer({ min: 1, max: 100 }),
      threads: fc.integer({ min: 2, max: 64 }),
      mask: fc.constantFrom('causal' as const, 'full' as const),
    });
    forAll(few, 300, ({ from, rows, threads, mask }) => {
      for (const cuts of [
        triangleCuts(from, from + rows, threads, mask),
        prefixCuts(from, from + rows, threads, mask, 0.45),
      ]) {
        const bounds = [from, ...cuts, from + rows];
        for (let i = 1; i < bounds.length; i++) expect(bounds[i]).toBeGreaterThanOrEqual(bounds[i - 1]);
        expect(cuts.every((cut) => cut % 16 === 0)).toBe(true);
      }
    });
  });

  test('give every thread the same work, to the size of two blocks', () => {
    forAll(given, 300, ({ from, rows, threads, mask }) => {
      const to = from + rows;
      const triangle = [from, ...triangleCuts(from, to, threads, mask), to];
      const areas = triangle
        .slice(1)
        .map((end, i) => (mask === 'full' ? end - triangle[i] : end ** 2 - triangle[i] ** 2));
      const twoBlocks = mask === 'full' ? 32 : 64 * to;
      expect(Math.max(...areas) - Math.min(...areas)).toBeLessThanOrEqual(twoBlocks);

      const prefix = [from, ...prefixCuts(from, to, threads, mask, 0.45), to];
      const sums = (start: number) => (mask === 'full' ? 0 : 0.45 * start); // all threads add all tokens under the full mask
      const work = prefix.slice(1).map((end, i) => end - prefix[i] + sums(prefix[i]));
      expect(Math.max(...work) - Math.min(...work)).toBeLessThanOrEqual(64);
    });
  });
});
