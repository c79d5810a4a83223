/**
 * What long work has come to so far, on disk: a line a cell, appended as cells end. Work that was stopped, or whose machine was switched
 * off, goes on from there. A journal belongs to one list of cells and the code that computed them; any other begins anew.
 */
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { fromJson, toJson } from '../../core/json.ts';
import { fileProblem } from './file-problem.ts';
import { writeFileWhole } from './files.ts';
import { codeHash } from './version.ts';

export interface Journal {
  /** Values of cells that had ended already, by index. */
  readonly known: ReadonlyMap<number, unknown>;
  add(index: number, value: unknown): void;
  /** How many cells have ended by now. */
  count(): number;
  remove(): void;
}

/** Opens the journal at `path` for these cells: what it holds of them is known. */
export function openJournal(path: string, id: string, cells: readonly unknown[]): Journal {
  const head = JSON.stringify({
    format: 'parkade-journal',
    id,
    code: codeHash(),
    work: hashOf(cells),
  });
  const known = new Map<number, unknown>();
  let added = 0;
  const lines = linesOf(path);
  if (lines[0] === head) {
    let whole = Buffer.byteLength(head) + 1;
    for (const line of lines.slice(1)) {
      const entry = parsed(line);
      if (entry === null) break; // torn by whatever ended the work: it and what follows are computed again
      known.set(entry[0], entry[1]);
      whole += Buffer.byteLength(line) + 1;
    }
    truncateSync(path, whole);
  } else writeFileWhole(path, `${head}\n`);
  return {
    known,
    add(index, value) {
      try {
        appendFileSync(path, `${toJson([index, value])}\n`);
        added++;
      } catch (cause) {
        throw fileProblem(path, 'be a journal that can be written', cause);
      }
    },
    count: () => known.size + added,
    remove: () => rmSync(path, { force: true }),
  };
}

function hashOf(cells: readonly unknown[]): string {
  return createHash('sha256').update(toJson(cells)).digest('hex');
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

function parsed(line: string): [number, unknown] | null {
  try {
    const entry = fromJson(line) as [number, unknown];
    return Array.isArray(entry) && Number.isInteger(entry[0]) ? entry : null;
  } catch {
    return null;
  }
}
