/** parkade lab. */
import { invalid } from '../../../core/errors.ts';
import { type AddCommand, examples } from './add-command.ts';

export const addLab: AddCommand = (program, settle) => {
  program
    .command('lab')
    .description(
      'Open the lab in a browser: causal attention to touch, served by this machine for itself until Ctrl-C.',
    )
    .argument(
      '[run|sweep|spec|file|link]',
      'what to open it with: the folder of a run or a sweep, a specification (.yaml, .json), a file .npy, .npz or .h5 of tokens, or a link to a state of the lab',
    )
    .option(
      '--port <number>',
      'the port of 127.0.0.1, 0 for any free one (default: 8064 or, if taken, any)',
      portNumber,
    )
    .option('--no-open', 'print the address, and leave the browser to you')
    .option('--json', 'print the address as one line of JSON', false)
    .addHelpText(
      'after',
      examples('parkade lab', 'parkade lab out/run1', 'parkade lab out/s1', 'parkade lab --no-open --port 9000'),
    )
    .action(async (what: string | undefined, options) => {
      const { labCommand } = await import('../commands/lab.ts');
      settle(await labCommand(what, options));
    });
};

const LAST_PORT = 65_535;

function portNumber(word: string): number {
  const number = /^\d{1,5}$/.test(word) ? Number(word) : Number.NaN;
  if (number <= LAST_PORT) return number;
  throw invalid('--port', `be a whole number from 0 to ${LAST_PORT}`, `came as "${word}"`, 'the default is 8064');
}
