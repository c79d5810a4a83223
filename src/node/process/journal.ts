/**
 * What long work has come to so far, on disk: a line a cell, appended as cells end. Work that was stopped, or whose
 * machine was switched off, goes on from there. A cell is known again by what it says, so a journal serves whatever
 * other cells come with it, and in whatever order; of other code than what computed it nothing is believed.
 */
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import type { Work } from '../../core/executor.ts';
import { fromJson, toCanonicalJson, toJson } from '../../core/json.ts';
import { fileProblem } from './file-problem.ts';
import { writeFileWhole } from './files.ts';
import { codeHash } from './version.ts';

export interface Journal {
  /** What was kept of this cell before the journal was opened; undefined where nothing was. */
  known(work: Work): unknown;
  add(work: Work, value: unknown): void;
  /** How many of these cells have ended by now. */
  ended(work: readonly Work[]): number;
  remove(): void;
  /** Where nothing has ended, there is nothing to keep. */
  removeIfEmpty(): void;
}

/** Opens the journal at `path`: what it holds is known, unless other code wrote it. */
export function openJournal(path: string): Journal {
  const head = JSON.stringify({ format: 'parkade-journal', formatVersion: 2, code: codeHash() });
  const known = new Map<string, unknown>();
  const lines = linesOf(path);
  if (lines[0] === head) {
    let whole = Buffer.byteLength(head) + 1;
    for (const line of lines.slice(1)) {
      const entry = parsed(line);
      if (entry === null) break; // torn by whatever ended the work: it and what follows are computed again
      known.set(...entry);
      whole += Buffer.byteLength(line) + 1;
    }
    truncateSync(path, whole);
  } else writeFileWhole(path, `${head}\n`);
  const kept = new Set(known.keys());
  const remove = () => rmSync(path, { force: true });
  return {
    known: (work) => known.get(keyOf(work)),
    add(work, value) {
      const key = keyOf(work);
      try {
        appendFileSync(path, `${toJson([key, value])}\n`);
        kept.add(key);
      } catch (cause) {
        throw fileProblem(path, 'be a journal that can be written', cause);
      }
    },
    ended: (work) => work.filter((one) => kept.has(keyOf(one))).length,
    remove,
    removeIfEmpty: () => void (kept.size === 0 && remove()),
  };
}

/** 128 bits: enough that no two cells ever meet. */
const KEY_LENGTH = 32;

/** What a cell is known by. */
function keyOf({ kind, id, cell }: Work): string {
  return createHash('sha256').update(toCanonicalJson({ kind, id, cell })).digest('hex').slice(0, KEY_LENGTH);
}

function linesOf(path: string): string[] {
  if (!existsSync(path)) return [];
  try {
    // The last line is whole only if a line break ended it.
    return readFileSync(path, 'utf8').split('\n').slice(0, -1);
  } catch (cause) {
    throw fileProblem(path, 'be a journal that can be read', cause);
  }
}

function parsed(line: string): [string, unknown] | null {
  try {
    const entry = fromJson(line) as [string, unknown];
    return Array.isArray(entry) && typeof entry[0] === 'string' && entry[0].length === KEY_LENGTH ? entry : null;
  } catch {
    return null;
  }
}
