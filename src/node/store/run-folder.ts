/**
 * A run on disk: its record, trajectory, measurements and figure, written and read back.
 * HDF5 is loaded when first needed: `parkade --help` and a refused input should not wait for it.
 */
import { createHash } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import type { Measurements } from '../../analysis/index.ts';
import type { MeasurementParameters } from '../../analysis/observable.ts';
import { DIRECT_FIELD, type FieldReport } from '../../core/engine.ts';
import { unreadable } from '../../core/errors.ts';
import { toJson } from '../../core/json.ts';
import { whysUndecided } from '../../equilibria/watch.ts';
import type { Figure } from '../../figures/index.ts';
import { type StepLog, whyNoSteps } from '../../replay/step-log.ts';
import type { RunEvents } from '../../run/events.ts';
import { type PreparedRun, prepareRun, type ResolvedSpec } from '../../run/prepare.ts';
import type { RunResult } from '../../run/run.ts';
import { littleEndian, trajectoryBytes } from '../../run/trajectory-bytes.ts';
import {
  adviceFor,
  beginningOf,
  presenceAt,
  type Statistics,
  type Status,
  type Trajectory,
  type UndecidedToken,
} from '../../simulation/trajectory.ts';
import { readBytes } from '../process/files.ts';
import { shellQuoted } from '../process/invocation.ts';
import { commit, engineHash, version } from '../process/version.ts';
import type { FolderDraft } from './draft.ts';
import { parseRecord, writeFigure, writeJson } from './result-folder.ts';

const FORMAT = 'parkade-run';
const TRAJECTORY_FILE = 'trajectory.h5';
const MEASUREMENTS_FILE = 'measurements.json';
const EVENTS_FILE = 'events.json';
const STEPS_FILE = 'steps.h5';

/** run.json: everything needed to make the run again and to know that it is the same. */
export interface Manifest {
  readonly format: typeof FORMAT;
  readonly formatVersion: 1;
  readonly parkade: string;
  readonly commit: string | null;
  /** SHA-256 of the code that decides the bits; absent in records of 0.1.0. */
  readonly engine?: string;
  readonly node: string;
  readonly created: string;
  readonly backend: string;
  readonly field: FieldReport;
  readonly preset: string | null;
  readonly spec: ResolvedSpec;
  readonly seed: number | null;
  readonly status: Status;
  readonly advice: string | null;
  readonly statistics: Statistics;
  readonly undecided: readonly UndecidedToken[];
  readonly seconds: number;
  /** Of these, what measuring took. */
  readonly measuringSeconds?: number;
  readonly notes: readonly string[];
  /** SHA-256 over little-endian doubles: the times, then the tokens. */
  readonly trajectory: { readonly file: string; readonly samples: number; readonly sha256: string };
  /** SHA-256 of the file's bytes. */
  readonly measurements?: { readonly file: string; readonly sha256: string };
  /** Every step, for tokens to be added; SHA-256 over little-endian doubles: ends, lengths, kinds, tokens. */
  readonly steps?: { readonly file: string; readonly count: number; readonly sha256: string };
  /** Of a run whose last tokens were added to another. */
  readonly appended?: Origin;
  /** Of a continued run: which run it continues, and from when. */
  readonly resumed?: { readonly run: string; readonly at: number; readonly sha256: string };
}

/** The run that tokens were added to. */
interface Origin {
  readonly run: string;
  /** How many tokens it had: those from there on were added. */
  readonly tokens: number;
  /** Of its trajectory. */
  readonly sha256: string;
}

/** What a folder may hold beside a result. */
export interface Extras {
  readonly preset?: string | null;
  readonly steps?: StepLog | null;
  readonly appended?: Origin;
  readonly resumed?: Manifest['resumed'];
}

/** What is known of a stored run before its numbers are read. */
export interface RunRecord {
  readonly folder: string;
  readonly manifest: Manifest;
  readonly prepared: PreparedRun;
}

