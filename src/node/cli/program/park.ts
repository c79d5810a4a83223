/** parkade park. */
import { type AddCommand, examples } from './add-command.ts';
import { JSON_DOCUMENT, specFlags, THREADS } from './flags.ts';

/** What the parking plan is made from. */
const parkFlags = ['tokens', 'dimension', 'delta', 'runs', 'seed', 'initial', 'directions', 'concentration'] as const;

export const addPark: AddCommand = (program, settle) => {
  program
    .command('park')
    .description(
      'Count the Rényi and strong Rényi centers of n random tokens as n grows: the parking process by itself.',
    )
    .requiredOption('--delta <radians>', 'separation δ of the centers')
    .option('--tokens <n>', 'number of tokens, up to 1e9 (default: 100000)')
    .option('--dimension <d>', 'dimension d of the space around the sphere S^{d−1} (default: 2, the circle)')
    .option(
      '--runs <count>',
      'number of runs, with one seed after the other, for means and standard errors (default: 1)',
    )
    .option('--seed <integer>', 'seed of the first run; the tokens are those of parkade simulate (default: 1)')
    .option(
      '--initial <law>',
      'law of the tokens: uniform or von-mises-fisher (default: uniform; only for it are there predictions)',
    )
    .option('--directions <rows>', 'mean directions, one row each (von-mises-fisher)')
    .option('--concentration <number>', 'concentration κ of the von Mises–Fisher law (default: 10)')
    .option('--out <folder>', 'keep the counts and the figure there')
    .option('--force', 'replace a folder of results that is already there', false)
    .option(...THREADS)
    .option(...JSON_DOCUMENT)
    .addHelpText(
      'after',
      examples(
        'parkade park --tokens 1e7 --delta 0.001 --runs 5 --out out/park',
        'parkade park --tokens 1e6 --dimension 3 --delta 0.05 --runs 5 --out out/park-sphere',
      ),
    )
    .action(async (options) => {
      const { parkCommand } = await import('../commands/park.ts');
      settle(await parkCommand(specFlags<string>(options, parkFlags), options));
    });
};
