/** The bits of every way to compute the field: independent of later tokens, of earlier calls and of the engine. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { slotsOf } from '../../src/backends/backend.ts';
import { reference } from '../../src/backends/reference.ts';
import { rk4 } from '../../src/integrators/rk4.ts';
import { forAllRuns, seeds } from '../support/arbitraries.ts';
import { gaussianMatrix } from '../support/draw.ts';
import { DIMENSIONS, evaluate, type FieldPath, fieldPaths, openPath } from '../support/field-paths.ts';
import { type Equation, equation } from '../support/problems.ts';
import { tokenSetNames, tokenSets } from '../support/token-sets.ts';

const LARGEST = 700; // beyond blocks of 2, 4, 16, 64, 128, 256 and 512

/** Small ones, where the next token is often the one that matters most; any; and at either side of a multiple of a power of two. */
const sizes = fc.oneof(
  fc.integer({ min: 1, max: 12 }),
  fc.integer({ min: 1, max: LARGEST }),
  fc
    .record({
      power: fc.integer({ min: 1, max: 9 }),
      times: fc.integer({ min: 1, max: 8 }),
      off: fc.integer({ min: -1, max: 1 }),
    })
    .map(({ power, times, off }) => Math.min(LARGEST, Math.max(1, times * 2 ** power + off))),
);

const problems = fc.record({
  n: sizes,
  prefix: sizes,
  d: fc.constantFrom(...DIMENSIONS),
  beta: fc.constantFrom(0, 0.5, 4, 9, 64, 300),
  set: fc.constantFrom(...tokenSetNames),
  matrices: fc.boolean(),
  seed: seeds,
});

type RandomProblem = typeof problems extends fc.Arbitrary<infer P> ? P : never;

/** Compared as words: 0 and −0 differ, a NaN equals itself. */
function bitsOf(x: Float64Array): BigUint64Array {
  return new BigUint64Array(x.buffer, x.byteOffset, x.length);
}

/** Q = K = V = I, or any matrices. */
function given({ d, beta, matrices, seed }: RandomProblem): Equation {
  if (!matrices) return { beta };
  return { beta, query: gaussianMatrix(seed, d), key: gaussianMatrix(seed + 1, d), value: gaussianMatrix(seed + 2, d) };
}

function claimed(path: FieldPath, problem: RandomProblem): boolean {
  return path.covers({
    d: problem.d,
    beta: problem.beta,
    falling: problem.beta > 0 && !problem.matrices,
    scalar: !problem.matrices,
  });
}

/** The positions after `steps` steps of rk4, or null where the path does not cover the problem. */
async function afterSteps(path: FieldPath, attention: Equation, x: Float64Array, d: number, steps: number) {
  const [state, next, error, ...slopes] = slotsOf(3 + rk4.stages);
  const engine = await openPath(path, equation(attention), { n: x.length / d, d }, { slots: 3 + rk4.stages });
  if (!engine) return null;
  const moved = new Float64Array(x.length);
  let [from, to] = [state, next];
  await engine.write(from, x);
  for (let step = 0; step < steps; step++) {
    await engine.field(0, from, slopes[0]);
    await rk4.step(engine, 0, 0.05, { x: from, y: to, error, slopes, unit: 1 });
    [from, to] = [to, from];
  }
  await engine.read(from, moved);
  engine.dispose();
  return moved;
}

// The reference has dynamics/prefix.test.ts, and is slow.
const kernels = fieldPaths.filter(
  (path) =>
    path.backend !== reference && DIMENSIONS.some((d) => path.covers({ d, beta: 9, falling: true, scalar: true })),
);

describe.each(kernels)('$name', (path) => {
  test('gives the first k rows the same bits for n tokens as for k alone', async () => {
    await forAllRuns(problems, 150, async (problem) => {
      if (!claimed(path, problem)) return;
      const { n, prefix, d, set, seed } = problem;
      const x = tokenSets[set](seed, Math.max(n, prefix), d);
      const all = (await evaluate(path, equation(given(problem)), x, d))!.velocities;
      const alone = (await evaluate(path, equation(given(problem)), x.slice(0, Math.min(n, prefix) * d), d))!
        .velocities;
      expect(bitsOf(all.slice(0, alone.length))).toEqual(bitsOf(alone));
    });
  });

  test('and the same positions after fixed steps', async () => {
    await forAllRuns(problems, 30, async (problem) => {
      if (!claimed(path, problem)) return;
      const { n, prefix, d, set, seed } = problem;
      const x = tokenSets[set](seed, Math.max(n, prefix), d);
      const all = (await afterSteps(path, given(problem), x, d, 3))!;
      const alone = (await afterSteps(path, given(problem), x.slice(0, Math.min(n, prefix) * d), d, 3))!;
      expect(bitsOf(all.slice(0, alone.length))).toEqual(bitsOf(alone));
    });
  });

  test('gives the same bits twice, after other tokens, and on a fresh engine', async () => {
    await forAllRuns(problems, 30, async (problem) => {
      if (!claimed(path, problem)) return;
      const { n, d, set, seed } = problem;
      for (const mask of ['causal', 'full'] as const) {
        const dynamics = equation({ ...given(problem), mask });
        const x = tokenSets[set](seed, n, d);
        const once = (await evaluate(path, dynamics, x, d))!.velocities;
        const twice = (await evaluate(path, dynamics, x, d, { times: 2 }))!.velocities;
        const others = tokenSets.uniform(seed + 1, n, d);
        const later = (await evaluate(path, dynamics, x, d, { before: others }))!.velocities;
        expect(bitsOf(twice)).toEqual(bitsOf(once));
        expect(bitsOf(later)).toEqual(bitsOf(once));
      }
    });
  });
});

test('the problems drawn cover every dimension, β and set of tokens', () => {
  const drawn = fc.sample(fc.noBias(problems), { numRuns: 150, seed: 20241104 });
  expect(new Set(drawn.map(({ d }) => d)).size).toBe(DIMENSIONS.length);
  expect(new Set(drawn.map(({ beta }) => beta)).size).toBe(6);
  expect(new Set(drawn.map(({ set }) => set)).size).toBe(tokenSetNames.length);
});
