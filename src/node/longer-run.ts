/** What became of a stored run that more was added to: kept, printed, told as JSON. */
import { describeRun, runRemarks, runTable } from '../report.ts';
import type { RunResult } from '../run.ts';
import { afterRun, type ExitCode, exitCodeOf, print, printJson, printNext, printTable, printText } from './context.ts';
import type { FolderDraft } from './files.ts';
import { type Extras, fillRunFolder, measurementsFile } from './run-folder.ts';

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
  { out, force, json }: LongerRunOptions,
): Promise<ExitCode> {
  const { spec, trajectory, measurements, notes } = result;
  const code = exitCodeOf(trajectory);
  // A run that was stopped is worth keeping, but not worth an older, complete one.
  const keep = draft !== null && !(code === 130 && force);
  const manifest = draft && keep ? await save(draft, result, seconds, extras) : null;
  if (json) {
    const { status, statistics } = trajectory;
    printJson({
      folder: keep ? out : null,
      ...(manifest ?? { spec, status, statistics, seconds, notes }),
      ...more,
      measurements: measurementsFile(trajectory, spec, measurements),
    });
    return code;
  }
  printText(describeRun(result), '');
  printTable(runTable(result, TABLE_ROWS));
  printText('', ...runRemarks(result, seconds));
  if (keep) {
    print(`Saved in ${out}.`);
    printNext(...afterRun(out as string, trajectory));
  } else if (out === undefined) print('Nothing was saved: give --out FOLDER to keep the longer run.');
  else print(`${out} was left as it was.`);
  return code;
}

async function save(draft: FolderDraft, result: RunResult, seconds: number, extras: Extras) {
  const { figureOf } = await import('../figures/index.ts');
  const manifest = await fillRunFolder(draft, result, seconds, figureOf(result), extras);
  draft.commit();
  return manifest;
}
