/** parkade draw. */
import type { DrawOptions } from '../commands/draw.ts';
import { type AddCommand, examples } from './add-command.ts';

export const addDraw: AddCommand = (program, settle) => {
  program
    .command('draw')
    .description('Draw a stored run.')
    .argument('<run>', 'folder of a run')
    .option(
      '--figure <name>',
      'circle, space-time, sphere, trajectories, curves, cosines or merge-tree (the one that suits the dimension)',
    )
    .option('--theme <name>', 'light or dark', 'light')
    .option('--width <pixels>', 'width of the picture', '900')
    .option('--to <file>', 'file ending in .svg or .png (figure.svg in the folder of the run)')
    .option('--json', 'print what was drawn as JSON', false)
    .addHelpText('after', examples('parkade draw out/run1 --figure space-time --theme dark --to history.png'))
    .action(async (folder: string, options: DrawOptions) => {
      const { drawCommand } = await import('../commands/draw.ts');
      settle(await drawCommand(folder, options));
    });
};
