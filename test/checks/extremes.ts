/** Statements at the ends of what their parameters allow, one at a time, and what must be so there. */
import { type AnyStatement, defaultsOf, isMeasurable, verdictOf } from '../../src/checks/index.ts';
import { ParkadeError } from '../../src/core/errors.ts';

type Parameters = Readonly<Record<string, number>>;

/** Values near both ends, and small ones that are easily forgotten. */
const EXTREMES: Readonly<Record<string, readonly number[]>> = {
  beta: [0, 1e-3, 12, 300, 1e6],
  tokens: [1, 2, 3],
  dimension: [2, 3, 64],
  until: [1e-9, 0.01, 1e3],
  runs: [2],
  epsilon: [1e-9, 0.06, 1000],
  ratio: [-1000, -1, 0, 0.999, 1, 1000],
  delta: [1e-3, 3.14],
  seed: [0, 9e15],
};

/** Enough that a deviation refutes (thirty do), few enough to be quick. */
const RUNS = 40;

export interface Extreme {
  readonly statement: AnyStatement;
  readonly given: Parameters;
}

/** The usual parameters with some of them given, and few runs. */
export function parametersAt({ statement, given }: Extreme): Parameters {
  const usual = defaultsOf(statement);
  return { ...usual, ...('runs' in usual && { runs: Math.min(usual.runs, RUNS) }), ...given };
}

/** Every parameter of a statement at each of its extremes, the others as usual. */
export function extremesOf(statement: AnyStatement): Extreme[] {
  return Object.keys(statement.parameters).flatMap((key) =>
    EXTREMES[key].map((value) => ({ statement, given: { [key]: value } })),
  );
}

/** Whether there is a number in it that JSON does not have, or nothing where something should be. */
function isPlain(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true;
  return typeof value === 'object' && Object.values(value).every(isPlain);
}

/**
 * What is wrong with a statement there: nothing, if all is well. It may be undecided, or fail outside of its hypotheses.
 * @param compute its value of a cell, here or elsewhere
 */
export async function faultsAt(
  extreme: Extreme,
  compute: (cell: unknown) => Promise<unknown> = async (cell) => extreme.statement.compute(cell),
): Promise<string[]> {
  const { statement } = extreme;
  const parameters = parametersAt(extreme);
  if (!isMeasurable(statement, parameters)) return [];
  const faults: string[] = [];
  try {
    const values: unknown[] = [];
    for (const cell of statement.cells(parameters)) values.push(await compute(cell));
    if (!isPlain(values)) faults.push('a value is not plain JSON');
    const comparisons = statement.judge(values, parameters);
    if (/NaN|Infinity|undefined/.test(JSON.stringify(comparisons))) faults.push('a comparison without a number');
    const supposed = statement.hypotheses(parameters).every(({ met }) => met);
    if (supposed && statement.expected !== 'fails' && verdictOf(comparisons) === 'fails') {
      const refuted = comparisons.filter(({ outcome }) => outcome === 'fails');
      faults.push(
        `fails: ${refuted.map(({ what, measurement, test }) => `${what}, ${measurement} (${test})`).join('; ')}`,
      );
    }
    statement.draw?.(values, parameters);
  } catch (error) {
    if (!namesParameter(error, statement)) faults.push(`throws: ${error instanceof Error ? error.message : error}`);
  }
  return faults;
}

/** A mistake of input is told by the parameter that was given. */
function namesParameter(error: unknown, { parameters }: AnyStatement): boolean {
  if (!(error instanceof ParkadeError) || error.code !== 'InvalidParameter') return false;
  return Object.keys(parameters).some((name) => error.message.startsWith(`"${name}"`));
}
