/** Tokens recorded elsewhere as the arrays of a file: .npy, .npz, and what an HDF5 file holds. */
import { ParkadeError, unreadable } from '../core/errors.ts';
import type { NumberArray, RecordedArrays } from '../core/recording.ts';
import { readNpy } from './npy.ts';
import { readAllOfNpz } from './npz.ts';
import { endingOf } from './numbers.ts';

/** Whether a file of this name is HDF5, which needs a library to be read. */
export function isHdf5(file: string): boolean {
  return ['h5', 'hdf5', 'nc'].includes(endingOf(file));
}

/** Whether tokens are read from files that end so. */
export function holdsTokens(file: string): boolean {
  return ['npy', 'npz'].includes(endingOf(file)) || isHdf5(file);
}

/**
 * The arrays of a .npy or .npz file.
 * @throws ParkadeError FileProblem for a file that does not hold tokens
 */
export function readRecordedArrays(bytes: Uint8Array, file: string): RecordedArrays {
  return endingOf(file) === 'npz' ? fromNpz(readAllOfNpz(bytes, file), file) : { tokens: readNpy(bytes, file) };
}

/**
 * The array called tokens, or the only one; times, initial, present and beta where they are there, as parkade export
 * writes them.
 */
function fromNpz(arrays: readonly (readonly [string, NumberArray])[], file: string): RecordedArrays {
  const named = new Map(arrays);
  const tokens = named.get('tokens') ?? (arrays.length === 1 ? arrays[0][1] : undefined);
  if (tokens) {
    const [times, initial, present] = ['times', 'initial', 'present'].map((name) => named.get(name));
    return { tokens, times, initial, present, beta: named.get('beta')?.data[0] };
  }
  const came = `it holds ${[...named.keys()].join(', ')}`;
  throw unreadable(file, 'hold one array, or one called tokens', came, 'save it with numpy.savez(file, tokens=…)');
}

/** What is asked of an open HDF5 file, by the library of whoever calls: one for Node, one for browsers. */
export interface OpenHdf5 {
  keys(): string[];
  get(name: string): unknown;
  readonly attrs: Readonly<Record<string, { readonly value: unknown }>>;
  close(): unknown;
}
interface Dataset {
  readonly shape: readonly number[] | null;
  readonly value: unknown;
}

/**
 * Tokens of any HDF5 file: the dataset called tokens, else the only one of three dimensions at its root. It is closed
 * again.
 *
 * @throws ParkadeError FileProblem for a file that is damaged, or where it is not clear which numbers are meant
 */
export function readRecordedHdf5(open: () => OpenHdf5, file: string): RecordedArrays {
  let opened: OpenHdf5 | undefined;
  try {
    opened = open();
    return arraysIn(opened, file);
  } catch (cause) {
    if (cause instanceof ParkadeError) throw cause;
    throw unreadable(file, 'hold tokens in HDF5', `it cannot be read (${hdf5Reason(cause)})`, 'save it again');
  } finally {
    opened?.close();
  }
}

function arraysIn(open: OpenHdf5, file: string): RecordedArrays {
  const named = open.keys().flatMap((name): [string, Dataset][] => {
    const entity = open.get(name);
    return isDataset(entity) ? [[name, entity]] : [];
  });
  const tokens = realNumbers(tokensAmong(named, file));
  const [times, initial, present] = ['time', 'initial', 'present'].map((name) => {
    const found = named.find(([own]) => own === name)?.[1];
    return found && realNumbers(found);
  });
  const beta = open.attrs.beta?.value;
  return { tokens, times, initial, present, ...(typeof beta === 'number' && { beta }) };
}

function isDataset(entity: unknown): entity is Dataset {
  return typeof entity === 'object' && entity !== null && 'shape' in entity && 'dtype' in entity;
}

function tokensAmong(named: readonly (readonly [string, Dataset])[], file: string): Dataset {
  const called = named.find(([name]) => name === 'tokens');
  const spatial = named.filter(([, { shape }]) => shape?.length === 3);
  const chosen = called ?? (spatial.length === 1 ? spatial[0] : undefined);
  if (chosen) return chosen[1];
  const there = named.map(([name, { shape }]) => `${name} (${shape?.join(', ')})`).join(', ');
  const expected = 'hold a dataset called tokens at its root, or a single one [time or layer, token, d]';
  throw unreadable(file, expected, there === '' ? 'it holds none' : `it holds ${there}`, 'save it under that name');
}

/** Numbers of any real type as doubles. */
function realNumbers({ value, shape }: Dataset): NumberArray {
  if (!ArrayBuffer.isView(value) || value instanceof DataView) throw new Error('a dataset holds no real numbers');
  const data = Float64Array.from(value as unknown as ArrayLike<number | bigint>, Number);
  return { shape: shape ?? [data.length], data };
}

/** The first bytes of every HDF5 file. */
const SIGNATURE = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];
const LEAST_BYTES = 512;

/**
 * The library prints its own stack for files that are none of its kind: those are told apart before.
 * @throws ParkadeError FileProblem
 */
export function checkHdf5Signature(
  bytes: Uint8Array,
  file: string,
  expected = 'hold tokens in HDF5',
  advice = 'save it again',
): void {
  if (SIGNATURE.every((byte, i) => bytes[i] === byte) && bytes.length > LEAST_BYTES) return;
  throw unreadable(file, expected, "its first bytes are not HDF5's", advice);
}

/** The innermost reason in the stack that the library throws as one text. */
export function hdf5Reason(cause: unknown): string {
  const told = cause instanceof Error ? cause.message : String(cause);
  const reasons = [...told.matchAll(/\(\): ([^\n]+)/g)];
  return reasons.at(-1)?.[1] ?? told.split('\n')[0];
}
