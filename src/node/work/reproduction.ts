/** A preset made: its runs or cells computed, its report and figure in a folder that appears whole or not at all. */
import { join } from 'node:path';
import type { Executor } from '../../core/executor.ts';
import { type Figure, type Theme, themed } from '../../figures/index.ts';
import {
  type AnyExperimentPreset,
  isExperiment,
  type Preset,
  type Report,
  type RunPreset,
  specsOf,
} from '../../presets/index.ts';
import { recordSteps } from '../../replay/step-log.ts';
import { type PreparedRun, prepareRun } from '../../run/prepare.ts';
import type { RunResult } from '../../run/run.ts';
import { type Journal, openJournal } from '../process/journal.ts';
import type { Progress } from '../process/progress.ts';
import type { FolderDraft } from '../store/draft.ts';
import { fillEnsembleFolder } from '../store/ensemble-folder.ts';
import { fillExperimentFolder } from '../store/experiment-folder.ts';
import { beginResultFolder, presetOf } from '../store/result-folder.ts';
import { fillRunFolder } from '../store/run-folder.ts';
import { computeCells } from './cells.ts';
import { executeManyWithProgress, executeWithProgress } from './execute.ts';
import type { KnownWork } from './kinds.ts';
import { workOf } from './many-runs.ts';
import { poolOf } from './pool.ts';

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

interface ReproductionOptions {
  readonly out?: string | undefined;
  readonly force: boolean;
  /** Of a single run. */
  readonly threads?: number | undefined;
  /** Of many runs or cells; by default a pool of so many threads. */
  readonly executor?: Executor<KnownWork> | undefined;
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
  { out, force, threads, executor = poolOf(threads), theme = 'light' }: ReproductionOptions,
): Promise<Reproduced | Unfinished> {
  const folder = folderOf(preset, out);
  // A repetition may replace what the preset itself left in its own place; anything else needs --force.
  const draft = beginResultFolder(folder, force || (out === undefined && presetOf(folder) === preset.id));
  try {
    const work: Work = { folder, draft, progress, threads, executor, theme };
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
  readonly executor: Executor<KnownWork>;
  readonly theme: Theme;
}

async function reproduceExperiment(
  preset: AnyExperimentPreset,
  { folder, draft, progress, executor, theme }: Work,
): Promise<Reproduced | Unfinished> {
  const begun = performance.now();
  const cells = preset.cells();
  const path = `${folder}.partial.jsonl`;
  const journal = openJournal(path);
  const work = cells.map((cell): KnownWork => ({ kind: 'preset', id: preset.id, cell }));
  const { values, stopped } = await computeCells(work, progress, { executor, journal, noun: 'parts' });
  if (stopped) return keptBy(journal, path, work, 'parts');
  const seconds = (performance.now() - begun) / 1000;
  const report = preset.report(values);
  const figure = themed(preset.draw(values), theme);
  const files = preset.files?.(values);
  const record = await fillExperimentFolder(draft, preset.id, cells, values, seconds, report, figure, files);
  draft.commit();
  journal.remove();
  return { folder, report, figure, record, seconds, results: [] };
}

/** Stopped work, of which the journal stays if anything had ended. */
function keptBy(journal: Journal, path: string, work: readonly KnownWork[], noun: string): Unfinished {
  journal.removeIfEmpty();
  const ended = journal.ended(work);
  return { stoppedAfter: ended, of: work.length, noun, kept: ended === 0 ? null : path };
}

/**
 * A preset of one run keeps every step of it; of several, what had ended when they were stopped is kept beside the
 * folder.
 */
async function reproduceRuns(preset: RunPreset, work: Work): Promise<Reproduced | Unfinished> {
  const prepared = specsOf(preset).map(prepareRun);
  return prepared.length === 1 ? reproduceOne(preset, prepared[0], work) : reproduceMany(preset, prepared, work);
}

async function reproduceOne(
  preset: RunPreset,
  prepared: PreparedRun,
  { folder, draft, progress, threads, theme }: Work,
): Promise<Reproduced | Unfinished> {
  const begun = performance.now();
  const recorder = preset.study ? recordSteps(prepared.problem) : null;
  const { result } = await executeWithProgress(prepared, progress, threads, recorder?.add);
  if (result.trajectory.status !== 'completed') return { failed: result, seconds: (performance.now() - begun) / 1000 };
  const steps = recorder?.log() ?? null;
  const run = steps && { method: prepared.method, trajectory: result.trajectory, log: steps };
  const study = run ? await preset.study?.(run, result.spec) : undefined;
  const seconds = (performance.now() - begun) / 1000;
  const [report, figure] = [preset.report([result], study), themed(preset.draw([result], study), theme)];
  const record = await fillRunFolder(draft, result, seconds, figure, { preset: preset.id, steps });
  draft.commit();
  return { folder, report, figure, record, seconds, results: [result] };
}

async function reproduceMany(
  preset: RunPreset,
  prepared: readonly PreparedRun[],
  { folder, draft, progress, executor, theme }: Work,
): Promise<Reproduced | Unfinished> {
  const begun = performance.now();
  const path = `${folder}.partial.jsonl`;
  const journal = openJournal(path);
  const results = await executeManyWithProgress(prepared, progress, { executor, journal });
  if (results.length < prepared.length) return keptBy(journal, path, workOf(prepared), 'runs');
  const seconds = (performance.now() - begun) / 1000;
  const failed = results.find(({ trajectory }) => trajectory.status !== 'completed');
  if (failed) {
    journal.remove(); // the same would come of it again
    return { failed, seconds };
  }
  const [report, figure] = [preset.report(results), themed(preset.draw(results), theme)];
  const record = await fillEnsembleFolder(draft, preset.id, results, seconds, report, figure);
  draft.commit();
  journal.remove();
  return { folder, report, figure, record, seconds, results };
}
