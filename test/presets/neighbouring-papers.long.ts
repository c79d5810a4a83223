/** Presets of the neighbouring papers made small: a few cells of each, what is said of them, and that wrong values would be told. */
import { describe, expect, test } from 'vitest';
import { initialRegistry } from '../../src/initial/index.ts';
import { dot } from '../../src/numerics/sphere.ts';
import { equiangular } from '../../src/presets/equiangular.ts';
import { experimentRegistry } from '../../src/presets/index.ts';
import { areaOf, convexHull } from '../../src/presets/kit/convex-hull.ts';
import { equiangularTokens } from '../../src/presets/kit/equal-angles.ts';
import type { ExperimentPreset } from '../../src/presets/kit/preset.ts';
import { tokensInSpan } from '../../src/presets/kit/tokens-in-span.ts';
import { normalization } from '../../src/presets/normalization.ts';
import { phaseDiagram } from '../../src/presets/phase-diagram.ts';
import { rescaledPolytope } from '../../src/presets/rescaled-polytope.ts';
import { staircase } from '../../src/presets/staircase/staircase.ts';
import { threeClusters } from '../../src/presets/three-clusters/three-clusters.ts';
import { uShape } from '../../src/presets/u-shape/u-shape.ts';
import { all, drawn, overlapping, texts, wrongAttributes } from '../figures/support.ts';

/** Values as they come back from a journal. */
async function computed<Cell, Value>({ compute }: ExperimentPreset<Cell, Value>, cells: readonly Cell[]) {
  const values: Value[] = [];
  for (const cell of cells) values.push(await compute(cell));
  return JSON.parse(JSON.stringify(values)) as Value[];
}

/** The report, after a look at the table and the figure in both themes. */
function reported<Cell, Value>(preset: ExperimentPreset<Cell, Value>, values: readonly Value[]) {
  const report = preset.report(values);
  for (const row of report.table.rows) expect(row).toHaveLength(report.table.columns.length);
  expect(report.table.rows.flat().filter((entry) => /NaN|Infinity|undefined/.test(entry))).toEqual([]);
  for (const theme of ['light', 'dark'] as const) {
    const svg = drawn(preset.draw(values), { theme });
    expect(wrongAttributes(svg)).toEqual([]);
    expect(overlapping(texts(svg))).toEqual([]);
  }
  return report;
}

test.each([phaseDiagram, equiangular, rescaledPolytope, staircase, threeClusters, normalization, uShape] as const)(
  '$id has the same cells on every call, in plain JSON, and says what is our choice',
  (preset) => {
    expect(experimentRegistry[preset.id]).toBe(preset);
    const cells = preset.cells();
    expect(preset.cells()).toEqual(cells);
    expect(JSON.parse(JSON.stringify(cells))).toEqual(cells);
    expect(preset.source).toMatch(/^arXiv:\d{4}\.\d{5}.*our choice/i);
  },
);

describe('phase-diagram', () => {
  const cells = phaseDiagram
    .cells()
    .filter(({ beta, dimension }) => dimension >= 128 && [0.1, 4.9, 7.1].some((b) => Math.abs(b - beta) < 1e-9))
    .map((cell) => ({ ...cell, runs: 2 }));

  test('random tokens of high dimension meet when equiangular ones do', async () => {
    const values = await computed(phaseDiagram, cells);
    const { asPredicted, table } = reported(phaseDiagram, values);
    expect(asPredicted).toBe(true);
    expect(table.rows.map(([name, d]) => `${name} ${d}`)).toEqual(['SA 128', 'USA 128', 'SA 1024', 'USA 1024']);
    const late = values.map((value) => ({ ...value, front: value.front === null ? null : 1.2 * value.front }));
    expect(phaseDiagram.report(late).asPredicted).toBe(false);
    const never = values.map((value) => ({ ...value, front: null }));
    expect(phaseDiagram.report(never).asPredicted).toBe(false);
  });

  test('tokens in coordinates of their span keep their cosines', () => {
    const [n, d] = [5, 40];
    const x = initialRegistry.uniform.sample({}, { n, d }, 3);
    const y = Float64Array.from(tokensInSpan(n, d, 3).flat());
    expect(y).toHaveLength(n * n);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j <= i; j++) {
        expect(dot(y, i * n, y, j * n, n)).toBeCloseTo(dot(x, i * d, x, j * d, d), 13);
      }
    }
    expect(tokensInSpan(5, 3, 3).flat()).toEqual([...initialRegistry.uniform.sample({}, { n: 5, d: 3 }, 3)]);
  });
});

describe('equiangular', () => {
  test('tokens are of unit length and have one cosine', () => {
    for (const rho of [-0.2, 0, 0.7]) {
      const rows = equiangularTokens(5, rho).map((row) => Float64Array.from(row));
      for (const [i, a] of rows.entries()) {
        for (const [j, b] of rows.entries()) expect(dot(a, 0, b, 0, 5)).toBeCloseTo(i === j ? 1 : rho, 14);
      }
    }
  });

  test('the equation is followed under the full mask and not under the causal one', async () => {
    const cells = equiangular.cells().filter(({ tokens, beta }) => tokens === 4 || beta === 4);
    const values = await computed(equiangular, cells);
    expect(reported(equiangular, values).asPredicted).toBe(true);
    const causal = values.filter(({ model }) => model === 'causal');
    for (const { spread } of causal) expect(Math.max(...spread)).toBeGreaterThan(0.005);
    const relabelled = causal.map((value) => ({ ...value, model: 'SA' as const }));
    expect(equiangular.report(relabelled).asPredicted).toBe(false);
  });
});

