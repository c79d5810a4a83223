/** Random value matrices: cells that depend on nothing else, a report that could fail, a figure. */
import { describe, expect, test } from 'vitest';
import { valueSpectra as preset } from '../../src/presets/value-spectra.ts';
import { drawn, overlapping, texts, wrongAttributes } from '../figures/support.ts';

const cells = preset.cells();
/** Everything small: all matrices of d ≤ 4, some of d = 8 and 16, the examples but the largest. */
const values = [
  ...cells.filter((cell) => 'd' in cell && cell.d <= 4),
  { d: 8, seeds: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] },
  { d: 16, seeds: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] },
  ...cells.filter((cell) => 'example' in cell && !cell.example.includes('256')),
].map((cell) => preset.compute(cell));
type Value = Awaited<(typeof values)[number]>;
const settled: Value[] = await Promise.all(values);

test('every matrix has a seed of its own within its size', () => {
  const seeds = cells.flatMap((cell) => ('d' in cell ? cell.seeds.map((seed) => `${cell.d} ${seed}`) : []));
  expect(new Set(seeds).size).toBe(seeds.length);
  expect(seeds.length).toBe(4000 + 2000 + 2000 + 1000 + 1000 + 400 + 100);
});

test('a value is plain JSON and depends on its cell alone', async () => {
  expect(JSON.parse(JSON.stringify(settled))).toEqual(settled);
  const alone = await preset.compute({ d: 8, seeds: [7] });
  const group = settled.find((value) => 'd' in value && value.d === 8);
  if (!group || !('d' in group) || !('d' in alone)) throw new Error('the group should be there');
  expect(alone.growth[0]).toBe(group.growth[6]);
});

describe('the report', () => {
  test('has a row for each size, and meets the exact laws', () => {
    const { table, says, asPredicted } = preset.report(settled);
    expect(asPredicted).toBe(true);
    expect(table.rows.map(([d, count]) => [d, count])).toEqual([
      ['2', '4000'],
      ['4', '2000'],
      ['8', '10'],
      ['16', '10'],
    ]);
    for (const row of table.rows) expect(row).toHaveLength(table.columns.length);
    expect(says).toMatch(
      /^Of 10 matrices with N\(0, 1\/d\) entries and d ≥ 16, none has a λ_max in the left half-plane/,
    );
  });

  test('would tell of a matrix in the left half-plane, and of counts that are not the exact ones', () => {
    const changed = (change: (value: Extract<Value, { d: number }>) => Value) =>
      preset.report(settled.map((value) => ('d' in value ? change(value) : value)));
    const left = changed((v) => (v.d === 16 ? { ...v, growth: v.growth.map((g, i) => (i === 0 ? -0.1 : g)) } : v));
    expect(left.asPredicted).toBe(false);
    expect(left.says).toContain('1 have');
    const other = changed((v) =>
      v.d === 4 ? { ...v, realEigenvalues: v.realEigenvalues.map((n) => Math.min(n, 2)) } : v,
    );
    expect(other.asPredicted).toBe(false);
    const sided = changed((v) => (v.d === 2 ? { ...v, growth: v.growth.map(Math.abs) } : v));
    expect(sided.says).toContain('not as predicted');
  });
});

test('the examples are what they are called', () => {
  const leading = Object.fromEntries(settled.flatMap((v) => ('example' in v ? [[v.example, v]] : [])));
  expect(Math.max(...leading['Gaussian, symmetric part'].im)).toBe(0);
  expect(leading['Gaussian − 1.2 I'].leading.sign).toBe(-1);
  const { re, im } = leading['Rank 16 of 64'];
  expect(re.filter((value: number, i: number) => Math.hypot(value, im[i]) > 1e-9)).toHaveLength(16);
});

test.each([900, 380])('the figure has no label on another (%i px)', (width) => {
  const svg = drawn(preset.draw(settled), { width });
  expect(svg.querySelectorAll('[data-panel]')).toHaveLength(5);
  expect(wrongAttributes(svg)).toEqual([]);
  expect(overlapping(texts(svg))).toEqual([]);
});
