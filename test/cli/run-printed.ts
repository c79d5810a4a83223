/** Runs printed commands in order in a folder as a fresh clone has it, parkade on the PATH as the README says. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { main, root, scratchFolder } from './parkade.ts';
import { expectedCode, type Printed } from './printed-commands.ts';

/** The examples, and the link that the build makes; everything else a command must bring along. */
export function freshFolder(): string {
  const folder = scratchFolder();
  cpSync(join(root, 'examples'), join(folder, 'examples'), { recursive: true });
  mkdirSync(join(folder, 'node_modules', '.bin'), { recursive: true });
  symlinkSync(main, join(folder, 'node_modules', '.bin', 'parkade'));
  return folder;
}

export interface Ran extends Printed {
  readonly problem: string | null;
  /** Commands that it printed under "Next:". */
  readonly next: readonly string[];
}

export function runPrinted({ where, command }: Printed, folder: string): Ran {
  const typed = `export PATH="$PWD/node_modules/.bin:$PATH"; ${command}`;
  const { status, stdout, stderr } = spawnSync('bash', ['-c', typed], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 1e9,
  });
  const fine = status === expectedCode(command);
  const [, one, many] = /\nNext:(?: (.*)\n|\n((?: {2}.*\n)+))/.exec(stdout) ?? [];
  const next = (one ?? many ?? '')
    .split('\n')
    .map((line) => line.trim().replace(/\s+#.*$/, ''))
    .filter((line) => line !== '');
  return { where, command, problem: fine ? null : `exit code ${status}: ${stderr.slice(-300)}`, next };
}

/** All of them, and what comes next under each, once. */
export function runInOrder(commands: readonly Printed[], folder: string): Ran[] {
  const known = new Set(commands.map(({ command }) => command));
  const all: Ran[] = [];
  for (const printed of commands) {
    const ran = runPrinted(printed, folder);
    all.push(ran);
    for (const command of ran.next) {
      if (known.has(command)) continue;
      known.add(command);
      all.push(runPrinted({ where: `Next: of ${printed.command}`, command }, folder));
    }
  }
  return all;
}
