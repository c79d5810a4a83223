/** parkade measure: measurements over a stored run, with lengths of one's choice. */
import { runTable } from '../../report.ts';
import { prepareRun } from '../../run.ts';
import type { RunSpec } from '../../spec.ts';
import { type ExitCode, printJson, printTable, printText } from '../context.ts';
import { meaningOf } from '../inputs.ts';
import { measurementsFile, readRunFolder } from '../run-folder.ts';
import { measurementsOf } from '../stored-measurements.ts';

export interface MeasureOptions {
  readonly json: boolean;
  readonly rows: number;
}

export async function measureCommand(
  folder: string,
  flags: Readonly<Record<string, string>>,
  { json, rows }: MeasureOptions,
): Promise<ExitCode> {
  const stored = await readRunFolder(folder);
  const { prepared, trajectory, manifest } = stored;
  const changes = Object.fromEntries(Object.entries(flags).map(([key, word]) => [key, meaningOf(word)]));
  const { spec, measurement } = prepareRun({ ...manifest.spec, ...changes } as RunSpec);
  const { measurements, remarks } = measurementsOf(stored, spec.observe, measurement);
  if (json) printJson(measurementsFile({ ...trajectory, problem: prepared.problem }, spec, measurements));
  else {
    printTable(runTable({ trajectory, measurements }, rows));
    printText('', ...remarks, 'All of it: add --json.');
  }
  return 0;
}
