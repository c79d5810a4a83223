/** Whole commands, each in a process of its own: how long they take and how much memory at most. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));
export const program = join(root, 'dist', 'node', 'main.js');
export const scratch = mkdtempSync(join(tmpdir(), 'parkade-bench-'));

export interface Measured {
  readonly seconds: number;
  /** The most that was resident, bytes; 0 where the system does not tell. */
  readonly memory: number;
}

/** Runs a program to its end. */
export async function measured(args: readonly string[]): Promise<Measured> {
  const begun = performance.now();
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  const pid = child.pid as number;
  let memory = 0;
  const watch = setInterval(() => {
    memory = Math.max(memory, residentOf(pid));
  }, 50);
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve));
  clearInterval(watch);
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}`);
  return { seconds: (performance.now() - begun) / 1000, memory };
}

function told(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return ''; // it ended, or this is no Linux
  }
}

/** The high-water mark. */
function residentOf(pid: number): number {
  return 1024 * Number(/VmHWM:\s*(\d+)/.exec(told(`/proc/${pid}/status`))?.[1] ?? 0);
}

/** Processor time of a process's main thread, seconds; Linux counts in hundredths of one. */
export function mainThreadOf(pid: number): number {
  const [, numbers = ''] = told(`/proc/${pid}/task/${pid}/stat`).split(') ');
  const [user, system] = numbers.split(' ').slice(11, 13).map(Number);
  return ((user || 0) + (system || 0)) / 100;
}

const folder = join(scratch, 'sweep');

/** A new sweep of these words, in `folder`. */
export function sweep(words: readonly string[]): Promise<Measured> {
  rmSync(folder, { recursive: true, force: true });
  return measured([program, 'sweep', ...words, '--out', folder, '--json']);
}
