/** Runs printed commands in order in a folder as a fresh clone has it. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { main, type Outcome, parkade, root, scratchFolder } from './parkade.ts';
import { expectedCode, type Printed, wordsOf } from './printed-commands.ts';

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

type Shell = (command: string, folder: string) => Outcome;

/** As it is typed, parkade on the PATH as the README says. */
export function inShell(command: string, folder: string): Outcome {
  const typed = `export PATH="$PWD/node_modules/.bin:$PATH"; ${command}`;
  const { status, stdout, stderr } = spawnSync('bash', ['-c', typed], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 1e9,
  });
  return { code: status, stdout, stderr };
}

/** Words in which the shell reads nothing but themselves go to the process of the commands, which spares starting another one. */
export function inProcess(command: string, folder: string): Outcome {
  const plain = /^parkade [\w\s.,:/=-]*$/.test(command);
  return plain ? parkade(wordsOf(command).slice(1), folder) : inShell(command, folder);
}

function runPrinted({ where, command }: Printed, folder: string, shell: Shell): Ran {
  const { code, stdout, stderr } = shell(command, folder);
  const fine = code === expectedCode(command);
  const [, one, many] = /\nNext:(?: (.*)\n|\n((?: {2}.*\n)+))/.exec(stdout) ?? [];
  const next = (one ?? many ?? '')
    .split('\n')
    .map((line) => line.trim().replace(/\s+#.*$/, ''))
    .filter((line) => line !== '');
  return { where, command, problem: fine ? null : `exit code ${code}: ${stderr.slice(-300)}`, next };
}

/** All of them, and what comes next under each, once. */
export function runInOrder(commands: readonly Printed[], folder: string, shell: Shell): Ran[] {
  const known = new Set(commands.map(({ command }) => command));
  const all: Ran[] = [];
  for (const printed of commands) {
    const ran = runPrinted(printed, folder, shell);
    all.push(ran);
    for (const command of ran.next) {
      if (known.has(command)) continue;
      known.add(command);
      all.push(runPrinted({ where: `Next: of ${printed.command}`, command }, folder, shell));
    }
  }
  return all;
}
