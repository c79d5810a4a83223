/** Formats that a stored trajectory is written in. Light to load: the help of parkade export names them. */
import type { Recording } from '../../core/recording.ts';
import type { Awaitable } from '../../core/state.ts';
import { recordingCsv, recordingJson } from '../../formats/recording-text.ts';
import { readBytes } from '../process/files.ts';

export interface Exportable {
  readonly trajectory: Recording;
  /** Its file in HDF5; undefined where there is none, for runs that were made again. */
  readonly file?: string | undefined;
}

/** From a run to the bytes of a file. To add a format: one line. */
export const exportFormats: Readonly<Record<string, (run: Exportable) => Awaitable<string | Uint8Array>>> = {
  json: ({ trajectory }) => recordingJson(trajectory),
  csv: ({ trajectory }) => recordingCsv(trajectory),
  npz: async ({ trajectory }) => (await import('../../formats/recording-npz.ts')).recordingNpz(trajectory),
  h5: ({ file = '' }) => readBytes(file),
};
