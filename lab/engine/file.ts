/** A run that has ended as the bytes of a file: what `parkade export` writes. */
import type { RunResult } from 'parkade';
import { fillRecordingFile, type Hdf5File, recordingCsv, recordingJson, recordingNpz } from 'parkade/formats';

export type FileFormat = 'csv' | 'json' | 'npz' | 'h5';

const writers: Readonly<Record<FileFormat, (result: RunResult) => Uint8Array | Promise<Uint8Array>>> = {
  csv: ({ trajectory }) => new TextEncoder().encode(recordingCsv(trajectory)),
  json: ({ trajectory }) => new TextEncoder().encode(recordingJson(trajectory)),
  npz: ({ trajectory }) => recordingNpz(trajectory),
  h5: hdf5Of,
};

export async function fileOf(format: FileFormat, result: RunResult): Promise<Uint8Array> {
  return writers[format](result);
}

/** Written into the memory of the library, as it has no disk here. */
async function hdf5Of({ trajectory, spec }: RunResult): Promise<Uint8Array> {
  const { default: h5wasm } = await import('h5wasm');
  const { FS } = await h5wasm.ready;
  const path = 'trajectory.h5';
  const file = new h5wasm.File(path, 'w');
  const { last, statistics, ts } = trajectory;
  const end = last && ts.at(-1) !== statistics.reached ? { t: statistics.reached, x: last } : null;
  try {
    fillRecordingFile(file as unknown as Hdf5File, trajectory, end, { title: 'parkade trajectory', beta: spec.beta });
    file.flush();
  } finally {
    file.close();
  }
  const bytes = FS.readFile(path) as Uint8Array;
  FS.unlink(path);
  return bytes;
}
