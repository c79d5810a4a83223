/** The cells of a sweep on disk: which have ended, those that end, all of them as a table. */
import { join } from 'node:path';
import type { SweepPlan } from '../../sweeps/plan.ts';
import { rowMaker } from '../../sweeps/rows.ts';
import type { Field, SweepTable } from '../../sweeps/table.ts';
import { appendTo } from '../process/appended.ts';
import { lockFolder } from '../process/lock.ts';
import { sortedLines } from './sorted-lines.ts';
import { planHash, planOfRecord, readSweepRecord, recordSweep } from './sweep-record.ts';
import {
  cellIn,
  cellLines,
  hashOfLine,
  headOf,
  lineOf,
  markOfLine,
  mendRows,
  NO_PLACE,
  type TimedCell,
  writeRows,
} from './sweep-rows.ts';

const ROWS = 'rows.jsonl';

export interface SweepStore {
  readonly folder: string;
  readonly plan: SweepPlan;
  /** How many cells of the plan have ended, and how many of those without a completed run. */
  readonly counts: SweepCounts;
  /** The places of cells to compute, ascending: those that have not ended, or those without a completed run. */
  open(which: 'missing' | 'failed'): Uint32Array;
  /** @throws ParkadeError FileProblem on a full disk; what was added before stays readable */
  add(cell: TimedCell): void;
  /** Writes what waits: then readers of the folder find all that was added. */
  flush(): void;
  close(): void;
}

interface SweepCounts {
  readonly ended: number;
  readonly failed: number;
}

/** Two bits a cell: 0 open, 1 ended with a completed run, 2 ended otherwise. */
interface Marks {
  of(index: number): number;
  set(index: number, completed: boolean): void;
  readonly counts: SweepCounts;
}

function marksFor(length: number): Marks {
  const all = new Uint8Array(Math.ceil(length / 4));
  const counts = { ended: 0, failed: 0 };
  const of = (index: number) => (all[index >> 2] >> (2 * (index & 3))) & 3;
  return {
    of,
    counts,
    set(index, completed) {
      const before = of(index);
      const after = completed ? 1 : 2;
      all[index >> 2] ^= (before ^ after) << (2 * (index & 3));
      counts.ended += before === 0 ? 1 : 0;
      counts.failed += (after === 2 ? 1 : 0) - (before === 2 ? 1 : 0);
    },
  };
}

/**
 * Opens the folder of a sweep to compute in it, and makes it where there is none. Cells that an earlier plan had in
 * common with this one are known again by their hashes.
 *
 * @param hashOf what a cell is known by
 * @throws ParkadeError FileProblem where another process works on it, or it holds something else
 */
export function openSweepStore(
  folder: string,
  plan: SweepPlan,
  hashOf: (cell: ReturnType<SweepPlan['at']>['cell']) => string,
): SweepStore {
  const { code } = recordSweep(folder, plan);
  const release = lockFolder(folder);
  const path = join(folder, ROWS);
  mendRows(path);
  const head = headOf(path);
  const own = planHash(plan.spec);
  if (head === null) writeRows(path, code, own, []);
  else if (head.plan !== own) writeRows(path, code, own, placedAnew(path, plan, hashOf));
  const marks = marksIn(path, plan);
  const rows = appendTo(path);
  return {
    folder,
    plan,
    counts: marks.counts,
    open: (which) => placesWith(marks, plan.length, which === 'missing' ? 0 : 2),
    add(cell) {
      rows.add(lineOf(cell));
      marks.set(cell.index, cell.value.status === 'completed');
    },
    flush: rows.flush,
    close() {
      try {
        rows.close();
      } finally {
        release();
      }
    },
  };
}

function marksIn(path: string, plan: SweepPlan): Marks {
  const marks = marksFor(plan.length);
  for (const line of cellLines(path)) {
    const { index, completed } = markOfLine(line);
    if (index >= 0 && index < plan.length) marks.set(index, completed);
  }
  return marks;
}

function placesWith(marks: Marks, length: number, mark: number): Uint32Array {
  let count = 0;
  for (let index = 0; index < length; index++) if (marks.of(index) === mark) count++;
  const places = new Uint32Array(count);
  for (let index = 0, at = 0; at < count; index++) if (marks.of(index) === mark) places[at++] = index;
  return places;
}

/** The lines of another plan with their places in this one; those that it does not have are kept for the next. */
function placedAnew(path: string, plan: SweepPlan, hashOf: Parameters<typeof openSweepStore>[2]): string[] {
  const known = new Map<string, TimedCell>();
  for (const line of cellLines(path)) known.set(hashOfLine(line), { ...cellIn(line), index: NO_PLACE });
  for (let index = 0; index < plan.length && known.size > 0; index++) {
    const hash = hashOf(plan.at(index).cell);
    const cell = known.get(hash);
    if (cell !== undefined && cell.index === NO_PLACE) known.set(hash, { ...cell, index });
  }
  return [...known.values()].map(lineOf);
}

/** Every cell that a folder holds, of its present plan or of an earlier one. */
export function* cellsIn(folder: string): Generator<TimedCell> {
  for (const line of cellLines(join(folder, ROWS))) yield cellIn(line);
}

/** What the folder of a sweep holds at the moment, whoever works on it. */
export interface StoredSweep {
  readonly plan: SweepPlan;
  readonly counts: SweepCounts;
  /** Of the cells that have ended, by their hashes. */
  readonly table: SweepTable;
  /** Wall times, seconds, in the same order. */
  seconds(): Iterable<readonly Field[]>;
}

/** @throws ParkadeError FileProblem where there is no sweep, or one of another version */
export function readSweep(folder: string): StoredSweep {
  const plan = planOfRecord(readSweepRecord(folder));
  const path = join(folder, ROWS);
  const current = headOf(path)?.plan === planHash(plan.spec);
  const { columns, rowOf } = rowMaker(plan);
  function* lines(): Generator<string> {
    if (!current) return;
    for (const line of cellLines(path)) if (markOfLine(line).index >= 0) yield line;
  }
  function* cells(): Generator<TimedCell> {
    for (const line of sortedLines(lines, hashOfLine)) yield cellIn(line);
  }
  const marks = current ? marksIn(path, plan) : marksFor(plan.length);
  return {
    plan,
    counts: marks.counts,
    table: {
      columns,
      length: marks.counts.ended,
      *rows() {
        for (const cell of cells()) yield rowOf(cell);
      },
    },
    *seconds() {
      for (const { hash, seconds } of cells()) yield [hash, seconds];
    },
  };
}
