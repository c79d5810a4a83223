/** Statements checked: their cells computed together, each judged when all of its cells are there. */
import type * as z from 'zod/mini';
import {
  type AnyStatement,
  type Comparison,
  defaultsOf,
  type Hypothesis,
  isMeasurable,
  verdictOf,
  type WordedVerdict,
  worded,
} from '../../checks/index.ts';
import { FEWEST_DRAWS } from '../../checks/kit/comparison.ts';
import { invalid, quoted } from '../../core/errors.ts';
import { parsedParameter } from '../../core/parameter.ts';
import { smaller } from '../../numerics/elementary.ts';
import { brief } from '../../report/run.ts';
import type { Progress } from '../process/progress.ts';
import { computeCells, type Means } from './cells.ts';
import type { KnownWork } from './kinds.ts';

export interface Checked {
  readonly statement: AnyStatement;
  readonly parameters: Readonly<Record<string, number>>;
  readonly hypotheses: readonly Hypothesis[];
  /** None where there is nothing to measure. */
  readonly comparisons: readonly Comparison[];
  readonly verdict: WordedVerdict;
  /** Whether it is the one on record for the default parameters; null at other parameters. */
  readonly asExpected: boolean | null;
  readonly values: readonly unknown[];
}

/** Statements checked, and how long it took. */
export interface CheckReport {
  readonly checks: readonly Checked[];
  readonly seconds: number;
}

export interface CheckTask {
  readonly statement: AnyStatement;
  readonly parameters: Readonly<Record<string, number>>;
  /** At the usual parameters: those for which a verdict is on record. */
  readonly asDefault: boolean;
}

/**
 * Statements to check with the parameters given in place of their usual ones.
 * @throws ParkadeError InvalidParameter for one that none of them has, or an impossible value
 */
export function tasksFor(
  statements: readonly AnyStatement[],
  given: Readonly<Record<string, unknown>> = {},
): CheckTask[] {
  for (const key of Object.keys(given)) refuseUnused(key, given[key], statements);
  return statements.map((statement) => {
    const own = Object.fromEntries(Object.entries(given).filter(([key]) => key in statement.parameters));
    return { statement, parameters: parametersFor(statement, own), asDefault: Object.keys(own).length === 0 };
  });
}

/** Of several statements each takes what it has; what none has would be silently without effect. */
function refuseUnused(key: string, value: unknown, statements: readonly AnyStatement[]): void {
  if (statements.some(({ parameters }) => key in parameters)) return;
  const known = [...new Set(statements.flatMap(({ parameters }) => Object.keys(parameters)))];
  const whose = statements.length === 1 ? statements[0].id : 'these statements';
  throw invalid(
    key,
    `be a parameter of ${whose}, ${known.length > 0 ? `one of ${known.join(', ')}` : 'which has none'}`,
    `came with ${quoted(value)}`,
    'drop it',
  );
}

function parametersFor(statement: AnyStatement, given: Readonly<Record<string, unknown>>): Record<string, number> {
  const entries = Object.entries(statement.parameters as Record<string, z.ZodMiniType>);
  return Object.fromEntries(entries.map(([key, schema]) => [key, parsedParameter(key, schema, given[key]) as number]));
}

/** The cells of a statement as work; none where there is nothing to measure. */
export function jobsOf({ statement, parameters }: CheckTask): KnownWork[] {
  if (!isMeasurable(statement, parameters)) return [];
  const { id } = statement;
  return statement.cells(parameters).map((cell: unknown) => ({ kind: 'statement', id, cell }));
}

/** Checks that were stopped, and how far they had come, in parts. */
export interface StoppedCheck {
  readonly stoppedAfter: number;
  readonly of: number;
}

export async function checkStatements(
  tasks: readonly CheckTask[],
  progress: Progress,
  means: Means = {},
): Promise<CheckReport | StoppedCheck> {
  const begun = performance.now();
  const jobs = tasks.map(jobsOf);
  const { values, done, stopped } = await computeCells(jobs.flat(), progress, { ...means, noun: 'parts' });
  if (stopped) return { stoppedAfter: done, of: values.length };
  let at = 0;
  const checks = tasks.map((task, t) => {
    const own = values.slice(at, at + jobs[t].length);
    at += jobs[t].length;
    return judged(task, own);
  });
  return { checks, seconds: Math.round(performance.now() - begun) / 1000 };
}

function judged({ statement, parameters, asDefault }: CheckTask, values: readonly unknown[]): Checked {
  const comparisons = isMeasurable(statement, parameters)
    ? [...statement.judge(values, parameters), ...tooFewRuns(statement, parameters)]
    : [];
  const verdict = verdictOf(comparisons);
  const hypotheses = statement.hypotheses(parameters);
  return {
    statement,
    parameters,
    hypotheses,
    comparisons,
    verdict: worded(
      verdict,
      hypotheses.every(({ met }) => met),
    ),
    asExpected: asDefault ? verdict === statement.expected : null,
    values,
  };
}

/** Whatever few random runs show, it says nothing for all of them; against all of them one is enough. */
function tooFewRuns(statement: AnyStatement, { runs }: Readonly<Record<string, number>>): Comparison[] {
  const least = smaller(FEWEST_DRAWS, defaultsOf(statement).runs);
  if (runs === undefined || runs >= least) return [];
  return [
    {
      ...{ kind: 'number', form: 'both', what: 'runs', prediction: least, measurement: runs },
      ...{ standardError: null, cases: null, deviation: null },
      shown: { prediction: `${least} or more`, measurement: String(runs) },
      ...{ test: 'fewer can refute, not confirm', outcome: 'undecided' },
    },
  ];
}

/** Those whose verdict is another than the one on record: something has changed. */
export function unexpected({ checks }: CheckReport): Checked[] {
  return checks.filter(({ asExpected }) => asExpected === false);
}

/** What of its hypotheses is not met: then the verdict says nothing about the statement. */
export function unmetHypotheses({ hypotheses }: Pick<Checked, 'hypotheses'>): readonly string[] {
  return hypotheses.filter(({ met }) => !met).map(({ says }) => says);
}

/** How many statements have each verdict, in the order in which verdicts first come. */
export function tallyOf(checks: readonly Checked[]): ReadonlyMap<WordedVerdict, number> {
  const counts = new Map<WordedVerdict, number>();
  for (const { verdict } of checks) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  return counts;
}

/**
 * A comparison for people: what is compared, with the form it is of, and both numbers, the measured one with its
 * standard error.
 */
export function inWords({ form, what, standardError, shown: { prediction, measurement } }: Comparison) {
  return {
    what: form === 'both' ? what : `${what} (${form})`,
    prediction,
    measurement: standardError === null ? measurement : `${measurement} ± ${brief(standardError)}`,
  };
}
