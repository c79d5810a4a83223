/** Laws that hold for every equation beside attention. */

import { describe, expect, test } from 'vitest';
import { openBackend } from '../../src/backends/open.ts';
import { resolveEquation } from '../../src/dynamics/equation.ts';
import { lieEuler } from '../../src/integrators/lie-euler.ts';
import { rk4 } from '../../src/integrators/rk4.ts';
import { whyNoSteps } from '../../src/replay/step-log.ts';
import { prepareRun } from '../../src/run/prepare.ts';
import { run } from '../../src/run/run.ts';
import type { RunSpec } from '../../src/run/spec.ts';
import { equationOf } from '../../src/simulation/problem.ts';
import { betas, forAll, forAllRuns, matrices, problems, seeds, tokens } from '../support/arbitraries.ts';
import { gaussianMatrix, orthogonalMatrix, uniformTokens } from '../support/draw.ts';
import { different, dynamicsOf, euclidean, neutral, solved, velocities } from '../support/kinds.ts';
import { appliedToTokens, dotProduct, multiply, transpose } from '../support/linear.ts';
import { largestDifference, largestEntry } from '../support/numeric.ts';
import { largestTerm } from '../support/plain-field.ts';
import { fieldOf } from '../support/problems.ts';

/** Relative to the largest term of the sums: exponents up to 50 cost two digits of the fourteen that sums leave. */
const AGREEMENT = 1e-12;
/** With Q = K = V = I and β ≤ 4, exponents cost nothing to speak of. */
const CLOSE = 1e-13;

const plain = problems(10).filter(({ given }) => !given.centers);
const causal = tokens(14).chain(({ n, d, x }) =>
  betas.map((beta) => ({
    n,
    d,
    x,
    beta,
    prefix: Math.ceil(n / 2),
    matrices: { query: gaussianMatrix(n, d), key: gaussianMatrix(d, d) },
  })),
);

describe('with parameters that do nothing', () => {
  test.each(Object.entries(neutral))('%s is attention', (_, keys) => {
    forAll(plain, 200, ({ d, x, given }) => {
      const softmaxOnly = keys.dynamics === 'normalization';
      const { centers: _c, weights: _w, normalization, ...rest } = given;
      const law = softmaxOnly ? 'softmax' : normalization;
      const own = dynamicsOf({ ...rest, ...(softmaxOnly ? {} : { normalization }), ...keys });
      const wanted = fieldOf({ ...rest, normalization: law }, x, d);
      const tolerance = AGREEMENT * largestTerm({ d, ...rest, normalization: law }, x);
      expect(largestDifference(velocities(own, x, d), wanted)).toBeLessThan(tolerance);
    });
  });

  test.each(Object.entries(neutral))('%s is attention to 1e-13 for Q = K = V = I', (_, keys) => {
    for (const mask of ['causal', 'full'] as const) {
      const x = uniformTokens(3, 20, 4);
      const own = velocities(dynamicsOf({ beta: 4, mask, ...keys }), x, 4);
      expect(largestDifference(own, fieldOf({ beta: 4, mask }, x, 4))).toBeLessThan(CLOSE);
    }
  });

  test.each(Object.entries(different))('%s with others is not: the tests above can fail', (_, keys) => {
    const x = uniformTokens(3, 8, 3);
    const own = velocities(dynamicsOf({ beta: 2, ...keys }), x, 3, 1);
    expect(largestDifference(own, fieldOf({ beta: 2 }, x, 3))).toBeGreaterThan(1e-2);
  });
});

describe('on the sphere', () => {
  test.each(Object.entries(different))('velocities of %s are tangent, and those at x/|x|', (_, keys) => {
    forAll(causal, 60, ({ n, d, x, beta }) => {
      const own = dynamicsOf({ beta, ...keys });
      const f = velocities(own, x, d);
      for (let k = 0; k < n; k++) {
        const [at, end] = [k * d, (k + 1) * d];
        expect(Math.abs(dotProduct(f.subarray(at, end), x.subarray(at, end)))).toBeLessThan(
          AGREEMENT * (1 + largestEntry(f)),
        );
      }
      const stretched = velocities(
        own,
        x.map((entry) => 1.37 * entry),
        d,
      );
      expect(largestDifference(stretched, f)).toBeLessThan(AGREEMENT * (1 + largestEntry(f)));
    });
  });
});

