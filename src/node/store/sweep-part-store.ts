/** One part of a sweep opened to compute in it, by one of many computers. */
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type Part, partAt } from '../../sweeps/parts.ts';
import { appendTo } from '../process/appended.ts';
import { makeFolder } from '../process/files.ts';
import { type Holder, holderOf, lockFolder } from '../process/lock.ts';
import { sweepCodeHash } from '../process/version.ts';
import { FAILED, marksFor, marksOf, OPEN, placesWhere } from './sweep-marks.ts';
import { partFolder } from './sweep-parts.ts';
import { otherCode, planHash, planOfRecord, readSweepRecord } from './sweep-record.ts';
import { cellLines, headOf, lineOf, mendRows, ROWS, writeRows } from './sweep-rows.ts';
import type { SweepStore } from './sweep-store.ts';

/** A store that knows its part only: its counts are of that. */
interface SweepPart extends SweepStore {
  /** How many cells the part has. */
  readonly cells: number;
}

interface Patience {
  /** Told once, where another process works on the part. */
  readonly onWait: (holder: Holder) => void;
  readonly milliseconds: number;
}

/** A holder on another machine counts as dead after five minutes of silence. */
const PATIENCE_MS = 10 * 60_000;
const AGAIN_MS = 500;

/**
 * Opens a part of the sweep in a folder. What its rows, or the part's own, have already is not open.
 * @throws ParkadeError FileProblem where there is no sweep, or one of other code; where another process works on the
 *   part for longer than anybody has patience
 */
export async function openSweepPart(
  folder: string,
  part: Part,
  { onWait, milliseconds = PATIENCE_MS }: Pick<Patience, 'onWait'> & Partial<Patience>,
): Promise<SweepPart> {
  const record = readSweepRecord(folder);
  if (record.code !== sweepCodeHash()) throw otherCode(folder, record);
  const plan = planOfRecord(record);
  const hash = planHash(plan.spec);
  const own = partFolder(folder, hash, part);
  const release = await lockedSoon(own, { onWait, milliseconds });
  const path = join(own, ROWS);
  mendRows(path);
  if (headOf(path)?.plan !== hash) writeRows(path, record.code, hash, []);
  const before = marksOf(ofPlan(join(folder, ROWS), hash), plan.length);
  const here = marksOf(cellLines(path), plan.length);
  const isOurs = (index: number) => partAt(index, part.of) === part.part;
  const both = marksFor(plan.length); // counts of this part, in either file
  let cells = 0;
  for (let index = 0; index < plan.length; index++) {
    if (!isOurs(index)) continue;
    cells++;
    const mark = here.of(index) === OPEN ? before.of(index) : here.of(index);
    if (mark !== OPEN) both.set(index, mark !== FAILED);
  }
  const rows = appendTo(path);
  return {
    folder,
    plan,
    cells,
    counts: both.counts,
    open(which) {
      const mark = which === 'missing' ? OPEN : FAILED;
      return placesWhere(plan.length, (index) => isOurs(index) && here.of(index) === OPEN && before.of(index) === mark);
    },
    add(cell) {
      rows.add(lineOf(cell));
      for (const marks of [here, both]) marks.set(cell.index, cell.value.status === 'completed');
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

function* ofPlan(path: string, plan: string): Generator<string> {
  if (headOf(path)?.plan === plan) yield* cellLines(path);
}

/** Whoever takes the rows of a part over holds it for a moment, and removes its folder: it is made again. */
async function lockedSoon(folder: string, { onWait, milliseconds }: Patience): Promise<() => void> {
  const until = Date.now() + milliseconds;
  let told = false;
  for (let tries = 0; ; tries++) {
    try {
      makeFolder(folder);
      return lockFolder(folder);
    } catch (error) {
      const holder = holderThere(folder);
      if (Date.now() > until || (holder === null && tries > 3)) throw error;
      if (holder !== null && !told) onWait(holder);
      told ||= holder !== null;
    }
    await wait(AGAIN_MS);
  }
}

function holderThere(folder: string): Holder | null {
  try {
    return holderOf(folder);
  } catch {
    return null; // the folder was removed just now
  }
}
