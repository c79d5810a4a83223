/** parkade show. */
import { type AddCommand, examples } from './add-command.ts';
import { ROWS, RUN } from './flags.ts';

export const addShow: AddCommand = (program, settle) => {
  program
    .command('show')
    .description('Print the table of a stored run: times, clusters, centers, captured, energy, status, cost.')
    .argument('<run>', 'folder of a run')
    .option(...RUN)
    .option(...ROWS)
    .option('--json', 'print the record and all measurements as JSON', false)
    .addHelpText('after', examples('parkade show out/run1 --rows 30'))
    .action(async (folder: string, options) => {
      const { showCommand } = await import('../commands/show.ts');
      settle(await showCommand(folder, options));
    });
};
