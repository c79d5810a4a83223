/**
 * What can be typed after `parkade`: taken from the program itself, so that a new command or flag is completed at once.
 */
import type { Argument, Command, Option } from 'commander';
import { notesOf } from '../../../core/parameter.ts';
import { wordsOf } from '../../../core/schema.ts';
import { specParameters } from '../../../run/keys.ts';

/** What a value may be; `any` is a number or a text that nobody can guess. */
export type Values =
  | { readonly kind: 'words'; readonly words: readonly string[] }
  | { readonly kind: 'files' | 'folders' | 'any' };

interface FlagWords {
  /** --save-at */
  readonly flag: string;
  readonly description: string;
  /** Null where it takes none. */
  readonly values: Values | null;
}

export interface CommandWords {
  readonly name: string;
  readonly description: string;
  readonly flags: readonly FlagWords[];
  /** What stands behind the command, flags aside; null where nothing may. */
  readonly place: (Values & { readonly name: string }) | null;
  /** Commands that may stand there instead, each with words of its own. */
  readonly nested: readonly CommandWords[];
}

/** Words that only a command knows, by `COMMAND --FLAG` and `COMMAND PLACE`. */
export type KnownWords = Readonly<Record<string, readonly string[]>>;

/** @throws Error where a known word belongs to no flag or place of the program */
export function commandWords(program: Command, known: KnownWords): CommandWords[] {
  const help = program.createHelp();
  const used = new Set<string>();
  const wordsAt = (where: string): Values | undefined => {
    if (!Object.hasOwn(known, where)) return undefined;
    used.add(where);
    return { kind: 'words', words: known[where] };
  };
  const wordsOfCommand = (command: Command): CommandWords => {
    const name = command.name();
    const [place] = command.registeredArguments;
    return {
      name,
      description: command.description(),
      flags: help.visibleOptions(command).map((option) => ({
        flag: option.long ?? option.flags,
        description: option.description,
        values: valuesOf(option, wordsAt(`${name} ${option.long}`)),
      })),
      place:
        place === undefined
          ? null
          : { name: place.name(), ...(wordsAt(`${name} ${place.name()}`) ?? byPlaceholder(place)) },
      nested: help.visibleCommands(command).filter(isOwn).map(wordsOfCommand),
    };
  };
  const commands = help.visibleCommands(program).map(wordsOfCommand);
  const unused = Object.keys(known).filter((where) => !used.has(where));
  if (unused.length > 0) throw new Error(`No flag or place of the program: ${unused.join(', ')}`);
  return commands;
}

/** Every command with others has one called help, which nobody completes. */
const isOwn = (command: Command) => command.name() !== 'help';

function valuesOf(option: Option, known: Values | undefined): Values | null {
  if (!option.required && !option.optional) return null;
  if (known) return known;
  const key = option.attributeName();
  if (!Object.hasOwn(specParameters, key)) return placeholderValues(option.flags);
  const words = wordsOf(specParameters[key]);
  if (words.length > 0) return { kind: 'words', words };
  const { file, document } = notesOf(specParameters[key]);
  return { kind: file || document ? 'files' : 'any' };
}

const byPlaceholder = (place: Argument): Values => placeholderValues(place.name());

function placeholderValues(text: string): Values {
  if (/\b(folder|run)\b/.test(text)) return { kind: 'folders' };
  return { kind: /\b(files?|spec|rows)\b/.test(text) ? 'files' : 'any' };
}

/** A description on one line of a menu. */
export function inBrief(description: string): string {
  return description.length <= 90 ? description : `${description.slice(0, 89).trimEnd()}…`;
}