describe('staircase', () => {
  test('mergers leave the plateaus, in the time that two clusters take alone', async () => {
    const cells = staircase.cells().filter(({ beta }) => beta === 500);
    const values = await computed(staircase, cells);
    const { asPredicted, table } = reported(staircase, values);
    expect(asPredicted).toBe(true);
    expect(table.rows).toHaveLength(8);
    for (const { samples, mergers } of values) {
      expect(mergers.map(({ sizes }) => sizes)).toEqual([[2, 1, 1, 1], [3, 1, 1], [3, 2], [5]]);
      for (let i = 1; i < samples.length; i++) {
        // The energy of full attention never decreases; rounding of the sum is a few 1e-16.
        expect(samples[i].energy).toBeGreaterThan(samples[i - 1].energy - 1e-14);
        expect(samples[i].t).toBeGreaterThanOrEqual(samples[i - 1].t);
      }
    }
    const slow = values.map((value) => ({
      ...value,
      mergers: value.mergers.map((merger) => ({ ...merger, tau: 1.2 * merger.tau })),
    }));
    expect(staircase.report(slow).asPredicted).toBe(false);
    const low = values.map((value) => ({
      ...value,
      mergers: value.mergers.map((merger) => ({ ...merger, energy: merger.energy - 0.01 })),
    }));
    expect(staircase.report(low).asPredicted).toBe(false);
  });
});

describe('three-clusters', () => {
  test('modes grow at their rates, and three clusters appear at β = 5', async () => {
    const cells = threeClusters
      .cells()
      .filter(({ beta, seeds }) => [2, 5].includes(beta) && seeds[0] === 1)
      .map((cell) => ({ ...cell, seeds: [1, 2, 3] }));
    const values = await computed(threeClusters, cells);
    const { asPredicted, says } = reported(threeClusters, values);
    expect(asPredicted).toBe(true);
    expect(says).toContain('3 clusters are the most frequent outcome, in 100 % of 3 runs');
    // Each mode has an ink of its own, and keeps it for what was predicted.
    const inks = all(drawn(threeClusters.draw(values)), 'text')
      .filter(({ textContent }) => textContent?.startsWith('k = '))
      .map((text) => text.getAttribute('fill'));
    expect(new Set(inks).size).toBe(6);
    const others = values.map((value) => ({ ...value, counts: value.counts.map((count) => count + 1) }));
    expect(threeClusters.report(others).asPredicted).toBe(false);
    const faster = values.map((value) => ({
      ...value,
      powers: value.powers?.map((row, i) => row.map((power) => power * 1.1 ** i)) ?? null,
    }));
    expect(threeClusters.report(faster).asPredicted).toBe(false);
  });
});

describe('normalization', () => {
  test('orthonormal tokens follow their equation, uniform ones its law of large t', async () => {
    const cells = normalization.cells().filter(({ seed }) => seed === null || seed === 1);
    const values = await computed(normalization, cells);
    expect(reported(normalization, values).asPredicted).toBe(true);
    const asPeri = values.map((value) => ({ ...value, scheme: 'peri-ln' as const }));
    expect(normalization.report(asPeri).asPredicted).toBe(false);
  });
});

describe('rescaled-polytope', () => {
  test('hulls have their corners counterclockwise, and their area', () => {
    const points = [
      [0, 0],
      [2, 0],
      [1, 0],
      [1, 1],
      [2, 2],
      [0, 2],
      [0.5, 1.5],
    ] as const;
    expect(convexHull(points)).toEqual([
      [0, 0],
      [2, 0],
      [2, 2],
      [0, 2],
    ]);
    expect(areaOf(convexHull(points))).toBe(4);
    expect(
      areaOf(
        convexHull([
          [0, 0],
          [1, 1],
          [2, 2],
        ]),
      ),
    ).toBe(0);
  });

  test('tokens end on the boundary of a polygon, or on few lines', async () => {
    const cells = rescaledPolytope
      .cells()
      .filter(({ seeds }) => seeds[0] === 1)
      .map((cell) => ({ ...cell, seeds: [1, 2] }));
    const values = await computed(rescaledPolytope, cells);
    expect(reported(rescaledPolytope, values).asPredicted).toBe(true);
    for (const [key, wrong] of [
      ['growth', 0.01],
      ['inside', 0.1],
      ['levels', 4],
    ] as const) {
      const others = values.map((value) => ({ ...value, ends: value.ends.map((end) => ({ ...end, [key]: wrong })) }));
      expect(rescaledPolytope.report(others).asPredicted, key).toBe(false);
    }
  });
});

describe('u-shape', () => {
  test('the score of runs is that of the linear theory within its errors', async () => {
    const cells = [{ ...uShape.cells()[0], seeds: Array.from({ length: 60 }, (_, i) => i + 1) }];
    const values = await computed(uShape, cells);
    const { asPredicted, says } = reported(uShape, values);
    expect(asPredicted).toBe(true);
    expect(says).toContain('σ₀ = 0.06, 0.13, 0.26, 0.35, 0.63 at t = 0.25, 0.5, 1, 1.3, 2; from t_crit = 2.457 on');
    const none = values.map((value) => ({ ...value, sums: value.sums.map((row) => row.map(() => 0)) }));
    expect(uShape.report(none).asPredicted).toBe(true); // 60 runs do not tell 0.2 from 0 …
    const many = none.map((value) => ({ ...value, runs: 100 * value.runs }));
    const square = many.map((value) => ({ ...value, squares: value.squares.map((row) => row.map((x) => 100 * x)) }));
    expect(uShape.report(square).asPredicted).toBe(false); // … 6000 do
  });
});
