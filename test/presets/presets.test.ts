/** Presets made small: their tables, sentences and figures, from a few tokens. */
import { describe, expect, test } from 'vitest';
import { type RunPreset as Preset, runPresetRegistry as presetRegistry, specsOf } from '../../src/presets/index.ts';
import { type RunResult, run } from '../../src/run/run.ts';
import type { RunSpec } from '../../src/run/spec.ts';
import { all, drawn, overlapping, texts, wrongAttributes } from '../figures/support.ts';

async function results({ preset, small }: { preset: Preset; small: Partial<RunSpec> }): Promise<RunResult[]> {
  const all: RunResult[] = [];
  for (const spec of specsOf(preset)) all.push(await run({ ...spec, ...small }));
  return all;
}

test('runs are seeds within variants, and one variant without changes unless there are others', () => {
  const spec = { beta: 1, until: 1, seed: 5 };
  const preset = { ...presetRegistry.collapse, spec, runs: 2 };
  const varied = specsOf({ ...preset, variants: [{ beta: 9 }, { beta: 16, until: 7 }] });
  expect(varied).toEqual([
    { beta: 9, until: 1, seed: 5 },
    { beta: 9, until: 1, seed: 6 },
    { beta: 16, until: 7, seed: 5 },
    { beta: 16, until: 7, seed: 6 },
  ]);
  const { variants: _, ...plain } = preset;
  expect(specsOf(plain)).toEqual([spec, { ...spec, seed: 6 }]);
});

describe('collapse', () => {
  const preset = presetRegistry.collapse;

  test('finds the collapse at every β, certified and before e^{2β}', async () => {
    const found = await results({ preset, small: { tokens: 12, seed: 3 } });
    const { table, says, asPredicted } = preset.report(found);
    expect(asPredicted).toBe(true);
    expect(table.rows.map(([beta]) => beta)).toEqual(['9', '16', '25', '64']);
    for (const row of table.rows) {
      expect(row).toHaveLength(table.columns.length);
      expect(row).toContain('certified');
    }
    expect(says).toMatch(/^All 12 tokens reach the first one in 4 of 4 runs/);
    const svg = drawn(preset.draw(found));
    expect(wrongAttributes(svg)).toEqual([]);
    expect(overlapping(texts(svg))).toEqual([]);
    expect(all(svg, '[data-panel=merge-tree]')).toHaveLength(4);
  });

  test('says so where a run ends before it', async () => {
    const found = await results({ preset, small: { tokens: 12, seed: 3, saveAt: [10] } });
    const { says, asPredicted } = preset.report(found);
    expect(asPredicted).toBe(false);
    expect(says).toContain('not as predicted');
  });
});

test('merge-tree tells of mergers, births and certificates', async () => {
  const preset = presetRegistry['merge-tree'];
  const found = await results({ preset, small: { tokens: 40 } });
  const { table, says } = preset.report(found);
  expect(table.columns).toContain('verdict');
  expect(table.rows.length).toBeGreaterThan(5);
  expect(says).toMatch(/^\d+ mergers and \d+ births lead from \d+ clusters to 1\./);
  const svg = drawn(preset.draw(found));
  expect(wrongAttributes(svg)).toEqual([]);
  // People count tokens from x₁, programs from 0.
  const clusters = table.rows.filter(([, event]) => event === 'merger').map(([, , , after]) => after);
  for (const cluster of clusters) expect(cluster).toMatch(/^\d+ from x[₀-₉]+$/);
  expect(clusters.at(-1)).toBe('40 from x₁');
  expect(found[0].events?.tree?.at(-1)?.first).toBe(0);
  const example = /"(\d+ from x[₀-₉]+)"/.exec(svg.textContent ?? '')?.[1];
  expect(texts(svg).map(({ content }) => content)).toContain(example);
});

describe('lemma-5-1', () => {
  const preset = { ...presetRegistry['lemma-5-1'], runs: 2 };

  test('finds no violation, and would tell of one', async () => {
    const found = await results({ preset, small: { tokens: 20 } });
    const { table, asPredicted } = preset.report(found);
    expect(table.rows.map(([epsilon]) => epsilon)).toEqual(['0.05', '0.1', '0.2', '0.5']);
    expect(asPredicted).toBe(true);
    const [first, ...others] = found;
    const moved = first.events!.survival!.map((center) => ({ ...center, displacement: 1.01 * center.allowed }));
    const broken = [{ ...first, events: { ...first.events!, survival: moved } }, ...others];
    expect(preset.report(broken).asPredicted).toBe(false);
    expect(wrongAttributes(drawn(preset.draw(found)))).toEqual([]);
  });
});
