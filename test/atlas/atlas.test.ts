/** The atlas in small: every run certified or called undecided, rows that must hold, counterexamples that can be made again. */
import { describe, expect, test } from 'vitest';
import { type AtlasValue, atlas, counterexamples, rowOf, tallyOf } from '../../src/atlas/atlas.ts';
import { drawProblem } from '../../src/atlas/atlas-run.ts';
import { finalShape, findings } from '../../src/atlas/final-state.ts';
import { motionOf } from '../../src/atlas/motion.ts';
import {
  checkPoint,
  endCosine,
  kindOfModel,
  measuredThreshold,
  modelOf,
  rowThreeSpec,
} from '../../src/atlas/row-three.ts';
import { atlasRows } from '../../src/atlas/rows.ts';
import { settle } from '../../src/atlas/settle.ts';
import { tokensAt } from '../../src/core/recording.ts';
import { atlasOf } from '../../src/presets/atlas.ts';
import { rowThreeCounterexample } from '../../src/presets/row-3-counterexample.ts';
import { run } from '../../src/run/run.ts';
import { twoPointThreshold } from '../../src/theory/stability.ts';
import { all, drawn, overlapping, texts, wrongAttributes } from '../figures/support.ts';

test('cells share the runs evenly among the rows, each seed once', () => {
  const cells = atlas.cells({ runs: 1234, seed: 5 });
  const seeds = cells.flatMap((cell) => cell.seeds);
  expect(seeds).toEqual(Array.from({ length: 1234 }, (_, i) => 5 + i));
  for (const { id } of atlasRows) {
    const own = cells.filter(({ row }) => row === id).flatMap((cell) => cell.seeds);
    expect(Math.abs(own.length - 1234 / atlasRows.length)).toBeLessThan(1);
  }
});

describe('a small atlas', async () => {
  const preset = atlasOf({ runs: 44, seed: 200 });
  const values: AtlasValue[] = [];
  for (const cell of preset.cells()) values.push(await preset.compute(cell));

  test('has an end for every run, and no exception to Theorem 4.1 and C2', () => {
    const tallies = atlasRows.map((row) => tallyOf(row, values));
    for (const { runs, counts } of tallies) {
      expect(runs).toBe(4);
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(4);
    }
    for (const { row, agreeing } of tallies.slice(0, 2)) expect([row.id, agreeing]).toEqual([row.id, 4]);
    for (const { row, counts } of tallies.slice(-2))
      expect([row.id, counts[findings.indexOf('endless motion')] >= 3]).toEqual([row.id, true]);
    const report = preset.report(values);
    expect(report.table.rows).toHaveLength(11);
    expect(report.says).toMatch(/^Theorem 4\.1 and C2 have no exception; row 3, two points ±ξ, fails in \d+ of 8 runs/);
  });

  test('is drawn legibly, wide and narrow, light and dark', () => {
    for (const options of [{}, { theme: 'dark' }, { width: 360 }] as const) {
      const svg = drawn(preset.draw(values), options);
      expect(wrongAttributes(svg)).toEqual([]);
      if (!('width' in options)) expect(overlapping(texts(svg))).toEqual([]); // heads are turned where it is narrow
      expect(all(svg, '[data-share]').length).toBeGreaterThan(10);
    }
  });

  test('tells of an exception to a theorem, and of too many undecided runs', () => {
    const changed = (row: string, change: Partial<AtlasValue>) =>
      preset.report(values.map((value) => (value.row === row ? { ...value, ...change } : value)));
    const no = [true, true, true, false];
    const wrong = changed('1', { agrees: no, found: ['one point', 'one point', 'one point', 'two points'] });
    expect(wrong.asPredicted).toBe(false);
    expect(wrong.says).toContain('1 EXCEPTIONS');
    const open = changed('4', {
      agrees: [false, false, true, true],
      found: ['undecided', 'undecided', 'cloud', 'cloud'],
    });
    expect(open.asPredicted).toBe(false);
    expect(open.says).toContain('more than the 5.0 % allowed');
  });
});

