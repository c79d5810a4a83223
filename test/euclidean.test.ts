/** Runs whose tokens live in R^d: where they begin, how their steps are judged, what is measured of them and drawn. */

import { describe, expect, test } from 'vitest';
import { radii } from '../src/analysis/radii.ts';
import { slotsOf } from '../src/backends/backend.ts';
import { openBackend } from '../src/backends/open.ts';
import { tokensAt } from '../src/core/recording.ts';
import { resolveEquation } from '../src/dynamics/equation.ts';
import { figureOf } from '../src/figures/index.ts';
import { measure } from '../src/run/measuring.ts';
import { prepareRun } from '../src/run/prepare.ts';
import { run } from '../src/run/run.ts';
import type { RunSpec } from '../src/run/spec.ts';
import { atAngles, unitRows } from './support/draw.ts';
import { dynamicsOf, solved } from './support/kinds.ts';
import { largestDifference } from './support/numeric.ts';

const pre = { dynamics: 'normalization', scheme: 'pre', beta: 3 } as const satisfies Partial<RunSpec>;
const plain = { dynamics: 'unnormalized', beta: 1 } as const satisfies Partial<RunSpec>;

describe('tokens begin', () => {
  test('as the law draws them, times the initial radius', () => {
    const unit = prepareRun({ beta: 3, tokens: 6, until: 1 }).problem.initial;
    const { initial } = prepareRun({ ...pre, tokens: 6, until: 1, initialRadius: 2.5 }).problem;
    expect(initial).toEqual(unit.map((entry) => 2.5 * entry));
  });

  test('as given, with their lengths, without a word about unit rows', () => {
    const rows = [
      [3, 4],
      [0, -0.5],
    ];
    const { problem, notes, spec } = prepareRun({ ...plain, until: 1, initial: rows });
    expect([...problem.initial]).toEqual(rows.flat());
    expect(notes).toEqual([]);
    expect([...prepareRun(spec).problem.initial]).toEqual(rows.flat());
    expect([...prepareRun({ ...plain, until: 1, initial: rows, initialRadius: 2 }).problem.initial]).toEqual([
      6, 8, 0, -1,
    ]);
    expect(
      largestDifference(prepareRun({ ...pre, until: 1, initial: [0.3, 2] }).problem.initial, atAngles([0.3, 2])),
    ).toBeLessThan(1e-15);
  });

  test('not at 0, and on the sphere as unit rows still', () => {
    const rows = [
      [3, 4],
      [0, 0],
    ];
    expect(() => prepareRun({ ...plain, until: 1, initial: rows })).toThrow(/^"initial" .* row 1 is zero/);
    const { problem, notes } = prepareRun({ beta: 1, until: 1, initial: [[3, 4]] });
    expect([...problem.initial]).toEqual([0.6, 0.8]);
    expect(notes[0]).toMatch(/normalised/);
  });
});

