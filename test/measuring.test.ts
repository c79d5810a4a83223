/** Which measurements a run takes: the usual ones within a tenth of its steps, those asked for by name always. */

import { describe, expect, test } from 'vitest';
import { fieldCost } from '../src/backends/field-cost.ts';
import { resolveEquation } from '../src/dynamics/equation.ts';
import { affordable, leftOutWords, measuringCost } from '../src/run/measuring.ts';
import { prepareRun } from '../src/run/prepare.ts';
import { run } from '../src/run/run.ts';
import { beginningOf } from '../src/simulation/trajectory.ts';

/** What `affordable` looks at, of a run that was not made. */
function costly(tokens: number, dimension: number, samples: number, fieldEvaluations: number) {
  const { problem, measurement, spec } = prepareRun({ tokens, dimension, beta: 64, until: 1 });
  const statistics = { fieldEvaluations } as Parameters<typeof affordable>[0]['statistics'];
  const ts = new Float64Array(samples);
  const chosen = affordable({ ...beginningOf(problem), ts, statistics }, spec.observe, measurement);
  const cost = chosen.kept.reduce(
    (sum, name) => sum + samples * measuringCost(name, measurement, beginningOf(problem)),
    0,
  );
  return {
    ...chosen,
    all: spec.observe,
    cost,
    steps: fieldEvaluations * fieldCost(resolveEquation(problem.dynamics, problem.shape)),
  };
}

const SECOND = 1e9;

describe('the usual measurements', () => {
  test('of a small run are all taken, at a hundred times', () => {
    expect(costly(200, 2, 101, 10)).toMatchObject({ leftOut: [] });
  });

  test.each([
    [10_000, 2, 1],
    [100_000, 2, 1],
    [10_000, 3, 1],
    [2000, 64, 1],
  ])('of %d tokens in dimension %d are all taken at %d time', (n, d, samples) => {
    expect(costly(n, d, samples, 68).leftOut).toEqual([]);
  });

  test.each([
    [100_000, 2, 101, 68],
    [20_000, 3, 101, 60],
    [20_000, 64, 101, 100],
    [5000, 7, 1000, 20],
  ])('of %d tokens in dimension %d at %d times cost a tenth of %d fields, or a second', (n, d, samples, fields) => {
    const { kept, leftOut, all, cost, steps } = costly(n, d, samples, fields);
    expect(leftOut).not.toEqual([]);
    expect([...kept, ...leftOut].sort()).toEqual([...all].sort());
    expect(kept).toContain('centers');
    expect(cost).toBeLessThanOrEqual(Math.max(SECOND, 0.1 * steps));
  });

  test('are more, the more fields are computed', () => {
    const counts = [10, 1e3, 1e5, 1e7].map((fields) => costly(50_000, 2, 101, fields).kept.length);
    expect(counts).toEqual([...counts].sort((a, b) => a - b));
    expect(counts[3]).toBe(7);
  });

  test('that are left out are named, with how to ask for them', () => {
    expect(leftOutWords(['energy', 'cosine'])).toMatch(/: energy, cosine; "observe" with these names, .* measures it/);
  });
});

describe('a run', () => {
  test('leaves out only what it was not asked for by name', () => {
    expect(prepareRun({ beta: 1, until: 1 }).usualObserve).toBe(true);
    for (const observe of ['all', 'energy', ['energy', 'cosine']] as const)
      expect(prepareRun({ beta: 1, until: 1, observe }).usualObserve).toBe(false);
  });

  test('asks a measurer when its steps are done; the record names what came back', async () => {
    const asked: string[][] = [];
    const { spec, measurements } = await run(
      { beta: 1, tokens: 3, until: 1 },
      {
        measurer({ ts }, names) {
          expect(ts).toHaveLength(101);
          asked.push([...names]);
          return { energy: [0.5] };
        },
      },
    );
    expect(asked).toEqual([['centers', 'clusters', 'capture', 'energy', 'cosine', 'first-token', 'order-parameter']]);
    expect(measurements).toEqual({ energy: [0.5] });
    expect(spec.observe).toEqual(['energy']);
  });
});
