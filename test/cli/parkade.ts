/** Runs the built command line as a person would, in a folder of its own. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';

export const root = fileURLToPath(new URL('../..', import.meta.url));
export const main = join(root, 'dist', 'node', 'main.js');

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Lines that come after ten seconds, on a machine that slow. */
const PROGRESS = /^.+: \d+ % \(.*\)\n/gm;

export function parkade(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}): Outcome {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
  return { code: status, stdout, stderr: stderr.replace(PROGRESS, '') };
}

/** A folder that goes when the tests of the file end. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'parkade-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
