/** parkade atlas. */
import { atlasParameters } from '../../../atlas/parameters.ts';
import { type AddCommand, examples } from './add-command.ts';
import { addNumberFlags, ENGINE, JSON_DOCUMENT, RESULTS, specFlags, THREADS } from './flags.ts';

export const addAtlas: AddCommand = (program, settle) => {
  const command = program
    .command('atlas')
    .description(
      'Make Table 1 of the paper an experiment: see what becomes of random problems of every spectral class.',
    );
  addNumberFlags(command, atlasParameters)
    .option('--out <folder>', 'the folder to write (default: out/atlas, which it may replace)')
    .option('--force', 'replace what is already there', false)
    .option(...ENGINE)
    .option(...RESULTS)
    .option(...THREADS)
    .option(...JSON_DOCUMENT)
    .addHelpText(
      'after',
      examples(
        'parkade atlas --runs 1100 --out out/small-atlas',
        'parkade atlas                # 11000 runs, some minutes; after Ctrl-C the same command continues',
      ),
    )
    .action(async (options) => {
      const { atlasCommand } = await import('../commands/atlas.ts');
      settle(await atlasCommand(specFlags<number>(options, Object.keys(atlasParameters)), options));
    });
};
