/** Every statement in full: the verdict on record, and the figure. */
import { expect, test } from 'vitest';
import { defaultsOf, statementRegistry, verdictOf } from '../../src/checks/index.ts';
import { drawn, wrongAttributes } from '../figures/support.ts';

test.each(Object.values(statementRegistry).map((statement) => [statement.id, statement] as const))(
  '%s',
  {
    timeout: 600_000,
  },
  async (_, statement) => {
    const parameters = defaultsOf(statement);
    const values: unknown[] = [];
    for (const cell of statement.cells(parameters)) values.push(await statement.compute(cell));
    expect(verdictOf(statement.judge(values, parameters))).toBe(statement.expected);
    const figure = statement.draw?.(values, parameters);
    if (figure) expect(wrongAttributes(drawn(figure))).toEqual([]);
  },
);
