/** parkade park. */
import { type AddCommand, examples } from './add-command.ts';
import { JSON_DOCUMENT, specFlags, THREADS } from './flags.ts';

/** What the parking plan is made from. */
const parkFlags = ['tokens', 'dimension', 'delta', 'runs', 'seed', 'initial', 'directions', 'concentration'] as const;

export const addPark: AddCommand = (program, settle) => {
  program
    .command('park')
    .description(
      'The parking process by itself: how many Rényi and strong Rényi centers n random tokens have, as n grows.',
    )
    .requiredOption('--delta <radians>', 'separation δ of the centers')
    .option('--tokens <n>', 'number of tokens, up to 1e9 (100000)')
    .option('--dimension <d>', 'dimension d of the space around the sphere S^{d−1} (2, the circle)')
    .option('--runs <count>', 'runs with seeds one after the other, for means and standard errors (1)')
    .option('--seed <integer>', 'seed of the first run; the tokens are those of parkade simulate (1)')
    .option('--initial <law>', 'uniform or von-mises-fisher (uniform; only for it are there predictions)')
    .option('--directions <rows>', 'mean directions, one row each (von-mises-fisher)')
    .option('--concentration <number>', 'concentration κ of the von Mises–Fisher law (10)')
    .option('--out <folder>', 'keep the counts and the figure there')
    .option('--force', 'replace a folder of results that is there already', false)
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
