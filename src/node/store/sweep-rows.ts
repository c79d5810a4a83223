/**
 * rows.jsonl: a line for each cell that ended, [hash, place in the plan, value, seconds], appended as they end. A line
 * that is not whole was never committed.
 */
import { existsSync, truncateSync } from 'node:fs';
import { fromJson, toJson } from '../../core/json.ts';
import type { EndedCell } from '../../sweeps/rows.ts';
import { writeFileWhole } from '../process/files.ts';
import { linesIn } from '../process/lines.ts';

/** The file of rows, in the folder of a sweep and in those of its parts. */
export const ROWS = 'rows.jsonl';

interface RowsHead {
  readonly format: 'parkade-sweep-rows';
  readonly formatVersion: 1;
  readonly code: string;
  /** The plan that the places belong to. */
  readonly plan: string;
}

/** A cell that has ended, and how long it took. */
export interface TimedCell extends EndedCell {
  readonly seconds: number;
}

/** The place of a cell that is in no plan now, but was in one before. */
export const NO_PLACE = -1;

export function lineOf({ hash, index, value, seconds }: TimedCell): string {
  return toJson([hash, index, value, seconds]);
}

export function cellIn(line: string): TimedCell {
  const [hash, index, value, seconds] = fromJson(line) as [string, number, EndedCell['value'], number];
  return { hash, index, value, seconds };
}

const WHOLE = /^\["[0-9a-f]{32}",-?\d+,\{.*\},[\d.e-]+\]$/;

/** What a line begins with, without reading it all: the hash. */
export function hashOfLine(line: string): string {
  return line.slice(2, 34);
}

/** The place, and whether there is a completed run. */
export function markOfLine(line: string): { readonly index: number; readonly completed: boolean } {
  const end = line.indexOf(',', 36);
  return { index: Number(line.slice(36, end)), completed: line.startsWith('{"status":"completed"', end + 1) };
}

/** The lines of cells; what a power cut has torn, and what stands behind it, is not among them. */
export function* cellLines(path: string): Generator<string> {
  if (!existsSync(path)) return;
  let head = true;
  for (const { text } of linesIn(path)) {
    if (head) head = false;
    else if (WHOLE.test(text)) yield text;
    else return;
  }
}

/** Cuts off what is torn, so that lines can be appended. */
export function mendRows(path: string): void {
  if (!existsSync(path)) return;
  let whole = 0;
  let head = true;
  for (const { text, end } of linesIn(path)) {
    if (!head && !WHOLE.test(text)) break;
    head = false;
    whole = end;
  }
  truncateSync(path, whole);
}

export function headOf(path: string): RowsHead | null {
  if (!existsSync(path)) return null;
  for (const { text } of linesIn(path)) return headIn(text);
  return null;
}

function headIn(line: string): RowsHead | null {
  try {
    const head = fromJson(line) as RowsHead;
    return head.format === 'parkade-sweep-rows' && head.formatVersion === 1 ? head : null;
  } catch {
    return null;
  }
}

/** A file of rows with these lines, in place of the one that is there. */
export function writeRows(path: string, code: string, plan: string, lines: readonly string[]): void {
  const head: RowsHead = { format: 'parkade-sweep-rows', formatVersion: 1, code, plan };
  writeFileWhole(path, `${[toJson(head), ...lines].join('\n')}\n`);
}
