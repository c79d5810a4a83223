/** A file that lines are appended to: soon on the disk, never half of one where the disk can help it. */
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { fileProblem } from './file-problem.ts';

interface AppendedFile {
  /** @throws ParkadeError FileProblem where this line, or one before it, could not be written */
  add(line: string): void;
  /** Writes what waits. */
  flush(): void;
  close(): void;
}

/** Lines wait for this long, or until there are so many signs of them: a system call a line is dear. */
const WAIT_MS = 100;
const FULL = 1 << 16;
/** How often what was written is pushed to the disk itself. */
const SYNC_MS = 2000;

export function appendTo(path: string): AppendedFile {
  const handle = opened(path);
  let waiting = '';
  let failure: unknown = null;
  let synced = Date.now();
  const flush = () => {
    if (failure !== null) throw failure;
    if (waiting === '') return;
    const text = waiting;
    waiting = '';
    try {
      writeWhole(handle, text);
      if (Date.now() - synced > SYNC_MS) {
        fsyncSync(handle);
        synced = Date.now();
      }
    } catch (cause) {
      failure = fileProblem(path, 'be a file that can be written', cause);
      throw failure;
    }
  };
  const timer = setInterval(() => {
    try {
      flush();
    } catch {
      // Told to whoever adds the next line, or closes.
    }
  }, WAIT_MS).unref();
  return {
    add(line) {
      waiting += `${line}\n`;
      if (failure !== null || waiting.length >= FULL) flush();
    },
    flush,
    close() {
      clearInterval(timer);
      try {
        flush();
        fsyncSync(handle);
      } finally {
        closeSync(handle);
      }
    },
  };
}

function opened(path: string): number {
  try {
    return openSync(path, 'a');
  } catch (cause) {
    throw fileProblem(path, 'be a file that can be written', cause);
  }
}

/** A disk that gets full takes a part: the next call says so. */
function writeWhole(handle: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; ) at += writeSync(handle, bytes, at);
}
