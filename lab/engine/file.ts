/** Tokens as the bytes of a file: what `parkade export` writes of a run. */
import type { Recording, Trajectory } from 'parkade';
import { fillRecordingFile, type Hdf5File, recordingCsv, recordingJson, recordingNpz } from 'parkade/formats';

/** Of a run also where it ended. */
type Recorded = Recording & Partial<Pick<Trajectory, 'last' | 'statistics'>>;

export type FileFormat = 'csv' | 'json' | 'npz' | 'h5';

const writers: Readonly<Record<FileFormat, (recording: Recorded) => Uint8Array | Promise<Uint8Array>>> = {
  csv: (recording) => new TextEncoder().encode(recordingCsv(recording)),
  json: (recording) => new TextEncoder().encode(recordingJson(recording)),
  npz: recordingNpz,
  h5: hdf5Of,
};

export async function fileOf(format: FileFormat, recording: Recorded): Promise<Uint8Array> {
  return writers[format](recording);
}

/** Written into the memory of the library, as it has no disk here. */
async function hdf5Of(recording: Recorded): Promise<Uint8Array> {
  const { default: h5wasm } = await import('h5wasm');
  const { FS } = await h5wasm.ready;
  const path = 'trajectory.h5';
  const file = new h5wasm.File(path, 'w');
  const { last, statistics, ts, beta } = recording;
  const end = last && statistics && ts.at(-1) !== statistics.reached ? { t: statistics.reached, x: last } : null;
  const attributes = { title: 'parkade trajectory', ...(beta !== undefined && { beta }) };
  try {
    fillRecordingFile(file as unknown as Hdf5File, recording, end, attributes);
    file.flush();
  } finally {
    file.close();
  }
  const bytes = FS.readFile(path) as Uint8Array;
  FS.unlink(path);
  return bytes;
}
