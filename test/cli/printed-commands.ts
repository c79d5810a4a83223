/** The commands that parkade's documents and its help print, as a person would copy them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildProgram } from '../../src/node/cli/program/index.ts';
import { root } from './parkade.ts';

export interface Printed {
  readonly where: string;
  /** As it is typed, without the comment behind it. */
  readonly command: string;
}

/** Lines of the shell: continued ones joined, comments dropped, prompts too. */
function linesOf(block: string): string[] {
  return block
    .replace(/\\\n\s*/g, '')
    .split('\n')
    .map((line) => line.replace(/^\s*(\$ )?/, '').replace(/\s+#.*$/, ''))
    .filter((line) => line !== '' && !line.startsWith('#'));
}

/** Blocks of commands of a document; an output shown under a prompt is none. */
function ofDocument(name: string): Printed[] {
  const text = readFileSync(join(root, name), 'utf8');
  return [...text.matchAll(/^```(\w*)\n([\s\S]*?)^```/gm)]
    .flatMap(([, language, block]) => {
      if (language === 'sh') return linesOf(block);
      return language === ''
        ? linesOf(
            block
              .split('\n')
              .filter((line) => line.startsWith('$ '))
              .join('\n'),
          )
        : [];
    })
    .map((command) => ({ where: name, command }));
}

/** Examples under the help of the program and of every command. */
function ofHelp(): Printed[] {
  const program = buildProgram(() => {});
  return [program, ...program.commands].flatMap((command) => {
    let help = '';
    command.configureOutput({ writeOut: (text) => void (help += text) }).outputHelp();
    const examples = /\nExamples?:\n((?: {2}.*\n)+)/.exec(help)?.[1] ?? '';
    const where = command === program ? 'parkade --help' : `parkade ${command.name()} --help`;
    return linesOf(examples).map((line) => ({ where, command: line }));
  });
}

/** In the order in which a newcomer meets them; a repeated command once. */
export function printedCommands(): Printed[] {
  const all = [...ofDocument('README.md'), ...ofDocument('docs/guide.md'), ...ofHelp()];
  return all.filter(({ command }, i) => all.findIndex((other) => other.command === command) === i);
}

/** Words of a command, quotes removed; up to a redirection or a pipe. */
export function wordsOf(command: string): string[] {
  const own = command.split(/ [|<>] /)[0];
  return [...own.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(([, single, double, plain]) => single ?? double ?? plain);
}

/**
 * What takes more than a few seconds, or needs what a machine may lack, with the reason: the long suite runs what of it can be run, and
 * says what it leaves out.
 */
export const dear: readonly (readonly [pattern: RegExp, why: string, long: boolean])[] = [
  [/^(npm|apt) /, 'builds, tests or installs from a registry', false],
  [/--engine slurm/, 'needs a cluster', false],
  [/--backend webgpu/, 'needs a device', false],
  [/--backend blas/, 'needs a BLAS', false],
  [/^parkade reproduce all|^parkade check all/, 'an hour: CI of the gallery makes them', false],
  [/^parkade atlas$/, '11,000 runs', false],
  [/^parkade atlas --runs/, '1,100 runs', true],
  [/^parkade reproduce (?!figure-2)/, 'a preset of many runs', true],
  [/^parkade park --tokens 1e[67]/, 'tens of millions of tokens', true],
  [/log:.*:1e60/, 'to the end of time', true],
  [/--grid 64x32/, 'two thousand starts', true],
  [/out\/to-the-end/, 'looks at a run to the end of time', true],
  [/^(npx --no -- )?parkade lab/, 'serves until Ctrl-C', false],
  [/--engine rediss?:/, 'needs a Redis', false],
  [/^parkade tune/, 'writes outside of the folder', false],
  [/--to .*\.(gif|mp4|html)/, 'an animation', true],
];

export function whyDear(command: string): readonly [string, boolean] | null {
  const found = dear.find(([pattern]) => pattern.test(command));
  return found ? [found[1], found[2]] : null;
}

/** Exit codes other than 0 that a command is printed for. */
export function expectedCode(command: string): number {
  return /--max-steps/.test(command) ? 1 : 0;
}
