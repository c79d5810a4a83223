/**
 * What a command is to the program. Its file declares arguments, flags and help, and loads what does the work when it
 * is asked for.
 */
import type { Command } from 'commander';
import { called } from '../../process/invocation.ts';
import type { ExitCode } from '../context.ts';

/** Takes the exit code of a command that ran. */
export type Settle = (code: ExitCode) => void;

export type AddCommand = (program: Command, settle: Settle) => void;

/** Lines to copy, as they stand under the help of a command; they begin with the name of the program. */
export function examples(...lines: readonly string[]): string {
  const heading = lines.length === 1 ? 'Example' : 'Examples';
  return `\n${heading}:\n${lines.map((line) => `  ${called(line)}\n`).join('')}`;
}
