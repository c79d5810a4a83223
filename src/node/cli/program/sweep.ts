/** parkade sweep, and what is done with one. */
import { type Command, Option } from 'commander';
import { type AddCommand, examples, type Settle } from './add-command.ts';
import { flagGroups } from './flag-groups.ts';
import { addSpecFlags, RESULTS, ROWS, specFlags, specKeys, THREADS, wholeNumber } from './flags.ts';
import { addCancel, addPart, addSlurmFlags } from './sweep-elsewhere.ts';

const HELP = `${examples(
  'parkade sweep --beta 4,9,16,25 --seeds 100 --tokens 60 --until 30 --out out/s1',
  'parkade sweep --beta log:1:100:9 --dimension 2,3 --seeds 100 --tokens 200 --until 50 --measure clusters,centers --out out/s2',
  'parkade sweep examples/sweep.yaml --dry-run               # how many runs, and about how long',
  'parkade sweep out/s1                                      # goes on with what is missing',
  'parkade sweep table out/s1 --format csv --to cells.csv',
  'parkade sweep plot out/s1 --to figure.png',
  'parkade sweep examples/sweep.yaml --engine redis://127.0.0.1:6379 --out out/s3   # and workers: "parkade worker"',
  'parkade sweep examples/sweep.yaml --engine slurm --sbatch --time=1:00:00 --out out/s4',
)}
A flag with several values, or with a grid lin:FROM:TO:COUNT or log:FROM:TO:COUNT, is an axis where its key takes one number;
every value of one axis meets every value of the others, with as many seeds each as --seeds says. A file can do more: axes that
advance together, random designs, matrices by name; docs/sweeps.md has an example of each.
The same command on the same folder goes on. Ctrl-C keeps what has ended.
Exit codes: 0 done, 1 some cells have no completed run (the table says why), 2 wrong input (nothing is written).
`;

export const addSweep: AddCommand = (program, settle) => {
  const command = program
    .command('sweep')
    .description('Run thousands of specifications: every combination of values, many seeds, numbers kept of each.')
    .argument('[spec]', 'file of a sweep (YAML or JSON), - for standard input, or the folder of one, which goes on')
    .enablePositionalOptions();
  for (const [heading, keys] of flagGroups) {
    const swept = keys.filter((key) => key !== 'observe' && key !== 'events');
    if (swept.length > 0) addSpecFlags(command.optionsGroup(`${heading}:`), swept);
  }
  command
    .optionsGroup('Sweep:')
    .option(
      '--seeds <count>',
      'so many runs of each, with one seed after the other from --seed on; what other commands call --runs',
      wholeNumber('--seeds', 'one'),
    )
    .addOption(new Option('--runs <count>').argParser(wholeNumber('--runs', 'one')).hideHelp())
    .option(
      '--measure <names>',
      'what to keep of each run, names or all (default: clusters,largest,centers,captured,cosine)',
    )
    .option('--trajectory <when>', 'keep the tokens of runs: never, failed, always (default: never)')
    .option('--dry-run', 'count the cells, time a sample of them, and write nothing', false)
    .option('--only-failed', 'compute again the cells that have no completed run', false)
    .optionsGroup('Output and machine:')
    .option('--out <folder>', 'where the sweep is kept; needed, unless its folder is what was named')
    .option(...THREADS)
    .option(
      '--engine <where>',
      'who computes: local, this machine; redis://host:6379, every "parkade worker" with the same address; slurm, a cluster',
      'local',
    )
    .option(...RESULTS)
    .option('--json', 'print events as lines of JSON', false)
    .addHelpText('after', HELP)
    .action(async (spec: string | undefined, options) => {
      const { sweepCommand } = await import('../commands/sweep.ts');
      const seeds = options.seeds ?? options.runs;
      settle(await sweepCommand(spec, specFlags(options, specKeys), { ...options, seeds }));
    });
  addSlurmFlags(command);
  for (const add of [addStatus, addTable, addPlot, addExport, addMerge, addCancel, addPart]) add(command, settle);
};

function addStatus(sweep: Command, settle: Settle): void {
  sweep
    .command('status')
    .description('How far a sweep is, who works on it, and the command that goes on with it.')
    .argument('<folder>', 'folder of a sweep')
    .option('--json', 'print one JSON document', false)
    .addHelpText('after', examples('parkade sweep status out/s1'))
    .action(async (folder: string, options) => {
      const { sweepStatus } = await import('../commands/sweep-status.ts');
      settle(await sweepStatus(folder, options));
    });
}

