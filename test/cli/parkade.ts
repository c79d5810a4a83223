/** Runs the built command line as a person would, in a folder of its own. */
import { spawn, spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
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

/** A command. All of a worker's files run in one process, one after another; parkadeAlone gives one a process of its own. */
export function parkade(args: readonly string[], cwd: string): Outcome {
  ask ??= startServer();
  const { stderr, ...rest } = ask({ args, cwd });
  return { ...rest, stderr: stderr.replace(PROGRESS, '') };
}

/** The same in a process of its own, for what a process is made of: its environment, its end. */
export function parkadeAlone(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}): Outcome {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
  return { code: status, stdout, stderr: stderr.replace(PROGRESS, '') };
}

type Ask = (request: { readonly args: readonly string[]; readonly cwd: string }) => Outcome;

/** Of the process that runs now; it ends with the worker, whose end of the pipes closes then. */
let ask: Ask | undefined;

/** Asked and answered through named pipes, which can be waited for without leaving the test. */
function startServer(): Ask {
  const folder = mkdtempSync(join(tmpdir(), 'parkade-pipes-'));
  const pipes = ['requests', 'answers'].map((name) => join(folder, name));
  if (spawnSync('mkfifo', pipes).status !== 0) return ({ args, cwd }) => parkadeAlone(args, cwd);
  const program = fileURLToPath(new URL('./command-server.mjs', import.meta.url));
  spawn(process.execPath, [program, main, ...pipes], { stdio: 'ignore' }).unref();
  const [requests, answers] = [openSync(pipes[0], 'w'), openSync(pipes[1], 'r')];
  rmSync(folder, { recursive: true }); // both sides have opened them
  return (request) => {
    writeSync(requests, `${JSON.stringify(request)}\n`);
    const parts: Buffer[] = [];
    for (;;) {
      const part = Buffer.alloc(1 << 16);
      const length = readSync(answers, part);
      if (length === 0) {
        ask = undefined; // the next command starts another one
        for (const pipe of [requests, answers]) closeSync(pipe);
        throw new Error(`the process of the commands ended at: parkade ${request.args.join(' ')}`);
      }
      parts.push(part.subarray(0, length));
      if (part[length - 1] === 10) return JSON.parse(Buffer.concat(parts).toString('utf8')) as Outcome;
    }
  };
}

/** A folder that goes when the tests of the file end. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'parkade-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
