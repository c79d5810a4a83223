/**
 * Names of what is being written, and who cleans up behind a process that was killed while it wrote: the next one that
 * writes beside. `.NAME.tmp-parkade-…` is a draft; `.NAME.old-parkade-…` is what a draft is about to replace. A pid
 * alone says too little: it is used again after a while, and on a file system that machines share, the process lives
 * elsewhere.
 */
import { createHash } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  utimesSync,
} from 'node:fs';
import { hostname, uptime } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';

/** Who writes. */
export interface Writer {
  /** The machine, and among whom the pid is a number: containers count for themselves. */
  readonly machine: string;
  /** Which start of the machine. */
  readonly boot: string;
  readonly pid: number;
  /** When the process began, in ticks of the machine; 0 where the system does not tell. */
  readonly began: string;
}

type Kind = 'tmp' | 'old';

const BESIDE = /^\.(.+)\.(tmp|old)-parkade-([0-9a-f]{12})-([0-9a-f]{12})-(\d+)-(\d+)-\d+$/s;

/**
 * How often a writer touches its draft, and how long one of another machine may lie untouched before it counts as dead.
 */
const HEARTBEAT_MS = 10 * 60_000;
const ABANDONED_MS = 7 * 24 * 3_600_000;

let self: Writer | undefined;
let serial = 0;

export function thisWriter(): Writer {
  self ??= {
    machine: hashOf(hostname(), contentOf('/etc/machine-id'), linkAt('/proc/self/ns/pid')),
    boot: hashOf(contentOf('/proc/sys/kernel/random/boot_id')),
    pid: process.pid,
    began: beganOf('self') ?? '0',
  };
  return self;
}

/** A name beside `path` that nobody else uses. */
export function nameBeside(path: string, kind: Kind, { machine, boot, pid, began }: Writer = thisWriter()): string {
  const whole = resolve(path);
  const stamp = [machine, boot, pid, began, serial++].join('-');
  return join(dirname(whole), `.${shortened(basename(whole))}.${kind}-parkade-${stamp}`);
}

/** File systems take 255 bytes a name, and the stamp has up to 90: a longer name stands in it as its hash. */
function shortened(name: string): string {
  return Buffer.byteLength(name) <= 160 ? name : `~${hashOf(name)}`;
}

/** Tells other machines, as long as the process lives, that its draft is not abandoned. */
export function keepFresh(draft: string, everyMs: number = HEARTBEAT_MS): () => void {
  const touch = () => {
    try {
      utimesSync(draft, new Date(), new Date());
    } catch {
      // Gone, or on a file system that does not keep times.
    }
  };
  const timer = setInterval(touch, everyMs).unref();
  return () => clearInterval(timer);
}

/** Removes drafts of dead processes beside `path`, and puts back what one of them had moved away to replace it. */
export function clearLeftovers(path: string): void {
  const whole = resolve(path);
  const folder = dirname(whole);
  for (const entry of entriesOf(folder)) {
    const found = BESIDE.exec(entry);
    if (found === null) continue;
    const [, name, kind, machine, boot, pid, began] = found;
    const at = join(folder, entry);
    if (!isDead({ machine, boot, pid: Number(pid), began }, at)) continue;
    try {
      if (kind === 'old' && !putBack(at, name, whole)) continue;
      rmSync(at, { recursive: true, force: true });
    } catch {
      // Another one that cleans up was first, or it is another user's.
    }
  }
}

/** False where the name is not known, being too long, and is not that of `whole` either. */
function putBack(at: string, name: string, whole: string): boolean {
  if (name.startsWith('~') && name !== shortened(basename(whole))) return false;
  const original = name.startsWith('~') ? whole : join(dirname(at), name);
  if (!existsSync(original)) renameSync(at, original);
  return true;
}

/**
 * Whether whoever wrote `at` lives no longer.
 * @param abandonedMs how long a file of another machine may lie untouched before it counts as left behind
 */
export function isDead({ machine, boot, pid, began }: Writer, at: string, abandonedMs: number = ABANDONED_MS): boolean {
  const here = thisWriter();
  const untouchedMs = Date.now() - touchedAt(at);
  if (machine !== here.machine) return untouchedMs > abandonedMs;
  // It ended with the machine, unless another one bears the same name: that would have touched its draft since.
  if (boot !== here.boot) return untouchedMs > 1000 * uptime() && untouchedMs > 2 * HEARTBEAT_MS;
  const now = pid === process.pid ? here.began : beganOf(String(pid));
  return now === null ? !isAlive(pid) : now !== began;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** When a process began: the 22nd number of /proc/PID/stat, counted behind the name, which may hold anything. */
function beganOf(pid: string): string | null {
  const stat = contentOf(`/proc/${pid}/stat`);
  return stat === '' ? null : (stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null);
}

function touchedAt(path: string): number {
  try {
    return lstatSync(path).mtimeMs;
  } catch {
    return Infinity; // gone
  }
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // where nothing can be read, nothing can be written either, and that is told then
  }
}

function contentOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function linkAt(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}

function hashOf(...parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 12);
}
