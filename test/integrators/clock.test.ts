import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fixedClock } from '../../src/integrators/clock.ts';
import { euler } from '../../src/integrators/euler.ts';
import { rk4 } from '../../src/integrators/rk4.ts';
import { between, forAll } from '../support/arbitraries.ts';
import { uniformTokens } from '../support/draw.ts';
import { adaptiveDopri5, problemOf, solve } from '../support/problems.ts';

/** Ends of the steps that a fixed clock makes of a span. */
function gridOf(span: readonly [number, number], dt: number): { ends: number[]; steps: number[] } {
  const clock = fixedClock(span, dt);
  const [ends, steps]: [number[], number[]] = [[], []];
  for (let t = span[0]; t < span[1] && ends.length < 1e6; ) {
    const from = t;
    const next = clock.next(t);
    ends.push((t = next.end));
    steps.push(next.dt);
    clock.accepted(next, 0, from);
  }
  return { ends, steps };
}

describe('a fixed grid', () => {
  test.each([
    [150, 0.1, 1500],
    [0.3, 0.1, 3],
    [1, 0.3, 4],
    [1, 7, 1],
    [1e5, 1, 100_000],
    [1, 1e-5, 100_000],
    [0.7, 0.07, 10],
  ])('of %d by %d has %i steps and ends exactly', (until, dt, count) => {
    const { ends } = gridOf([0, until], dt);
    expect(ends).toHaveLength(count);
    expect(ends[count - 1]).toBe(until);
  });

  test('has times that are set, not accumulated', () => {
    const { ends } = gridOf([0, 100], 0.1);
    for (const [i, end] of ends.entries()) if (i < 999) expect(end).toBe((i + 1) * 0.1);
  });

  test.each([
    [0.3, 0.1],
    [0.35, 0.3],
    [0.07, 0.02],
  ])('of [2, 3] by %d shortens only the last step, to %d', (dt, remainder) => {
    const { steps } = gridOf([2, 3], dt);
    const last = steps.pop() as number;
    expect(new Set(steps)).toEqual(new Set([dt]));
    expect(Math.abs(last - remainder)).toBeLessThan(1e-14);
  });

  test('has steps that lie end to end', () => {
    forAll(fc.tuple(between(-5, 5), between(0.1, 20), between(0.01, 3)), 300, ([from, span, dt]) => {
      const { ends, steps } = gridOf([from, from + span], dt);
      const begins = [from, ...ends];
      for (const [i, step] of steps.entries()) expect(Math.abs(begins[i] + step - ends[i])).toBeLessThan(1e-8 * dt);
    });
  });

  test('may begin anywhere', () => {
    const { ends } = gridOf([-1, 1], 0.5);
    expect(ends).toEqual([-0.5, 0, 0.5, 1]);
  });
});

describe('a run', () => {
  test('of 10⁵ fixed steps ends at its end time', async () => {
    const { statistics } = await solve(problemOf({ beta: 1 }, uniformTokens(1, 2, 2), 2, 1e4), {
      kind: 'fixed',
      integrator: euler,
      dt: 0.1,
    });
    expect(statistics.steps).toBe(100_000);
    expect(statistics.reached).toBe(1e4);
  });

  test('of adaptive steps does too', async () => {
    const method = { kind: 'adaptive' as const, integrator: adaptiveDopri5, tolerance: { rtol: 1e-6, atol: 1e-8 } };
    for (const until of [1e-3, 1 / 3, 777.7]) {
      const { statistics } = await solve(problemOf({ beta: 4 }, uniformTokens(2, 5, 3), 3, until), method);
      expect(statistics.reached).toBe(until);
    }
  });

  test('counts what it did', async () => {
    const progress: [number, number][] = [];
    const { statistics } = await solve(
      problemOf({ beta: 1 }, uniformTokens(1, 3, 3), 3, 1),
      { kind: 'fixed' as const, integrator: rk4, dt: 0.3 },
      { onProgress: (t, { steps }) => void progress.push([t, steps]) },
    );
    expect(progress).toEqual([
      [0.3, 1],
      [0.6, 2],
      [0.3 * 3, 3],
      [1, 4],
    ]);
    expect(statistics).toMatchObject({ steps: 4, rejected: 0, fieldEvaluations: 16, largestStep: 0.3, reached: 1 });
    expect(Math.abs(statistics.smallestStep - 0.1)).toBeLessThan(1e-15);
  });
});
