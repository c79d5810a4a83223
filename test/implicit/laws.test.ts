/** What holds for implicit runs exactly: bits, symmetries, the steps taken, and what is said about starts that decide nothing. */

import { describe, expect, test } from 'vitest';
import { slotsOf } from '../../src/backends/backend.ts';
import { reference } from '../../src/backends/reference.ts';
import { wasm } from '../../src/backends/wasm/backend.ts';
import { tokensAt } from '../../src/core/recording.ts';
import { resolveEquation } from '../../src/dynamics/equation.ts';
import { run } from '../../src/index.ts';
import { esdirk3 } from '../../src/integrators/esdirk3.ts';
import { esdirk4 } from '../../src/integrators/esdirk4.ts';
import type { Method } from '../../src/simulation/method.ts';
import { simulate } from '../../src/simulation/simulate.ts';
import { adviceFor } from '../../src/simulation/trajectory.ts';
import { atAngles, gaussianMatrix, uniformTokens } from '../support/draw.ts';
import { largestDifference } from '../support/numeric.ts';
import { type Equation, equation, problemOf, solve } from '../support/problems.ts';

const BACKENDS = ['wasm', 'reference'] as const;
const adaptive: Method = { kind: 'adaptive' as const, integrator: esdirk4, tolerance: { rtol: 1e-8, atol: 0 } };

const randomMatrices = (seed: number, d: number) => ({
  query: gaussianMatrix(seed, d),
  key: gaussianMatrix(seed + 1, d),
  value: gaussianMatrix(seed + 2, d),
});

describe.each(BACKENDS)('on the backend %s', (backend) => {
  test.each([2, 3, 6])('for V = I the first token keeps its bits, to t = 1e12 (d = %i)', async (d) => {
    const problem = problemOf({ beta: 9, query: gaussianMatrix(1, d) }, uniformTokens(2, 8, d), d, 1e12);
    const { xs } = await solve(problem, adaptive, { saveAt: [1, 1e4, 1e12], backend });
    for (let i = 0; i < 3; i++) {
      expect(xs.subarray(8 * d * i, 8 * d * i + d)).toEqual(problem.initial.subarray(0, d));
    }
  });

  test.each([
    ['the circle', 2, { beta: 9 }],
    ['S²', 3, { beta: 9 }],
    ['any Q, K, V', 3, { beta: 4, ...randomMatrices(5, 3) }],
    ['any Q, K, V, divided by n', 4, { beta: 1, normalization: 'count', ...randomMatrices(6, 4) }],
    ['frozen centers', 2, { beta: 16, centers: [[0, 1], [-0.8, 0.6]] }], // biome-ignore format: rows
  ] as const)('the first tokens have the same bits whatever follows them: %s', async (_, d, given) => {
    const x = uniformTokens(7, 21, d);
    const steps: Method = { kind: 'fixed' as const, integrator: esdirk4, dt: 0.3 };
    // Division by n makes n part of the equation.
    const last = 'normalization' in given ? [21] : [1, 2, 7, 20];
    const all = tokensAt(await solve(problemOf(given, x, d, 6), steps, { backend }), 0);
    for (const k of last) {
      const prefix = tokensAt(await solve(problemOf(given, x.slice(0, k * d), d, 6), steps, { backend }), 0);
      expect(prefix).toEqual(all.slice(0, k * d));
    }
  });

  test.each([
    ['the circle', 2, {}],
    ['S²', 3, {}],
    ['five dimensions, random Q, K, V', 5, randomMatrices(8, 5)],
  ] as const)('x → −x changes signs and nothing else: %s', async (_, d, rest) => {
    const x = uniformTokens(9, 9, d);
    const given = { beta: 4, ...rest };
    const there = await solve(problemOf(given, x, d, 40), adaptive, { backend });
    const opposite = await solve(
      problemOf(
        given,
        x.map((entry) => -entry),
        d,
        40,
      ),
      adaptive,
      { backend },
    );
    expect(opposite.statistics).toEqual(there.statistics);
    expect(
      largestDifference(
        opposite.xs,
        there.xs.map((entry) => -entry),
      ),
    ).toBe(0);
  });

  test('reflections of coordinates too', async () => {
    const signs = [1, -1, -1];
    const x = uniformTokens(10, 9, 3);
    const { query } = randomMatrices(11, 3);
    const reflected = query.map((row, i) => row.map((entry, j) => signs[i] * entry * signs[j]));
    const turn = (state: Float64Array) => state.map((entry, at) => entry * signs[at % 3]);
    const there = await solve(problemOf({ beta: 4, query }, x, 3, 40), adaptive, { backend });
    const turned = await solve(problemOf({ beta: 4, query: reflected }, turn(x), 3, 40), adaptive, { backend });
    expect(turned.statistics).toEqual(there.statistics);
    expect(largestDifference(turned.xs, turn(there.xs))).toBe(0);
  });
});

