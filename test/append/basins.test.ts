/** Basins of one more token: each start goes where it goes as the last token of a run of its own. */
import { describe, expect, test } from 'vitest';
import { ParkadeError } from '../../src/core/errors.ts';
import { tokensAt } from '../../src/core/recording.ts';
import { integratorRegistry } from '../../src/integrators/index.ts';
import { geodesicDistance } from '../../src/numerics/sphere.ts';
import { basinsOf } from '../../src/replay/basins.ts';
import type { Method } from '../../src/simulation/method.ts';
import { gaussianMatrix, uniformTokens } from '../support/draw.ts';
import { largestDifference } from '../support/numeric.ts';
import { adaptiveDopri5, type Equation, problemOf } from '../support/problems.ts';
import { clusterNear, lastToken, recordedRun, rowOf, withStart } from './basins-support.ts';

const TOLERANCE = 1e-8;
const adaptive = { kind: 'adaptive' as const, tolerance: { rtol: TOLERANCE, atol: TOLERANCE } };
const auto: Method = { integrator: adaptiveDopri5, whenStiff: integratorRegistry.esdirk4, ...adaptive };
const lengths = { threshold: 0.25, radius: 0.2 };

interface Case {
  readonly name: string;
  readonly method: Method;
  readonly equation: Equation;
  readonly d: number;
  readonly until: number;
  /** Of the ends: rounding where the steps are the same, else the global error of two runs, a few hundred tolerances. */
  readonly within: number;
}

const cases: readonly Case[] = [
  {
    name: 'rk4',
    method: { kind: 'fixed' as const, integrator: integratorRegistry.rk4, dt: 0.1 },
    equation: { beta: 16 },
    d: 2,
    until: 20,
    within: 1e-12,
  },
  {
    name: 'esdirk3',
    method: { kind: 'fixed' as const, integrator: integratorRegistry.esdirk3, dt: 0.1 },
    equation: { beta: 9, query: gaussianMatrix(2, 3), value: gaussianMatrix(1, 3) },
    d: 3,
    until: 5,
    within: 1e-12,
  },
  {
    name: 'dopri5',
    method: { integrator: adaptiveDopri5, ...adaptive },
    equation: { beta: 16 },
    d: 3,
    until: 30,
    within: 3e-6,
  },
  { name: 'auto', method: auto, equation: { beta: 16 }, d: 2, until: 1e4, within: 3e-6 },
];

describe.each(cases)('$name', ({ method, equation, d, until, within }) => {
  const problem = problemOf(equation, uniformTokens(3, 16, d), d, until);
  const starts = uniformTokens(5, 40, d);
  const followed = recordedRun(problem, method).then(async (run) => ({
    run,
    basins: await basinsOf(run, starts, lengths),
  }));

  test('every start ends as the last token of a run of its own, in the same cluster', async () => {
    const { run, basins } = await followed;
    expect(basins.status).toBe('completed');
    expect(basins.tokens).toEqual(tokensAt(run.trajectory, 0).slice());
    expect(basins.clusters.flatMap(({ tokens }) => tokens).sort((a, b) => a - b)).toEqual([...Array(16).keys()]);
    for (let p = 0; p < 6; p++) {
      const end = lastToken(await withStart(problem, method, rowOf(starts, p, d), [until]), 0);
      expect(largestDifference(rowOf(basins.ends, p, d), end)).toBeLessThanOrEqual(within);
      expect(basins.cluster[p]).toBe(clusterNear(basins, end, lengths.threshold));
      if (basins.cluster[p] < 0) expect(basins.undecided[p]).toBe(1);
    }
  });

  test('is captured when it has come within the radius of the first token of its cluster', async () => {
    const { run, basins } = await followed;
    const longest = 'dt' in method ? method.dt : run.trajectory.statistics.largestStep;
    let seen = 0;
    for (let p = 0; p < starts.length / d && seen < 3; p++) {
      const time = basins.captured[p];
      if (!(time > 0) || time > 50) continue;
      seen++;
      // Between two steps the distance is taken to be straight: at the stated time it is the radius but for a part of a step.
      const trajectory = await withStart(problem, method, rowOf(starts, p, d), [time]);
      const [leader] = basins.clusters[basins.cluster[p]].tokens;
      const x = tokensAt(trajectory, 0);
      const distance = geodesicDistance(x, leader * d, x, 16 * d, d);
      expect(Math.abs(distance - lengths.radius)).toBeLessThanOrEqual(0.02 * Math.min(1, longest));
    }
    expect(seen).toBe(3);
  });
});

test('starts do not feel each other: on fixed steps one of many has the bits that it has alone', async () => {
  for (const integrator of [integratorRegistry.rk4, integratorRegistry.esdirk4]) {
    const problem = problemOf({ beta: 25 }, uniformTokens(3, 12, 2), 2, 5);
    const run = await recordedRun(problem, { kind: 'fixed' as const, integrator, dt: 0.1 });
    const starts = uniformTokens(8, 30, 2);
    const together = await basinsOf(run, starts, lengths);
    for (const p of [0, 17, 29]) {
      const alone = await basinsOf(run, rowOf(starts, p, 2), lengths);
      expect(alone.ends).toEqual(rowOf(together.ends, p, 2));
    }
  }
});

test('an earlier time is answered from where the starts are then, saved or not', async () => {
  const problem = problemOf({ beta: 16 }, uniformTokens(3, 16, 2), 2, 30);
  const method: Method = { integrator: adaptiveDopri5, ...adaptive };
  const run = await recordedRun(problem, method, [3, 30]);
  const starts = uniformTokens(5, 4, 2);
  for (const at of [0, 3, 7.77, run.log.ts[20], 30]) {
    const basins = await basinsOf(run, starts, { ...lengths, at });
    for (let p = 0; p < 4; p++) {
      const trajectory = at === 0 ? null : await withStart(problem, method, rowOf(starts, p, 2), [at]);
      const end = trajectory ? lastToken(trajectory, 0) : rowOf(starts, p, 2);
      expect(largestDifference(rowOf(basins.ends, p, 2), end)).toBeLessThanOrEqual(1e-6);
      const others = trajectory ? tokensAt(trajectory, 0).slice(0, 32) : problem.initial;
      expect(largestDifference(basins.tokens, others)).toBeLessThanOrEqual(1e-6);
      const captured = basins.captured[p];
      expect(Number.isNaN(captured) || captured <= at).toBe(true);
    }
  }
  await expect(basinsOf(run, starts, { ...lengths, at: 31 })).rejects.toThrow(ParkadeError);
});

test('a start at the antipode of the only token, or within the tolerance of it, is undecided; others are not', async () => {
  const problem = problemOf({ beta: 4 }, Float64Array.of(1, 0), 2, 1e5);
  for (const method of [auto, { integrator: integratorRegistry.esdirk4, ...adaptive }]) {
    const run = await recordedRun(problem, method);
    const angles = [Math.PI, Math.PI + 1e-10, Math.PI - 1e-10, Math.PI + 0.1, 2, 0.01];
    const starts = Float64Array.from(angles.flatMap((angle) => [Math.cos(angle), Math.sin(angle)]));
    const basins = await basinsOf(run, starts, lengths);
    expect([...basins.undecided]).toEqual([1, 1, 1, 0, 0, 0]);
    expect([...basins.cluster].slice(3)).toEqual([0, 0, 0]);
  }
});
