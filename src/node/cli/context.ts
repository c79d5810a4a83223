/** What every command needs: where to print, how it was asked to, and how it ends. */

import { invalid, type ParkadeError } from '../../core/errors.ts';
import { toJson } from '../../core/json.ts';
import { nearest } from '../../core/nearest.ts';
import { eventRemarks, eventTable } from '../../report/events.ts';
import { rowsRemark, runTable, type Table } from '../../report/run.ts';
import type { RunEvents } from '../../run/events.ts';
import type { MeasuredTokens } from '../../run/measuring.ts';
import type { Trajectory } from '../../simulation/trajectory.ts';
import { type InterruptedCode, interruptedCode } from '../process/interruptible.ts';
import { called, shellQuoted } from '../process/invocation.ts';
import { fitTable, formatTable, terminalWidth } from './terminal.ts';

/**
 * 0: done. 1: the numerics failed, or two runs differ. 2: the input is wrong. 3: two runs cannot be compared. 129, 130,
 * 143: stopped by SIGHUP, Ctrl-C, SIGTERM.
 */
export type ExitCode = 0 | 1 | 2 | 3 | InterruptedCode;

export function print(...lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`);
}

/**
 * Sentences, each on its own line, broken between words where the terminal ends; spaces before one indent all of its
 * lines.
 */
export function printText(...sentences: readonly string[]): void {
  const width = terminalWidth();
  for (const sentence of sentences) {
    const indent = /^ */.exec(sentence)?.[0] ?? '';
    let line = '';
    for (const word of sentence.slice(indent.length).split(' ')) {
      if (line !== '' && indent.length + line.length + 1 + word.length > width) {
        print(indent + line);
        line = word;
      } else line = line === '' ? word : `${line} ${word}`;
    }
    print(indent + line);
  }
}

/** Commands that come next, after an empty line; parkade show … is written as it is called here. */
export function printNext(...commands: readonly string[]): void {
  if (commands.length === 1) print('', `Next: ${called(commands[0])}`);
  else print('', 'Next:', ...commands.map((command) => `  ${called(command)}`));
}

export function printTable(table: Table): void {
  const tables = fitTable(table, terminalWidth());
  print(tables.map(formatTable).join('\n\n'));
}

/** The table of a run, and which of the saved times it shows. */
export function printRunTable(result: MeasuredTokens, rows: number): void {
  printTable(runTable(result, rows));
  printText(...rowsRemark(result.trajectory, rows));
}

/** The clusters' events under the table of a run, then how many there were. */
export function printEvents(events: RunEvents, rows: number): void {
  print('');
  printTable(eventTable(events, rows));
  printText('', ...eventRemarks(events));
}

/** One JSON document on stdout, its numbers as in `core/json.ts`. */
export function printJson(value: unknown): void {
  print(toJson(value));
}

/** What is said where Ctrl-C, or a signal like it, leaves no result; the exit code of that. */
export function stopped(says: string, json: boolean): ExitCode {
  if (json) printJson({ stopped: says });
  else print(says);
  return interruptedCode();
}

/** What comes next after a run that was kept in a folder: a look at it, and its continuation where it was stopped. */
export function afterRun(folder: string, { status }: Pick<Trajectory, 'status'>): string[] {
  const on = status === 'aborted' || status === 'max-steps';
  const whole = `${folder.replace(/\/+$/, '')}-whole`;
  return [
    `parkade show ${shellQuoted(folder)}`,
    ...(on ? [`parkade resume ${shellQuoted(folder)} --out ${shellQuoted(whole)}`] : []),
  ];
}

export function exitCodeOf({ status }: Pick<Trajectory, 'status'>): ExitCode {
  if (status === 'completed') return 0;
  return status === 'aborted' ? interruptedCode() : 1;
}

/** One of a few words. */
export function oneOf<T extends string>(flag: string, came: string, allowed: readonly T[]): T {
  const found = allowed.find((name) => name === came);
  if (found !== undefined) return found;
  const guess = nearest(came, allowed);
  const advice = guess === undefined ? 'choose one of them' : `did you mean "${guess}"?`;
  throw invalid(flag, `be one of ${allowed.join(', ')}`, `came as "${came}"`, advice);
}

/** A run has a β of its own; that of a file is unknown. */
export function ownBeta(folder: string, beta: number): ParkadeError {
  return invalid(
    '--beta',
    'come with a file of tokens',
    `"${folder}" is a run, which has β = ${beta} of its own`,
    'drop it',
  );
}
