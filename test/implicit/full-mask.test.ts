/**
 * Implicit steps under the full mask against closed forms, quadrature, explicit runs and what holds exactly. The parts
 * they are made of are in joint-parts.test.ts.
 */

import { describe, expect, test } from 'vitest';
import type { State } from '../../src/core/state.ts';
import { run } from '../../src/index.ts';
import { esdirk3 } from '../../src/integrators/esdirk3.ts';
import { esdirk4 } from '../../src/integrators/esdirk4.ts';
import { rootWithin } from '../../src/numerics/root.ts';
import { runRemarks } from '../../src/report/run.ts';
import type { Method } from '../../src/simulation/method.ts';
import type { Problem } from '../../src/simulation/problem.ts';
import { simulate } from '../../src/simulation/simulate.ts';
import { atAngles, gaussianMatrix, uniformTokens } from '../support/draw.ts';
import { dotProduct } from '../support/linear.ts';
import { largestDifference } from '../support/numeric.ts';
import { adaptiveDopri5, type Equation, problemOf, solve } from '../support/problems.ts';
import { timeBetween } from '../support/two-tokens.ts';

const implicit = (rtol: number): Method => ({ kind: 'adaptive', integrator: esdirk4, tolerance: { rtol, atol: 0 } });
const SA = { mask: 'full' } as const;
const USA = { mask: 'full', normalization: 'count' } as const;

/** When g of the tokens first rises through 0. */
async function crossing(problem: Problem, method: Method, g: (x: State) => number): Promise<number> {
  const met: number[] = [];
  await solve(problem, method, {
    onStep: async ({ t, dt, state }) => {
      const at = async (theta: number) => g((await state(theta)) as State);
      const [before, after] = [await at(0), await at(1)];
      if (before < 0 && after >= 0) met.push(t + ((await rootWithin(at, before, after)) as number) * dt);
    },
  });
  expect(met).toHaveLength(1);
  return met[0];
}

/** ∫ from a to b of a smooth function, by Simpson's rule in the logarithm of a variable that may be as small as e^{−30}. */
function integral(f: (x: number) => number, a: number, b: number): number {
  const parts = 20_000;
  const h = (b - a) / parts;
  let sum = 0;
  for (let i = 0; i < parts; i++) sum += f(a + i * h) + 4 * f(a + (i + 0.5) * h) + f(a + (i + 1) * h);
  return (sum * h) / 6;
}

const weight = (beta: number, angle: number) => Math.exp(beta * (Math.cos(angle) - 1));

describe('two tokens are exactly twice as fast as under the causal mask', () => {
  test.each([9, 25])('β = %d', async (beta) => {
    for (const theta of [0.5, 2, 3]) {
      const { factor, exponent } = timeBetween(beta, theta, 0.99);
      const wanted = (factor * Math.exp(exponent)) / 2;
      const problem = problemOf({ beta, ...SA }, atAngles([0, theta]), 2, 2 * wanted + 50);
      const t = await crossing(problem, implicit(3e-11), (x) => dotProduct(x.subarray(0, 2), x.subarray(2, 4)) - 0.99);
      expect(Math.abs(t / wanted - 1)).toBeLessThan(1e-8);
    }
  });
});

test('three tokens, one midway between the others, which come to it in the time that quadrature gives', async () => {
  for (const beta of [9, 25]) {
    const [from, to] = [1.1, 0.1];
    const speed = (a: number) => {
      const [one, two] = [weight(beta, a), weight(beta, 2 * a)];
      return (one * Math.sin(a) + two * Math.sin(2 * a)) / (1 + one + two);
    };
    const wanted = integral((a) => 1 / speed(a), to, from);
    const problem = problemOf({ beta, ...SA }, atAngles([-from, 0, from]), 2, 1.5 * wanted + 50);
    const t = await crossing(problem, implicit(1e-10), (x) => x[4] - Math.cos(to));
    expect(Math.abs(t / wanted - 1)).toBeLessThan(1e-8);
  }
});

