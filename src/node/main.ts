#!/usr/bin/env node
/** The command line: what is asked for, handed to the commands; mistakes told in one sentence with exit code 2. */
import { Command, CommanderError, Option } from 'commander';
import { atlasParameters } from '../atlas/parameters.ts';
import { checkParameters } from '../checks/parameters.ts';
import { ParkadeError } from '../core/errors.ts';
import { nearest } from '../core/nearest.ts';
import { notesOf } from '../core/parameter.ts';
import { specParameters } from '../spec.ts';
import type { DrawOptions } from './commands/draw.ts';
import { exportCommand, exportRegistry } from './commands/export.ts';
import { measureCommand, measureFlags } from './commands/measure.ts';
import { resumeCommand, resumeFlags } from './commands/resume.ts';
import { schemaCommand } from './commands/schema.ts';
import { showCommand } from './commands/show.ts';
import { simulateCommand } from './commands/simulate.ts';
import { verifyCommand } from './commands/verify.ts';
import { type ExitCode, printJson } from './context.ts';
import { version } from './version.ts';

function flagOf(key: string): string {
  return `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** Adds the flags of specification keys: the declarations in the registries are the only place they are written down. */
function addSpecFlags(command: Command, keys: readonly string[]): Command {
  for (const key of keys) {
    const { placeholder, description } = notesOf(specParameters[key]);
    command.option(placeholder === undefined ? flagOf(key) : `${flagOf(key)} <${placeholder}>`, description);
  }
  return command;
}

/** A flag that is known where it cannot be given, so that the sentence refusing it can say why. */
function hidden(key: string): Option {
  const { placeholder } = notesOf(specParameters[key]);
  return new Option(placeholder === undefined ? flagOf(key) : `${flagOf(key)} <${placeholder}>`).hideHelp();
}

/** What was given: words, and true for flags that take none. */
function specFlags<Value = string | true>(
  options: Readonly<Record<string, Value | undefined>>,
  keys: readonly string[],
): Record<string, Value> {
  return Object.fromEntries(
    keys.filter((key) => options[key] !== undefined).map((key) => [key, options[key] as Value]),
  );
}

function wholeNumber(option: string, usual: string): (word: string) => number {
  return (word) => {
    const number = Number(word);
    if (Number.isInteger(number) && number >= 1 && number <= 1e6) return number;
    throw new ParkadeError(
      'InvalidParameter',
      `"${option}" should be a whole number ≥ 1, but came as "${word}"; ${usual} is usual.`,
    );
  };
}

/** A number as typed; what it may be, its parameter says. */
function numberFor(option: string): (word: string) => number {
  return (word) => {
    const number = word.trim() === '' ? Number.NaN : Number(word);
    if (Number.isFinite(number)) return number;
    throw new ParkadeError(
      'InvalidParameter',
      `"${option}" should be a finite number, but came as "${word}"; give one.`,
    );
  };
}

const rows = wholeNumber('--rows', '12');
const THREADS = [
  '--threads <count>',
  'threads to use; the result does not depend on them (all of the machine)',
] as const;
const threads = wholeNumber('--threads', 'the number of cores');

let outcome: ExitCode = 0;

function buildProgram(): Command {
  const program = new Command('parkade')
    .description('A laboratory for the token dynamics of causal attention on the sphere (arXiv:2411.04990).')
    .version(version)
    .addHelpText(
      'after',
      '\nExamples:\n  parkade simulate --tokens 200 --dimension 2 --beta 64 --seed 1 --until 150 --out out/run1\n  parkade show out/run1\n  parkade reproduce figure-2\n',
    );
  const keys = Object.keys(specParameters);

  addSpecFlags(
    program
      .command('simulate')
      .description('Run the dynamics from flags, a specification file (YAML or JSON), or both; flags win.')
      .argument('[spec]', 'specification file'),
    keys,
  )
    .option('--out <folder>', 'keep the run there: record, trajectory, measurements, figure')
    .option('--force', 'replace a run that is there already', false)
    .option(
      '--steps <when>',
      'keep every step with --out, for append and basins: auto (up to 256 MB), always, never',
      'auto',
    )
    .option('--tuned', 'choose the field by the costs that parkade tune measured here', false)
    .option(...THREADS, threads)
    .option('--json', 'print one JSON document', false)
    .addHelpText('after', SIMULATE_EXAMPLES)
    .action(async (spec: string | undefined, options) => {
      const tuned = options.tuned ? { costs: (await import('./commands/tune.ts')).tunedCosts() } : {};
      outcome = await simulateCommand(spec, { ...tuned, ...specFlags(options, keys) }, options);
    });

  program
    .command('show')
    .description('The table of a stored run: times, clusters, centers, captured, energy, status, cost.')
    .argument('<run>', 'folder of a run')
    .option('--rows <count>', 'most rows to print', rows, 12)
    .option('--json', 'print the record and all measurements as JSON', false)
    .addHelpText('after', '\nExample:\n  parkade show out/run1 --rows 30\n')
    .action(async (folder: string, options) => {
      outcome = await showCommand(folder, options);
    });

  addSpecFlags(
    program
      .command('measure')
      .description('Measure a stored run again, with other lengths.')
      .argument('<run>', 'folder of a run'),
    measureFlags,
  )
    .option('--rows <count>', 'most rows to print', rows, 12)
    .option('--json', 'print everything as JSON', false)
    .addHelpText(
      'after',
      '\nExample:\n  parkade measure out/run1 --delta 0.3 --radius 0.05,0.1 --observe capture,clusters --json\n',
    )
    .action(async (folder: string, options) => {
      outcome = await measureCommand(folder, specFlags<string>(options, measureFlags), options);
    });

  program
    .command('draw')
    .description('Draw a stored run.')
    .argument('<run>', 'folder of a run')
    .option(
      '--figure <name>',
      'circle, space-time, sphere, trajectories, curves, cosines or merge-tree (the one that suits the dimension)',
    )
    .option('--theme <name>', 'light or dark', 'light')
    .option('--width <pixels>', 'width of the picture', '900')
    .option('--to <file>', 'file ending in .svg or .png (figure.svg in the folder of the run)')
    .option('--json', 'print what was drawn as JSON', false)
    .addHelpText('after', '\nExample:\n  parkade draw out/run1 --figure space-time --theme dark --to history.png\n')
    .action(async (folder: string, options: DrawOptions) => {
      const { drawCommand } = await import('./commands/draw.ts');
      outcome = await drawCommand(folder, options);
    });

  addSpecFlags(
    program
      .command('resume')
      .description(
        'Go on with a stored run from the end of its last step: after a limit of steps, Ctrl-C, or to a later end.',
      )
      .argument('<run>', 'folder of a run'),
    resumeFlags,
  )
    .option('--out <folder>', 'keep the whole run there, like a run of parkade simulate')
    .option('--force', 'replace a run that is there already', false)
    .option(...THREADS, threads)
    .option('--json', 'print one JSON document', false)
    .addHelpText(
      'after',
      '\nExamples:\n  parkade resume out/stopped --out out/whole\n  parkade resume out/run1 --until 1e60 --save-at log:200:1e60:100 --out out/run1-to-the-end\n',
    )
    .action(async (folder: string, options) => {
      outcome = await resumeCommand(folder, specFlags<string>(options, resumeFlags), options);
    });

  const appended = addSpecFlags(
    program
      .command('append')
      .description(
        'Add tokens to a stored run on its own steps: its tokens keep their bits, and the new ones feel them all.',
      )
      .argument('<run>', 'folder of a run'),
    ['initial'],
  );
  for (const key of keys.filter((key) => key !== 'initial')) appended.addOption(hidden(key));
  appended
    .option('--out <folder>', 'keep the longer run there, like a run of parkade simulate')
    .option('--force', 'replace a run that is there already', false)
    .option(...THREADS, threads)
    .option('--json', 'print one JSON document', false)
    .addHelpText(
      'after',
      '\nExamples:\n  parkade append out/run1 --initial 0.5,3.1 --out out/run1-and-two    # angles on the circle\n  parkade append out/run2 --initial more.json --out out/run2-and-more\n',
    )
    .action(async (folder: string, options) => {
      const { appendCommand } = await import('./commands/append.ts');
      outcome = await appendCommand(folder, specFlags(options, keys), options);
    });

  addSpecFlags(
    program
      .command('basins')
      .description(
        'Where one more token would go: for each starting point the cluster of a stored run in which it ends, and when.',
      )
      .argument('<run>', 'folder of a run'),
    ['threshold', 'radius'],
  )
    .option(
      '--grid <points>',
      'starting points: a number on the circle (360), longitudes x latitudes on the sphere (64x32)',
    )
    .option('--at <time>', 'when to ask where they have come to (the end of the run)')
    .option('--out <folder>', 'where to write basins.json, basins.svg, basins.png (the folder of the run)')
    .option(...THREADS, threads)
    .option('--json', 'print the basins as JSON', false)
    .addHelpText(
      'after',
      '\nExamples:\n  parkade basins out/run1 --grid 360\n  parkade basins out/sphere --grid 64x32 --at 20 --out out/basins\n',
    )
    .action(async (folder: string, options) => {
      const { basinFlags, basinsCommand } = await import('./commands/basins.ts');
      outcome = await basinsCommand(folder, specFlags(options, basinFlags), options);
    });

  program
    .command('park')
    .description(
      'The parking process by itself: how many Rényi and strong Rényi centers n random tokens have, as n grows.',
    )
    .requiredOption('--delta <radians>', 'separation δ of the centers')
    .option('--tokens <n>', 'number of tokens, up to 1e9 (100000)')
    .option('--dimension <d>', 'dimension d of the space around the sphere S^{d−1} (2, the circle)')
    .option('--runs <count>', 'runs with seeds one after the other, for means and standard errors (1)')
    .option('--seed <integer>', 'seed of the first run; the tokens are those of parkade simulate (1)')
    .option('--initial <law>', 'uniform or von-mises-fisher (uniform; only for it are there predictions)')
    .option('--directions <rows>', 'mean directions, one row each (von-mises-fisher)')
    .option('--concentration <number>', 'concentration κ of the von Mises–Fisher law (10)')
    .option('--out <folder>', 'keep the counts and the figure there')
    .option('--force', 'replace a folder of results that is there already', false)
    .option('--json', 'print one JSON document', false)
    .addHelpText(
      'after',
      '\nExamples:\n  parkade park --tokens 1e7 --delta 0.001 --runs 5 --out out/park\n  parkade park --tokens 1e6 --dimension 3 --delta 0.05 --runs 5 --out out/park-sphere\n',
    )
    .action(async (options) => {
      const [{ parkCommand }, { parkFlags }] = [await import('./commands/park.ts'), await import('./parking-plan.ts')];
      outcome = await parkCommand(specFlags(options, parkFlags), options);
    });

  program
    .command('export')
    .description('Write a stored trajectory in another format.')
    .argument('<run>', 'folder of a run')
    .requiredOption('--format <name>', Object.keys(exportRegistry).join(', '))
    .option('--to <file>', 'where to (trajectory.FORMAT in the folder of the run; - is standard output)')
    .option('--json', 'print what was written as JSON', false)
    .addHelpText(
      'after',
      '\nExamples:\n  parkade export out/run1 --format csv --to tokens.csv\n  parkade export out/run1 --format json --to - | jq .times\n',
    )
    .action(async (folder: string, options) => {
      outcome = await exportCommand(folder, options.format, options.to, options.json);
    });

  program
    .command('verify')
    .description('Make a stored run again and compare every bit of its trajectory: identical, or the first difference.')
    .argument('<run>', 'folder of a run')
    .option(...THREADS, threads)
    .option('--json', 'print the verdict as JSON', false)
    .addHelpText('after', '\nExample:\n  parkade verify out/run1\n')
    .action(async (folder: string, options) => {
      outcome = await verifyCommand(folder, options.json, options.threads);
    });

  program
    .command('list')
    .description('The presets: named experiments.')
    .option('--json', 'print them as JSON', false)
    .action(async (options) => {
      const { listCommand } = await import('./commands/list.ts');
      outcome = listCommand(options.json);
    });

  program
    .command('reproduce')
    .description('Run a preset: its table, its figure, what it shows.')
    .argument('<preset>', 'name of a preset, see "parkade list"; or all: every preset and every check as one page')
    .option('--out <folder>', 'where to (out/PRESET, which it may replace; site for all)')
    .option('--force', 'replace a run that is there already', false)
    .option(...THREADS, threads)
    .option('--json', 'print one JSON document', false)
    .addHelpText(
      'after',
      '\nExamples:\n  parkade reproduce figure-2\n  parkade reproduce capture-table --json\n  parkade reproduce all --out site\n\nPresets of many parts, and all, go on where they were after a stop.\n',
    )
    .action(async (id: string, options) => {
      if (id === 'all') {
        const { reproduceAllCommand } = await import('./commands/reproduce-all.ts');
        outcome = await reproduceAllCommand(options);
        return;
      }
      const { reproduceCommand } = await import('./commands/reproduce.ts');
      outcome = await reproduceCommand(id, { ...options, guided: false });
    });

  const check = program
    .command('check')
    .description('Statements of the papers beside what is measured: hypotheses, prediction, measurement, verdict.')
    .argument('[statements...]', 'names of statements, or all (all)');
  for (const [key, declare] of Object.entries(checkParameters)) {
    const { placeholder, description } = notesOf(declare(1));
    check.option(`${flagOf(key)} <${placeholder}>`, description, numberFor(flagOf(key)));
  }
  check
    .option('--list', 'the statements, each with its parameters', false)
    .option('--out <folder>', 'write the report there: index.html with its figures, check.json')
    .option('--force', 'replace a report that is there already', false)
    .option(...THREADS, threads)
    .option('--json', 'print one JSON document', false)
    .addHelpText(
      'after',
      '\nExamples:\n  parkade check all --out out/check\n  parkade check theorem-4-1 --beta 4 --dimension 2\n  parkade check --list\n',
    )
    .action(async (ids: string[], options) => {
      const { checkCommand, listStatements } = await import('./commands/check.ts');
      const given = specFlags<number>(options, Object.keys(checkParameters));
      outcome = options.list ? listStatements(options.json) : await checkCommand(ids, given, options);
    });

  const atlas = program
    .command('atlas')
    .description('Table 1 of the paper as an experiment: what becomes of random problems of every spectral class.');
  for (const [key, schema] of Object.entries(atlasParameters)) {
    const { placeholder, description } = notesOf(schema);
    atlas.option(`${flagOf(key)} <${placeholder}>`, description, numberFor(flagOf(key)));
  }
  atlas
    .option('--out <folder>', 'where to (out/atlas, which it may replace)')
    .option('--force', 'replace what is there already', false)
    .option(...THREADS, threads)
    .option('--json', 'print one JSON document', false)
    .addHelpText(
      'after',
      '\nExamples:\n  parkade atlas --runs 1100 --out out/small-atlas\n  parkade atlas                # 11000 runs, some minutes; stopped with Ctrl-C, it goes on where it was\n  parkade simulate out/atlas/counterexamples/FILE.json --out out/counterexample\n',
    )
    .action(async (options) => {
      const { atlasCommand } = await import('./commands/atlas.ts');
      outcome = await atlasCommand(specFlags<number>(options, Object.keys(atlasParameters)), options);
    });

  program
    .command('spectra')
    .description(
      'Eigenvalues of value matrices from files: real or complex, their sign, and what Table 1 says of each.',
    )
    .argument('[files...]', '.npy, .npz, .csv or .json: a d×d matrix each, or a stack h×d×d of heads')
    .option(
      '--tolerance <share>',
      'differences up to this share of the norm count as none (1e-6)',
      numberFor('--tolerance'),
    )
    .option('--out <folder>', 'write the figure and every eigenvalue there')
    .option('--force', 'replace spectra that are there already', false)
    .option('--json', 'print one JSON document', false)
    .addHelpText(
      'after',
      '\nExamples:\n  parkade spectra heads.npy --out out/spectra      # heads.npy: h×d×d, V of each head\n  parkade spectra v.csv w.npz --tolerance 1e-3    # trained in single precision\n',
    )
    .action(async (files: string[], options) => {
      const { spectraCommand } = await import('./commands/spectra.ts');
      outcome = await spectraCommand(files, options);
    });

  program
    .command('tune')
    .description('Measure what the ways to compute a field cost on this machine, for runs with --tuned.')
    .option('--json', 'print the costs as JSON', false)
    .action(async (options) => {
      const { tuneCommand } = await import('./commands/tune.ts');
      outcome = await tuneCommand(options.json);
    });

  program
    .command('schema')
    .description('The JSON Schema of a run specification.')
    .action(() => {
      outcome = schemaCommand();
    });

  program
    .command('start', { hidden: true })
    .description('The main job: Figure 2 of the paper.')
    .action(async () => {
      const { reproduceCommand } = await import('./commands/reproduce.ts');
      outcome = await reproduceCommand('figure-2', { force: false, json: false, guided: true });
    });
  return program;
}

const SIMULATE_EXAMPLES = `
Examples:
  parkade simulate --tokens 200 --dimension 2 --beta 64 --seed 1 --until 150 --out out/run1
  parkade simulate --initial x0.json --query q.json --key k.json --value v.json --beta 4 \\
                   --save-at 1,4,10 --rtol 1e-12 --atol 1e-14 --out out/run2
  parkade simulate spec.yaml --out out/run3        # keys are the flags in camel case: saveAt for --save-at
  parkade simulate --beta 9 --dimension 3 --value 1,.6,-.3 --query gaussian:7 --until 50
  parkade simulate --beta 16 --dynamics frozen-centers --centers '[[1,0],[-1,0]]' --weights 2 --until 100
  parkade simulate --beta 4 --dynamics normalization --scheme pre --until 100
  parkade simulate --beta 4 --dimension 4 --dynamics multi-head --heads 3 --value gaussian:5 --until 20

Matrices: identity, a number (that multiple of the identity), a diagonal 1,.6,-.3, a file, or gaussian:SEED[:SCALE].
Exit codes: 0 done, 1 the numerics failed (what was computed is kept), 2 wrong input (nothing is written).
`;

/** Commander's complaints in parkade's own form. */
function sentenceFor(error: CommanderError, program: Command): string {
  const quoted = /'([^']*)'/.exec(error.message)?.[1] ?? '';
  const name = process.argv[2] ?? '';
  const command = program.commands.find((candidate) => candidate.name() === name);
  const help = `"parkade ${command ? `${name} ` : ''}--help" lists them.`;
  if (error.code === 'commander.unknownOption') {
    const known = (command ?? program).options.map(({ long }) => long ?? '');
    const guess = nearest(quoted, known);
    return `"${quoted}" is no option of parkade${command ? ` ${name}` : ''}${guess ? `; did you mean ${guess}?` : '.'} ${help}`;
  }
  if (error.code === 'commander.unknownCommand') {
    const guess = nearest(
      quoted,
      program.commands.map((candidate) => candidate.name()),
    );
    return `"${quoted}" is no command of parkade${guess ? `; did you mean ${guess}?` : '.'} "parkade --help" lists them.`;
  }
  const told = error.message.replace(/^error: /, '');
  return `${told[0].toUpperCase()}${told.slice(1)}${told.endsWith('.') ? '' : '.'} "parkade ${command ? `${name} ` : ''}--help" shows examples.`;
}

/** The last resort: something that no check foresaw. With PARKADE_DEBUG set, where it happened. */
function defect(error: unknown): string {
  const told = error instanceof Error ? error.message : String(error);
  const where = process.env.PARKADE_DEBUG && error instanceof Error ? `\n${error.stack}` : '';
  return `Something happened that parkade should have foreseen (${told}); please report it with what you typed. PARKADE_DEBUG=1 shows where.${where}`;
}

function fail(message: string, code: string): void {
  process.stderr.write(`parkade: ${message}\n`);
  if (process.argv.includes('--json')) printJson({ error: { code, message } });
  process.exitCode = 2;
}

async function main(): Promise<void> {
  const program = buildProgram();
  for (const command of [program, ...program.commands]) {
    command
      .exitOverride()
      .configureOutput({ outputError: () => {} })
      .showSuggestionAfterError(false);
  }
  try {
    await program.parseAsync();
    process.exitCode = outcome;
  } catch (error) {
    if (error instanceof ParkadeError) fail(error.message, error.code);
    else if (error instanceof CommanderError) {
      if (error.exitCode === 0)
        process.exitCode = 0; // --help, --version
      else if (error.code === 'commander.help')
        process.exitCode = 2; // no command: the help was shown
      else fail(sentenceFor(error, program), 'InvalidInput');
    } else fail(defect(error), 'Defect');
  }
}

// A reader that closes early (| head) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

await main();