test('a counterexample to row 3 can be made again from its specification, and tighter tolerances end there too', async () => {
  const row = rowOf('3, C1');
  let seed = 1;
  while ((await settle(drawProblem(row, seed))).found !== 'two clouds') seed++;
  const values = [await atlas.compute({ row: row.id, seeds: [seed] })];
  const [example] = counterexamples(values, 3);
  expect(example).toMatchObject({ found: 'two clouds', seed });
  const { eigenspace } = drawProblem(row, seed).value;
  const endOf = async (spec: typeof example.spec) => {
    const { trajectory } = await run({ ...spec, observe: 'none' });
    expect(trajectory.status).toBe('completed');
    return { x: tokensAt(trajectory, trajectory.ts.length - 1), shape: trajectory.problem.shape };
  };
  // As a file of the command line has it.
  const coarse = await endOf(JSON.parse(JSON.stringify(example.spec)));
  const fine = await endOf({ ...example.spec, rtol: 1e-10, atol: 1e-12 });
  expect(finalShape(coarse.x, coarse.shape, eigenspace)).toBe('two clouds');
  for (const [i, entry] of fine.x.entries()) expect(Math.abs(entry - coarse.x[i])).toBeLessThan(1e-4);
  expect(Object.keys(atlasOf({ runs: 11, seed: 1 }).files!(values))).toEqual([
    `counterexamples/row-3-c1-two-clouds-${seed}.json`,
  ]);
});

test('endless motion with λ < 0 simple is no matter of tolerance', async () => {
  // Symmetric interaction, Q = K = I, but V not symmetric: a limit cycle on the sphere.
  const { spec, law, value } = drawProblem(rowOf('5'), 2);
  expect(law).toBe('identity');
  expect(value.top).toEqual({ kind: 'real', multiplicity: 1 });
  const count = 2001;
  const { trajectory } = await run({
    ...spec,
    rtol: 1e-10,
    atol: 1e-12,
    saveAt: `lin:500:600:${count}`,
    observe: 'none',
  });
  const { slowest, keeps, back } = motionOf(trajectory.xs, count, trajectory.problem.shape, 0.05);
  expect(slowest).toBeGreaterThan(0.5);
  expect(Math.abs(keeps - 1)).toBeLessThan(0.01);
  expect(back).toBeLessThan(0.01);
});

describe('row 3 with two tokens', () => {
  test('the counterexample ends at −0.941159, off the line, and B = I has no such state', async () => {
    const model = { beta: 1, b1: 0.1, b2: 5, lambda: 1, mu: 0.5 };
    // The equilibrium attracts at rate 0.29: rtol 1e-6 leaves 1e-6 of it.
    expect(await endCosine(rowThreeSpec(model, 2), 1e6)).toBeCloseTo(-0.941159, 6);
    expect(await endCosine(rowThreeSpec({ ...model, b1: -1 }, 2), 1e6)).toBeCloseTo(-0.737668, 6);
    expect(kindOfModel({ ...model, b1: 1, b2: 1 })).toBe('±ξ');
  });

  test('46 % of random starts end there', async () => {
    const [first] = rowThreeCounterexample.cells();
    const { angles, stable } = await rowThreeCounterexample.compute(first);
    expect(stable.every((certified: boolean) => certified)).toBe(true);
    const off = angles.filter((angle: number) => Math.abs(Math.cos(angle) + 0.941159) < 1e-5).length;
    // 100 starts: four standard errors of 5 %.
    expect(Math.abs(off / 100 - 0.46)).toBeLessThan(0.2);
  });

  test.each([0.25, 0.5, 0.8])('the two-point state becomes stable at −½ ln(1 − μ/λ), μ/λ = %f', async (share) => {
    const [low, high] = await measuredThreshold(share, 0, 3, 10);
    const predicted = -0.5 * Math.log(1 - share);
    expect(twoPointThreshold(share)).toBeCloseTo(predicted, 12);
    expect(high - low).toBeLessThan(0.01);
    // The bisection is 3/1024 wide.
    expect(Math.abs((low + high) / 2 - predicted)).toBeLessThan(3 / 1024);
  });

  test.each([
    [2, 1, '±ξ'],
    [-3, -1, 'ξ only'],
    [-1, 5, 'another state'],
  ] as const)('runs at b = (%f, %f) find: %s', async (b1, b2, kind) => {
    expect(kindOfModel(modelOf(b1, b2, 0.5))).toBe(kind);
    expect(await checkPoint(b1, b2, 0.5, 6)).toMatchObject({ found: kind, wrong: 0 });
  });
});
