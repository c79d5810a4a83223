/**
 * A run on disk: what stands in its folder, written whole or not at all, and read back.
 * HDF5 and drawing are loaded when first needed: `parkade --help` and a refused input should not wait for them.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Measurements } from '../analysis/index.ts';
import { ParkadeError } from '../core/errors.ts';
import type { Figure } from '../figures/index.ts';
import type { Report } from '../presets/preset.ts';
import { type PreparedRun, prepareRun, type ResolvedSpec, type RunResult } from '../run.ts';
import { adviceFor, type Statistics, type Status, type Trajectory } from '../trajectory.ts';
import { draftFolder, type FolderDraft, fileProblem, readBytes, whatStandsAt } from './files.ts';
import { commit, version } from './version.ts';

const FORMAT = 'parkade-run';
/** What parkade writes into the folder of a run. */
const OWN_FILES = /^((run|ensemble)\.json|measurements\.json|figure\.(svg|png)|trajectory\.(h5|json|csv|npz))$/;

/** run.json: everything needed to make the run again and to know that it is the same. */
export interface Manifest {
  readonly format: typeof FORMAT;
  readonly formatVersion: 1;
  readonly parkade: string;
  readonly commit: string | null;
  readonly node: string;
  readonly created: string;
  readonly backend: string;
  readonly preset: string | null;
  readonly spec: ResolvedSpec;
  readonly seed: number | null;
  readonly status: Status;
  readonly advice: string | null;
  readonly statistics: Statistics;
  readonly seconds: number;
  readonly notes: readonly string[];
  /** SHA-256 over little-endian doubles: the times, then the tokens. */
  readonly trajectory: { readonly file: string; readonly samples: number; readonly sha256: string };
}

export interface StoredRun {
  readonly folder: string;
  readonly manifest: Manifest;
  readonly prepared: PreparedRun;
  readonly trajectory: Trajectory;
  /** Of the stored numbers; compare it with the manifest's. */
  readonly sha256: string;
}

/** SHA-256 of a trajectory: the times, then the tokens, as little-endian doubles. */
export function trajectoryHash({ ts, xs }: Pick<Trajectory, 'ts' | 'xs'>): string {
  const hash = createHash('sha256');
  for (const array of [ts, xs]) {
    const bytes = new Uint8Array(array.length * 8);
    const view = new DataView(bytes.buffer);
    for (let i = 0; i < array.length; i++) view.setFloat64(8 * i, array[i], true);
    hash.update(bytes);
  }
  return hash.digest('hex');
}

/**
 * Begins the folder of a run. An existing folder is only replaced with `force`, and only if it is a run's.
 * @throws ParkadeError FileProblem
 */
export function beginRunFolder(folder: string, force: boolean): FolderDraft {
  const standing = whatStandsAt(folder);
  if (standing === 'other') throw fileProblem(folder, 'be the name of a new folder', { code: 'EEXIST' });
  if (standing === 'folder' && !force) {
    throw new ParkadeError(
      'FileProblem',
      `"${folder}" should be the name of a new folder, but exists and is not empty; give another name, or --force to replace a run.`,
    );
  }
  if (standing === 'folder') refuseToReplace(folder);
  return draftFolder(folder);
}

/** Only what parkade wrote is ever replaced: a folder with a record, and with nothing else in it. */
function refuseToReplace(folder: string): void {
  const names = readdirSync(folder);
  const foreign = names.find((name) => !OWN_FILES.test(name));
  if (foreign === undefined && (names.includes('run.json') || names.includes('ensemble.json'))) return;
  const came = foreign === undefined ? 'has no run.json' : `also holds ${foreign}`;
  throw new ParkadeError(
    'FileProblem',
    `"${folder}" should hold nothing but a run if it is to be replaced, but ${came}; give another name, or remove it yourself.`,
  );
}

/** Writes a run into a folder begun before; nothing is visible until the draft is committed. */
export async function fillRunFolder(
  draft: FolderDraft,
  result: RunResult,
  seconds: number,
  figure: Figure,
  preset: string | null = null,
): Promise<Manifest> {
  const { spec, trajectory, measurements, notes } = result;
  const manifest: Manifest = {
    format: FORMAT,
    formatVersion: 1,
    parkade: version,
    commit: commit(),
    node: process.version,
    created: new Date().toISOString(),
    backend: trajectory.backend,
    preset,
    spec,
    seed: spec.seed ?? null,
    status: trajectory.status,
    advice: adviceFor(trajectory),
    statistics: trajectory.statistics,
    seconds: Math.round(seconds * 1000) / 1000,
    notes,
    trajectory: { file: 'trajectory.h5', samples: trajectory.ts.length, sha256: trajectoryHash(trajectory) },
  };
  const { writeTrajectoryFile } = await import('./hdf5.ts');
  await writeTrajectoryFile(join(draft.path, 'trajectory.h5'), trajectory, {
    title: 'parkade trajectory',
    source: `parkade ${version}`,
    sha256: manifest.trajectory.sha256,
    beta: spec.beta,
    spec: briefly(spec),
  });
  writeJson(draft, 'measurements.json', measurementsFile(trajectory, spec, measurements));
  await writeFigure(draft, figure);
  writeJson(draft, 'run.json', manifest); // last: a folder with it is complete
  return manifest;
}

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