describe('both backends', () => {
  test.each([
    ['the circle', 2, { beta: 16 }],
    ['S²', 3, { beta: 9 }],
    ['random Q and K', 4, { beta: 4, query: gaussianMatrix(1, 4), key: gaussianMatrix(2, 4) }],
    ['frozen centers', 2, { beta: 16, centers: [[0, 1], [-0.8, 0.6]] }], // biome-ignore format: rows
  ] as const)('end within the tolerance of each other: %s', async (_, d, given) => {
    const problem = problemOf(given, uniformTokens(12, 40, d), d, 1e5);
    const saveAt = [1, 100, 1e5];
    const [fast, plain] = [
      await solve(problem, adaptive, { saveAt, backend: 'wasm' }),
      await solve(problem, adaptive, { saveAt, backend: 'reference' }),
    ];
    expect(fast.backend).toBe('wasm');
    expect(plain.backend).toBe('reference');
    // Roundings of the sums, 1e-15, change steps and positions by far less than the tolerance.
    expect(largestDifference(fast.xs, plain.xs)).toBeLessThan(1e-8);
    expect(Math.abs(fast.statistics.steps - plain.statistics.steps)).toBeLessThanOrEqual(2);
  });
});

describe('auto', () => {
  const given = { tokens: 60, seed: 2, beta: 16, observe: 'none', until: 1e4, saveAt: [3000, 1e4] } as const;

  test('begins with explicit steps, goes on with implicit ones, and says from when', async () => {
    const { trajectory } = await run({ ...given, rtol: 1e-8, atol: 0 });
    const { implicitFrom, steps } = trajectory.statistics;
    expect(trajectory.status).toBe('completed');
    expect(implicitFrom).toBeGreaterThan(1);
    expect(implicitFrom).toBeLessThan(1000);
    const explicit = await run({ ...given, integrator: 'dopri5', rtol: 1e-11, atol: 0 });
    expect(explicit.trajectory.statistics.implicitFrom).toBeNull();
    expect(steps).toBeLessThan(explicit.trajectory.statistics.steps / 4);
    expect(largestDifference(trajectory.xs, explicit.trajectory.xs)).toBeLessThan(1e-6);
  });

  test('stays explicit where the end is near', async () => {
    const short = await run({ ...given, until: 20, saveAt: [20] });
    expect(short.trajectory.statistics.implicitFrom).toBeNull();
  });

  test('an implicit integrator is implicit from the start', async () => {
    const { trajectory } = await run({ ...given, integrator: 'esdirk3', until: 20, saveAt: [20] });
    expect(trajectory.statistics.implicitFrom).toBe(0);
  });
});

describe('implicit methods are refused', () => {
  test.each([esdirk3, esdirk4])(
    'for more than can be solved for together, with the reason: $name',
    async (integrator) => {
      const problem = problemOf({ beta: 1, mask: 'full' }, uniformTokens(1, 5001, 2), 2, 10);
      for (const method of [
        { kind: 'fixed' as const, integrator, dt: 0.1 },
        { ...adaptive, integrator },
      ]) {
        await expect(simulate(problem, method as Method, { saveAt: [10] })).rejects.toThrow(
          `"integrator" ${integrator.name} should solve for all tokens together, on the backends wasm and reference, in double precision, up to 5000 tokens and dimension 256, but came with 5001 tokens; use dopri5.`,
        );
      }
    },
  );

  test('in 257 dimensions', async () => {
    const problem = problemOf({ beta: 1 }, uniformTokens(1, 3, 257), 257, 10);
    await expect(simulate(problem, adaptive, { saveAt: [10] })).rejects.toThrow(
      /up to dimension 256, but came with dimension 257.* use dopri5\./,
    );
  });

  test('in single precision', async () => {
    const problem = problemOf({ beta: 1 }, uniformTokens(1, 300, 2), 2, 10);
    await expect(simulate(problem, adaptive, { saveAt: [10], precision: 'single' })).rejects.toThrow(
      /in double precision, up to dimension 256, but came with another backend or precision; use dopri5\./,
    );
  });
});