describe('tokens never feel later tokens', () => {
  test.each(Object.entries({ ...different, ...euclidean }))('under %s: the same bits whatever follows', (_, keys) => {
    forAll(causal, 60, ({ d, x, beta, prefix, matrices }) => {
      const given = keys.dynamics === 'multi-head' ? { beta, ...keys } : { beta, ...matrices, ...keys };
      const own = dynamicsOf(given);
      const alone = velocities(own, x.slice(0, prefix * d), d, 0.3);
      expect(velocities(own, x, d, 0.3).slice(0, prefix * d)).toEqual(alone);
    });
  });

  test.each(Object.entries({ ...different, ...euclidean }))('after fixed steps of %s too', async (_, keys) => {
    const x = uniformTokens(8, 9, 3);
    const method = { kind: 'fixed' as const, integrator: rk4, dt: 0.1 };
    const own = dynamicsOf({ beta: 3, ...keys });
    const alone = await solved(own, x.slice(0, 12), 3, [2], method);
    expect((await solved(own, x, 3, [2], method)).xs.slice(0, 12)).toEqual(alone.xs);
  });

  test('with λ per whole sequence they feel how many there are', () => {
    const x = uniformTokens(8, 9, 3);
    for (const dynamics of ['positional-bias', 'kinetic-decay'] as const) {
      const own = dynamicsOf({ beta: 3, dynamics, decay: 2 });
      expect(velocities(own, x, 3).slice(0, 12)).not.toEqual(velocities(own, x.slice(0, 12), 3));
    }
  });
});

describe('symmetries', () => {
  const turning = { ...euclidean, ...different, kinetic: { dynamics: 'kinetic-decay', decay: 1 } } as const;
  const { rotary: _rotary, mlp: _mlp, 'multi-head': _heads, ...all } = turning;
  const cases = tokens(8).chain(({ d, x }) =>
    matrices(d).chain((key) =>
      matrices(d).chain((value) => seeds.map((seed) => ({ d, x, key, value, rotation: orthogonalMatrix(seed, d) }))),
    ),
  );

  test.each(Object.entries(all))('velocities of %s turn with tokens and matrices', (_, keys) => {
    forAll(cases, 60, ({ d, x, key, value, rotation }) => {
      const back = transpose(rotation);
      const around = (m: readonly (readonly number[])[]) => multiply(multiply(rotation, m), back);
      const own = { beta: 1.5, query: key, key, value, ...keys } as const;
      const turned = { ...own, query: around(key), key: around(key), value: around(value) };
      const wanted = appliedToTokens(rotation, velocities(dynamicsOf(own), x, d, 0.3));
      const f = velocities(dynamicsOf(turned), appliedToTokens(rotation, x), d, 0.3);
      expect(largestDifference(f, wanted)).toBeLessThan(10 * AGREEMENT * (1 + largestEntry(wanted)));
    });
  });

  test('rotary positions single out their planes: the test above can fail', () => {
    const [x, rotation] = [uniformTokens(1, 6, 3), orthogonalMatrix(2, 3)];
    const own = dynamicsOf({ dynamics: 'rotary', beta: 2 });
    const wanted = appliedToTokens(rotation, velocities(own, x, 3));
    expect(largestDifference(velocities(own, appliedToTokens(rotation, x), 3), wanted)).toBeGreaterThan(1e-3);
  });

  test('without a perceptron everything changes sign with all tokens', () => {
    const x = uniformTokens(4, 7, 3);
    for (const keys of Object.values({ ...different, ...euclidean })) {
      if (keys.dynamics === 'mlp') continue;
      const own = dynamicsOf({ beta: 2, ...keys });
      const mirrored = velocities(
        own,
        x.map((entry) => -entry),
        3,
      );
      expect(mirrored.map((entry) => 0 - entry)).toEqual(velocities(own, x, 3).map((entry) => 0 + entry));
    }
  });
});

