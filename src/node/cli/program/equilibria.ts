/** parkade equilibria. */
import { stillFormats } from '../../render/picture-formats.ts';
import { type AddCommand, examples } from './add-command.ts';
import { flagGroups } from './flag-groups.ts';
import { addSpecFlags, JSON_DOCUMENT, numberFor, ROWS, specFlags, specKeys, THREADS } from './flags.ts';

const HELP = `${examples(
  'parkade equilibria out/run1',
  'parkade equilibria out/run1 --to rest.svg --json',
  'parkade equilibria --beta 4 --dimension 3 --value 1,.6,-.3 --tokens 12 --until 100',
  'parkade equilibria --initial equispaced --tokens 3 --beta 0.7 --query -1 --mask full --normalization count',
  "parkade equilibria --initial '[0, 3.14]' --dimension 2 --beta 25",
  'parkade equilibria tokens.npy --beta 2 --mask full',
)}
Without --until and --save-at no run is made: the tokens that it would begin with are refined themselves.
Exit codes: 0 a rest or a rotating wave was found, 1 none was, 2 wrong input.
`;

export const addEquilibria: AddCommand = (program, settle) => {
  const command = program
    .command('equilibria')
    .description(
      'Refine the end of a run to the rest, or the rotating wave, that is near, and tell its eigenvalues, whether it is stable and what it looks like.',
    )
    .argument(
      '[run|spec|file]',
      'folder of a run; a specification or a link, which is run first; or a file .npy, .npz or .h5 of tokens, the last of which are taken',
    );
  for (const [heading, keys] of flagGroups) {
    if (heading.startsWith('Measurements')) continue; // nothing is measured
    const shown = heading.startsWith('Must be given') ? 'Of a specification' : heading;
    addSpecFlags(command.optionsGroup(`${shown}:`), keys);
  }
  command
    .optionsGroup('Output and machine:')
    .option(
      '--within <radians>',
      'a rest that moves a token by more than this is not near (default: 0.5)',
      numberFor('--within'),
    )
    .option(
      '--to <file>',
      `draw the tokens beside the eigenvalues; its ending says the format: ${stillFormats.join(', ')}; - is standard output`,
    )
    .option('--theme <name>', 'light or dark', 'light')
    .option('--force', 'replace a file of that name', false)
    .option(...ROWS)
    .option(...THREADS)
    .option(...JSON_DOCUMENT)
    .addHelpText('after', HELP)
    .action(async (given: string | undefined, options) => {
      const { equilibriaCommand } = await import('../commands/equilibria.ts');
      settle(await equilibriaCommand(given, specFlags(options, specKeys), options));
    });
};
