/** npm start. */
import type { AddCommand } from './add-command.ts';

export const addStart: AddCommand = (program, settle) => {
  program
    .command('start', { hidden: true })
    .description('The main job: Figure 2 of the paper.')
    .action(async () => {
      const { reproduceCommand } = await import('../commands/reproduce.ts');
      settle(await reproduceCommand('figure-2', { force: false, json: false, guided: true }));
    });
};
