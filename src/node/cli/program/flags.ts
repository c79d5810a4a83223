/** Flags: those of parameters, which only their declarations write down, and those that many commands share. */
import { type Command, Option } from 'commander';
import type * as z from 'zod/mini';
import { invalid } from '../../../core/errors.ts';
import { notesOf } from '../../../core/parameter.ts';
import { specParameters } from '../../../run/keys.ts';
import { flagOf } from '../../process/flag-of.ts';

/** The keys of a run specification. */
export const specKeys: readonly string[] = Object.keys(specParameters);

export const THREADS = [
  '--threads <count>',
  'how many threads to use; the result is the same with any number (default: one for each core)',
  wholeNumber('--threads', 'the number of cores'),
] as const;

export const ENGINE = [
  '--engine <where>',
  'who computes: local, this machine; or redis://host:6379, every "parkade worker" with the same address',
  'local',
] as const;

export const RESULTS = [
  '--results <folder>',
  'with redis: a folder that workers and this machine share, for results above 4 MiB; each is given it',
] as const;

export const BETA_OF_FILE = [
  '--beta <number>',
  'for a file of tokens: the β of the attention that moved them; energies and the default lengths depend on it',
] as const;

export const FORCE = ['--force', 'replace a run that is already there', false] as const;

export const RUN = [
  '--run <number>',
  'which run of a preset that has several: 1, 2, …',
  wholeNumber('--run', '1'),
] as const;

export const JSON_DOCUMENT = ['--json', 'print one JSON document', false] as const;

export const ROWS = ['--rows <count>', 'print at most so many rows', wholeNumber('--rows', '12'), 12] as const;

/** Adds the flags of keys of a run specification. */
export function addSpecFlags(command: Command, keys: readonly string[]): Command {
  for (const key of keys) {
    const schema = specParameters[key];
    command.option(usageOf(key, schema), notesOf(schema).description);
  }
  return command;
}

/** Adds the flags of parameters that are numbers. */
export function addNumberFlags(command: Command, parameters: Readonly<Record<string, z.ZodMiniType>>): Command {
  for (const [key, schema] of Object.entries(parameters)) {
    command.option(usageOf(key, schema), notesOf(schema).description, numberFor(flagOf(key)));
  }
  return command;
}

/** A flag that is known where it cannot be given, so that the sentence refusing it can say why. */
export function hidden(key: string): Option {
  return new Option(usageOf(key, specParameters[key])).hideHelp();
}

/** --save-at <times>; a parameter without a placeholder takes no value. */
function usageOf(key: string, schema: z.ZodMiniType): string {
  const { placeholder } = notesOf(schema);
  return placeholder === undefined ? flagOf(key) : `${flagOf(key)} <${placeholder}>`;
}

/** What was given of these keys: words, and true for flags that take none; numbers from `addNumberFlags`. */
export function specFlags<Value = string | true>(
  options: Readonly<Record<string, Value | undefined>>,
  keys: readonly string[],
): Record<string, Value> {
  return Object.fromEntries(
    keys.filter((key) => options[key] !== undefined).map((key) => [key, options[key] as Value]),
  );
}

export function wholeNumber(option: string, usual: string): (word: string) => number {
  return (word) => {
    const number = Number(word);
    if (Number.isInteger(number) && number >= 1 && number <= 1e6) return number;
    throw invalid(option, 'be a whole number ≥ 1', `came as "${word}"`, `the default is ${usual}`);
  };
}

/** A number as typed; what it may be, its parameter says. */
export function numberFor(option: string): (word: string) => number {
  return (word) => {
    const number = word.trim() === '' ? Number.NaN : Number(word);
    if (Number.isFinite(number)) return number;
    throw invalid(option, 'be a finite number', `came as "${word}"`, 'give one');
  };
}
