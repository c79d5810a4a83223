/** Programs of the names of Slurm's, which write down how they were called and answer what a test wants. */
import { appendFileSync, chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Arguments are written down a line each, after a line with the name; then comes what a test put in their place. */
const PROGRAM = `#!/bin/sh
here=$(dirname "$0")
name=$(basename "$0")
{ echo "[$name]"; for word in "$@"; do printf '%s\\n' "$word"; done; } >>"$here/calls"
if [ -f "$here/$name.says" ]; then cat "$here/$name.says"; fi
if [ -f "$here/$name.complains" ]; then cat "$here/$name.complains" >&2; exit 1; fi
exit 0
`;

export interface FakeSlurm {
  /** With the programs before all others. */
  readonly env: NodeJS.ProcessEnv;
  /** What a program prints; null for nothing, an Error for a complaint. */
  says(program: string, answer: string | null | Error): void;
  /** Calls since the last time: name and arguments. */
  calls(): string[][];
}

export function fakeSlurm(folder: string): FakeSlurm {
  mkdirSync(folder, { recursive: true });
  for (const name of ['sbatch', 'squeue', 'scontrol', 'scancel']) {
    writeFileSync(join(folder, name), PROGRAM);
    chmodSync(join(folder, name), 0o755);
  }
  return {
    env: { ...process.env, PATH: `${folder}${delimiter}${process.env.PATH}` },
    says(program, answer) {
      for (const ending of ['says', 'complains']) rmSync(join(folder, `${program}.${ending}`), { force: true });
      if (answer instanceof Error) appendFileSync(join(folder, `${program}.complains`), `${answer.message}\n`);
      else if (answer !== null) appendFileSync(join(folder, `${program}.says`), answer);
    },
    calls() {
      const path = join(folder, 'calls');
      const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
      rmSync(path, { force: true });
      return text
        .split(/^\[(?=\w+\]$)/m)
        .slice(1)
        .map((call) => call.replace(/\]\n/, '\n').trimEnd().split('\n'));
    },
  };
}
