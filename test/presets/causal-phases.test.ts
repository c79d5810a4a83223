/** The phase diagram under either mask: what it computes, and words that match numbers. */
import { expect, test } from 'vitest';
import { type Cell, clusteringRow, type Value } from '../../src/presets/kit/clustering-map.ts';
import { phaseDiagram } from '../../src/presets/phase-diagram.ts';
import { causalPhases } from '../../src/presets/questions/causal-phases.ts';
import { drawn, overlapping, texts, wrongAttributes } from '../figures/support.ts';

const cell = (change: Partial<Cell>): Cell => ({
  ...{ mask: 'full', normalization: 'softmax', tokens: 2, dimension: 3, beta: 1, until: 24, seed: 5, runs: 1 },
  ...change,
});

test.each(['softmax', 'count'] as const)(
  'two tokens need twice the time under the causal mask (%s)',
  async (normalization) => {
    const [full, causal] = await Promise.all(
      (['full', 'causal'] as const).map((mask) => clusteringRow(cell({ mask, normalization, until: 30 }))),
    );
    const sample = 30 / 240;
    expect(full.front).not.toBeNull();
    expect(Math.abs(causal.front! - 2 * full.front!)).toBeLessThan(2 * sample);
  },
);

test('the full half has the cells of the phase diagram, and both masks the same initial tokens', () => {
  const cells = causalPhases.cells();
  const [full, causal] = (['full', 'causal'] as const).map((mask) => cells.filter((one) => one.mask === mask));
  expect(causal.map((one) => ({ ...one, mask: 'full' }))).toEqual(full);
  expect(causalPhases.compute).toBe(phaseDiagram.compute);
  expect(phaseDiagram.cells().every(({ mask }) => mask === 'full')).toBe(true);
  const own = (one: Cell) => `${one.dimension} ${one.normalization} ${one.beta}`;
  expect(new Set(full.map(({ seed }) => seed)).size).toBe(new Set(full.map(own)).size);
  expect(JSON.parse(JSON.stringify(cells))).toEqual(cells);
});

/** Rows whose fronts are `times` as late under the causal mask; the last β has none there. */
function made(times: (beta: number) => number): Value[] {
  return [0.1, 1, 2, 3, 4].flatMap((beta) =>
    (['full', 'causal'] as const).map((mask) => {
      const { seed, ...setting } = cell({ mask, beta, tokens: 32, until: 60, runs: 16 });
      const front = mask === 'full' ? 2 + beta : (2 + beta) * times(beta);
      return { ...setting, met: Array(60).fill(0.25), front: beta === 4 && mask === 'causal' ? null : front };
    }),
  );
}

test('the words say by how much, and at how many β', () => {
  const { says, table } = causalPhases.report(made((beta) => 3 + 0.1 * beta));
  expect(says).toMatch(/in 160 runs: 3\.1\d \(\d\.\d\d to \d\.\d\d\) at SA, d = 3 \(above 2\)/);
  expect(says).toContain('2 times at least at 4 of 4 β');
  expect(table.rows).toHaveLength(1);
  expect(table.rows[0].slice(2, 5)).toEqual(['4 of 5', '1', '0']);
  expect(table.rows[0].slice(6, 8)).toEqual(['3.01', '3.30']);
  expect(table.rows[0]).toHaveLength(table.columns.length);
  expect(causalPhases.report(made((beta) => 1.2 + 0.1 * beta)).says).toContain('(below 2)');
  expect(causalPhases.report(made((beta) => 0.5 + 1.5 * beta)).says).toContain('(2 is possible)');
  expect(causalPhases.report(made(() => 3).map((value) => ({ ...value, front: null }))).says).toContain(
    'unknown at SA',
  );
});

test('its figure has both masks side by side', () => {
  for (const width of [900, 380]) {
    const svg = drawn(causalPhases.draw(made(() => 2)), { width });
    expect(wrongAttributes(svg)).toEqual([]);
    expect(overlapping(texts(svg))).toEqual([]);
    expect(
      texts(svg)
        .map(({ content }) => content)
        .join('; '),
    ).toMatch(/SA, d = 3.*CSA, d = 3/s);
  }
});