export interface StoredRun extends RunRecord {
  readonly trajectory: Trajectory;
  /** Null where none were asked for. */
  readonly events: RunEvents | null;
  /** Of the stored numbers; compare it with the manifest's. */
  readonly sha256: string;
}

/** SHA-256 of a trajectory: the times, then the tokens, as little-endian doubles. */
export function trajectoryHash(trajectory: Pick<Trajectory, 'ts' | 'xs'>): string {
  return hashOf(trajectoryBytes(trajectory));
}

/** SHA-256 of the steps of a run: ends, lengths, kinds, tokens, as little-endian doubles. */
export function stepsHash({ ts, dts, implicit, states }: StepLog): string {
  return hashOf(littleEndian([ts, dts, implicit, states]));
}

/** SHA-256 of the bytes of a file. */
export function fileHash(path: string): string {
  return createHash('sha256').update(readBytes(path)).digest('hex');
}

function hashOf(chunks: Iterable<Uint8Array>): string {
  const hash = createHash('sha256');
  for (const chunk of chunks) hash.update(chunk);
  return hash.digest('hex');
}

/** Writes a run into a folder begun before; nothing is visible until the draft is committed. */
export async function fillRunFolder(
  draft: FolderDraft,
  result: RunResult,
  seconds: number,
  figure: Figure,
  { preset = null, steps = null, appended, resumed }: Extras = {},
): Promise<Manifest> {
  const { spec, trajectory, measurements, notes } = result;
  writeJson(draft, MEASUREMENTS_FILE, measurementsFile(trajectory, spec, measurements));
  const manifest: Manifest = {
    format: FORMAT,
    formatVersion: 1,
    parkade: version,
    commit: commit(),
    engine: engineHash(),
    node: process.version,
    created: new Date().toISOString(),
    backend: trajectory.backend,
    field: trajectory.fieldReport,
    preset,
    spec,
    seed: spec.seed ?? null,
    status: trajectory.status,
    advice: adviceFor(trajectory),
    statistics: trajectory.statistics,
    undecided: trajectory.undecided,
    seconds: Math.round(seconds * 1000) / 1000,
    ...(result.measuringSeconds !== undefined && {
      measuringSeconds: Math.round(result.measuringSeconds * 1000) / 1000,
    }),
    notes,
    trajectory: { file: TRAJECTORY_FILE, samples: trajectory.ts.length, sha256: trajectoryHash(trajectory) },
    measurements: { file: MEASUREMENTS_FILE, sha256: fileHash(join(draft.path, MEASUREMENTS_FILE)) },
    ...(steps && { steps: { file: STEPS_FILE, count: steps.dts.length, sha256: stepsHash(steps) } }),
    ...(appended && { appended }),
    ...(resumed && { resumed }),
  };
  const { writeStepsFile, writeTrajectoryFile } = await import('./hdf5.ts');
  await writeTrajectoryFile(join(draft.path, TRAJECTORY_FILE), trajectory, {
    title: 'parkade trajectory',
    source: `parkade ${version}`,
    sha256: manifest.trajectory.sha256,
    beta: spec.beta,
    spec: briefly(spec),
  });
  if (steps && manifest.steps) {
    await writeStepsFile(join(draft.path, STEPS_FILE), steps, trajectory.problem.shape, {
      title: 'parkade steps',
      source: `parkade ${version}`,
      sha256: manifest.steps.sha256,
    });
  }
  if (result.events) writeJson(draft, EVENTS_FILE, { indexBase: 0, ...result.events });
  await writeFigure(draft, figure);
  writeJson(draft, 'run.json', manifest); // last: a folder with it is complete
  return manifest;
}

/**
 * Fills the folder and shows it under its name. A run that was stopped is worth keeping, but not worth an older,
 * complete one: it is kept beside that.
 */