describe('the first token', () => {
  test.each(
    Object.entries({ ...different, ...neutral, kinetic: { dynamics: 'kinetic-decay' } as const }).filter(
      ([, { dynamics }]) => dynamics !== 'mlp',
    ),
  )('of %s keeps its bits for V = I', async (_, keys) => {
    const x = uniformTokens(5, 5, 3);
    const { xs } = await solved(dynamicsOf({ beta: 2, ...keys }), x, 3, [3], {
      kind: 'fixed' as const,
      integrator: rk4,
      dt: 0.1,
    });
    expect(xs.slice(0, 3)).toEqual(x.slice(0, 3));
    expect(largestDifference(xs.slice(3, 6), x.slice(3, 6))).toBeGreaterThan(0.01);
  });

  test.each(['pre', 'peri'] as const)('of %s keeps its direction, at length r₀ + t', async (scheme) => {
    const start = uniformTokens(5, 5, 3).map((entry) => 1.5 * entry);
    const { xs } = await solved(dynamicsOf({ beta: 2, dynamics: 'normalization', scheme }), start, 3, [3]);
    expect(
      largestDifference(
        xs.slice(0, 3),
        start.slice(0, 3).map((entry) => 3 * entry),
      ),
    ).toBeLessThan(1e-11);
  });

  test('without normalisation grows like e^t, rescaled stands still', async () => {
    const x = uniformTokens(5, 5, 3);
    const plainEnd = (await solved(dynamicsOf({ beta: 1, ...euclidean.plain }), x, 3, [3])).xs;
    expect(
      largestDifference(
        plainEnd.slice(0, 3),
        x.slice(0, 3).map((entry) => Math.exp(3) * entry),
      ),
    ).toBeLessThan(1e-10);
    const { xs } = await solved(dynamicsOf({ beta: 1, ...euclidean.rescaled }), x, 3, [3]);
    expect(xs.slice(0, 3)).toEqual(x.slice(0, 3));
  });
});

describe('how they are run', () => {
  const kinds = Object.entries({ ...different, ...euclidean }) as [string, Partial<RunSpec>][];

  test.each(kinds)('%s by the reference backend, with explicit steps', async (_, keys) => {
    const given = { beta: 2, tokens: 12, until: 1, ...keys } as RunSpec;
    const { problem } = prepareRun(given);
    expect(openBackend('auto', resolveEquation(problem.dynamics, problem.shape)).name).toBe('reference');
    const { trajectory, measurements } = await run(given);
    expect(trajectory).toMatchObject({ status: 'completed', backend: 'reference' });
    expect(trajectory.statistics.implicitFrom).toBeNull();
    expect(measurements.clusters?.count.every((count) => count >= 1)).toBe(true);
  });

  test.each(kinds)('%s by implicit steps where it can be solved token by token', async (_, keys) => {
    const given = { beta: 2, tokens: 5, until: 1, ...keys } as RunSpec;
    const implicit = run({ ...given, integrator: 'esdirk4' });
    if (await equationOf(prepareRun(given).problem).rows()) {
      expect((await implicit).trajectory.status).toBe('completed');
    } else {
      await expect(implicit).rejects.toThrow(
        /^"integrator" esdirk4 should come with an equation that it can solve .* came with dynamics/,
      );
    }
  });

  test.each(kinds)('%s neither merged nor by kernels', async (_, keys) => {
    const given = { beta: 2, tokens: 5, until: 1, ...keys } as RunSpec;
    await expect(run({ ...given, merge: true })).rejects.toThrow(/^"merge" .* came with dynamics/);
    await expect(run({ ...given, backend: 'wasm' })).rejects.toThrow(/does not cover/);
    await expect(run({ ...given, field: 'local' })).rejects.toThrow(/^"field" local .* came with/);
  });

  test.each(Object.entries(euclidean))('%s not with what only the sphere has', async (_, keys) => {
    const given = { beta: 2, tokens: 5, until: 1, ...keys } as RunSpec;
    await expect(run({ ...given, events: true })).rejects.toThrow(/^"events" .* live in R\^d/);
    await expect(run({ ...given, certify: true })).rejects.toThrow(/^"certify" .* live in R\^d/);
    await expect(run({ ...given, integrator: 'lie-euler', dt: 0.1 })).rejects.toThrow(
      /^"integrator" lie-euler .* live in R\^d/,
    );
  });

  test.each(kinds)('%s without keeping steps, to which tokens could not be added', (_, keys) => {
    const { problem, spec } = prepareRun({ beta: 2, tokens: 5, until: 1, ...keys } as RunSpec);
    expect(whyNoSteps(problem, spec, 'reference')).toBe(`its equation is ${keys.dynamics}`);
  });

  test('those of the sphere along great circles too', async () => {
    await forAllRuns(seeds, 3, async (seed) => {
      const x = uniformTokens(seed, 6, 3);
      const { xs } = await solved(dynamicsOf({ beta: 2, ...different.rotary }), x, 3, [1], {
        kind: 'fixed',
        integrator: lieEuler,
        dt: 0.05,
      });
      for (let at = 0; at < xs.length; at += 3)
        expect(Math.abs(Math.hypot(...xs.subarray(at, at + 3)) - 1)).toBeLessThan(1e-14);
    });
  });
});
