/** Flags and commands of sweeps that are computed elsewhere. */
import { type Command, Option } from 'commander';
import { invalid } from '../../../core/errors.ts';
import { examples, type Settle } from './add-command.ts';
import { THREADS, wholeNumber } from './flags.ts';

/** The flags of parkade sweep --engine slurm. */
export function addSlurmFlags(sweep: Command): void {
  const several = (word: string, before: readonly string[] = []) => [...before, word];
  sweep
    .optionsGroup('On a Slurm cluster:')
    .option(
      '--elements <count>',
      'elements of the array, each with many cells (default: 100)',
      wholeNumber('--elements', '100'),
    )
    .addOption(
      new Option('--sbatch <option>', 'an option of sbatch, such as --time=1:00:00; once for each').argParser(several),
    )
    .option('--script-only', 'write the script and print how it is submitted', false);
}

/** What an element of an array calls. */
export function addPart(sweep: Command, settle: Settle): void {
  sweep
    .command('part', { hidden: true })
    .description('One part of many of what is missing in a sweep, in rows of its own.')
    .argument('<folder>', 'folder of a sweep')
    .requiredOption('--part <number>', 'which part, from 0', fromZero)
    .requiredOption('--of <count>', 'how many parts there are', wholeNumber('--of', 'none'))
    .option('--only-failed', 'compute again the cells that have no completed run', false)
    .option(...THREADS)
    .action(async (folder: string, options) => {
      const { sweepPart } = await import('../commands/sweep-part.ts');
      settle(await sweepPart(folder, options));
    });
}

export function addCancel(sweep: Command, settle: Settle): void {
  sweep
    .command('cancel')
    .description('End what computes a sweep elsewhere, a job of Slurm for one; what has ended is kept.')
    .argument('<folder>', 'folder of a sweep')
    .option('--json', 'print one JSON document', false)
    .addHelpText('after', examples('parkade sweep cancel out/s1'))
    .action(async (folder: string, options) => {
      const { sweepCancel } = await import('../commands/sweep-cancel.ts');
      settle(await sweepCancel(folder, options));
    });
}

function fromZero(word: string): number {
  const number = word.trim() === '' ? Number.NaN : Number(word);
  if (Number.isInteger(number) && number >= 0) return number;
  throw invalid('--part', 'be a whole number ≥ 0', `came as "${word}"`, 'parts are counted from 0');
}
