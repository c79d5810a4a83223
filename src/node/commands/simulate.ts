/** parkade simulate: one run from flags, a specification file, or both. */
import { describeRun, runRemarks, runTable } from '../../report.ts';
import { prepareRun, type RunResult } from '../../run.ts';
import { type ExitCode, exitCodeOf, print, printEvents, printJson, printTable, printText, typed } from '../context.ts';
import { executeWithProgress } from '../execute.ts';
import type { FolderDraft } from '../files.ts';
import { gatherSpec } from '../inputs.ts';
import { beginResultFolder } from '../result-folder.ts';
import { fillRunFolder, type Manifest, measurementsFile } from '../run-folder.ts';
import { startProgress } from '../terminal.ts';

export interface SimulateOptions {
  readonly out?: string;
  readonly force: boolean;
  readonly json: boolean;
  readonly threads?: number;
}

const TABLE_ROWS = 12;

export async function simulateCommand(
  specFile: string | undefined,
  flags: Readonly<Record<string, unknown>>,
  { out, force, json, threads }: SimulateOptions,
): Promise<ExitCode> {
  const prepared = prepareRun(gatherSpec(specFile, flags));
  const draft = out === undefined ? null : beginResultFolder(out, force);
  try {
    const { result, seconds } = await executeWithProgress(prepared, startProgress('simulate', json), threads);
    const code = exitCodeOf(result.trajectory);
    // A run that was stopped is worth keeping, but not worth an older, complete one.
    const keep = draft !== null && !(code === 130 && force);
    const manifest = draft && keep ? await save(draft, result, seconds) : null;
    if (json) {
      const { status, statistics } = result.trajectory;
      const summary = manifest ?? { spec: result.spec, status, statistics, seconds, notes: result.notes };
      printJson({
        folder: keep ? out : null,
        ...summary,
        measurements: measurementsFile(result.trajectory, result.spec, result.measurements),
        ...(result.events && { events: result.events }),
      });
      return code;
    }
    printText(describeRun(result), '');
    printTable(runTable(result, TABLE_ROWS));
    if (result.events) printEvents(result.events, TABLE_ROWS);
    printText('', ...runRemarks(result, seconds));
    if (out === undefined) print('Nothing was saved: give --out FOLDER to keep the run and its figure.');
    else if (keep)
      print(
        `Saved in ${out}: run.json, trajectory.h5, measurements.json, ${result.events ? 'events.json, ' : ''}figure.svg, figure.png.`,
        '',
        `Next: parkade show ${typed(out)}`,
      );
    else print(`${out} was left as it was.`);
    return code;
  } finally {
    draft?.discard();
  }
}

async function save(draft: FolderDraft, result: RunResult, seconds: number): Promise<Manifest> {
  const { figureOf } = await import('../../figures/index.ts');
  const manifest = await fillRunFolder(draft, result, seconds, figureOf(result));
  draft.commit();
  return manifest;
}
