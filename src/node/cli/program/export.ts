/** parkade export. */

import { exportFormats } from '../../store/export-formats.ts';
import type { ExportOptions } from '../commands/export.ts';
import { type AddCommand, examples } from './add-command.ts';
import { RUN } from './flags.ts';

export const addExport: AddCommand = (program, settle) => {
  program
    .command('export')
    .description('Write a stored trajectory in another format.')
    .argument('<run>', 'folder of a run')
    .requiredOption('--format <name>', Object.keys(exportFormats).join(', '))
    .option(
      '--to <file>',
      'the file to write; - is standard output (default: trajectory.FORMAT in the folder of the run)',
    )
    .option(
      '--force',
      'replace a file of that name (without --to the one in the folder of the run is always replaced)',
      false,
    )
    .option(...RUN)
    .option('--json', 'print what was written as JSON', false)
    .addHelpText(
      'after',
      examples(
        'parkade export out/run1 --format csv --to tokens.csv',
        'parkade export out/run1 --format json --to - > tokens.json',
      ),
    )
    .action(async (folder: string, options: ExportOptions) => {
      const { exportCommand } = await import('../commands/export.ts');
      settle(await exportCommand(folder, options));
    });
};
