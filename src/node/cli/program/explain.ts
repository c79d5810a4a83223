/** parkade explain. */
import { type AddCommand, examples } from './add-command.ts';
import { BETA_OF_FILE, JSON_DOCUMENT, numberFor, RUN } from './flags.ts';

export const addExplain: AddCommand = (program, settle) => {
  program
    .command('explain')
    .description(
      'Explain what is seen at one time of a run: sentences, and what papers predict beside what is measured.',
    )
    .argument('<run|file>', 'folder of a run, or a file .npy, .npz or .h5 of tokens: [time or layer, token, d]')
    .option('--time <time>', 'the time; the nearest saved one is taken (default: the last)', numberFor('--time'))
    .option(...RUN)
    .option(...BETA_OF_FILE)
    .option(...JSON_DOCUMENT)
    .addHelpText('after', examples('parkade explain out/run1 --time 20', 'parkade explain out/run1 --json'))
    .action(async (path: string, options) => {
      const { explainCommand } = await import('../commands/explain.ts');
      settle(await explainCommand(path, options));
    });
};
