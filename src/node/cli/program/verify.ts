/** parkade verify. */
import { type AddCommand, examples } from './add-command.ts';
import { RUN, THREADS } from './flags.ts';

export const addVerify: AddCommand = (program, settle) => {
  program
    .command('verify')
    .description(
      'Make a stored run again and compare every bit of its trajectory; says that it is identical, or what differs first.',
    )
    .argument('<run>', 'folder of a run')
    .option(...RUN)
    .option(...THREADS)
    .option('--json', 'print the verdict as JSON', false)
    .addHelpText(
      'after',
      `${examples('parkade verify out/run1')}
Exit codes: 0 identical, 1 different, 3 not comparable: made by another backend, path or version, or on steps that only it has (this is known before anything runs).
`,
    )
    .action(async (folder: string, options) => {
      const { verifyCommand } = await import('../commands/verify.ts');
      settle(await verifyCommand(folder, options.json, options.threads, options.run));
    });
};
