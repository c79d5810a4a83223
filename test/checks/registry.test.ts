/** Laws of all statements: what each declares, that its cells and values are plain JSON, and that it can be drawn from a part of them. */
import { describe, expect, test } from 'vitest';
import type * as z from 'zod/mini';
import { type AnyStatement, defaultsOf, isMeasurable, statementRegistry, verdictOf } from '../../src/checks/index.ts';
import { checkParameters } from '../../src/checks/kit/parameters.ts';
import { all, drawn, wrongAttributes } from '../figures/support.ts';

const statements = Object.values(statementRegistry);

/** What JSON keeps of a value: NaN, infinities and undefined do not come through alike. */
function throughJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

/** The first cell of few runs is computed and drawn, since what is asked of a value does not depend on how many made it; some are smaller still. */
const RUNS = 12;
const smaller: Readonly<Record<string, object>> = {
  'first-token': { runs: 4 },
  'theorem-4-1': { tokens: 4 },
  'noisy-order': { until: 50 },
  'interaction-lower-bound': { runs: 2000 },
  'interaction-upper-bound': { runs: 2000 },
  'slope-lower-bound': { runs: 2000 },
};
function smallerThan(parameters: Record<string, number>, id: string): Record<string, number> {
  return { ...parameters, ...('runs' in parameters && { runs: Math.min(parameters.runs, RUNS) }), ...smaller[id] };
}

describe.each(statements.map((statement) => [statement.id, statement] as const))(
  '%s',
  (id, statement: AnyStatement) => {
    const parameters = defaultsOf(statement);

    test('is told in full', () => {
      expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      for (const text of [statement.says, statement.source, statement.test]) expect(text.length).toBeGreaterThan(10);
      expect(statement.source).toMatch(/\d{4}\.\d{5}|derived/);
    });

    test('has parameters that the command line knows, and meets its hypotheses by default', () => {
      for (const [key, schema] of Object.entries(statement.parameters)) {
        expect(Object.keys(checkParameters)).toContain(key);
        expect((schema as z.ZodMiniType).safeParse(undefined).success).toBe(true);
      }
      expect(statement.hypotheses(parameters).filter(({ met }) => !met)).toEqual([]);
    });

    test('has the same cells every time; a value is plain JSON, and can be drawn', { timeout: 120_000 }, async () => {
      const cells = statement.cells(parameters);
      expect(cells.length).toBeGreaterThan(0);
      expect(throughJson(cells)).toEqual(cells);
      expect(statement.cells(parameters)).toEqual(cells);
      const size = smallerThan(parameters, id);
      const value = await statement.compute(statement.cells(size)[0]);
      expect(throughJson(value)).toEqual(value);
      // A drawing takes what there is: the first cell is enough for one without gaps in it.
      const figure = statement.draw?.([value], size);
      if (figure === undefined) return;
      expect(figure.title).not.toMatch(/[.:]$/);
      expect(figure.caption).toMatch(/\.$/);
      for (const theme of ['light', 'dark'] as const) {
        const svg = drawn(figure, { theme });
        expect(wrongAttributes(svg)).toEqual([]);
        expect(all(svg, 'path, circle').length).toBeGreaterThan(0);
        expect(svg.textContent).not.toContain('no values');
      }
    });
  },
);

const pairs = ['token-cone', 'equal-angles', 'equal-angle-rates', 'hemisphere-convergence', 'high-dimension'] as const;
const others = ['mode-growth', 'content-free-attention', 'normalization-initial-speed', 'normalization-tails'] as const;

/** Far outside the hypotheses, where formulas have no value or there is no pair: a check runs, and is undecided. */
test.each([
  ['separated-caps', { beta: 0, runs: 2 }],
  ['separated-caps', { epsilon: 1000, runs: 2 }],
  ['retrieval-u-shape', { beta: 0 }],
  ['row-3-threshold', { ratio: 2 }],
  ['terminal-rates', { tokens: 1, runs: 2 }],
  ['collapse-exponent', { beta: 0, runs: 2 }],
  ...[...pairs, ...others].map((id) => [id, { tokens: 1 }] as const),
] as const)('%s at %j is undecided, without a NaN', async (id, given) => {
  const statement: AnyStatement = statementRegistry[id];
  const parameters = { ...defaultsOf(statement), ...given };
  const cells = isMeasurable(statement, parameters) ? statement.cells(parameters) : [];
  const values = await Promise.all(cells.map((cell) => statement.compute(cell)));
  const comparisons = isMeasurable(statement, parameters) ? statement.judge(values, parameters) : [];
  expect(verdictOf(comparisons)).toBe('undecided');
  expect(statement.hypotheses(parameters).some(({ met }) => !met)).toBe(true);
  expect(JSON.stringify(comparisons)).not.toMatch(/NaN|Infinity|undefined/);
  if (comparisons.length > 0) expect(() => statement.draw?.(values, parameters)).not.toThrow();
});

test('what has had no time to end contradicts nothing', async () => {
  for (const id of ['theorem-4-1', 'theorem-5-2', 'subspace-conjecture'] as const) {
    const statement: AnyStatement = statementRegistry[id];
    const parameters = { ...defaultsOf(statement), runs: 2, until: 1e-3 };
    const values = await Promise.all(statement.cells(parameters).map((cell) => statement.compute(cell)));
    expect(verdictOf(statement.judge(values, parameters))).toBe('undecided');
  }
});