function addTable(sweep: Command, settle: Settle): void {
  sweep
    .command('table')
    .description('The table of a sweep: a row a cell, by hash, or a row a point with means over its seeds.')
    .argument('<folder>', 'folder of a sweep')
    .option('--format <name>', 'csv, parquet or jsonl; by default that of the ending of --to')
    .option('--to <file>', 'write it there; without, the means are printed')
    .option('--means', 'with --to: a row a point, with means, standard errors and quantiles over its seeds', false)
    .option(...ROWS)
    .option('--json', 'print one JSON document', false)
    .addHelpText(
      'after',
      examples(
        'parkade sweep table out/s1',
        'parkade sweep table out/s1 --format csv --to cells.csv',
        'parkade sweep table out/s1 --means --to means.parquet',
      ),
    )
    .action(async (folder: string, options) => {
      const { sweepTable } = await import('../commands/sweep-table.ts');
      settle(await sweepTable(folder, options));
    });
}

function addPlot(sweep: Command, settle: Settle): void {
  sweep
    .command('plot')
    .description('A figure of a sweep: curves with bands over one axis, or a heat map over two.')
    .argument('<folder>', 'folder of a sweep')
    .option('--to <file>', 'where to write it; svg, png or pdf by its ending (default: figure.svg in the folder)')
    .option('--quantity <name>', 'what is drawn: a column such as clusters@100, or a condition such as "clusters <= 1"')
    .option('--across <key>', 'the horizontal axis (default: the first with several numbers)')
    .option('--colour <key>', 'the axis that curves differ in, or the vertical one of a heat map (default: the next)')
    .option('--panels <key>', 'the axis that panels differ in (default: the next)')
    .option('--only <conditions...>', 'only points with these values, such as dimension=3')
    .option('--heat-map', 'a heat map instead of curves', false)
    .option('--band <name>', 'around a curve: quantiles, errors (1.96 standard errors of the mean) or none')
    .option('--log-across', 'a logarithmic horizontal axis; --no-log-across a plain one')
    .option('--no-log-across')
    .option('--log-up', 'a logarithmic vertical axis; --no-log-up a plain one')
    .option('--no-log-up')
    .option('--fit', 'a straight line through every curve, with its slope and the 95 % interval of it', false)
    .option('--title <text>', 'another title')
    .option('--theme <name>', 'light or dark', 'light')
    .option('--force', 'replace a file that is there', false)
    .option('--json', 'print one JSON document', false)
    .addHelpText(
      'after',
      examples(
        'parkade sweep plot out/s1 --to figure.png',
        'parkade sweep plot out/s1 --quantity centers --log-up --fit --to centers.pdf',
      ),
    )
    .action(async (folder: string, options) => {
      const { sweepPlot } = await import('../commands/sweep-plot.ts');
      settle(await sweepPlot(folder, options));
    });
}

function addExport(sweep: Command, settle: Settle): void {
  sweep
    .command('export')
    .description('The cells as arrays over the axes in HDF5, which xarray opens with its labels.')
    .argument('<folder>', 'folder of a sweep')
    .requiredOption('--to <file>', 'write it there; it ends in .h5 or .nc')
    .option('--json', 'print one JSON document', false)
    .addHelpText('after', examples('parkade sweep export out/s1 --to cells.h5'))
    .action(async (folder: string, options) => {
      const { sweepExport } = await import('../commands/sweep-export.ts');
      settle(await sweepExport(folder, options));
    });
}

function addMerge(sweep: Command, settle: Settle): void {
  sweep
    .command('merge')
    .description('Bring the cells of other folders into one: those that its sweep lacks.')
    .argument('<folder>', 'folder of a sweep, which gets the cells')
    .argument('<others...>', 'folders of sweeps, which stay as they are')
    .option('--json', 'print one JSON document', false)
    .addHelpText('after', examples('parkade sweep merge out/s1 out/s2 out/s3'))
    .action(async (folder: string, others: string[], options) => {
      const { sweepMerge } = await import('../commands/sweep-merge.ts');
      settle(await sweepMerge(folder, others, options));
    });
}
