import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { tokensAt } from '../src/core/recording.ts';
import { dop853 } from '../src/integrators/dop853.ts';
import type { Integrator } from '../src/integrators/integrator.ts';
import { largestDifference } from './support/numeric.ts';
import { adaptiveDopri5, type Equation, problemOf, solve } from './support/problems.ts';

interface ReferenceCase extends Equation {
  readonly name: string;
  readonly n: number;
  readonly d: number;
  readonly initial: number[][];
  readonly times: number[];
  readonly tokens: number[][][];
}

const folder = new URL('reference/cases/', import.meta.url);
const cases = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name): ReferenceCase => JSON.parse(readFileSync(new URL(name, folder), 'utf8')));

const TOLERANCE = 1e-9;
const tolerance = { rtol: 1e-12, atol: 1e-14 };

test('there are reference cases', () => {
  expect(cases.length).toBeGreaterThanOrEqual(18);
});

const adaptiveDop853 = dop853 as Integrator & { readonly errorOrder: number };

describe.each([adaptiveDopri5, adaptiveDop853])('by $name', (integrator) => {
  test.each(cases)('$name: SciPy finds the same tokens', async ({ d, initial, times, tokens, ...given }) => {
    const problem = problemOf(given, Float64Array.from(initial.flat()), d, times[times.length - 1]);
    const trajectory = await solve(problem, { kind: 'adaptive' as const, integrator, tolerance }, { saveAt: times });
    for (const [i, rows] of tokens.entries()) {
      expect(largestDifference(tokensAt(trajectory, i), rows.flat()), `at t = ${times[i]}`).toBeLessThan(TOLERANCE);
    }
  });
});
