/** A run that comes to no end decides nothing: no statement holds, or fails, by tokens that are not there. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import { defaultsOf, isMeasurable, statementRegistry, verdictOf } from '../../src/checks/index.ts';
import { completedRun, ended, largestOf } from '../../src/checks/kit/runs.ts';
import type { run } from '../../src/run/run.ts';

const SPEC = { beta: 1, tokens: 3, dimension: 2, saveAt: [1, 2] } as const;

test('a course has the tokens at every saved time; without an end there is none', async () => {
  const course = await completedRun(SPEC);
  expect(course?.end).toEqual(course?.at(1));
  expect(course?.end.length).toBe(6);
  expect(await completedRun({ ...SPEC, maxSteps: 1 })).toBe(null);
});

test('what is missing is counted, and leaves no largest one', () => {
  expect(ended([1, null, 3])).toEqual({ found: [1, 3], open: 1 });
  expect(largestOf([1, 3, 2])).toBe(3);
  expect(largestOf([1, null])).toBe(null);
  expect(largestOf([])).toBe(null);
});

async function verdictAt(id: string, given: Readonly<Record<string, number>>) {
  const statement = statementRegistry[id];
  const parameters = { ...defaultsOf(statement), ...given };
  if (!isMeasurable(statement, parameters)) return verdictOf([]);
  const values: unknown[] = [];
  for (const cell of statement.cells(parameters)) values.push(await statement.compute(cell));
  return verdictOf(statement.judge(values, parameters));
}

describe('statements of which nothing is decided are undecided', () => {
  test.each([
    // Scores overflow.
    ['three-hyperplanes', { until: 800, runs: 2 }],
    ['boolean-attention', { until: 400, runs: 2 }],
    // No pair moves within the time.
    ['two-token-clock', { beta: 10_000, runs: 2 }],
    // No token but the first.
    ['sequential-gradient-flow', { tokens: 1, runs: 2 }],
    ['mode-growth', { tokens: 1 }],
    // Tokens that still move.
    ['three-hyperplanes', { until: 0.01, runs: 2 }],
    ['theorem-5-2', { until: 1, runs: 2 }],
  ] as const)('%s, %o', async (id, given) => {
    expect(await verdictAt(id, given)).toBe('undecided');
  });
});

describe('with no run that comes to its end', () => {
  afterEach(() => {
    vi.doUnmock('../../src/run/run.ts');
    vi.resetModules();
  });

  /** Statements that need no run: they measure draws, formulas, or the field at one instant. */
  test('nothing that is measured by runs is said to hold', async () => {
    vi.resetModules();
    vi.doMock('../../src/run/run.ts', async (original) => {
      const module = await original<typeof import('../../src/run/run.ts')>();
      let ran = 0;
      return {
        ...module,
        ranSoFar: () => ran,
        run: (...[given, options]: Parameters<typeof run>) => {
          ran++;
          return module.run({ ...given, maxSteps: 1 }, options);
        },
      };
    });
    const { statementRegistry: registry } = await import('../../src/checks/index.ts');
    const { ranSoFar } = (await import('../../src/run/run.ts')) as unknown as { ranSoFar(): number };
    const wrong: string[] = [];
    for (const [id, statement] of Object.entries(registry)) {
      const parameters = { ...defaultsOf(statement), ...('runs' in statement.parameters && { runs: 2 }) };
      const before = ranSoFar();
      const values: unknown[] = [];
      for (const cell of statement.cells(parameters)) values.push(await statement.compute(cell));
      if (ranSoFar() === before) continue;
      const verdict = verdictOf(statement.judge(values, parameters));
      if (verdict !== 'undecided') wrong.push(`${id}: ${verdict}`);
    }
    expect(wrong).toEqual([]);
  });
});
