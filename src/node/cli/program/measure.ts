/** parkade measure. */
import { type AddCommand, examples } from './add-command.ts';
import { addSpecFlags, ROWS, specFlags } from './flags.ts';

/** What a stored run can be measured again with. */
const measureFlags = ['observe', 'delta', 'threshold', 'radius'] as const;

export const addMeasure: AddCommand = (program, settle) => {
  const command = program
    .command('measure')
    .description('Measure a stored run again, with other lengths.')
    .argument('<run>', 'folder of a run');
  addSpecFlags(command, measureFlags)
    .option(...ROWS)
    .option('--json', 'print everything as JSON', false)
    .addHelpText(
      'after',
      examples('parkade measure out/run1 --delta 0.3 --radius 0.05,0.1 --observe capture,clusters --json'),
    )
    .action(async (folder: string, options) => {
      const { measureCommand } = await import('../commands/measure.ts');
      settle(await measureCommand(folder, specFlags<string>(options, measureFlags), options));
    });
};
