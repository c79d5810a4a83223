/** Laws of all statements: what each declares, that its cells and values are plain JSON, and that it can be drawn from a part of them. */
import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { type AnyStatement, defaultsOf, statementRegistry } from '../../src/checks/index.ts';
import { checkParameters } from '../../src/checks/parameters.ts';
import { all, drawn, wrongAttributes } from '../figures/support.ts';

const statements = Object.values(statementRegistry);

/** What JSON keeps of a value: NaN, infinities and undefined do not come through alike. */
function throughJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
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
        expect((schema as z.ZodType).safeParse(undefined).success).toBe(true);
      }
      expect(statement.hypotheses(parameters).filter(({ met }) => !met)).toEqual([]);
    });

    test('has the same cells every time; a value is plain JSON, and can be drawn', { timeout: 120_000 }, async () => {
      const cells = statement.cells(parameters);
      expect(cells.length).toBeGreaterThan(0);
      expect(throughJson(cells)).toEqual(cells);
      expect(statement.cells(parameters)).toEqual(cells);
      const value = await statement.compute(cells[0]);
      expect(throughJson(value)).toEqual(value);
      // A drawing takes what there is: the first cell is enough for one without gaps in it.
      const figure = statement.draw?.([value], parameters);
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
