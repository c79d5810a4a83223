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
  /** The most that was resident, bytes. */
  readonly memory: number;
}

/** Runs a program to its end. */
export async function measured(args: readonly string[]): Promise<Measured> {
  const begun = performance.now();
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  let memory = 0;
  const watch = setInterval(() => {
    memory = Math.max(memory, residentOf(child.pid as number));
  }, 100);
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve));
  clearInterval(watch);
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}`);
  return { seconds: (performance.now() - begun) / 1000, memory };
}

/** The high-water mark, where Linux tells. */
function residentOf(pid: number): number {
  try {
    return 1024 * Number(/VmHWM:\s*(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

/** A new sweep of these words. */
export function sweep(words: readonly string[]): Promise<Measured> {
  const out = join(scratch, 'sweep');
  rmSync(out, { recursive: true, force: true });
  return measured([program, 'sweep', ...words, '--out', out, '--json']);
}
