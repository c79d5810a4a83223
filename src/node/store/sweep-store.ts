/** The cells of a sweep on disk: which have ended, those that end, all of them as a table. */
import { join } from 'node:path';
import type { SweepCell } from '../../sweeps/cell.ts';
import type { SweepPlan } from '../../sweeps/plan.ts';
import { rowMaker } from '../../sweeps/rows.ts';
import type { Field, SweepTable } from '../../sweeps/table.ts';
import { appendTo } from '../process/appended.ts';
import { lockFolder } from '../process/lock.ts';
import { sortedLines } from './sorted-lines.ts';
import { FAILED, type Marks, marksOf, OPEN, placesWhere, type SweepCounts } from './sweep-marks.ts';
import { letGo, linesOfAnyPlan, linesOfSweep, removeParts, standingParts, takeOver } from './sweep-parts.ts';
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
  ROWS,
  type TimedCell,
  writeRows,
} from './sweep-rows.ts';

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

type HashOf = (cell: SweepCell) => string;

/**
 * Opens the folder of a sweep to compute in it, and makes it where there is none. Cells that an earlier plan had in
 * common with this one are known again by their hashes; what computers elsewhere left in parts is taken over.
 *
 * @param hashOf what a cell is known by
 * @throws ParkadeError FileProblem where another process works on it, or it holds something else
 */
export function openSweepStore(folder: string, plan: SweepPlan, hashOf: HashOf): SweepStore {
  const { code } = recordSweep(folder, plan);
  const release = lockFolder(folder);
  const path = join(folder, ROWS);
  const marks = unlessItFails(() => gathered(folder, code, plan, hashOf), release);
  const rows = appendTo(path);
  return {
    folder,
    plan,
    counts: marks.counts,
    open: (which) => placesWhere(plan.length, (index) => marks.of(index) === (which === 'missing' ? OPEN : FAILED)),
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

function unlessItFails<Result>(work: () => Result, release: () => void): Result {
  try {
    return work();
  } catch (error) {
    release();
    throw error;
  }
}

/** Makes the rows of a folder those of this plan, and takes over what its parts have. */
function gathered(folder: string, code: string, plan: SweepPlan, hashOf: HashOf): Marks {
  const path = join(folder, ROWS);
  mendRows(path);
  const parts = standingParts(folder, code);
  try {
    const head = headOf(path);
    const own = planHash(plan.spec);
    const others = parts.filter((part) => part.plan !== own && part.release !== null);
    if (head?.plan !== own || others.length > 0) {
      writeRows(path, code, own, placedAnew([path, ...others.map(({ rows }) => rows)], plan, hashOf));
    }
    const marks = marksOf(cellLines(path), plan.length);
    const owns = parts.filter((part) => part.plan === own);
    takeOver(owns, path, marks);
    removeParts([...others, ...owns]);
    return marks;
  } finally {
    letGo(folder, parts);
  }
}

/** The lines of other plans with their places in this one; those that it does not have are kept for the next. */
function placedAnew(paths: readonly string[], plan: SweepPlan, hashOf: HashOf): string[] {
  const known = new Map<string, TimedCell>();
  for (const path of paths) {
    for (const line of cellLines(path)) {
      const hash = hashOfLine(line);
      if (known.get(hash)?.value.status !== 'completed') known.set(hash, { ...cellIn(line), index: NO_PLACE });
    }
  }
  for (let index = 0; index < plan.length && known.size > 0; index++) {
    const hash = hashOf(plan.at(index).cell);
    const cell = known.get(hash);
    if (cell !== undefined && cell.index === NO_PLACE) known.set(hash, { ...cell, index });
  }
  return [...known.values()].map(lineOf);
}

/** Every cell that a folder holds, of its present plan or of an earlier one. */
export function* cellsIn(folder: string): Generator<TimedCell> {
  for (const line of linesOfAnyPlan(folder)) yield cellIn(line);
}

/** What the folder of a sweep holds at the moment, whoever works on it. */
export interface StoredSweep {
  readonly plan: SweepPlan;
  readonly counts: SweepCounts;
  /** Of the cells that have ended, by their hashes. */
  readonly table: SweepTable;
  /** The same cells in the same order. */
  cells(): Iterable<TimedCell>;
  /** Wall times, seconds, in the same order. */
  seconds(): Iterable<readonly Field[]>;
}

/** @throws ParkadeError FileProblem where there is no sweep, or one of another version */
export function readSweep(folder: string): StoredSweep {
  const plan = planOfRecord(readSweepRecord(folder));
  const own = planHash(plan.spec);
  const { columns, rowOf } = rowMaker(plan);
  function* lines(): Generator<string> {
    for (const line of linesOfSweep(folder, own)) if (markOfLine(line).index >= 0) yield line;
  }
  function* cells(): Generator<TimedCell> {
    for (const line of sortedLines(lines, hashOfLine)) yield cellIn(line);
  }
  const marks = marksOf(lines(), plan.length);
  return {
    plan,
    counts: marks.counts,
    cells,
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
