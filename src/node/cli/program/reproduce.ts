/** parkade reproduce: one preset, or all. */
import { type AddCommand, examples } from './add-command.ts';
import { ENGINE, FORCE, JSON_DOCUMENT, RESULTS, THREADS } from './flags.ts';

const HELP = `${examples(
  'parkade reproduce figure-2',
  'parkade reproduce capture-table --json',
  'parkade reproduce all --out site',
)}
Presets of many parts, and all, may be stopped: the same command continues from the parts that are done.
`;

export const addReproduce: AddCommand = (program, settle) => {
  program
    .command('reproduce')
    .description('Run a preset, print its table, draw its figure, and say what it shows.')
    .argument('<preset>', 'name of a preset, see "parkade list"; or all: every preset and every check as one page')
    .option('--out <folder>', 'the folder to write (default: out/PRESET, which it may replace; site for all)')
    .option(...FORCE)
    .option('--theme <name>', 'theme of the figure: light or dark (all draws both)')
    .option(...ENGINE)
    .option(...RESULTS)
    .option(...THREADS)
    .option(...JSON_DOCUMENT)
    .addHelpText('after', HELP)
    .action(async (id: string, options) => {
      if (id === 'all') {
        const { reproduceAllCommand } = await import('../commands/reproduce-all.ts');
        settle(await reproduceAllCommand(options));
      } else {
        const { reproduceCommand } = await import('../commands/reproduce.ts');
        settle(await reproduceCommand(id, { ...options, guided: false }));
      }
    });
};
