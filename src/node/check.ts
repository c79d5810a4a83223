/** Statements checked: their cells computed together, each judged when all of its cells are there. */
import { z } from 'zod';
import { type AnyStatement, type Comparison, type Hypothesis, type Verdict, verdictOf } from '../checks/index.ts';
import { ParkadeError, shown } from '../core/errors.ts';
import { notesOf } from '../core/parameter.ts';
import { computeCells } from './cells.ts';
import type { Progress } from './terminal.ts';

export interface Checked {
  readonly statement: AnyStatement;
  readonly parameters: Readonly<Record<string, number>>;
  readonly hypotheses: readonly Hypothesis[];
  readonly comparisons: readonly Comparison[];
  readonly verdict: Verdict;
  /** Whether it is the one on record for the default parameters; null at other parameters. */
  readonly asExpected: boolean | null;
  readonly values: readonly unknown[];
}

/**
 * The parameters of a statement with those given in place of its defaults.
 * @throws ParkadeError InvalidParameter for one that it does not have, or an impossible value
 */
export function parametersFor(
  statement: AnyStatement,
  given: Readonly<Record<string, unknown>>,
): Record<string, number> {
  for (const [key, value] of Object.entries(given)) {
    const schema = statement.parameters[key] as z.ZodType | undefined;
    if (schema === undefined) {
      const known = Object.keys(statement.parameters);
      throw new ParkadeError(
        'InvalidParameter',
        `"${key}" should be a parameter of ${statement.id}${known.length > 0 ? `, one of ${known.join(', ')}` : ', which has none'}, but came with ${shown(value)}; drop it.`,
      );
    }
    if (!schema.safeParse(value).success) {
      throw new ParkadeError(
        'InvalidParameter',
        `"${key}" should be ${notesOf(schema).expects}, but came as ${shown(value)}; change it.`,
      );
    }
  }
  return z.object(statement.parameters).parse(given) as Record<string, number>;
}

export interface CheckTask {
  readonly statement: AnyStatement;
  readonly parameters: Readonly<Record<string, number>>;
  readonly asDefault: boolean;
}

/** Null when it was stopped. */
export async function checkStatements(
  tasks: readonly CheckTask[],
  progress: Progress,
  threads?: number,
): Promise<Checked[] | null> {
  const lists = tasks.map(({ statement, parameters }) => statement.cells(parameters));
  const jobs = tasks.flatMap(({ statement: { id } }, t) =>
    lists[t].map((cell) => ({ kind: 'statement' as const, id, cell })),
  );
  const { values, stopped } = await computeCells(jobs, progress, { threads, noun: 'parts' });
  if (stopped) return null;
  let at = 0;
  return tasks.map((task, t) => {
    const own = values.slice(at, at + lists[t].length);
    at += lists[t].length;
    return judged(task, own);
  });
}

function judged({ statement, parameters, asDefault }: CheckTask, values: readonly unknown[]): Checked {
  const comparisons = statement.judge(values, parameters);
  const verdict = verdictOf(comparisons);
  return {
    statement,
    parameters,
    hypotheses: statement.hypotheses(parameters),
    comparisons,
    verdict,
    asExpected: asDefault ? verdict === statement.expected : null,
    values,
  };
}

/** For programs: everything but the values. */
export function checkRecord({ statement, values: _, ...rest }: Checked) {
  const { id, says, source, erratum, test, expected } = statement;
  return { id, says, source, ...(erratum !== undefined && { erratum }), test, expected, ...rest };
}
