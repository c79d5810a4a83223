/**
 * Lines in the order of the hashes that they begin with, each hash once, the last line of it. Many lines are dealt out
 * to files by the first digits of their hashes, so that a million take the memory of some thousands.
 */
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { undoneByInterrupt } from '../process/interruptible.ts';
import { linesIn } from '../process/lines.ts';

/** As many lines are sorted at once. */
const AT_ONCE = 20_000;
/** Hexadecimal digits by which lines are dealt out. */
const DIGITS = 2;
/** Signs that wait for each file. */
const FULL = 1 << 12;

/**
 * @param lines gives them anew whenever it is called
 * @param hashOf of a line, in hexadecimal digits
 */
export function* sortedLines(lines: () => Iterable<string>, hashOf: (line: string) => string): Generator<string> {
  const few = new Map<string, string>();
  let count = 0;
  for (const line of lines()) {
    if (++count > AT_ONCE) break;
    few.set(hashOf(line), line);
  }
  if (count <= AT_ONCE) yield* inOrder(few);
  else {
    few.clear();
    yield* dealtOut(lines, hashOf);
  }
}

function* inOrder(lines: ReadonlyMap<string, string>): Generator<string> {
  for (const hash of [...lines.keys()].sort()) yield lines.get(hash) as string;
}

function* dealtOut(lines: () => Iterable<string>, hashOf: (line: string) => string): Generator<string> {
  const folder = mkdtempSync(join(tmpdir(), 'parkade-sorted-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const settled = undoneByInterrupt(remove);
  try {
    for (const path of dealInto(folder, lines(), hashOf)) {
      const part = new Map<string, string>();
      for (const { text } of linesIn(path)) part.set(hashOf(text), text);
      rmSync(path);
      yield* inOrder(part);
    }
  } finally {
    remove();
    settled();
  }
}

/** @returns the files, in the order of their hashes */
function dealInto(folder: string, lines: Iterable<string>, hashOf: (line: string) => string): string[] {
  const waiting = new Map<string, string>();
  const write = (digits: string) => {
    appendFileSync(join(folder, digits), waiting.get(digits) ?? '');
    waiting.set(digits, '');
  };
  for (const line of lines) {
    const digits = hashOf(line).slice(0, DIGITS);
    const text = `${waiting.get(digits) ?? ''}${line}\n`;
    waiting.set(digits, text);
    if (text.length >= FULL) write(digits);
  }
  const all = [...waiting.keys()].sort();
  for (const digits of all) write(digits);
  return all.map((digits) => join(folder, digits));
}