/** The record of an ensemble, or null for any other folder. */
export function readEnsembleRecord(folder: string): EnsembleRecord | null {
  const path = join(folder, 'ensemble.json');
  if (!existsSync(path)) return null;
  const record = parseRecord(path) as EnsembleRecord;
  if (record?.format === 'parkade-ensemble' && record.formatVersion === 1 && Array.isArray(record.runs)) return record;
  throw new ParkadeError(
    'FileProblem',
    `"${path}" should be the record of an ensemble, but is another; reproduce it again with this version.`,
  );
}

/** Which preset made the folder, if one did. */
export function presetOf(folder: string): string | null {
  for (const name of ['run.json', 'ensemble.json']) {
    try {
      return (JSON.parse(readFileSync(join(folder, name), 'utf8')) as { preset?: string | null }).preset ?? null;
    } catch {
      // Not this kind of folder.
    }
  }
  return null;
}

function writeJson(draft: FolderDraft, name: string, content: unknown): void {
  writeFileSync(join(draft.path, name), `${legibleJson(content)}\n`);
}

/** JSON for people too: indented, but a list of plain values stays on one line. */
function legibleJson(value: unknown, indent = ''): string {
  const plain = typeof value !== 'object' || value === null;
  if (plain || (Array.isArray(value) && value.every((entry) => typeof entry !== 'object')))
    return JSON.stringify(value) ?? 'null';
  const deeper = `${indent}  `;
  const list = Array.isArray(value);
  const parts = list
    ? value.map((entry) => deeper + legibleJson(entry, deeper))
    : Object.entries(value)
        .filter(([, entry]) => entry !== undefined)
        .map(([key, entry]) => `${deeper}${JSON.stringify(key)}: ${legibleJson(entry, deeper)}`);
  if (parts.length === 0) return list ? '[]' : '{}';
  return `${list ? '[' : '{'}\n${parts.join(',\n')}\n${indent}${list ? ']' : '}'}`;
}

async function writeFigure(draft: FolderDraft, figure: Figure): Promise<void> {
  const { renderPng, renderSvg } = await import('./render.ts');
  const svg = renderSvg(figure);
  writeFileSync(join(draft.path, 'figure.svg'), svg);
  writeFileSync(join(draft.path, 'figure.png'), renderPng(svg));
}

/** The specification without its long lists: an HDF5 attribute holds at most 64 KB. run.json has them all. */
function briefly(spec: ResolvedSpec): string {
  const short = Object.entries(spec).map(([key, value]) => [
    key,
    JSON.stringify(value).length > 1000 ? 'see run.json' : value,
  ]);
  return JSON.stringify(Object.fromEntries(short));
}

/** measurements.json: lists over the saved times; token indices count from 0, like the arrays. */
export function measurementsFile({ ts }: Trajectory, spec: ResolvedSpec, measurements: Measurements): object {
  const { delta, threshold, radius } = spec;
  return { times: [...ts], indexBase: 0, parameters: { delta, threshold, radius }, ...measurements };
}

/**
 * Reads a run back.
 * @throws ParkadeError FileProblem for a folder that is no run or is damaged
 */
export async function readRunFolder(folder: string): Promise<StoredRun> {
  const path = join(folder, 'run.json');
  if (!existsSync(path)) {
    throw new ParkadeError(
      'FileProblem',
      `"${folder}" should be the folder of a run, but has no run.json; "parkade simulate --out ${folder}" makes one.`,
    );
  }
  const manifest = readManifest(path);
  const prepared = prepareRun(manifest.spec);
  const { readTrajectoryFile } = await import('./hdf5.ts');
  const stored = await readTrajectoryFile(join(folder, manifest.trajectory.file));
  const { shape } = prepared.problem;
  if (stored.n !== shape.n || stored.d !== shape.d) {
    throw new ParkadeError(
      'FileProblem',
      `"${folder}" should hold ${shape.n} tokens of dimension ${shape.d} as its run.json says, but its trajectory holds ${stored.n} of ${stored.d}; run it again.`,
    );
  }
  const trajectory: Trajectory = {
    problem: prepared.problem,
    ts: stored.ts,
    xs: stored.xs,
    status: manifest.status,
    statistics: manifest.statistics,
    backend: manifest.backend,
  };
  return { folder, manifest, prepared, trajectory, sha256: trajectoryHash(stored) };
}

function parseRecord(path: string): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(readBytes(path)));
  } catch (cause) {
    if (cause instanceof ParkadeError) throw cause;
    throw new ParkadeError(
      'FileProblem',
      `"${path}" should be the record of a run, but does not parse; run it again.`,
      { cause },
    );
  }
}

function readManifest(path: string): Manifest {
  const manifest = parseRecord(path) as Manifest;
  if (
    manifest?.format !== FORMAT ||
    manifest.formatVersion !== 1 ||
    typeof manifest.spec !== 'object' ||
    !manifest.trajectory
  ) {
    throw new ParkadeError(
      'FileProblem',
      `"${path}" should be the record of a run, format ${FORMAT} 1, but is another; run it again with this version.`,
    );
  }
  return manifest;
}
