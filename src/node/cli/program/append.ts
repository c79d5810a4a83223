/** parkade append. */
import { type AddCommand, examples } from './add-command.ts';
import { addSpecFlags, FORCE, hidden, JSON_DOCUMENT, specFlags, specKeys, THREADS } from './flags.ts';

export const addAppend: AddCommand = (program, settle) => {
  const command = program
    .command('append')
    .description(
      'Add tokens to a stored run, on the steps that it took: its own tokens keep their bits, and the new ones feel them all.',
    )
    .argument('<run>', 'folder of a run');
  addSpecFlags(command, ['initial']);
  for (const key of specKeys.filter((key) => key !== 'initial')) command.addOption(hidden(key));
  command
    .option('--out <folder>', 'keep the longer run there, like a run of parkade simulate')
    .option(...FORCE)
    .option(...THREADS)
    .option(...JSON_DOCUMENT)
    .addHelpText(
      'after',
      examples(
        'parkade append out/run1 --initial 0.5,3.1 --out out/run1-and-two    # angles on the circle',
        "parkade append out/run2 --initial '[[0,0,1]]' --out out/run2-and-one    # a row: one token in dimension 3",
        'parkade append out/run2 --initial examples/more.json --out out/run2-and-more',
      ),
    )
    .action(async (folder: string, options) => {
      const { appendCommand } = await import('../commands/append.ts');
      settle(await appendCommand(folder, specFlags(options, specKeys), options));
    });
};
