/** Tokens added to a run: the old ones keep their bits, the new ones are where a run that had them from the start would have put them. */
import { describe, expect, test } from 'vitest';
import { tokensAt } from '../../src/core/recording.ts';
import { integratorRegistry } from '../../src/integrators/index.ts';
import { appendTokens, type RunWithSteps } from '../../src/replay/append.ts';
import { recordSteps } from '../../src/replay/step-log.ts';
import type { Method } from '../../src/simulation/method.ts';
import { simulate } from '../../src/simulation/simulate.ts';
import { gaussianMatrix, uniformTokens } from '../support/draw.ts';
import { largestDifference } from '../support/numeric.ts';
import { adaptiveDopri5, type Equation, problemOf } from '../support/problems.ts';

type Backend = 'wasm' | 'reference';

interface Case {
  readonly equation: Equation;
  readonly d: number;
  readonly n: number;
  readonly added: number;
  readonly until: number;
}

async function recorded(
  { equation, d, n, added, until }: Case,
  method: Method,
  saveAt: readonly number[],
  backend: Backend = 'wasm',
): Promise<{ run: RunWithSteps; rows: Float64Array; joint: Float64Array }> {
  const joint = uniformTokens(3, n + added, d);
  const problem = problemOf(equation, joint.slice(0, n * d), d, until);
  const steps = recordSteps(problem);
  const trajectory = await simulate(problem, method, { saveAt, backend, onStep: (step) => steps.add(step) });
  expect(trajectory.status).toBe('completed');
  const log = steps.log();
  if (log === null) throw new Error('the log outgrew its room');
  return { run: { method, trajectory, log }, rows: joint.slice(n * d), joint };
}

const plane: Case = { equation: { beta: 16 }, d: 2, n: 20, added: 5, until: 3 };
const space: Case = {
  equation: { beta: 9, value: gaussianMatrix(1, 3), query: gaussianMatrix(2, 3) },
  d: 3,
  n: 12,
  added: 4,
  until: 3,
};

describe('with fixed steps, appended tokens have the bits of a run that had them from the start', () => {
  const names = ['rk4', 'lie-euler', 'dopri5', 'esdirk3', 'esdirk4'] as const;
  const cases = names.flatMap((name) =>
    [plane, space].flatMap((problem) =>
      (['wasm', 'reference'] as const).map((backend) => ({ name, problem, backend })),
    ),
  );
  test.each(cases)('$name, d = $problem.d, $backend', async ({ name, problem: given, backend }) => {
    const method: Method = { kind: 'fixed' as const, integrator: integratorRegistry[name], dt: 0.07 }; // no divisor of the span
    const saveAt = [0, 0.5, 0.7, 1.7, 3];
    const { run, rows, joint } = await recorded(given, method, saveAt, backend);
    const { trajectory, log, deviation } = await appendTokens(run, rows);
    const direct = await simulate(problemOf(given.equation, joint, given.d, given.until), method, { saveAt, backend });
    expect(trajectory.ts).toEqual(direct.ts);
    expect(trajectory.xs).toEqual(direct.xs);
    expect(deviation).toBe(0);
    expect(trajectory.statistics).toMatchObject({ steps: direct.statistics.steps, rejected: 0 });
    // Appended in two goes, the second onto the first's own steps.
    if (log === null) throw new Error('no log');
    const half = given.d * 2;
    const one = await appendTokens(run, rows.slice(0, half));
    if (one.log === null) throw new Error('no log');
    const two = await appendTokens({ method, trajectory: one.trajectory, log: one.log }, rows.slice(half));
    expect(two.trajectory.xs).toEqual(direct.xs);
  });
});