export async function saveRun(
  draft: FolderDraft,
  result: RunResult,
  seconds: number,
  extras: Extras,
  force: boolean,
): Promise<{ readonly folder: string; readonly manifest: Manifest }> {
  const { figureOf } = await import('../../figures/index.ts');
  const manifest = await fillRunFolder(draft, result, seconds, figureOf(result), extras);
  const folder = result.trajectory.status === 'aborted' && force ? draft.commitBeside() : draft.commit();
  return { folder, manifest };
}

/** The specification without its long lists: an HDF5 attribute holds at most 64 KB. run.json has them all. */
function briefly(spec: ResolvedSpec): string {
  const short = Object.entries(spec).map(([key, value]) => [key, toJson(value).length > 1000 ? 'see run.json' : value]);
  return toJson(Object.fromEntries(short));
}

/** measurements.json: lists over the saved times; token indices count from 0, like the arrays. */
export function measurementsFile(
  { ts }: Pick<Trajectory, 'ts'>,
  { delta, threshold, radius }: MeasurementParameters,
  measurements: Measurements,
): object {
  return { times: [...ts], indexBase: 0, parameters: { delta, threshold, radius }, ...measurements };
}

/**
 * Reads the record of a run, without its numbers.
 * @throws ParkadeError FileProblem for a folder that is no run
 */
export function readRunRecord(folder: string): RunRecord {
  const path = join(folder, 'run.json');
  if (folder.trim() === '' || !existsSync(path)) {
    const exists = existsSync(folder);
    const came = !exists ? 'does not exist' : statSync(folder).isDirectory() ? 'has no run.json' : 'is a file';
    throw unreadable(folder, 'be the folder of a run', came, '"parkade simulate --help" shows how to make one');
  }
  const manifest = readManifest(path);
  return { folder, manifest, prepared: prepareRun(manifest.spec) };
}

/**
 * Reads a run back.
 * @throws ParkadeError FileProblem for a folder that is no run or is damaged
 */
export async function readRunFolder(folder: string): Promise<StoredRun> {
  const record = readRunRecord(folder);
  const { manifest, prepared } = record;
  const { readTrajectoryFile } = await import('./hdf5.ts');
  const stored = await readTrajectoryFile(join(folder, manifest.trajectory.file));
  const { shape } = beginningOf(prepared.problem);
  if (stored.n !== shape.n || stored.d !== shape.d) {
    throw unreadable(
      folder,
      `hold ${shape.n} tokens of dimension ${shape.d} as its run.json says`,
      `its trajectory holds ${stored.n} of ${stored.d}`,
      'run it again',
    );
  }
  const trajectory = trajectoryOf(record, stored);
  return { folder, manifest, prepared, trajectory, events: readEvents(folder), sha256: trajectoryHash(stored) };
}

/** A trajectory from its record and its numbers; without tokens where xs is empty. */
export function trajectoryOf(
  { manifest, prepared }: RunRecord,
  { ts, xs, last = null }: Pick<Trajectory, 'ts' | 'xs'> & Partial<Pick<Trajectory, 'last'>>,
): Trajectory {
  const saved = ts.at(-1) === manifest.statistics.reached && xs.length > 0;
  const beginning = beginningOf(prepared.problem);
  return {
    ...beginning,
    ...presenceAt(prepared.problem, ts),
    ts,
    xs,
    last: saved ? xs.slice(xs.length - beginning.initial.length) : last,
    status: manifest.status,
    statistics: manifest.statistics,
    backend: manifest.backend,
    undecided: manifest.undecided ?? [], // records of 0.1.0 have neither
    fieldReport: manifest.field ?? DIRECT_FIELD,
  };
}

/** NaN and infinities too, which `z.number` refuses: a bound may be infinite. */
const anyNumber = z.custom<number>((value) => typeof value === 'number');

