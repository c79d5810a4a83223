/** parkade worker. */
import { type AddCommand, examples } from './add-command.ts';
import { RESULTS, THREADS, wholeNumber } from './flags.ts';

const HELP = `${examples(
  'parkade worker --engine redis://127.0.0.1:6379',
  'PARKADE_REDIS_PASSWORD=… parkade worker --engine rediss://cluster.example:6380/1 --threads 8',
  'parkade worker --engine redis://127.0.0.1:6379 --results /shared/results --once',
)}
Start as many as you like, on any machines with the same version of parkade. A worker that dies loses nothing: its cells
go to others. Ctrl-C ends it after what is under way; a second Ctrl-C at once.
Redis is asked with the password of PARKADE_REDIS_PASSWORD and the user of PARKADE_REDIS_USER, if they are set.
`;

export const addWorker: AddCommand = (program, settle) => {
  program
    .command('worker')
    .description('Compute cells for whoever gave the same --engine: sweep, check, atlas, reproduce, on any machine.')
    .requiredOption('--engine <address>', 'the queue to take work from: redis://host:6379, or rediss:// encrypted')
    .option(...THREADS)
    .option(...RESULTS)
    .option(
      '--lease <seconds>',
      'after so long without a sign of life its work goes to others (default: 15)',
      wholeNumber('--lease', '15'),
    )
    .option('--once', 'end when the queue is empty', false)
    .option('--json', 'print a line of JSON for each thing that happens', false)
    .addHelpText('after', HELP)
    .action(async (options) => {
      const { workerCommand } = await import('../commands/worker.ts');
      settle(await workerCommand(options));
    });
};
