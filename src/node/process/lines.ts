/** The lines of a file one after another, however large it is. */
import { closeSync, openSync, readSync } from 'node:fs';
import { fileProblem } from './file-problem.ts';

interface Line {
  readonly text: string;
  /** Where the next one begins, in bytes. */
  readonly end: number;
}

const PART = 1 << 18;
const LINE_BREAK = 10;

/**
 * Whole lines only: what stands behind the last line break is left out.
 * @throws ParkadeError FileProblem
 */
export function* linesIn(path: string): Generator<Line> {
  const handle = opened(path);
  try {
    const part = Buffer.alloc(PART);
    let rest = Buffer.alloc(0);
    let end = 0;
    for (let count = readSync(handle, part); count > 0; count = readSync(handle, part)) {
      const bytes = rest.length === 0 ? part.subarray(0, count) : Buffer.concat([rest, part.subarray(0, count)]);
      let from = 0;
      for (let at = bytes.indexOf(LINE_BREAK); at >= 0; at = bytes.indexOf(LINE_BREAK, from)) {
        end += at + 1 - from;
        yield { text: bytes.toString('utf8', from, at), end };
        from = at + 1;
      }
      rest = Buffer.from(bytes.subarray(from));
    }
  } finally {
    closeSync(handle);
  }
}

function opened(path: string): number {
  try {
    return openSync(path, 'r');
  } catch (cause) {
    throw fileProblem(path, 'be a file that can be read', cause);
  }
}
