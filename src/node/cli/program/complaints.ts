/** What went wrong, told in one sentence. */
import { type Command, CommanderError } from 'commander';
import { ParkadeError } from '../../../core/errors.ts';
import { nearest } from '../../../core/nearest.ts';
import { flagOf } from '../../process/flag-of.ts';
import { calledIn } from '../../process/invocation.ts';
import type { ExitCode } from '../context.ts';
import { specKeys } from './flags.ts';

/** Tells of an error, to programs on standard output too if they asked with --json, and answers the exit code. */
export async function complain(error: unknown, program: Command): Promise<ExitCode> {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return 0; // --help, --version
    if (error.code === 'commander.help') return 2; // no command: the help was shown
  }
  const { code, message: said } = complaintOf(error, program);
  const message = asTyped(calledIn(said));
  process.stderr.write(`parkade: ${message}\n`);
  if (process.argv.includes('--json')) (await import('../context.ts')).printJson({ error: { code, message } });
  return 2;
}

/** A sentence about a key names the flag, where that was typed and is another word: "--save-at" for "saveAt". */
function asTyped(message: string): string {
  const typed = specKeys.filter((key) => {
    const flag = flagOf(key);
    return flag !== `--${key}` && process.argv.some((word) => word === flag || word.startsWith(`${flag}=`));
  });
  return typed.reduce((text, key) => text.replaceAll(`"${key}"`, `"${flagOf(key)}"`), message);
}

function complaintOf(error: unknown, program: Command): { readonly code: string; readonly message: string } {
  if (error instanceof ParkadeError) return error;
  if (error instanceof CommanderError) return { code: 'InvalidInput', message: sentenceFor(error, program) };
  return { code: 'Defect', message: defect(error) };
}

/** Commander's complaints in parkade's own form. */
function sentenceFor(error: CommanderError, program: Command): string {
  const quoted = /'([^']*)'/.exec(error.message)?.[1] ?? '';
  const name = process.argv[2] ?? '';
  const command = program.commands.find((candidate) => candidate.name() === name);
  const asked = command ? `parkade ${name}` : 'parkade';
  if (error.code === 'commander.unknownOption') {
    const known = (command ?? program).options.map(({ long }) => long ?? '');
    const guess = nearest(quoted, known);
    return `"${quoted}" is no option of ${asked}${guess ? `; did you mean ${guess}?` : '.'} "${asked} --help" lists them.`;
  }
  if (error.code === 'commander.unknownCommand') {
    const known = program.commands.map((candidate) => candidate.name());
    const guess = nearest(quoted, known);
    return `"${quoted}" is no command of parkade${guess ? `; did you mean ${guess}?` : '.'} "parkade --help" lists them.`;
  }
  const complaint = command && complaintAbout(error.code, command, quoted, asked);
  if (complaint) return `${complaint} "${asked} --help" shows examples.`;
  const told = error.message.replace(/^error: /, '');
  return `${told[0].toUpperCase()}${told.slice(1)}${told.endsWith('.') ? '' : '.'} "${asked} --help" shows examples.`;
}

/** What is missing or too much of what a command declares: what it should be, what came, what to do. */
function complaintAbout(code: string, command: Command, quoted: string, asked: string): string | undefined {
  const { registeredArguments: places, options, args } = command;
  const option = options.find(({ flags }) => flags === quoted);
  switch (code) {
    case 'commander.missingMandatoryOptionValue':
      return option && `"${option.long}" should be given (${option.description}), but is missing; add ${quoted}.`;
    case 'commander.optionMissingArgument':
      return (
        option && `"${option.long}" should come with a value (${option.description}), but none came; add it: ${quoted}.`
      );
    case 'commander.missingArgument': {
      const place = places.find((candidate) => candidate.name() === quoted);
      return place && `"${asked}" should come with <${quoted}> (${place.description}), but it is missing; add it.`;
    }
    case 'commander.excessArguments': {
      const expected =
        places.length === 0 ? 'flags only' : `${places.map((place) => `<${place.name()}>`).join(' ')} only`;
      const surplus = args.slice(places.length).map((word) => `"${word}"`);
      return `"${asked}" should come with ${expected}, but ${surplus.join(', ')} came too; drop ${surplus.length === 1 ? 'it' : 'them'}.`;
    }
    default:
      return undefined;
  }
}

/** The last resort: something that no check foresaw. With PARKADE_DEBUG set, where it happened. */
function defect(error: unknown): string {
  const told = error instanceof Error ? error.message : String(error);
  const where = process.env.PARKADE_DEBUG && error instanceof Error ? `\n${error.stack}` : '';
  return `Something happened that parkade should have foreseen (${told}); please report it with what you typed. PARKADE_DEBUG=1 shows where.${where}`;
}
