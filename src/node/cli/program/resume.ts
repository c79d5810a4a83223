/** parkade resume. */
import { type AddCommand, examples } from './add-command.ts';
import { addSpecFlags, FORCE, JSON_DOCUMENT, specFlags, THREADS } from './flags.ts';

/** What may be new in a continued run. */
const resumeFlags = ['until', 'saveAt', 'maxSteps', 'rtol', 'atol', 'edits'] as const;

export const addResume: AddCommand = (program, settle) => {
  const command = program
    .command('resume')
    .description(
      'Continue a stored run from the end of its last step, after a limit of steps or Ctrl-C stopped it, or to a later end.',
    )
    .argument('<run>', 'folder of a run');
  addSpecFlags(command, resumeFlags)
    .option('--out <folder>', 'keep the whole run there, like a run of parkade simulate')
    .option(...FORCE)
    .option(...THREADS)
    .option(...JSON_DOCUMENT)
    .addHelpText(
      'after',
      examples(
        'parkade simulate --tokens 50 --beta 16 --until 100 --max-steps 50 --out out/stopped',
        'parkade resume out/stopped --out out/whole',
        'parkade resume out/run1 --until 1e60 --save-at log:200:1e60:100 --out out/run1-to-the-end',
      ),
    )
    .action(async (folder: string, options) => {
      const { resumeCommand } = await import('../commands/resume.ts');
      settle(await resumeCommand(folder, specFlags<string>(options, resumeFlags), options));
    });
};
