/** An experiment on disk: what was computed, the numbers behind the figure, the report. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { unreadable } from '../../core/errors.ts';
import type { Figure } from '../../figures/index.ts';
import type { Report } from '../../presets/index.ts';
import { commit, version } from '../process/version.ts';
import type { FolderDraft } from './draft.ts';
import { parseRecord, writeFigure, writeJson } from './result-folder.ts';

/** experiment.json; values.json beside it holds a value for every cell. */
export interface ExperimentRecord {
  readonly format: 'parkade-experiment';
  readonly formatVersion: 1;
  readonly parkade: string;
  readonly commit: string | null;
  readonly created: string;
  readonly preset: string;
  readonly seconds: number;
  readonly report: Report;
}

export async function fillExperimentFolder(
  draft: FolderDraft,
  preset: string,
  cells: readonly unknown[],
  values: readonly unknown[],
  seconds: number,
  report: Report,
  figure: Figure,
  files: Readonly<Record<string, unknown>> = {},
): Promise<ExperimentRecord> {
  const record: ExperimentRecord = {
    format: 'parkade-experiment',
    formatVersion: 1,
    parkade: version,
    commit: commit(),
    created: new Date().toISOString(),
    preset,
    seconds: Math.round(seconds * 1000) / 1000,
    report,
  };
  await writeFigure(draft, figure);
  writeJson(draft, 'values.json', { format: 'parkade-values', formatVersion: 1, cells, values });
  for (const [name, content] of Object.entries(files)) writeJson(draft, name, content);
  writeJson(draft, 'experiment.json', record);
  return record;
}

/** The record of an experiment, or null for any other folder. */
export function readExperimentRecord(folder: string): ExperimentRecord | null {
  const path = join(folder, 'experiment.json');
  if (!existsSync(path)) return null;
  const record = parseRecord(path) as ExperimentRecord;
  if (record?.format === 'parkade-experiment' && record.formatVersion === 1 && record.report?.table) return record;
  throw unreadable(path, 'be the record of an experiment', 'is another', 'reproduce it again with this version');
}
