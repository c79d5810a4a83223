/** Figure 3 from a few runs: what a group computes, what the report and the figure make of groups, and going on after a stop. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { figure3 } from '../../src/presets/figure-3.ts';
import { captureSpec, compared } from '../../src/presets/kit/capture-reference.ts';
import { run } from '../../src/run/run.ts';
import { drawn, overlapping, texts, wrongAttributes } from '../figures/support.ts';
import { builtUrl } from '../support/built.ts';

const [first, second] = [
  [1, 2, 3],
  [4, 5],
];
const values = [await figure3.compute({ seeds: first }), await figure3.compute({ seeds: second })];

test('there are 5,000 runs of different seeds', () => {
  const seeds = figure3.cells().flatMap(({ seeds }) => seeds);
  expect(seeds).toHaveLength(5000);
  expect(new Set(seeds).size).toBe(5000);
});

describe('a group', () => {
  test('holds what is measured along a run, as counts of its tokens', async () => {
    const saveAt = [0, 0.5, 5, 150];
    const { measurements } = await run({ ...captureSpec, seed: 5, saveAt });
    const { captured, clusters } = values[1];
    for (const [r, at] of measurements.capture!.radii.entries()) {
      for (const name of ['strongMoving', 'strongInitial', 'renyiMoving', 'renyiInitial'] as const) {
        const counts = captured[r][name][1];
        expect([counts[0], counts[1], counts[7], counts.at(-1)]).toEqual(
          at[name].map((share) => Math.round(share * 200)),
        );
        expect(counts.every((count) => Number.isInteger(count) && count > 0 && count <= 200)).toBe(true);
      }
    }
    expect([clusters[1][0], clusters[1].at(-1)]).toEqual([0, 3].map((i) => measurements.clusters!.count[i]));
  });

  test('does not depend on the others, and is the same after its journey through JSON', async () => {
    const alone = await figure3.compute({ seeds: [5] });
    expect(alone.captured[1].renyiMoving[0]).toEqual(values[1].captured[1].renyiMoving[1]);
    expect(JSON.parse(JSON.stringify(values[0]))).toEqual(values[0]);
  });
});

test('a deviation is in standard errors of the difference of our mean and that of 40 runs', () => {
  const values = Array.from({ length: 400 }, (_, i) => i % 2);
  const variance = 100 / 399;
  const { mean, standardError, deviation } = compared(values, 0.4);
  expect(mean).toBe(0.5);
  expect(standardError).toBeCloseTo(Math.sqrt(variance / 400), 12);
  expect(deviation).toBeCloseTo(0.1 / Math.sqrt(variance / 400 + variance / 40), 12);
  expect(compared(values, null).deviation).toBe(0);
});

describe('the report', () => {
  const column = (report: ReturnType<typeof figure3.report>, name: string) =>
    report.table.rows.map((row) => row[report.table.columns.indexOf(name)]);

  test('has means, exact percentiles, and deviations from the reference', () => {
    const report = figure3.report(values);
    expect(report.asPredicted).toBe(true);
    expect(report.says).toMatch(/^Means and percentiles of 5 runs.* in 39 comparisons; 4 are allowed\.$/);
    for (const row of report.table.rows) expect(row).toHaveLength(report.table.columns.length);
    // The first row: strong centers, r = .05, at t = 0; the least of five runs is their 10th percentile, the largest their 90th.
    const counts = values.flatMap(({ captured }) => captured[0].strongMoving.map((run) => run[0]));
    const shown = (count: number) => `${(count / 2).toFixed(1)} %`;
    expect(column(report, '10 %')[0]).toBe(shown(Math.min(...counts)));
    expect(column(report, '90 %')[0]).toBe(shown(Math.max(...counts)));
    expect(column(report, 'mean')[0]).toBe(shown(counts.reduce((a, b) => a + b) / 5));
  });

  test('would tell of curves that are not those of the reference', () => {
    const slower = values.map((value) => ({
      ...value,
      captured: value.captured.map((at) => ({
        ...at,
        renyiMoving: at.renyiMoving.map((run) => run.map((c) => c >> 1)),
      })),
    }));
    const report = figure3.report(slower);
    expect(report.asPredicted).toBe(false);
    expect(report.says).toContain('not as predicted');
  });
});

test.each([900, 380])('the figure has four panels, and no label on another (%i px)', (width) => {
  const svg = drawn(figure3.draw(values), { width });
  expect(svg.querySelectorAll('[data-panel]')).toHaveLength(4);
  expect(wrongAttributes(svg)).toEqual([]);
  expect(overlapping(texts(svg))).toEqual([]);
});

describe('reproduced in parts', () => {
  type Reproduction = typeof import('../../src/node/work/reproduction.ts');
  const folder = mkdtempSync(join(tmpdir(), 'parkade-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  // Workers find the preset by its name, so only its list of cells is made shorter.
  const small = { ...figure3, cells: () => [first, second].map((seeds) => ({ seeds })) };
  const progress = { update: () => {}, stop: () => {} };

  test('it goes on from the journal, which goes when the folder is there', async () => {
    const { reproduce } = (await import(/* @vite-ignore */ builtUrl('node/work/reproduction'))) as Reproduction;
    const out = join(folder, 'small');
    const whole = await reproduce(small, progress, { out, force: false, threads: 2 });
    if (!('report' in whole)) throw new Error('it should have been completed');
    expect(whole.report).toEqual(figure3.report(values));
    expect(existsSync(`${out}.partial.jsonl`)).toBe(false);

    // A journal of the same work that holds a part of its own for the first cell.
    const { openJournal } = (await import(
      /* @vite-ignore */ builtUrl('node/process/journal')
    )) as typeof import('../../src/node/process/journal.ts');
    const again = join(folder, 'again');
    const told = { ...values[0], clusters: values[0].clusters.map((counts) => counts.map(() => 77)) };
    openJournal(`${again}.partial.jsonl`).add({ kind: 'preset', id: small.id, cell: small.cells()[0] }, told);
    await reproduce(small, progress, { out: again, force: false, threads: 1 });
    const kept = JSON.parse(readFileSync(join(again, 'values.json'), 'utf8'));
    expect(kept.values).toEqual([told, values[1]]);
  });
});
