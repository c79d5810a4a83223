/** parkade words. */
import { type AddCommand, examples } from './add-command.ts';

export const addWords: AddCommand = (program, settle) => {
  program
    .command('words')
    .description('Explain the words of tables and sentences: center, strong, captured, order, …')
    .argument('[word...]', 'a word, the name of a table (run, events, park, …) or of a preset (default: all words)')
    .option('--json', 'print them as JSON', false)
    .addHelpText('after', examples('parkade words captured', 'parkade words run'))
    .action(async (words: string[], options) => {
      const { wordsCommand } = await import('../commands/words.ts');
      settle(wordsCommand(words.join(' '), options.json));
    });
};
