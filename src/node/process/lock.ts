/**
 * A folder that one process at a time works on. A lock is a file `lock-N` that tells its holder; the next holder after
 * one that died takes the next number, which only one can. Whoever finds another living one beside its own steps back.
 */
import { linkSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { mistake } from '../../core/errors.ts';
import { fileProblem } from './file-problem.ts';
import { undoneByInterrupt } from './interruptible.ts';
import { isDead, keepFresh, nameBeside, thisWriter, type Writer } from './leftovers.ts';

/** How often a holder says that it lives, and after which silence one of another machine counts as dead. */
const HEARTBEAT_MS = 20_000;
const SILENT_MS = 5 * 60_000;

const LOCK = /^lock-(\d+)$/;

export interface Holder extends Writer {
  readonly host: string;
  readonly since: string;
}

interface Held {
  readonly number: number;
  readonly path: string;
  /** Null where the file tells nobody. */
  readonly holder: Holder | null;
}

/**
 * Takes the lock of a folder.
 * @returns gives it back
 * @throws ParkadeError FileProblem while another process holds it, with its name
 */
export function lockFolder(folder: string): () => void {
  const before = locksIn(folder);
  for (const lock of before) refuseLiving(folder, lock);
  const number = 1 + before.reduce((last, lock) => (lock.number > last ? lock.number : last), 0);
  const path = join(folder, `lock-${number}`);
  claim(folder, path);
  const release = () => rmSync(path, { force: true });
  try {
    for (const lock of locksIn(folder)) if (lock.number !== number) refuseLiving(folder, lock);
  } catch (error) {
    release();
    throw error;
  }
  for (const lock of before) rmSync(lock.path, { force: true });
  const cool = keepFresh(path, HEARTBEAT_MS);
  const settled = undoneByInterrupt(release);
  return () => {
    cool();
    release();
    settled();
  };
}

/** Who works on a folder now; null if nobody does. */
export function holderOf(folder: string): Holder | null {
  return locksIn(folder).find((lock) => isLiving(lock))?.holder ?? null;
}

/** The file appears with its content, or not at all where one of that name is there. */
function claim(folder: string, path: string): void {
  const draft = nameBeside(path, 'tmp');
  const holder: Holder = { ...thisWriter(), host: hostname(), since: new Date().toISOString() };
  try {
    writeFileSync(draft, JSON.stringify(holder));
    linkSync(draft, path);
  } catch (cause) {
    const rival = locksIn(folder).find((lock) => lock.path === path);
    if (rival !== undefined) refuseLiving(folder, rival);
    throw fileProblem(path, 'be a lock that can be written', cause);
  } finally {
    rmSync(draft, { force: true });
  }
}

function locksIn(folder: string): Held[] {
  return readdirSync(folder).flatMap((name) => {
    const found = LOCK.exec(name);
    if (found === null) return [];
    const path = join(folder, name);
    return [{ number: Number(found[1]), path, holder: holderIn(path) }];
  });
}

function holderIn(path: string): Holder | null {
  try {
    const holder = JSON.parse(readFileSync(path, 'utf8')) as Holder;
    return typeof holder.machine === 'string' && Number.isInteger(holder.pid) ? holder : null;
  } catch {
    return null; // given back meanwhile
  }
}

function isLiving({ holder, path }: Held): boolean {
  return holder !== null && !isDead(holder, path, SILENT_MS);
}

function refuseLiving(folder: string, lock: Held): void {
  if (lock.holder === null || !isLiving(lock)) return;
  const { pid, host, since } = lock.holder;
  throw mistake('FileProblem', {
    key: folder,
    expected: 'be worked on by one process at a time',
    came: `process ${pid} on ${host} works on it since ${since}`,
    advice: 'wait for it or stop it',
  });
}