test.each([SA, USA])('clusters of 3 and 5 tokens come together in the time of their masses: %o', async (model) => {
  const beta = model === SA ? 16 : 5;
  const [a, b] = [3, 5];
  const [from, to] = [1.7, 0.1];
  const speed = (gap: number) => {
    const w = weight(beta, gap);
    if (model === USA) return (Math.exp(beta) * w * Math.sin(gap) * (a + b)) / (a + b);
    return w * Math.sin(gap) * (b / (a + b * w) + a / (b + a * w));
  };
  const wanted = integral((gap) => 1 / speed(gap), to, from);
  const angles = [...new Array<number>(a).fill(0), ...new Array<number>(b).fill(from)];
  const problem = problemOf({ beta, ...model }, atAngles(angles), 2, 2 * wanted + 50);
  const t = await crossing(
    problem,
    implicit(1e-10),
    (x) => dotProduct(x.subarray(0, 2), x.subarray(6, 8)) - Math.cos(to),
  );
  expect(Math.abs(t / wanted - 1)).toBeLessThan(2e-8);
});

describe('what merging changes is bounded', () => {
  test('the collapse of twelve tokens: 4 digits at 1e-6, whatever is merged when, and as by explicit steps', async () => {
    const given = {
      tokens: 12,
      beta: 4,
      seed: 3,
      mask: 'full',
      until: 3e4,
      atol: 0,
      events: true,
      observe: 'none',
    } as const;
    const collapse = async (spec: { rtol: number; integrator?: 'dopri5' }) => {
      const { events, trajectory } = await run({ ...given, ...spec });
      return { t: events?.list.find(({ kind }) => kind === 'collapse')?.t as number, ...trajectory.statistics };
    };
    const explicit = await collapse({ rtol: 1e-10, integrator: 'dopri5' });
    const [coarse, fine, finest] = [
      await collapse({ rtol: 1e-6 }),
      await collapse({ rtol: 1e-9 }),
      await collapse({ rtol: 1e-11 }),
    ];
    expect(explicit.t).toBeGreaterThan(100);
    expect(explicit.particles).toBe(12);
    for (const one of [coarse, fine, finest]) {
      expect(one.implicitFrom).toBeLessThan(explicit.t);
      expect(one.particles).toBe(1);
    }
    expect(Math.abs(coarse.t / explicit.t - 1)).toBeLessThan(5e-5);
    expect(Math.abs(fine.t / explicit.t - 1)).toBeLessThan(1e-7);
    expect(Math.abs(finest.t / explicit.t - 1)).toBeLessThan(1e-8);
  });

  test('under USA, whose tokens keep the sum of their angles, all end at the mean of where they began', async () => {
    const angles = [-1.3, -0.9, -0.2, 0.1, 0.15, 0.8, 1.4];
    const mean = angles.reduce((sum, angle) => sum + angle, 0) / angles.length;
    const { xs, statistics } = await solve(problemOf({ beta: 9, ...USA }, atAngles(angles), 2, 1e9), implicit(1e-9));
    expect(statistics.particles).toBe(1);
    expect(largestDifference(xs, atAngles(angles.map(() => mean)))).toBeLessThan(3e-9);
  });
});

test('tokens on the circle keep their order, to the end', async () => {
  const n = 14;
  const angles = Array.from({ length: n }, (_, k) => -2.9 + 0.4 * k + 0.15 * Math.sin(5 * k));
  await solve(problemOf({ beta: 12, ...SA }, atAngles(angles), 2, 1e14), implicit(1e-7), {
    onStep: async ({ state }) => {
      const x = (await state(1)) as State;
      let turned = 0;
      for (let k = 0; k < n; k++) {
        const next = (k + 1) % n;
        const [c, s] = [x[2 * k], x[2 * k + 1]];
        const gap = Math.atan2(c * x[2 * next + 1] - s * x[2 * next], c * x[2 * next] + s * x[2 * next + 1]);
        expect(gap).toBeGreaterThan(k === n - 1 ? -7 : -1e-9);
        turned += gap;
      }
      expect(Math.abs(turned) < 1e-9 || Math.abs(turned - 2 * Math.PI) < 1e-9).toBe(true);
    },
  });
});

