/** parkade tune. */
import type { AddCommand } from './add-command.ts';

export const addTune: AddCommand = (program, settle) => {
  program
    .command('tune')
    .description('Measure on this machine what each method of computing a field costs, for runs with --tuned.')
    .option('--json', 'print the costs as JSON', false)
    .action(async (options) => {
      const { tuneCommand } = await import('../commands/tune.ts');
      settle(await tuneCommand(options.json));
    });
};