describe('with adaptive steps', () => {
  const methods: [string, (tol: number) => Method][] = [
    [
      'dopri5',
      (tol) => ({ kind: 'adaptive' as const, integrator: adaptiveDopri5, tolerance: { rtol: tol, atol: tol } }),
    ],
    [
      'esdirk4',
      (tol) => ({
        kind: 'adaptive' as const,
        integrator: integratorRegistry.esdirk4,
        tolerance: { rtol: tol, atol: tol },
      }),
    ],
    [
      'auto',
      (tol) => ({
        kind: 'adaptive',
        integrator: adaptiveDopri5,
        whenStiff: integratorRegistry.esdirk4,
        tolerance: { rtol: tol, atol: tol },
      }),
    ],
  ];
  test.each(methods)(
    '%s: as a joint run within ten times its error or that of the old tokens, which keep their bits',
    async (name, at) => {
      const given = { ...plane, n: 20, added: 20, until: name === 'dopri5' ? 30 : 3000 };
      const saveAt = [0, 1, 2.5, 7, 20, given.until];
      const tol = 1e-6;
      const { run, rows, joint } = await recorded(given, at(tol), saveAt);
      const { trajectory, divided, deviation } = await appendTokens(run, rows);
      expect(deviation).toBe(0);
      const all = problemOf(given.equation, joint, given.d, given.until);
      const loose = await simulate(all, at(tol), { saveAt });
      const tight = await simulate(all, at(tol / 100), { saveAt });
      const size = given.n * given.d;
      for (let i = 0; i < saveAt.length; i++) {
        const was = tokensAt(run.trajectory, i);
        expect(tokensAt(trajectory, i).slice(0, size)).toEqual(was.slice());
      }
      // What the old tokens err stays with them, and the new ones feel it: alone they took longer steps than a joint run does.
      const alone = await simulate({ ...all, ...run.trajectory.problem }, at(tol / 100), { saveAt });
      const error = Math.max(largestDifference(loose.xs, tight.xs), largestDifference(run.trajectory.xs, alone.xs));
      expect(divided).toBeGreaterThan(0);
      expect(largestDifference(trajectory.xs, tight.xs)).toBeLessThanOrEqual(10 * error);
    },
  );
});

test('a run at rest takes steps a thousandfold; the new tokens divide them, also where a stage has no solution for them', async () => {
  const given: Case = { equation: { beta: 25, value: gaussianMatrix(4, 3) }, d: 3, n: 1, added: 6, until: 1e4 };
  const rest: Case = { equation: { beta: 25 }, d: 3, n: 1, added: 6, until: 1e8 };
  for (const one of [rest, given]) {
    const tol = 1e-7;
    const method: Method = {
      kind: 'adaptive' as const,
      integrator: integratorRegistry.esdirk4,
      tolerance: { rtol: tol, atol: tol },
    };
    const saveAt = [one.until / 1e4, one.until / 100, one.until];
    const { run, rows, joint } = await recorded(one, method, saveAt);
    const { trajectory, divided, deviation } = await appendTokens(run, rows);
    const { integrator } = method;
    const tight: Method = { kind: 'adaptive' as const, integrator, tolerance: { rtol: tol / 100, atol: tol / 100 } };
    const all = problemOf(one.equation, joint, one.d, one.until);
    const [a, b] = [await simulate(all, method, { saveAt }), await simulate(all, tight, { saveAt })];
    expect(trajectory.status).toBe('completed');
    expect(deviation).toBe(0);
    expect(divided).toBeGreaterThan(run.log.dts.length / 3);
    expect(largestDifference(trajectory.xs, b.xs)).toBeLessThanOrEqual(10 * largestDifference(a.xs, b.xs));
  }
});

test('a token that leaves an unstable equilibrium does so at its own rate, however long the steps of the run', async () => {
  const tol = 1e-4;
  const away = 1e-6; // within the tolerance: no error estimate sees how fast it goes
  const method: Method = {
    kind: 'adaptive' as const,
    integrator: integratorRegistry.esdirk4,
    tolerance: { rtol: tol / 2, atol: tol / 2 },
  };
  const tight: Method = {
    kind: 'adaptive' as const,
    integrator: integratorRegistry.esdirk4,
    tolerance: { rtol: 1e-9, atol: 1e-9 },
  };
  const start = Float64Array.of(Math.cos(Math.PI + away), Math.sin(Math.PI + away));
  const saveAt = Array.from({ length: 40 }, (_, i) => 200 * (i + 1));
  const problem = problemOf({ beta: 3 }, Float64Array.of(1, 0), 2, 8000);
  const steps = recordSteps(problem);
  const trajectory = await simulate(problem, method, { saveAt, onStep: (step) => steps.add(step) });
  const log = steps.log();
  if (log === null) throw new Error('no log');
  const appended = await appendTokens({ method, trajectory, log }, start);
  const both = problemOf({ beta: 3 }, Float64Array.of(1, 0, ...start), 2, 8000);
  const [same, exact] = [await simulate(both, method, { saveAt }), await simulate(both, tight, { saveAt })];
  expect(appended.trajectory.undecided).toEqual([{ token: 1, since: 0 }]);
  expect(largestDifference(appended.trajectory.xs, exact.xs)).toBeLessThanOrEqual(
    10 * largestDifference(same.xs, exact.xs),
  );
});
