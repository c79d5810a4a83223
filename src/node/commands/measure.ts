/** parkade measure: measurements over a stored run, with lengths of one's choice. */
import { runTable } from '../../report.ts';
import { measure, prepareRun } from '../../run.ts';
import type { RunSpec } from '../../spec.ts';
import { type ExitCode, print, printJson, printTable } from '../context.ts';
import { meaningOf } from '../inputs.ts';
import { measurementsFile, readRunFolder } from '../run-folder.ts';

export interface MeasureOptions {
  readonly json: boolean;
  readonly rows: number;
}

export async function measureCommand(
  folder: string,
  flags: Readonly<Record<string, string>>,
  { json, rows }: MeasureOptions,
): Promise<ExitCode> {
  const { prepared, trajectory, manifest } = await readRunFolder(folder);
  const changes = Object.fromEntries(Object.entries(flags).map(([key, word]) => [key, meaningOf(word)]));
  const { spec, measurement } = prepareRun({ ...manifest.spec, ...changes } as RunSpec);
  const measurements = measure(trajectory, spec.observe, measurement);
  if (json) printJson(measurementsFile({ ...trajectory, problem: prepared.problem }, spec, measurements));
  else {
    printTable(runTable({ trajectory, measurements }, rows));
    print('', 'All of it: add --json.');
  }
  return 0;
}
