/** parkade list. */
import type { AddCommand } from './add-command.ts';

export const addList: AddCommand = (program, settle) => {
  program
    .command('list')
    .description('List the presets, which are experiments with a name.')
    .option('--json', 'print them as JSON', false)
    .action(async (options) => {
      const { listCommand } = await import('../commands/list.ts');
      settle(listCommand(options.json));
    });
};
