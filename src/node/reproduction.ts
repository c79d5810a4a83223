/** A preset made: its runs or cells computed, its report and figure in a folder that appears whole or not at all. */
import { join } from 'node:path';
import { type Figure, type Theme, themed } from '../figures/index.ts';
import {
  type AnyExperimentPreset,
  isExperiment,
  type Preset,
  type Report,
  type RunPreset,
  specsOf,
} from '../presets/index.ts';
import { prepareRun, type RunOptions, type RunResult } from '../run.ts';
import { recordSteps } from '../step-log.ts';
import { computeCells } from './cells.ts';
import { fillEnsembleFolder } from './ensemble-folder.ts';
import { executeManyWithProgress, executeWithProgress } from './execute.ts';
import { fillExperimentFolder } from './experiment-folder.ts';
import type { FolderDraft } from './files.ts';
import { openJournal } from './journal.ts';
import { beginResultFolder, presetOf } from './result-folder.ts';
import { fillRunFolder } from './run-folder.ts';
import type { Progress } from './terminal.ts';

export interface Reproduced {
  readonly folder: string;
  readonly report: Report;
  readonly figure: Figure;
  readonly record: object;
  readonly seconds: number;
  /** Of presets that keep their runs whole. */
  readonly results: readonly RunResult[];
}

/** Why there is no result: stopped by the user, or a run whose numerics failed. */
export type Unfinished =
  | { readonly stoppedAfter: number; readonly of: number; readonly noun: string; readonly kept: string | null }
  | { readonly failed: RunResult; readonly seconds: number };

export interface ReproductionOptions {
  readonly out?: string | undefined;
  readonly force: boolean;
  readonly threads?: number | undefined;
  /** Of the figure. */
  readonly theme?: Theme | undefined;
}

export function folderOf(preset: Preset, out?: string): string {
  return out ?? join('out', preset.id);
}

/** @throws ParkadeError FileProblem when the folder cannot be taken */
export async function reproduce(
  preset: Preset,
  progress: Progress,
  { out, force, threads, theme = 'light' }: ReproductionOptions,
): Promise<Reproduced | Unfinished> {
  const folder = folderOf(preset, out);
  // A repetition may replace what the preset itself left in its own place; anything else needs --force.
  const draft = beginResultFolder(folder, force || (out === undefined && presetOf(folder) === preset.id));
  try {
    const work: Work = { folder, draft, progress, threads, theme };
    return await (isExperiment(preset) ? reproduceExperiment(preset, work) : reproduceRuns(preset, work));
  } finally {
    draft.discard();
  }
}

interface Work {
  readonly folder: string;
  readonly draft: FolderDraft;
  readonly progress: Progress;
  readonly threads: number | undefined;
  readonly theme: Theme;
}

async function reproduceExperiment(
  preset: AnyExperimentPreset,
  { folder, draft, progress, threads, theme }: Work,
): Promise<Reproduced | Unfinished> {
  const begun = performance.now();
  const cells = preset.cells();
  const path = `${folder}.partial.jsonl`;
  const journal = openJournal(path, preset.id, cells);
  const jobs = cells.map((cell) => ({ kind: 'preset' as const, id: preset.id, cell }));
  const { values, done, stopped } = await computeCells(jobs, progress, { threads, journal, noun: 'parts' });
  if (stopped) {
    if (done === 0) journal.remove(); // a journal of nothing
    return { stoppedAfter: done, of: cells.length, noun: 'parts', kept: done === 0 ? null : path };
  }
  const seconds = (performance.now() - begun) / 1000;
  const report = preset.report(values);
  const figure = themed(preset.draw(values), theme);
  const files = preset.files?.(values);
  const record = await fillExperimentFolder(draft, preset.id, cells, values, seconds, report, figure, files);
  draft.commit();
  journal.remove();
  return { folder, report, figure, record, seconds, results: [] };
}

async function reproduceRuns(
  preset: RunPreset,
  { folder, draft, progress, threads, theme }: Work,
): Promise<Reproduced | Unfinished> {
  const begun = performance.now();
  const elapsed = () => (performance.now() - begun) / 1000;
  const prepared = specsOf(preset).map(prepareRun);
  const recorder = preset.study ? recordSteps(prepared[0].problem) : null;
  const onStep: RunOptions['onStep'] = recorder?.add;
  const results =
    prepared.length === 1
      ? [(await executeWithProgress(prepared[0], progress, threads, onStep)).result]
      : await executeManyWithProgress(prepared, progress, threads);
  if (results.length < prepared.length) {
    return { stoppedAfter: results.length, of: prepared.length, noun: 'runs', kept: null };
  }
  const failed = results.find(({ trajectory }) => trajectory.status !== 'completed');
  if (failed) return { failed, seconds: elapsed() };
  const steps = recorder?.log() ?? null;
  const run = steps && { method: prepared[0].method, trajectory: results[0].trajectory, log: steps };
  const study = run ? await preset.study?.(run, results[0].spec) : undefined;
  const seconds = elapsed();
  const report = preset.report(results, study);
  const figure = themed(preset.draw(results, study), theme);
  const record =
    results.length === 1
      ? await fillRunFolder(draft, results[0], seconds, figure, { preset: preset.id, steps })
      : await fillEnsembleFolder(draft, preset.id, results, seconds, report, figure);
  draft.commit();
  return { folder, report, figure, record, seconds, results };
}
