/** parkade check: statements of the papers beside what is measured, with a verdict each. */

import { join } from 'node:path';
import { type AnyStatement, statementRegistry, type WordedVerdict } from '../../../checks/index.ts';
import { counted } from '../../../core/counted.ts';
import { invalid } from '../../../core/errors.ts';
import { nearest } from '../../../core/nearest.ts';
import { brief } from '../../../report/run.ts';
import { checkInto, recordOfChecks } from '../../pages/check-folder.ts';
import { called } from '../../process/invocation.ts';
import {
  type Checked,
  type CheckReport,
  checkStatements,
  inWords,
  tallyOf,
  tasksFor,
  unexpected,
  unmetHypotheses,
} from '../../work/check.ts';
import colors from '../colors.ts';
import { type ExitCode, print, printJson, printText, stopped } from '../context.ts';
import { type EngineFlags, engineFor } from '../engine.ts';
import { startProgress } from '../terminal.ts';

export interface CheckOptions extends EngineFlags {
  readonly out?: string;
  readonly force: boolean;
  readonly json: boolean;
}

function statementsNamed(ids: readonly string[]): AnyStatement[] {
  const named = [...new Set(ids)]
    .filter((id) => id !== 'all')
    .map((id) => {
      if (Object.hasOwn(statementRegistry, id)) return statementRegistry[id];
      const guess = nearest(id, Object.keys(statementRegistry));
      const advice = `${guess ? `did you mean "${guess}"? ` : ''}"parkade check --list" shows them`;
      throw invalid(id, 'be the name of a statement', 'is none', advice);
    });
  return named.length === 0 || ids.includes('all') ? Object.values(statementRegistry) : named;
}

/**
 * The statements named, or all.
 * @param given options that a list has no use for, by their names
 */
export function listStatements(ids: readonly string[], given: readonly string[], json: boolean): ExitCode {
  if (given.length > 0) {
    throw invalid(
      '--list',
      'come alone, as it shows what can be checked and checks nothing',
      `came with ${given.join(', ')}`,
      'drop one of them',
    );
  }
  const all = statementsNamed(ids);
  if (json) {
    printJson(
      all.map(({ id, says, source, test, parameters }) => ({
        id,
        says,
        source,
        test,
        parameters: Object.keys(parameters),
      })),
    );
    return 0;
  }
  for (const { id, says, source, parameters } of all) {
    print(colors.bold(id));
    printText(`  ${says}`, `  ${source}`);
    const names = Object.keys(parameters);
    if (names.length > 0) print(colors.dim(`  parameters: ${names.join(', ')}`));
  }
  print(
    '',
    `${counted(all.length, 'statement')}. Check one: ${called('parkade check NAME')}. All: ${called('parkade check all --out out/check')}`,
  );
  return 0;
}

export async function checkCommand(
  ids: readonly string[],
  given: Readonly<Record<string, unknown>>,
  { out, force, json, ...where }: CheckOptions,
): Promise<ExitCode> {
  if (ids.length === 0) {
    throw invalid(
      'parkade check',
      'come with names of statements, or all',
      'none came',
      '"parkade check --list" shows them',
    );
  }
  const tasks = tasksFor(statementsNamed(ids), given);
  const executor = await engineFor(where, 'check', out ?? '.');
  const progress = startProgress('check', json);
  const report =
    out === undefined
      ? await checkStatements(tasks, progress, { executor })
      : await checkInto(out, force, tasks, progress, executor);
  if ('stoppedAfter' in report) {
    const kept = 'kept' in report ? report.kept : null;
    const next =
      kept === null
        ? 'nothing was written.'
        : `the parts that are done are kept in ${kept}: the same command continues from there.`;
    return stopped(`Stopped after ${report.stoppedAfter} of ${counted(report.of, 'part')}; ${next}`, json);
  }
  if (json) printJson({ ...(out !== undefined && { folder: out }), ...recordOfChecks(report) });
  else tell(report, out);
  return unexpected(report).length > 0 ? 1 : 0;
}

/** "61 hold". */
function pluralOf(verdict: string): string {
  return verdict.replace(/\b(hold|fail)s\b/g, '$1').replace(/^misprint$/, 'misprints');
}

/** What is outside its hypotheses has none: it says nothing about the statement. */
const inks: { readonly [verdict in WordedVerdict]?: (text: string) => string } = {
  holds: colors.green,
  misprint: colors.yellow,
  'fails as printed, holds corrected': colors.yellow,
  fails: colors.red,
  undecided: colors.magenta,
};

function tell(report: CheckReport, out?: string): void {
  const { checks, seconds } = report;
  for (const checked of checks) tellOne(checked);
  const counts = [...tallyOf(checks)].map(([verdict, count]) => `${count} ${count > 1 ? pluralOf(verdict) : verdict}`);
  printText(`${counted(checks.length, 'statement')}: ${counts.join('; ')}; ${seconds.toFixed(1)} s.`);
  for (const { statement, verdict } of unexpected(report)) {
    printText(
      colors.red(`${statement.id}: ${verdict}, but ${statement.expected} is on record: something has changed.`),
    );
  }
  if (out !== undefined) printText(`The report with its figures is ${join(out, 'index.html')}.`);
}

function tellOne(checked: Checked): void {
  const { statement, parameters, hypotheses, comparisons, verdict } = checked;
  const unmet = unmetHypotheses(checked);
  print(`${colors.bold(statement.id)}  ${(inks[verdict] ?? colors.dim)(verdict.toUpperCase())}`);
  printText(`  ${statement.says}`, `  ${statement.source}`);
  if (statement.erratum !== undefined) printText(`  Erratum: ${statement.erratum}`);
  const settings = Object.entries(parameters).map(([key, value]) => `${key} ${brief(value)}`);
  if (settings.length > 0) print(colors.dim(`  ${settings.join(', ')}`));
  printText(
    unmet.length === 0
      ? `  hypotheses met: ${hypotheses.map(({ says }) => says).join('; ') || 'none needed'}`
      : `  hypotheses NOT met: ${unmet.join('; ')}; so the result says nothing about the statement`,
  );
  if (comparisons.length === 0) print('  ? There is nothing to measure at these parameters.');
  for (const comparison of comparisons) {
    const { what, prediction, measurement } = inWords(comparison);
    const { test, outcome } = comparison;
    printText(`  ${mark(outcome)} ${what}: predicted ${prediction}, measured ${measurement}; test: ${test}`);
  }
  print('');
}

function mark(outcome: 'holds' | 'fails' | 'undecided'): string {
  return outcome === 'holds' ? colors.green('✓') : outcome === 'fails' ? colors.red('✗') : colors.magenta('?');
}
