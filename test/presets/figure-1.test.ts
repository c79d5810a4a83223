/** Figure 1 made small: its examples are what they are said to be, and its report tells what came out. */
import { describe, expect, test } from 'vitest';
import { type MatrixSpec, resolveMatrix } from '../../src/dynamics/matrix-spec.ts';
import { streams } from '../../src/numerics/random.ts';
import { runPresetRegistry, specsOf } from '../../src/presets/index.ts';
import { type RunResult, run } from '../../src/run/run.ts';
import { spectrumOf } from '../../src/theory/leading-eigenvalue.ts';
import { table1, table1RowFor } from '../../src/theory/table-1.ts';
import { drawn, overlapping, texts, wrongAttributes } from '../figures/support.ts';

const preset = runPresetRegistry['figure-1'];
/** Long enough for eight tokens to reach L: the slowest gap of the examples is ½. */
const small = { tokens: 8, saveAt: [0, 0.1, 1, 10, 30, 60, 100] };

const results: RunResult[] = [];
for (const spec of specsOf(preset)) results.push(await run({ ...spec, ...small }));

test('there is an example for each row of Table 1, and one with a complex λ_max', () => {
  const rows = results.map(({ spec }) => {
    const v = resolveMatrix(spec.value as MatrixSpec, 3, 'value', streams.value);
    return table1RowFor(spectrumOf(v, 3)!.leading, 3);
  });
  expect(rows).toEqual([...Object.values(table1), 'complex']);
});

test('the parameters that the paper gives are those of the paper', () => {
  const { tokens, dimension, beta, saveAt } = preset.spec;
  expect({ tokens, dimension, beta, end: (saveAt as number[]).at(-1) }).toEqual({
    tokens: 32,
    dimension: 3,
    beta: 9,
    end: 5000,
  });
});

describe('the report', () => {
  const { table, says, asPredicted } = preset.report(results);

  test('has what Table 1 says and what came out', () => {
    expect(asPredicted).toBe(true);
    for (const row of table.rows) expect(row).toHaveLength(table.columns.length);
    expect(table.rows.map(([, , says]) => says).slice(0, 5)).toEqual(
      Object.values(table1).map(({ finalConfiguration }) => finalConfiguration),
    );
    expect(says).toMatch(/within \de-\d+ rad of L/);
  });

  test('would tell of tokens that are not in L, and of a cloud that is none', () => {
    const moved = (index: number, x: readonly number[], from = 0) =>
      results.map((result, i) => {
        if (i !== index) return result;
        const xs = result.trajectory.xs.slice();
        for (let k = from; k < 8; k++) xs.set(x, xs.length - 24 + 3 * k);
        return { ...result, trajectory: { ...result.trajectory, xs } };
      });
    expect(preset.report(moved(2, [0, 1, 0], 7)).asPredicted).toBe(false); // the last one is not at ±ξ
    expect(preset.report(moved(1, [1, 0, 0])).asPredicted).toBe(false); // in L, but not where the first token's projection was
    expect(preset.report(moved(3, [1, 0, 0])).asPredicted).toBe(false); // a single point
    expect(preset.report(moved(4, [0, 1, 0])).says).toContain('not as predicted');
  });
});

test.each([900, 380])('the figure has a panel each, and no label on another (%i px)', (width) => {
  const svg = drawn(preset.draw(results), { width });
  expect(svg.querySelectorAll('[data-panel]')).toHaveLength(6);
  expect(wrongAttributes(svg)).toEqual([]);
  expect(overlapping(texts(svg))).toEqual([]);
});
