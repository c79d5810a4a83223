/**
 * Every statement with twenty times its draws: what the usual number could not see would turn its verdict. Takes most of an hour; may be
 * stopped at any time: cells are kept in out/more-draws/ as they end, and the same code goes on from there. `-t NAME` for one statement.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { type AnyStatement, type Comparison, defaultsOf, statementRegistry } from '../../src/checks/index.ts';
import { formatTable } from '../../src/node/cli/terminal.ts';
import type { Checked } from '../../src/node/work/check.ts';
import { checkStatements, openJournal, root, tasksFor } from '../support/built.ts';

const TIMES = 20;
const folder = join(root, 'out', 'more-draws');
const silent = { update: () => {}, stop: () => {} };

/** The parameters with more draws: as many times the runs, or for a statement about one draw as many seeds; none where nothing is drawn. */
function parametersOf(statement: AnyStatement): Record<string, number>[] {
  const { runs, seed } = defaultsOf(statement);
  if (runs !== undefined) return [{ runs: TIMES * runs }];
  return seed === undefined ? [] : Array.from({ length: TIMES }, (_, i) => ({ seed: seed + i }));
}

async function checkedOften(statement: AnyStatement): Promise<readonly Checked[]> {
  const tasks = parametersOf(statement).flatMap((given) => tasksFor([statement], given));
  mkdirSync(folder, { recursive: true });
  const journal = openJournal(join(folder, `${statement.id}.jsonl`));
  const report = await checkStatements(tasks, silent, { journal });
  if ('stoppedAfter' in report) throw new Error(`stopped after ${report.stoppedAfter} of ${report.of} parts`);
  return report.checks;
}

/** Of what should hold: how many standard errors of its own the mean or share farthest from its prediction is off. */
function largestDeviation(comparisons: readonly Comparison[]): number {
  return comparisons
    .filter(({ kind, form }) => (kind === 'mean' || kind === 'share') && form !== 'printed')
    .map(
      ({ prediction, measurement, standardError }) =>
        Math.abs(Number(measurement) - Number(prediction)) / Number(standardError),
    )
    .reduce((most, one) => Math.max(most, one), Number.NEGATIVE_INFINITY);
}

const rows: string[][] = [];
afterAll(() => {
  const columns = ['statement', 'draws', 'standard errors', 'verdict'];
  process.stdout.write(`${formatTable({ columns, rows })}\n`);
});

function tell({ id }: AnyStatement, draws: string, checks: readonly Checked[]): void {
  const largest = largestDeviation(checks.flatMap(({ comparisons }) => comparisons));
  rows.push([
    id,
    draws,
    largest >= 0 ? largest.toFixed(1) : '–',
    [...new Set(checks.map(({ verdict }) => verdict))].join(', '),
  ]);
}

for (const statement of Object.values(statementRegistry)) {
  const draws = parametersOf(statement).reduce((sum, { runs = 1 }) => sum + runs, 0);
  if (draws === 0) rows.push([statement.id, 'none', '–', '–']);
  else
    test(`${statement.id}, ${draws} draws`, { timeout: 3_600_000 }, async () => {
      const checks = await checkedOften(statement);
      tell(statement, String(draws), checks);
      for (const { verdict, comparisons } of checks)
        expect(verdict, JSON.stringify(comparisons)).toBe(statement.expected);
    });
}
