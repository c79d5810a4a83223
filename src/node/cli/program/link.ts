/** parkade link. */
import { type AddCommand, examples } from './add-command.ts';
import { JSON_DOCUMENT, RUN } from './flags.ts';

const HELP = `${examples(
  'parkade link out/run1',
  'parkade link out/run1 --time 20 --base https://example.org/lab/',
  'parkade link examples/spec.yaml',
  'parkade simulate "$(parkade link out/run1)"',
)}
Everything is in the part of the address from # on, which is never sent anywhere. "parkade lab LINK" opens a link, "parkade simulate LINK" makes its
run and says whether it is identical to its author's. docs/link.md describes the format.
`;

export const addLink: AddCommand = (program, settle) => {
  program
    .command('link')
    .description(
      'Print a link that restores a run exactly: its specification, its SHA-256, and the time that is shown.',
    )
    .argument('<run>', 'folder of a run, a specification file, - for standard input, or a link')
    .option(...RUN)
    .option(
      '--base <address>',
      'the address of a page that opens links (default: none, so that the link begins with #)',
    )
    .option('--time <t>', 'the time that is shown')
    .option(...JSON_DOCUMENT)
    .addHelpText('after', HELP)
    .action(async (run: string, options) => {
      const { linkCommand } = await import('../commands/link.ts');
      settle(await linkCommand(run, options));
    });
};
