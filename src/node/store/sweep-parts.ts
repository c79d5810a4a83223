/**
 * Parts of a sweep: computers that do not talk to each other write rows of their own, `parts/PLAN-PART-of-PARTS/`, each
 * under a lock of its own. Whoever reads the sweep sees them; whoever opens it to compute takes them into its rows.
 */
import { existsSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Part, partAt } from '../../sweeps/parts.ts';
import { appendTo } from '../process/appended.ts';
import { lockFolder } from '../process/lock.ts';
import { FAILED, type Marks, marksOf, OPEN } from './sweep-marks.ts';
import { cellLines, headOf, markOfLine, ROWS } from './sweep-rows.ts';

const PARTS = 'parts';

/** The folder of a part of a plan. */
export function partFolder(folder: string, plan: string, { part, of }: Part): string {
  return join(folder, PARTS, `${plan}-${part}-of-${of}`);
}

/** Files of rows in the folders of parts, of whatever plan. */
function rowsOfParts(folder: string): string[] {
  const parts = join(folder, PARTS);
  if (!existsSync(parts)) return [];
  return readdirSync(parts)
    .filter((name) => !name.startsWith('.'))
    .map((name) => join(parts, name, ROWS));
}

/** Lines of a file of rows that may be taken away at any time; of one plan, or of any. */
function* linesThere(path: string, plan?: string): Generator<string> {
  try {
    if (plan === undefined || headOf(path)?.plan === plan) yield* cellLines(path);
  } catch (error) {
    if (existsSync(path)) throw error;
  }
}

/**
 * The lines of cells of a plan, in the rows of the sweep and in those of its parts; of several lines of one cell the
 * last counts. Parts are gone through before the rows, so that nothing is missed that is taken over meanwhile, and once
 * more for completed runs, which stand above what the rows say.
 */
export function* linesOfSweep(folder: string, plan: string): Generator<string> {
  const parts = rowsOfParts(folder);
  for (const path of parts) yield* linesThere(path, plan);
  yield* linesThere(join(folder, ROWS), plan);
  for (const path of parts) for (const line of linesThere(path, plan)) if (markOfLine(line).completed) yield line;
}

/** How many cells of each of so many parts have not ended. */
export function openInParts(folder: string, plan: string, length: number, of: number): number[] {
  const marks = marksOf(linesOfSweep(folder, plan), length);
  const open = new Array<number>(of).fill(0);
  for (let index = 0; index < length; index++) if (marks.of(index) === OPEN) open[partAt(index, of)]++;
  return open;
}

/** All lines of a folder, of its present plan or of an earlier one. */
export function* linesOfAnyPlan(folder: string): Generator<string> {
  for (const path of [join(folder, ROWS), ...rowsOfParts(folder)]) yield* linesThere(path);
}

/** A part that is to be taken over. */
interface StandingPart {
  readonly rows: string;
  readonly plan: string;
  /** Null while somebody works on it. */
  readonly release: (() => void) | null;
}

/** The parts that this code computed; those that nobody works on are locked until they are let go. */
export function standingParts(folder: string, code: string): StandingPart[] {
  const standing: StandingPart[] = [];
  const others: StandingPart[] = [];
  for (const rows of rowsOfParts(folder)) {
    const release = locked(dirname(rows));
    const head = headOf(rows);
    const part = { rows, plan: head?.plan ?? '', release };
    if (head?.code === code) standing.push(part);
    else others.push(part);
  }
  letGo(folder, others);
  return standing;
}

function locked(folder: string): (() => void) | null {
  try {
    return lockFolder(folder);
  } catch {
    return null;
  }
}

/**
 * Appends to a file of rows what it lacks of these parts, and pushes it to the disk.
 * @param marks of the cells in the file, which get those of the parts
 */
export function takeOver(parts: readonly StandingPart[], path: string, marks: Marks): void {
  if (parts.length === 0) return;
  const rows = appendTo(path);
  try {
    for (const part of parts) {
      for (const line of linesThere(part.rows)) {
        const { index, completed } = markOfLine(line);
        const mark = marks.of(index);
        if (mark !== OPEN && !(mark === FAILED && completed)) continue;
        rows.add(line);
        marks.set(index, completed);
      }
    }
  } finally {
    rows.close();
  }
}

/** Takes parts away whose lines are elsewhere by now; those that somebody works on stay. */
export function removeParts(parts: readonly StandingPart[]): void {
  for (const { rows, release } of parts) if (release !== null) rmSync(rows, { force: true });
}

/** Lets parts go, and their folders where nothing is left in them. */
export function letGo(folder: string, parts: readonly StandingPart[]): void {
  for (const { rows, release } of parts) {
    if (release === null) continue;
    release();
    removeEmpty(dirname(rows));
  }
  removeEmpty(join(folder, PARTS));
}

/** A folder in which somebody has begun something stays. */
function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Not empty, or gone.
  }
}
