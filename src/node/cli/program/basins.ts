/** parkade basins. */
import { type AddCommand, examples } from './add-command.ts';
import { addSpecFlags, specFlags, THREADS } from './flags.ts';

/** What says what a cluster and a capture are. */
const basinFlags = ['threshold', 'radius'] as const;

export const addBasins: AddCommand = (program, settle) => {
  const command = program
    .command('basins')
    .description(
      'Find out where one more token would go: for each starting point, in which cluster of a stored run it ends, and when.',
    )
    .argument('<run>', 'folder of a run');
  addSpecFlags(command, basinFlags)
    .option(
      '--grid <points>',
      'starting points: their number on the circle (default: 360), or longitudes x latitudes on the sphere (default: 64x32)',
    )
    .option('--at <time>', 'the time at which to look where they are (default: the end of the run)')
    .option('--out <folder>', 'where to write basins.json, basins.svg, basins.png (default: the folder of the run)')
    .option('--force', 'replace basins that are already there', false)
    .option(...THREADS)
    .option('--json', 'print the basins as JSON', false)
    .addHelpText(
      'after',
      examples('parkade basins out/run1 --grid 360', 'parkade basins out/run2 --grid 64x32 --at 5 --out out/basins'),
    )
    .action(async (folder: string, options) => {
      const { basinsCommand } = await import('../commands/basins.ts');
      settle(await basinsCommand(folder, specFlags<string>(options, basinFlags), options));
    });
};