describe('a start that decides nothing is reported', () => {
  const reported = async (given: Equation, x: Float64Array, d: number, until: number) =>
    (await solve(problemOf(given, x, d, until), adaptive)).undecided;

  test.each([1, 9, 64])('the second token opposite to the first one, exactly; it stays there, β = %d', async (beta) => {
    const x = Float64Array.of(0.6, 0.8, -0.6, -0.8);
    const { xs, undecided } = await solve(problemOf({ beta }, x, 2, 1e100), adaptive);
    expect(undecided).toEqual([{ token: 1, since: 0, why: 'at rest' }]);
    expect(xs).toEqual(x);
    const onSphere = Float64Array.of(0.48, 0.64, 0.6, -0.48, -0.64, -0.6);
    expect(await reported({ beta }, onSphere, 3, 1e100)).toMatchObject([{ token: 1, since: 0 }]);
  });

  test.each([1e-15, 1e-12, 5e-9])('the second token within %d of the opposite of the first', async (off) => {
    for (const beta of [1, 9, 64]) {
      const undecided = await reported({ beta }, atAngles([0, Math.PI - off]), 2, 1e3);
      expect(undecided[0]).toMatchObject({ token: 1, since: 0 });
    }
  });

  test('a token midway between two that pull alike', async () => {
    // Tokens 1 and 2 are at rest to begin with: e^{−9(1−cos 2)} = 3e-6 is what the second feels.
    const undecided = await reported({ beta: 9 }, atAngles([-1, 1, 0]), 2, 1);
    expect(undecided).toContainEqual({ token: 2, since: 0, why: 'at rest' });
    expect(undecided.map(({ token }) => token)).not.toContain(1);
  });

  test('not one that is 1e-6 off, a hundred times the tolerance', async () => {
    for (const beta of [1, 9, 64]) expect(await reported({ beta }, atAngles([0, Math.PI - 1e-6]), 2, 10)).toEqual([]);
  });

  test('nor any of 12 generic ones, to the end', async () => {
    for (let seed = 1; seed <= 12; seed++) {
      const d = 2 + (seed % 3);
      expect(await reported({ beta: 9 }, uniformTokens(seed, 10, d), d, 1e9)).toEqual([]);
    }
  });
});

describe('small forces keep their digits', () => {
  test.each([wasm, reference])('on the backend $name', async (backend) => {
    const angle = 2.5;
    const x = atAngles([0, angle]);
    const shape = { n: 2, d: 2 };
    const [from, base, y, increment] = slotsOf(4);
    const engine = await backend.prepare(resolveEquation(equation({ beta: 64 }), shape), 4);
    for (const slot of [from, base, y]) await engine.write(slot, x);
    const force = Math.sin(angle) / (1 + Math.exp(64 * (1 - Math.cos(angle)))); // 2e-51
    for (const c of [1e-3, 1, 1e6]) {
      const options = { accuracy: 1e-13, assess: 1e-13 };
      const { solved } = await (engine.stages as NonNullable<typeof engine.stages>).solve(
        c,
        base,
        y,
        increment,
        options,
      );
      const z = new Float64Array(4);
      await engine.read(increment, z);
      expect(solved).toBe(true);
      // Towards the first token. The exponent, 115, is right to a few roundoffs of itself: 1e-13.
      const along = z[2] * Math.sin(angle) - z[3] * Math.cos(angle);
      expect(Math.abs(along / (c * force) - 1)).toBeLessThan(1e-12);
      expect(z.subarray(0, 2)).toEqual(new Float64Array(2));
    }
    engine.dispose();
  });
});

describe('a stage that has no solution', () => {
  // Nearly opposite tokens part at the rate 0.1, and a step of 1000 would have to turn the second one by more than a right angle.
  const problem = problemOf({ beta: 1 }, atAngles([0, 3]), 2, 2000);

  test.each([esdirk3, esdirk4])('ends a run with fixed steps of $name, and says so', async (integrator) => {
    for (const backend of BACKENDS) {
      const failed = await simulate(
        problem,
        { kind: 'fixed' as const, integrator, dt: 1000 },
        { saveAt: [0, 2000], backend },
      );
      expect(failed.status).toBe('stage-failed');
      expect([...failed.ts]).toEqual([0]);
      expect(tokensAt(failed, 0)).toEqual(problem.initial);
      expect(failed.statistics).toMatchObject({ steps: 0, rejected: 1, reached: 0 });
      expect(adviceFor(failed)).toMatch(
        /^At t = 0 an implicit step could not be solved.*what was computed is kept.*lower dt.*loosen rtol and atol/,
      );
    }
  });

  test('makes adaptive steps shorter, and the run completes', async () => {
    const { xs, undecided } = await solve(problem, adaptive);
    expect(undecided).toEqual([]);
    expect(largestDifference(xs.subarray(2), xs.subarray(0, 2))).toBeLessThan(1e-8);
  });
});
