/** sweep.json: which sweep a folder holds, and by which code its cells are computed. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { mistake, type ParkadeError, unreadable } from '../../core/errors.ts';
import { toCanonicalJson, toLegibleJson } from '../../core/json.ts';
import { planOf, type SweepPlan } from '../../sweeps/plan.ts';
import type { SweepSpec } from '../../sweeps/sweep-spec.ts';
import { makeFolder, whatStandsAt, writeFileWhole } from '../process/files.ts';
import { commit, sweepCodeHash, version } from '../process/version.ts';
import { parseRecord } from './result-folder.ts';

interface SweepRecord {
  readonly format: 'parkade-sweep';
  readonly formatVersion: 1;
  readonly parkade: string;
  readonly commit: string | null;
  readonly created: string;
  /** Of the code that computes the cells. */
  readonly code: string;
  readonly cells: number;
  readonly spec: SweepSpec;
}

const FILE = 'sweep.json';

/** Whether a folder holds a sweep. */
export function isSweepFolder(folder: string): boolean {
  return existsSync(join(folder, FILE));
}

/**
 * The record of a sweep's folder.
 * @throws ParkadeError FileProblem where there is none, or one of another version
 */
export function readSweepRecord(folder: string): SweepRecord {
  const path = join(folder, FILE);
  if (!existsSync(path)) {
    throw unreadable(folder, 'be the folder of a sweep', 'has no sweep.json', 'name one that "parkade sweep" wrote');
  }
  const record = parseRecord(path) as SweepRecord;
  if (record?.format === 'parkade-sweep' && record.formatVersion === 1 && typeof record.spec === 'object')
    return record;
  const came = 'is none, or of another version of parkade';
  throw unreadable(path, 'be the record of a sweep', came, 'give another folder with --out');
}

/**
 * The folder of a sweep, made where there is none; where it holds one, its record becomes that of this plan.
 * @throws ParkadeError FileProblem where something else stands there, or cells of other code
 */
export function recordSweep(folder: string, plan: SweepPlan): SweepRecord {
  const standing = whatStandsAt(folder, folder);
  if (standing === 'other' || (standing === 'folder' && !isSweepFolder(folder))) {
    throw mistake('FileProblem', {
      key: folder,
      expected: 'be a new folder, or that of a sweep',
      came: 'something else is there',
      advice: 'give another name with --out',
    });
  }
  const known = standing === 'folder' ? readSweepRecord(folder) : null;
  if (known && known.code !== sweepCodeHash()) throw otherCode(folder, known);
  if (known && planHash(known.spec) === planHash(plan.spec) && known.spec.title === plan.spec.title) {
    const same = toCanonicalJson(known.spec.reduce ?? null) === toCanonicalJson(plan.spec.reduce ?? null);
    if (same) return known;
  }
  makeFolder(folder);
  const record: SweepRecord = {
    format: 'parkade-sweep',
    formatVersion: 1,
    parkade: version,
    commit: commit(),
    created: known?.created ?? new Date().toISOString(),
    code: sweepCodeHash(),
    cells: plan.length,
    spec: plan.spec,
  };
  writeFileWhole(join(folder, FILE), `${toLegibleJson(record)}\n`);
  return record;
}

/** What decides which cells a sweep has, and in which order. */
export function planHash({ title: _, reduce: __, ...spec }: SweepSpec): string {
  return createHash('sha256').update(toCanonicalJson(spec)).digest('hex').slice(0, 32);
}

/** The plan of a record. */
export function planOfRecord({ spec }: SweepRecord): SweepPlan {
  return planOf(spec);
}

export function otherCode(folder: string, { code, parkade }: SweepRecord): ParkadeError {
  const short = (hash: string) => hash.slice(0, 12);
  return mistake('FileProblem', {
    key: folder,
    expected: 'hold cells of the code that runs now',
    came: `its cells were computed by other code (parkade ${parkade}, ${short(code)}; this is ${version}, ${short(sweepCodeHash())})`,
    advice: 'give another folder with --out, or go on with the other version; its table can be read by both',
  });
}
