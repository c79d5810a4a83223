/** An ensemble on disk: many runs of one preset, each known by its seed and hash, with the table they make. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { unreadable } from '../../core/errors.ts';
import { toJson } from '../../core/json.ts';
import type { Figure } from '../../figures/index.ts';
import type { Report } from '../../presets/kit/preset.ts';
import type { ResolvedSpec } from '../../run/prepare.ts';
import type { RunResult } from '../../run/run.ts';
import type { Status } from '../../simulation/trajectory.ts';
import { commit, version } from '../process/version.ts';
import type { FolderDraft } from './draft.ts';
import { parseRecord, writeFigure, writeJson } from './result-folder.ts';
import { trajectoryHash } from './run-folder.ts';

/** ensemble.json: many runs of one preset, each known by its seed and hash. */
export interface EnsembleRecord {
  readonly format: 'parkade-ensemble';
  readonly formatVersion: 1;
  readonly parkade: string;
  readonly commit: string | null;
  readonly created: string;
  readonly preset: string;
  readonly spec: ResolvedSpec;
  readonly seconds: number;
  readonly runs: readonly {
    readonly seed: number;
    /** What its resolved specification has otherwise than the first one's, besides the seed. */
    readonly variant?: Partial<ResolvedSpec>;
    readonly status: Status;
    readonly steps: number;
    readonly sha256: string;
  }[];
  readonly report: Report;
}

export async function fillEnsembleFolder(
  draft: FolderDraft,
  preset: string,
  results: readonly RunResult[],
  seconds: number,
  report: Report,
  figure: Figure,
): Promise<EnsembleRecord> {
  const record: EnsembleRecord = {
    format: 'parkade-ensemble',
    formatVersion: 1,
    parkade: version,
    commit: commit(),
    created: new Date().toISOString(),
    preset,
    spec: results[0].spec,
    seconds: Math.round(seconds * 1000) / 1000,
    runs: results.map(({ spec, trajectory }) => ({
      seed: spec.seed as number,
      ...variantOf(spec, results[0].spec),
      status: trajectory.status,
      steps: trajectory.statistics.steps,
      sha256: trajectoryHash(trajectory),
    })),
    report,
  };
  await writeFigure(draft, figure);
  writeJson(draft, 'ensemble.json', record);
  return record;
}

function variantOf(spec: ResolvedSpec, first: ResolvedSpec): { variant?: Partial<ResolvedSpec> } {
  const differing = Object.entries(spec).filter(
    ([key, value]) => key !== 'seed' && toJson(value) !== toJson(first[key as keyof ResolvedSpec]),
  );
  return differing.length === 0 ? {} : { variant: Object.fromEntries(differing) };
}

/** The record of an ensemble, or null for any other folder. */
export function readEnsembleRecord(folder: string): EnsembleRecord | null {
  const path = join(folder, 'ensemble.json');
  if (!existsSync(path)) return null;
  const record = parseRecord(path) as EnsembleRecord;
  if (record?.format === 'parkade-ensemble' && record.formatVersion === 1 && Array.isArray(record.runs)) return record;
  throw unreadable(path, 'be the record of an ensemble', 'is another', 'reproduce it again with this version');
}
