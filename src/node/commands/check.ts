/** parkade check: statements of the papers beside what is measured, with a verdict each. */
import { join } from 'node:path';
import colors from 'picocolors';
import { type AnyStatement, statementRegistry, type Verdict } from '../../checks/index.ts';
import { ParkadeError } from '../../core/errors.ts';
import { nearest } from '../../core/nearest.ts';
import { brief } from '../../report.ts';
import { type Checked, checkStatements, parametersFor } from '../check.ts';
import { fillCheckFolder, recordOfChecks } from '../check-folder.ts';
import { type ExitCode, print, printJson, printText } from '../context.ts';
import { beginResultFolder } from '../result-folder.ts';
import { startProgress } from '../terminal.ts';

export interface CheckOptions {
  readonly out?: string;
  readonly force: boolean;
  readonly json: boolean;
  readonly threads?: number;
}

function statementsNamed(ids: readonly string[]): AnyStatement[] {
  if (ids.length === 0 || ids.includes('all')) return Object.values(statementRegistry);
  return ids.map((id) => {
    if (Object.hasOwn(statementRegistry, id)) return statementRegistry[id];
    const guess = nearest(id, Object.keys(statementRegistry));
    throw new ParkadeError(
      'InvalidParameter',
      `"${id}" should be the name of a statement${guess ? `; did you mean "${guess}"?` : '.'} "parkade check --list" shows them.`,
    );
  });
}

export function listStatements(json: boolean): ExitCode {
  const all = Object.values(statementRegistry);
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
  print('', `${all.length} statements. Check one: parkade check NAME. All: parkade check all --out out/check`);
  return 0;
}

export async function checkCommand(
  ids: readonly string[],
  given: Readonly<Record<string, unknown>>,
  { out, force, json, threads }: CheckOptions,
): Promise<ExitCode> {
  const asDefault = Object.keys(given).length === 0;
  const tasks = statementsNamed(ids).map((statement) => ({
    statement,
    parameters: parametersFor(statement, given),
    asDefault,
  }));
  const draft = out === undefined ? null : beginResultFolder(out, force);
  const begun = performance.now();
  try {
    const all = await checkStatements(tasks, startProgress('check', json), threads);
    if (all === null) {
      print('Stopped; nothing was written.');
      return 130;
    }
    const seconds = Math.round(performance.now() - begun) / 1000;
    if (draft) {
      fillCheckFolder(draft, all, seconds);
      draft.commit();
    }
    if (json) printJson({ ...(out !== undefined && { folder: out }), ...recordOfChecks(all, seconds) });
    else tell(all, seconds, out);
    return all.some(({ asExpected }) => asExpected === false) ? 1 : 0;
  } finally {
    draft?.discard();
  }
}

const inks: Readonly<Record<Verdict, (text: string) => string>> = {
  holds: colors.green,
  'fails as printed, holds corrected': colors.yellow,
  fails: colors.red,
  undecided: colors.magenta,
};

function tell(all: readonly Checked[], seconds: number, out?: string): void {
  for (const checked of all) tellOne(checked);
  const counts = Object.keys(inks)
    .map((verdict) => [verdict, all.filter((checked) => checked.verdict === verdict).length] as const)
    .filter(([, count]) => count > 0)
    .map(([verdict, count]) => `${count} ${verdict}`);
  printText(
    `${all.length} ${all.length === 1 ? 'statement' : 'statements'}: ${counts.join(', ')}; ${seconds.toFixed(1)} s.`,
  );
  const unexpected = all.filter(({ asExpected }) => asExpected === false);
  for (const { statement, verdict } of unexpected)
    printText(
      colors.red(`${statement.id}: ${verdict}, but ${statement.expected} is on record; something has changed.`),
    );
  if (out !== undefined) printText(`The report with its figures is ${join(out, 'index.html')}.`);
}

function tellOne({ statement, parameters, hypotheses, comparisons, verdict }: Checked): void {
  print(`${colors.bold(statement.id)}  ${inks[verdict](verdict.toUpperCase())}  ${colors.dim(statement.source)}`);
  printText(`  ${statement.says}`);
  if (statement.erratum !== undefined) printText(`  Erratum: ${statement.erratum}`);
  const unmet = hypotheses.filter(({ met }) => !met);
  const settings = Object.entries(parameters).map(([key, value]) => `${key} ${brief(value)}`);
  if (settings.length > 0) print(colors.dim(`  ${settings.join(', ')}`));
  printText(
    unmet.length === 0
      ? `  hypotheses met: ${hypotheses.map(({ says }) => says).join('; ') || 'none needed'}`
      : `  hypotheses NOT met: ${unmet.map(({ says }) => says).join('; ')}`,
  );
  for (const { form, what, prediction, measurement, standardError, test, outcome } of comparisons) {
    const error = standardError === null ? '' : ` ± ${brief(standardError)}`;
    const as = form === 'both' ? '' : ` (${form})`;
    printText(`  ${mark(outcome)} ${what}${as}: predicted ${prediction}, measured ${measurement}${error} — ${test}`);
  }
  print('');
}

function mark(outcome: 'holds' | 'fails' | 'undecided'): string {
  return outcome === 'holds' ? colors.green('✓') : outcome === 'fails' ? colors.red('✗') : colors.magenta('?');
}
