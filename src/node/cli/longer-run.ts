/** What became of a stored run that more was added to: kept, printed, told as JSON. */
import { describeRun, runRemarks } from '../../report/run.ts';
import type { RunResult } from '../../run/run.ts';
import type { FolderDraft } from '../store/draft.ts';
import { type Extras, measurementsFile, saveRun } from '../store/run-folder.ts';
import {
  afterRun,
  type ExitCode,
  exitCodeOf,
  print,
  printJson,
  printNext,
  printRunTable,
  printText,
} from './context.ts';

export interface LongerRunOptions {
  readonly out?: string;
  readonly force: boolean;
  readonly json: boolean;
  readonly threads?: number;
}

const TABLE_ROWS = 12;

/**
 * Keeps the run if a folder was begun for it, and reports it.
 * @param more what JSON says beside the record
 */
export async function reportLongerRun(
  draft: FolderDraft | null,
  result: RunResult,
  seconds: number,
  extras: Extras,
  more: object,
  { force, json }: LongerRunOptions,
): Promise<ExitCode> {
  const { spec, trajectory, measurements, notes } = result;
  const code = exitCodeOf(trajectory);
  const saved = draft && (await saveRun(draft, result, seconds, extras, force));
  if (json) {
    const { status, statistics } = trajectory;
    printJson({
      folder: saved?.folder ?? null,
      ...(saved?.manifest ?? { spec, status, statistics, seconds, notes }),
      ...more,
      measurements: measurementsFile(trajectory, spec, measurements),
    });
    return code;
  }
  printText(describeRun(result), '');
  printRunTable(result, TABLE_ROWS);
  printText('', ...runRemarks(result, seconds));
  if (saved) {
    print(`Saved in ${saved.folder}.`);
    printNext(...afterRun(saved.folder, trajectory));
  } else print('Nothing was saved: give --out FOLDER to keep the longer run.');
  return code;
}