describe('up to t = 300 implicit steps agree with dopri5 at 1e-11', () => {
  const randomly = (d: number) => ({ query: gaussianMatrix(1, d), key: gaussianMatrix(2, d) });
  const problems: Readonly<Record<string, Problem>> = {
    circle: problemOf({ beta: 9, ...SA }, uniformTokens(1, 12, 2), 2, 300),
    'S²': problemOf({ beta: 9, ...SA }, uniformTokens(2, 20, 3), 3, 300),
    'USA, V of three eigenvalues': problemOf(
      { beta: 2, value: [1, 0.5, 0.2], ...randomly(3), ...USA },
      uniformTokens(5, 12, 3),
      3,
      300,
    ),
    'any Q, K, V': problemOf(
      { beta: 2, ...randomly(3), value: gaussianMatrix(3, 3), ...SA },
      uniformTokens(3, 12, 3),
      3,
      100,
    ),
    'frozen centers': problemOf(
      { beta: 16, centers: [[1, 0], [-0.6, 0.8]], weights: [1, 3], ...SA }, // biome-ignore format: rows
      uniformTokens(4, 12, 2),
      2,
      300,
    ),
    'V = −I, which drives them apart': problemOf({ beta: 4, value: -1, ...SA }, uniformTokens(6, 8, 3), 3, 300),
  };

  test.each(Object.entries(problems))('%s', async (_, problem) => {
    const saveAt = [1, 10, 100, 300].filter((t) => t <= problem.tSpan[1]);
    const wanted = await solve(
      problem,
      { kind: 'adaptive', integrator: adaptiveDopri5, tolerance: { rtol: 1e-11, atol: 0 } },
      { saveAt },
    );
    const computed = await solve(problem, implicit(1e-8), { saveAt });
    expect(largestDifference(computed.xs, wanted.xs)).toBeLessThan(5e-7);
    expect(computed.undecided).toEqual(wanted.undecided);
    expect(computed.statistics.steps).toBeLessThan(wanted.statistics.steps);
  });

  test('both backends alike', async () => {
    const saveAt = [1, 30, 300];
    const [one, other] = [
      await solve(problems['S²'], implicit(1e-8), { saveAt, backend: 'wasm' }),
      await solve(problems['S²'], implicit(1e-8), { saveAt, backend: 'reference' }),
    ];
    expect([one.backend, other.backend]).toEqual(['wasm', 'reference']);
    expect(largestDifference(one.xs, other.xs)).toBeLessThan(1e-10);
  });
});

test.each([
  ['esdirk3', esdirk3, 3],
  ['esdirk4', esdirk4, 4],
] as const)('%s converges at its order', async (_, integrator, order) => {
  const given: Equation = { beta: 2, query: gaussianMatrix(1, 3), value: gaussianMatrix(3, 3), ...SA };
  const problem = problemOf(given, uniformTokens(3, 8, 3), 3, 2);
  const wanted = await solve(problem);
  const errors: number[] = [];
  for (const dt of [0.2, 0.1, 0.05]) {
    const { xs, statistics } = await solve(problem, { kind: 'fixed', integrator, dt });
    expect(statistics.particles).toBe(8);
    errors.push(largestDifference(xs, wanted.xs));
  }
  for (const i of [1, 2]) expect(Math.abs(Math.log2(errors[i - 1] / errors[i]) - order)).toBeLessThan(0.2);
});

describe('starts that decide nothing are told, and left at the pace of what grows', () => {
  const even = (n: number) => atAngles(Array.from({ length: n }, (_, k) => (2 * Math.PI * k) / n));
  const end = (given: Equation, x: Float64Array, until: number) => solve(problemOf(given, x, 2, until), implicit(1e-6));
  const tokensOf = (undecided: readonly { token: number }[]) => undecided.map(({ token }) => token);

  test('two opposite tokens rest, exactly; a thousandth of the tolerance off they are unstable, a hundred of them are not', async () => {
    const x = Float64Array.of(0.6, 0.8, -0.6, -0.8);
    const { xs, undecided } = await end({ beta: 9, ...SA }, x, 1e30);
    expect(xs).toEqual(x);
    expect(undecided).toEqual([0, 1].map((token) => ({ token, since: 0, why: 'at rest' })));
    const near = await end({ beta: 9, ...SA }, atAngles([0, Math.PI - 1e-9]), 1e12);
    expect(near.undecided).toMatchObject([
      { token: 0, since: 0, why: 'unstable' },
      { token: 1, since: 0 },
    ]);
    expect(near.statistics.particles).toBe(1);
    expect((await end({ beta: 9, ...SA }, atAngles([0, Math.PI - 1e-4]), 1e12)).undecided).toEqual([]);
  });

  test.each([
    [3, 1, 1e4],
    [3, 40, 1e36],
    [8, 9, 1e12],
  ])('%d evenly spaced tokens, β = %d', async (n, beta, until) => {
    const { undecided, statistics } = await end({ beta, ...SA }, even(n), until);
    expect(tokensOf(undecided)).toEqual([...even(n).keys()].slice(0, n));
    // Rounding has grown e^{37}-fold and broken the symmetry; a step that held them there would not have let it.
    expect(statistics.particles).toBe(1);
  });

  test('a token midway between two others, which come to it', async () => {
    const { undecided } = await end({ beta: 9, ...SA }, atAngles([-1, 0, 1]), 1e3);
    expect(undecided).toMatchObject([{ token: 1, why: 'at rest' }]);
  });

  test('no generic start, to the end, where rotations of all tokens are neutral', async () => {
    for (let seed = 1; seed <= 6; seed++) {
      const d = 2 + (seed % 3);
      const { undecided } = await solve(
        problemOf({ beta: 9, ...SA }, uniformTokens(seed, 10, d), d, 1e10),
        implicit(1e-6),
      );
      expect(undecided).toEqual([]);
    }
  });
});

