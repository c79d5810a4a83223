/** parkade measure. */
import { type AddCommand, examples } from './add-command.ts';
import { addSpecFlags, BETA_OF_FILE, ROWS, specFlags, THREADS } from './flags.ts';

/** What tokens can be measured with. */
const measureFlags = ['observe', 'delta', 'threshold', 'radius', 'beta'] as const;

export const addMeasure: AddCommand = (program, settle) => {
  const command = program
    .command('measure')
    .description('Measure a stored run again, with other lengths, or tokens recorded elsewhere.')
    .argument('<run|file>', 'folder of a run, or a file .npy, .npz or .h5 of tokens: [time or layer, token, d]');
  addSpecFlags(command, ['observe', 'delta', 'threshold', 'radius'])
    .option(...BETA_OF_FILE)
    .option(...THREADS)
    .option(...ROWS)
    .option('--json', 'print everything as JSON', false)
    .addHelpText(
      'after',
      examples(
        'parkade measure out/run1 --delta 0.3 --radius 0.05,0.1 --observe capture,clusters --json',
        'parkade measure out/run1/trajectory.h5 --beta 64',
      ),
    )
    .action(async (folder: string, options) => {
      const { measureCommand } = await import('../commands/measure.ts');
      settle(await measureCommand(folder, specFlags<string>(options, measureFlags), options));
    });
};
