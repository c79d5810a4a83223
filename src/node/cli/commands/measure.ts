/**
 * parkade measure: measurements of a stored run with lengths of one's choice, or of tokens that were recorded
 * elsewhere.
 */
import { centersRemark, recordingRemarks } from '../../../report/run.ts';
import { prepareRun } from '../../../run/prepare.ts';
import type { RunSpec } from '../../../run/spec.ts';
import { wordOfLine } from '../../store/inputs.ts';
import { isFile } from '../../store/recorded-tokens.ts';
import { measurementsFile, readRunFolder } from '../../store/run-folder.ts';
import { measurementsOf } from '../../store/stored-measurements.ts';
import { fileToMeasure, measured } from '../../work/measured-file.ts';
import { type ExitCode, ownBeta, printJson, printRunTable, printText, stopped } from '../context.ts';
import { startProgress } from '../terminal.ts';

export interface MeasureOptions {
  readonly json: boolean;
  readonly rows: number;
  readonly threads?: number;
}

type Flags = Readonly<Record<string, string>>;

export async function measureCommand(path: string, flags: Flags, options: MeasureOptions): Promise<ExitCode> {
  const given = Object.fromEntries(Object.entries(flags).map(([key, word]) => [key, wordOfLine(word)]));
  return isFile(path) ? measureFile(path, given, options) : measureRun(path, given, options);
}

async function measureRun(folder: string, given: Partial<RunSpec>, { json, rows }: MeasureOptions): Promise<ExitCode> {
  const stored = await readRunFolder(folder);
  const { trajectory, manifest } = stored;
  if (given.beta !== undefined) throw ownBeta(folder, manifest.spec.beta);
  const { spec, measurement } = prepareRun({ ...manifest.spec, ...given });
  const { measurements, remarks } = measurementsOf(stored, spec.observe, measurement);
  if (json) printJson(measurementsFile(trajectory, spec, measurements));
  else {
    printRunTable({ trajectory, measurements }, rows);
    const { centers } = measurements;
    printText('', ...(centers ? [centersRemark(centers)] : []), ...remarks, 'All of it: add --json.');
  }
  return 0;
}

async function measureFile(
  file: string,
  given: Partial<RunSpec>,
  { json, rows, threads }: MeasureOptions,
): Promise<ExitCode> {
  const plan = await fileToMeasure(file, given);
  const result = await measured(plan, startProgress('measure', json), threads);
  if (result === null) return stopped('Stopped: nothing was measured.', json);
  const { trajectory, spec, measurements } = result;
  if (json) {
    const { shape, space, beta } = trajectory;
    const about = { file, tokens: shape.n, dimension: shape.d, space, ...(beta !== undefined && { beta }) };
    printJson({ ...about, ...measurementsFile(trajectory, spec, measurements) });
    return 0;
  }
  printRunTable(result, rows);
  const { centers } = measurements;
  printText(
    '',
    ...(centers ? [centersRemark(centers)] : []),
    ...recordingRemarks(file, result),
    'All of it: add --json.',
  );
  return 0;
}
