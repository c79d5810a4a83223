/**
 * Recorded tokens in HDF5 with dimension scales, laid out as NetCDF-4 does: opens in xarray, h5py, Julia, MATLAB. The
 * library that writes HDF5 is whoever calls's: one for Node, one for browsers.
 */
import type { Recording } from '../core/recording.ts';
import type { State } from '../core/state.ts';

/** What is asked of a file of h5wasm. */
export interface Hdf5File {
  create_attribute(name: string, value: string | number): void;
  create_dataset(given: { name: string; data: Float64Array | Int32Array; shape: number[] }): Hdf5Dataset;
}
interface Hdf5Dataset {
  create_attribute(name: string, value: string): void;
  make_scale(name: string): void;
  attach_scale(axis: number, name: string): void;
}

/** Gives a dataset its attributes. */
export function describe(
  dataset: Pick<Hdf5Dataset, 'create_attribute'>,
  attributes: Readonly<Record<string, string>>,
): void {
  for (const [name, value] of Object.entries(attributes)) dataset.create_attribute(name, value);
}

/**
 * Puts a recording into a new file.
 *
 * @param end the tokens at the time that a run reached, where that is no time recorded
 * @param attributes text and numbers about the whole file
 */
export function fillRecordingFile(
  file: Hdf5File,
  { ts, xs, initial, present, shape: { n, d }, space }: Recording,
  end: { readonly t: number; readonly x: State } | null,
  attributes: Readonly<Record<string, string | number>>,
): void {
  for (const [name, value] of Object.entries(attributes)) file.create_attribute(name, value);
  const scale = (name: string, data: Float64Array | Int32Array, about: Record<string, string>) => {
    const dataset = file.create_dataset({ name, data, shape: [data.length] });
    dataset.make_scale(name);
    describe(dataset, about);
  };
  const numbers = (length: number) => Int32Array.from({ length }, (_, k) => k);
  scale('time', ts, { units: '1', long_name: 'time t of the differential equation' });
  scale('token', numbers(n), { long_name: 'token index, from 0 (token k of the paper is k - 1)' });
  scale('component', numbers(d), { long_name: 'coordinate in R^d' });
  const tokens = file.create_dataset({ name: 'tokens', data: xs, shape: [ts.length, n, d] });
  ['time', 'token', 'component'].forEach((name, axis) => void tokens.attach_scale(axis, name));
  const where = space === 'sphere' ? 'unit vectors' : 'vectors';
  describe(tokens, { units: '1', long_name: `tokens, ${where} of R^d` });
  const state = (name: string, data: Float64Array, about: string) => {
    const dataset = file.create_dataset({ name, data, shape: [n, d] });
    ['token', 'component'].forEach((name, axis) => void dataset.attach_scale(axis, name));
    describe(dataset, { units: '1', long_name: about });
  };
  state('initial', initial, 'tokens at t = 0, and the first places of those that edits add');
  if (present) {
    const there = file.create_dataset({ name: 'present', data: present, shape: [ts.length] });
    there.attach_scale(0, 'time');
    describe(there, { units: '1', long_name: 'how many tokens are there, the first so many rows' });
  }
  if (end) state('last', end.x, `tokens at t = ${end.t}, where the run ended`);
}