describe('steps', () => {
  test('leave lengths alone, and are judged by them', async () => {
    const { dynamics, shape } = prepareRun({
      ...plain,
      until: 1,
      initial: [
        [3, 4],
        [0, 2],
      ],
    }).problem;
    const engine = await openBackend('auto', resolveEquation(dynamics, shape)).prepare(
      resolveEquation(dynamics, shape),
      2,
    );
    const [x, e] = slotsOf(2);
    await engine.write(x, Float64Array.of(3, 4, 0, 2));
    await engine.normalize(x, e);
    const kept = new Float64Array(4);
    await engine.read(x, kept);
    expect([...kept]).toEqual([3, 4, 0, 2]);
    await engine.write(e, Float64Array.of(0.3, 0.4, 0, 0.3));
    // 0.5/(1 + 0.1·5) = 1/3, 0.3/(1 + 0.1·2) = 1/4
    expect(Math.abs((await engine.errorNorm(e, { atol: 1, rtol: 0.1 }, x)) - 1 / 3)).toBeLessThan(1e-15);
  });

  test('follow tokens that grow a million times, to the relative tolerance', async () => {
    const { trajectory } = await run({ ...plain, tokens: 8, until: 15, rtol: 1e-9, atol: 1e-12, observe: 'none' });
    expect(trajectory.status).toBe('completed');
    const first = tokensAt(trajectory, trajectory.ts.length - 1).subarray(0, 2);
    const grown = trajectory.problem.initial.slice(0, 2).map((entry) => Math.exp(15) * entry);
    expect(largestDifference(first, grown) / Math.exp(15)).toBeLessThan(1e-7); // a hundred steps of 1e-9 each
  });

  test('go over the switch of mix, where the field jumps', async () => {
    const x = atAngles([0, 1, 2.5, 4]);
    const both = dynamicsOf({ ...pre, scheme: 'mix', switchTime: 0.7 });
    const { xs } = await solved(both, x, 2, [0.7, 2]);
    const post = await solved(dynamicsOf({ ...pre, scheme: 'post' }), x, 2, [0.7]);
    const then = await solved(dynamicsOf(pre), post.xs, 2, [1.3]);
    expect(largestDifference(xs.slice(0, 8), post.xs)).toBeLessThan(1e-11);
    expect(largestDifference(xs.slice(8), then.xs)).toBeLessThan(1e-9);
  });
});

describe('measurements', () => {
  const spec: RunSpec = { ...pre, tokens: 12, dimension: 3, until: 4, saveAt: [0, 1, 4], initialRadius: 2 };

  test('are those of the directions, and of the lengths', async () => {
    const { trajectory, measurements, spec: resolved } = await run(spec);
    const { problem } = trajectory;
    const onSphere = {
      ...trajectory,
      xs: unitRows(trajectory.xs, 3),
      problem: { ...problem, dynamics: dynamicsOf({ ...pre, scheme: 'post' }), initial: unitRows(problem.initial, 3) },
    };
    const { radii: lengths, ...ofDirections } = measurements;
    const wanted = measure(
      onSphere,
      resolved.observe.filter((name) => name !== 'radii'),
      resolved,
    );
    for (const name of ['cosine', 'order-parameter', 'energy'] as const) {
      const [own, other] = [ofDirections, wanted].map(
        (all) => (name === 'cosine' ? all.cosine?.mean : all[name]) as number[],
      );
      expect(largestDifference(own, other)).toBeLessThan(1e-14);
    }
    expect(ofDirections.clusters).toEqual(wanted.clusters);
    expect(ofDirections.capture?.radii).toEqual(wanted.capture?.radii);
    expect(ofDirections.centers).toEqual(wanted.centers);
    expect(lengths).toEqual([0, 1, 2].map((i) => radii(tokensAt(trajectory, i), problem.shape)));
    expect(lengths?.[0].mean).toBeCloseTo(2, 14);
    expect(lengths?.[2].largest).toBeCloseTo(6, 7); // the first token's: r₀ + t
    expect(lengths?.[2].smallest).toBeLessThan(6);
  });

  test('of lengths come unasked in R^d only', () => {
    expect(prepareRun(spec).spec.observe).toContain('radii');
    expect(prepareRun({ beta: 1, until: 1 }).spec.observe).not.toContain('radii');
  });
});

describe('figures', () => {
  test.each([2, 3, 4])('say in dimension %i that directions are drawn, and how long tokens are', async (dimension) => {
    const { Window } = await import('happy-dom');
    const document = new Window().document as unknown as Document;
    const result = await run({ ...pre, dimension, tokens: 12, until: 4 });
    const svg = figureOf(result).draw({ document });
    const power = { 2: '²', 3: '³', 4: '⁴' }[dimension];
    expect(svg.textContent).toContain(`12 tokens of R${power} by their directions`);
    expect(svg.textContent).toContain('Length of the tokens');
    const onSphere = await run({ beta: 3, dimension, tokens: 12, until: 4 });
    const text = figureOf(onSphere).draw({ document }).textContent;
    expect(text).not.toContain('directions');
    expect(text).not.toContain('Length');
  });
});
