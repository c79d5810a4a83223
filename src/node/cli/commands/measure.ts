/** parkade measure: measurements over a stored run, with lengths of one's choice. */
import { centersRemark } from '../../../report/run.ts';
import { prepareRun } from '../../../run/prepare.ts';
import type { RunSpec } from '../../../run/spec.ts';
import { meaningOf } from '../../store/inputs.ts';
import { measurementsFile, readRunFolder } from '../../store/run-folder.ts';
import { measurementsOf } from '../../store/stored-measurements.ts';
import { type ExitCode, printJson, printRunTable, printText } from '../context.ts';

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
    printRunTable({ trajectory, measurements }, rows);
    const { centers } = measurements;
    printText('', ...(centers ? [centersRemark(centers)] : []), ...remarks, 'All of it: add --json.');
  }
  return 0;
}
