/** parkade spectra. */
import { type AddCommand, examples } from './add-command.ts';
import { JSON_DOCUMENT, numberFor } from './flags.ts';

export const addSpectra: AddCommand = (program, settle) => {
  program
    .command('spectra')
    .description(
      'Read value matrices from files and tell their eigenvalues: real or complex, their sign, what Table 1 says of each.',
    )
    .argument('[files...]', '.npy, .npz, .csv or .json: a d×d matrix each, or a stack h×d×d of heads')
    .option(
      '--tolerance <share>',
      'differences up to this share of the norm count as none (default: 1e-6)',
      numberFor('--tolerance'),
    )
    .option('--out <folder>', 'write the figure and every eigenvalue there')
    .option('--force', 'replace spectra that are already there', false)
    .option(...JSON_DOCUMENT)
    .addHelpText(
      'after',
      examples(
        'parkade spectra examples/heads.npy --out out/spectra           # h×d×d, V of each head',
        'parkade spectra examples/v.csv examples/w.npz --tolerance 1e-3 # trained in single precision',
      ),
    )
    .action(async (files: string[], options) => {
      const { spectraCommand } = await import('../commands/spectra.ts');
      settle(await spectraCommand(files, options));
    });
};
