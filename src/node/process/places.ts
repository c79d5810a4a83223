/**
 * Where a file that is to be written lies: behind its links, or in a pipe or a device, which are written into and never
 * replaced.
 */
import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  openSync,
  readlinkSync,
  realpathSync,
  type Stats,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileProblem } from './file-problem.ts';

/**
 * A file, whole under its own name and not that of a link to it; a stream is a pipe, a device or an open descriptor.
 */
type Place =
  | {
      readonly kind: 'file';
      readonly path: string /** Of the file that is there; null for a new one. */;
      readonly mode: number | null;
    }
  | { readonly kind: 'stream'; readonly path: string; readonly descriptor: number | null };

/** `-` is standard output, as in many programs. */
const STANDARD_OUTPUT = '-';

/**
 * @throws ParkadeError FileProblem for a folder, a file that may not be written, links that lead nowhere
 */
export function placeOf(path: string): Place {
  const descriptor = descriptorIn(path);
  if (descriptor !== null) return { kind: 'stream', path, descriptor };
  if (/[\\/]$/.test(path)) throw fileProblem(path, 'be a file that can be written', { code: 'EISDIR' });
  const stats = statsOf(path);
  if (stats === null) return { kind: 'file', path: endOfLinks(path), mode: null };
  if (stats.isDirectory()) throw fileProblem(path, 'be a file that can be written', { code: 'EISDIR' });
  if (!stats.isFile()) return { kind: 'stream', path, descriptor: null };
  try {
    accessSync(path, constants.W_OK);
  } catch (cause) {
    throw fileProblem(path, 'be a file that can be written', cause);
  }
  return { kind: 'file', path: realpathSync(path), mode: stats.mode };
}

/** Names for what the program has open already: opened anew, a file that a shell writes to would be cut off. */
function descriptorIn(path: string): number | null {
  if (path === STANDARD_OUTPUT || path === '/dev/stdout') return 1;
  if (path === '/dev/stderr') return 2;
  const number = /^\/(?:dev|proc\/self)\/fd\/(\d+)$/.exec(path)?.[1];
  return number === undefined ? null : Number(number);
}

function statsOf(path: string): Stats | null {
  try {
    return statSync(path);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw fileProblem(path, 'be a file that can be written', cause);
  }
}

/** Where a link leads that leads to nothing yet; the path itself if it is none. Circles have been found before. */
function endOfLinks(path: string): string {
  let at = resolve(path);
  for (let to = linkAt(at); to !== null; to = linkAt(at)) {
    const folder = dirname(at);
    at = resolve(realpathSync(folder), to);
    if (!existsSync(dirname(at))) {
      throw fileProblem(
        path,
        'be a file that can be written',
        new Error(`it is a link to "${to}", in a folder that does not exist`),
      );
    }
  }
  return at;
}

function linkAt(path: string): string | null {
  try {
    return readlinkSync(path);
  } catch {
    return null;
  }
}

/**
 * Writes everything into a pipe, a device or an open descriptor. A reader that has enough and leaves is no failure.
 */
export function pour(path: string, descriptor: number | null, parts: Iterable<string | Uint8Array>): void {
  const handle = descriptor ?? openSync(path, constants.O_WRONLY); // waits for a reader, as every program does
  try {
    for (const part of parts) {
      const bytes = typeof part === 'string' ? new TextEncoder().encode(part) : part;
      for (let from = 0; from < bytes.length; ) from += writtenOf(handle, bytes, from);
    }
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EPIPE') throw cause;
  } finally {
    if (descriptor === null) closeSync(handle);
  }
}

const PAUSE_MS = 5;

/** How much went in: nothing while a pipe that does not wait is full. */
function writtenOf(handle: number, bytes: Uint8Array, from: number): number {
  try {
    return writeSync(handle, bytes, from);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EAGAIN') throw cause;
    pause();
    return 0;
  }
}

/** For a pipe that does not wait: it is asked again a little later. */
export function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS);
}
