/** parkade draw. */

import { pictureFormats } from '../../render/picture-formats.ts';
import type { DrawOptions } from '../commands/draw.ts';
import { type AddCommand, examples } from './add-command.ts';
import { BETA_OF_FILE, RUN, wholeNumber } from './flags.ts';

const FORMATS = Object.keys(pictureFormats).join(', ');

export const addDraw: AddCommand = (program, settle) => {
  program
    .command('draw')
    .description('Draw a stored run, or tokens recorded elsewhere.')
    .argument('<run|file>', 'folder of a run, or a file .npy, .npz or .h5 of tokens: [time or layer, token, d]')
    .option(
      '--figure <name>',
      'circle, space-time, sphere, trajectories, curves, cosines or merge-tree (default: the one that suits the dimension)',
    )
    .option(...RUN)
    .option(...BETA_OF_FILE)
    .option(
      '--times <times>',
      'times to show, such as 0,1.5,1e9; the nearest saved ones are drawn (default: times between which the tokens move most)',
    )
    .option(
      '--panels <count>',
      'how many times to choose where --times does not name them',
      wholeNumber('--panels', '6'),
    )
    .option('--log-time', 'a logarithmic time axis (default: where saved times span decades)')
    .option('--no-log-time', 'a linear time axis')
    .option('--title <text>', 'title of the picture')
    .option('--theme <name>', 'light or dark', 'light')
    .option('--width <pixels>', 'width of the picture (default: 900, or 600 where it moves)')
    .option(
      '--to <file>',
      `the file to write; its ending says the format: ${FORMATS}; - is standard output (default: figure.svg in the folder of the run, NAME.svg beside a file of tokens)`,
    )
    .option('--format <name>', `${FORMATS}: the format of standard output, or of a file with another ending`)
    .option(
      '--force',
      'replace a file of that name (without --to the figure of the run is drawn, and always replaced)',
      false,
    )
    .option('--json', 'print what was drawn as JSON', false)
    .addHelpText(
      'after',
      examples(
        'parkade draw out/run1 --figure space-time --theme dark --to history.png',
        'parkade draw out/run1 --figure circle --times 0,10,150 --title "Three times" --to three.pdf',
        'parkade draw out/run1 --to run1.gif',
        'parkade draw out/run1/trajectory.h5 --beta 64 --to tokens.svg',
        'parkade draw out/run1 --to - --format png > picture.png',
      ),
    )
    .action(async (folder: string, options: DrawOptions) => {
      const { drawCommand } = await import('../commands/draw.ts');
      settle(await drawCommand(folder, options));
    });
};
