/** Trajectories in HDF5 with dimension scales, laid out as NetCDF-4 does: opens in xarray, h5py, Julia, MATLAB. */
import h5wasm, { Dataset } from 'h5wasm/node';
import { unreadable } from '../../core/errors.ts';
import type { RecordedArrays } from '../../core/recording.ts';
import type { Shape } from '../../core/state.ts';
import { checkHdf5Signature, hdf5Reason, type OpenHdf5, readRecordedHdf5 } from '../../formats/recorded-arrays.ts';
import { describe, fillRecordingFile, type Hdf5File } from '../../formats/recording-hdf5.ts';
import type { StepLog } from '../../replay/step-log.ts';
import type { Trajectory } from '../../simulation/trajectory.ts';
import { fileProblem } from '../process/file-problem.ts';
import { readBytes } from '../process/files.ts';

/** The library, told to throw its errors rather than to print them. */
async function ready(): Promise<void> {
  (await h5wasm.ready).activate_throwing_error_handler();
}

/** What a trajectory file holds. */
export interface StoredTrajectory {
  readonly ts: Float64Array;
  readonly xs: Float64Array;
  /** The tokens at the time reached, where that is no saved time. */
  readonly last: Float64Array | null;
  readonly n: number;
  readonly d: number;
}

/**
 * Writes a trajectory file at `path`, which must not exist.
 *
 * @param attributes text and numbers about the whole file
 */
export async function writeTrajectoryFile(
  path: string,
  trajectory: Trajectory,
  attributes: Readonly<Record<string, string | number>>,
): Promise<void> {
  const { ts, last, statistics } = trajectory;
  const { reached } = statistics;
  const end = last && ts.at(-1) !== reached ? { t: reached, x: last } : null;
  await writeHdf5(path, (file) => fillRecordingFile(file as unknown as Hdf5File, trajectory, end, attributes));
}

export type H5File = InstanceType<typeof h5wasm.File>;

/** A new file with what `fill` puts into it; what the disk refuses is told, not HDF5's stack. */
export async function writeHdf5(path: string, fill: (file: H5File) => void): Promise<void> {
  await ready();
  let file: H5File | undefined;
  try {
    file = new h5wasm.File(path, 'w');
    fill(file);
    file.flush();
    file.close();
  } catch (cause) {
    closeDamaged(file);
    const code = errorCodeIn(String(cause));
    throw code === undefined ? cause : fileProblem(path, 'be a file that can be written', { code });
  }
}

/** What could not be written before cannot be when the file is closed. */
function closeDamaged(file: H5File | undefined): void {
  try {
    file?.close();
  } catch {
    // Told already.
  }
}

/** The library knows errors of the system by their texts. */
function errorCodeIn(told: string): string | undefined {
  const texts = {
    ENOSPC: 'no space left on device',
    EDQUOT: 'quota exceeded',
    EROFS: 'read-only file system',
    EACCES: 'permission denied',
    EFBIG: 'file too large',
  };
  return Object.entries(texts).find(([, text]) => told.toLowerCase().includes(text))?.[0];
}

/**
 * Writes the steps of a run at `path`, which must not exist.
 *
 * @param attributes text and numbers about the whole file
 */
export async function writeStepsFile(
  path: string,
  { ts, dts, implicit, states }: StepLog,
  { n, d }: Shape,
  attributes: Readonly<Record<string, string | number>>,
): Promise<void> {
  await writeHdf5(path, (file) => {
    for (const [name, value] of Object.entries(attributes)) file.create_attribute(name, value);
    const put = (name: string, data: Float64Array | Int32Array, shape: number[], about: Record<string, string>) =>
      describe(file.create_dataset({ name, data, shape }), about);
    put('time', ts, [ts.length], {
      units: '1',
      long_name: 'time t at the beginning and at the end of every step; steps below its resolution share it',
    });
    put('dt', dts, [dts.length], { units: '1', long_name: 'length of every step' });
    put('implicit', implicit, [implicit.length], { long_name: '1 where an implicit integrator made the step' });
    put('states', states, [dts.length, n, d], { units: '1', long_name: 'tokens at the end of every step' });
  });
}

/**
 * Reads the steps of a run.
 * @throws ParkadeError FileProblem for a file that is damaged or none of ours
 */
export async function readStepsFile(path: string, { n, d }: Shape): Promise<StepLog> {
  checkSignature(path);
  await ready();
  let file: InstanceType<typeof h5wasm.File> | undefined;
  try {
    file = new h5wasm.File(path, 'r');
    const [time, dt, states] = ['time', 'dt', 'states'].map((name) => numbers(file?.get(name)));
    const kinds = file.get('implicit');
    const implicit = kinds instanceof Dataset ? kinds.value : null;
    const steps = dt.data.length;
    const fits = time.data.length === steps + 1 && states.data.length === steps * n * d;
    if (!(implicit instanceof Int32Array) || implicit.length !== steps || !fits) {
      throw new Error('its shapes do not fit together');
    }
    return { ts: time.data, dts: dt.data, implicit, states: states.data };
  } catch (cause) {
    const came = `cannot be read (${hdf5Reason(cause)})`;
    throw unreadable(path, 'hold the steps of a run in HDF5', came, 'run it again', cause);
  } finally {
    file?.close();
  }
}

/**
 * Reads a trajectory file.
 * @throws ParkadeError FileProblem for a file that is damaged or none of ours
 */
export async function readTrajectoryFile(path: string): Promise<StoredTrajectory> {
  checkSignature(path);
  await ready();
  let file: InstanceType<typeof h5wasm.File> | undefined;
  try {
    file = new h5wasm.File(path, 'r');
    const time = numbers(file.get('time'));
    const tokens = numbers(file.get('tokens'));
    const [samples, n, d] = tokens.shape;
    if (tokens.shape.length !== 3 || samples !== time.data.length) throw new Error('its shapes do not fit together');
    const last = file.get('last') === null ? null : numbers(file.get('last')).data;
    if (last && last.length !== n * d) throw new Error('its shapes do not fit together');
    return { ts: time.data, xs: tokens.data, last, n, d };
  } catch (cause) {
    const came = `cannot be read (${hdf5Reason(cause)})`;
    throw unreadable(path, 'hold a trajectory in HDF5', came, 'run it again', cause);
  } finally {
    file?.close();
  }
}

/**
 * Reads tokens from any HDF5 file: the dataset called tokens, else the only one of three dimensions at its root.
 * @throws ParkadeError FileProblem for a file that is damaged, or where it is not clear which numbers are meant
 */
export async function readRecordedFile(path: string): Promise<RecordedArrays> {
  checkHdf5Signature(readBytes(path), path);
  await ready();
  return readRecordedHdf5(() => new h5wasm.File(path, 'r') as unknown as OpenHdf5, path);
}

/** A file that parkade wrote. */
function checkSignature(path: string): void {
  checkHdf5Signature(readBytes(path), path, 'hold a trajectory in HDF5', 'run it again');
}

function numbers(entity: unknown): { data: Float64Array; shape: number[] } {
  if (!(entity instanceof Dataset) || !(entity.value instanceof Float64Array))
    throw new Error('a dataset of doubles is missing');
  return { data: entity.value, shape: entity.shape ?? [] };
}