describe('auto', () => {
  test('goes on with implicit steps where they pay, and sees fifty tokens at β = 40 collapse, certified', async () => {
    const given = { tokens: 50, beta: 40, mask: 'full', until: 1e40, observe: 'none' } as const;
    const result = await run({ ...given, rtol: 1e-6, atol: 0, certify: true });
    const { trajectory, events } = result;
    expect(trajectory.status).toBe('completed');
    expect(trajectory.statistics.implicitFrom).toBeLessThan(1000);
    expect(trajectory.statistics.particles).toBe(1);
    expect(trajectory.undecided).toEqual([]);
    expect(events?.list.filter(({ kind }) => kind === 'collapse')).toHaveLength(1);
    expect(events?.certification).toMatchObject({ status: 'completed', undecided: 0, missed: [] });
    expect(runRemarks(result, 1).join(' ')).toMatch(
      '50 tokens were computed as 1 particle in the end: implicit steps compute those that have met, closer than 1e-9 rad and drawing nearer, as one at their mean, which displaces none of them by more than that.',
    );
  });

  test('stays explicit where the end is near, or one step would cost more than all that are to come', async () => {
    const short = await run({ tokens: 20, beta: 9, mask: 'full', until: 20, observe: 'none' });
    expect(short.trajectory.statistics.implicitFrom).toBeNull();
    const wide = await run({ tokens: 32, dimension: 40, beta: 1, mask: 'full', until: 2000, observe: 'none' });
    expect(wide.trajectory.statistics.implicitFrom).toBeNull();
  });
});

test('a frozen token keeps its bits, and free ones that come to it are merged with each other alone', async () => {
  const initial = [[1, 0], [0.8, 0.6], [0.6, 0.8], [0, 1]]; // biome-ignore format: rows
  const edits = [{ t: 0, kind: 'freeze', token: 0 }] as const;
  const { trajectory } = await run({
    ...{ initial, beta: 2, mask: 'full', until: 1e6, integrator: 'esdirk4', rtol: 1e-8, atol: 0, observe: 'none' },
    edits,
  });
  expect(trajectory.status).toBe('completed');
  const last = trajectory.last as State;
  expect(last.subarray(0, 2)).toEqual(Float64Array.of(1, 0));
  for (let k = 1; k < 4; k++) expect(largestDifference(last.subarray(2 * k, 2 * k + 2), [1, 0])).toBeLessThan(1e-8);
  expect(trajectory.statistics.particles).toBe(2);
});

test.each([esdirk3, esdirk4])(
  'a fixed step of $name that would hold tokens where they part ends the run',
  async (integrator) => {
    const problem = problemOf({ beta: 1, ...SA }, atAngles([0, 3]), 2, 2000);
    const failed = await simulate(problem, { kind: 'fixed', integrator, dt: 1000 }, { saveAt: [0, 2000] });
    expect(failed.status).toBe('stage-failed');
    const { statistics, xs } = await solve(problem, implicit(1e-8));
    expect(statistics.particles).toBe(1);
    expect(largestDifference(xs.subarray(0, 2), xs.subarray(2, 4))).toBe(0);
  },
);