/** What the program relies on in a file of events that may have been edited by hand. */
const eventsSchema = z.looseObject({
  lengths: z.looseObject({ threshold: anyNumber, radius: anyNumber, delta: anyNumber }),
  centers: z.array(anyNumber),
  initialClusters: z.array(z.array(anyNumber)),
  list: z.array(z.looseObject({ kind: z.enum(['capture', 'merger', 'birth', 'collapse', 'edit']), t: anyNumber })),
  unresolved: z.array(z.looseObject({ t: anyNumber })),
  certification: z.nullable(z.looseObject({ certified: anyNumber, undecided: anyNumber })),
});

export function readEvents(folder: string): RunEvents | null {
  const path = join(folder, EVENTS_FILE);
  if (!existsSync(path)) return null;
  const record = parseRecord(path);
  if (eventsSchema.safeParse(record).success) return record as RunEvents;
  throw unreadable(path, 'hold the events of a run', 'is not as parkade writes it', 'run it again');
}

/**
 * The steps of a run read back.
 * @throws ParkadeError FileProblem for a run that was kept without them, or where they are damaged
 */
export async function readSteps({ folder, manifest, prepared }: StoredRun): Promise<StepLog> {
  const { steps, spec } = manifest;
  if (!steps) {
    const why = whyNoSteps(prepared.problem, spec, manifest.backend);
    const advice = why
      ? 'tokens can be added to causal softmax runs in double precision'
      : `make it again with "parkade simulate ${shellQuoted(join(folder, 'run.json'))} --steps always --out FOLDER"`;
    throw unreadable(
      folder,
      'hold the steps of its run',
      `it was kept without them${why ? `, since ${why}` : ''}`,
      advice,
    );
  }
  const { readStepsFile } = await import('./hdf5.ts');
  const log = await readStepsFile(join(folder, steps.file), prepared.problem.shape);
  if (stepsHash(log) === steps.sha256) return log;
  throw unreadable(
    join(folder, steps.file),
    'hold the steps of its run.json',
    'its SHA-256 is another',
    'make the run again',
  );
}

/**
 * What the rest of the program relies on in a record that may have been edited by hand; the specification checks
 * itself.
 */
const manifestSchema = z.looseObject({
  format: z.literal(FORMAT),
  formatVersion: z.literal(1),
  parkade: z.string(),
  commit: z.nullable(z.string()),
  engine: z.optional(z.string()),
  node: z.string(),
  created: z.string(),
  backend: z.string(),
  field: z.optional(z.looseObject({ path: z.string(), errorBound: anyNumber, directRows: anyNumber, rows: anyNumber })),
  spec: z.looseObject({}),
  status: z.enum(['completed', 'max-steps', 'step-too-small', 'stage-failed', 'non-finite', 'aborted']),
  statistics: z.looseObject({
    steps: anyNumber,
    rejected: anyNumber,
    fieldEvaluations: anyNumber,
    reached: anyNumber,
  }),
  undecided: z.optional(
    z.array(z.looseObject({ token: anyNumber, since: anyNumber, why: z.optional(z.enum(whysUndecided)) })),
  ),
  seconds: anyNumber,
  measuringSeconds: z.optional(anyNumber),
  notes: z.array(z.string()),
  trajectory: z.looseObject({ file: z.literal(TRAJECTORY_FILE), sha256: z.string() }),
  measurements: z.optional(z.looseObject({ file: z.literal(MEASUREMENTS_FILE), sha256: z.string() })),
  steps: z.optional(z.looseObject({ file: z.literal(STEPS_FILE), sha256: z.string() })),
  appended: z.optional(z.looseObject({ run: z.string(), tokens: anyNumber, sha256: z.string() })),
  resumed: z.optional(z.looseObject({ run: z.string(), at: anyNumber, sha256: z.string() })),
});

function readManifest(path: string): Manifest {
  const record = parseRecord(path);
  const { error } = manifestSchema.safeParse(record);
  if (!error) return record as Manifest;
  const place = error.issues[0].path.join('.');
  throw unreadable(
    path,
    `be the record of a run, format ${FORMAT} 1`,
    place ? `its "${place}" is not as parkade writes it` : 'is none',
    'run it again',
  );
}
