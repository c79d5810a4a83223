/** parkade simulate. */
import { type AddCommand, examples } from './add-command.ts';
import { flagGroups } from './flag-groups.ts';
import { addSpecFlags, FORCE, JSON_DOCUMENT, specFlags, specKeys, THREADS } from './flags.ts';

const HELP = `${examples(
  'parkade simulate --tokens 200 --dimension 2 --beta 64 --seed 1 --until 150 --out out/run1',
  'parkade simulate --initial examples/x0.json --query examples/q.json --key examples/k.json \\',
  '                 --value examples/v.json --beta 4 --save-at 1,4,10 --rtol 1e-12 --atol 1e-14 --out out/run2',
  'parkade simulate examples/spec.yaml --out out/run3        # keys are the flags in camel case: saveAt for --save-at',
  'parkade simulate - --beta 9 < examples/spec.yaml',
  'parkade simulate "$(parkade link out/run1)"               # says whether it is identical to the run of the link',
  'parkade simulate --beta 9 --dimension 3 --value 1,.6,-.3 --query gaussian:7 --until 50',
  "parkade simulate --beta 16 --dynamics frozen-centers --centers '[[1,0],[-1,0]]' --weights 2 --until 100",
  'parkade simulate --beta 4 --dynamics normalization --scheme pre --until 100',
  'parkade simulate --beta 4 --dimension 4 --dynamics multi-head --heads 3 --value gaussian:5 --until 20',
)}
Matrices: identity, a number (that multiple of the identity), a diagonal 1,.6,-.3, a file, or gaussian:SEED[:SCALE].
Exit codes: 0 done, 1 the numerics failed (what was computed is kept) or the run differs from that of its link, 2 wrong input (nothing is written).
`;

export const addSimulate: AddCommand = (program, settle) => {
  const command = program
    .command('simulate')
    .description('Run the dynamics from flags, a specification file (YAML or JSON) or a link, or both; flags win.')
    .argument('[spec]', 'specification file, - for standard input, or a link (its address is not visited)');
  for (const [heading, keys] of flagGroups) addSpecFlags(command.optionsGroup(`${heading}:`), keys);
  command
    .optionsGroup('Output and machine:')
    .option('--out <folder>', 'keep the run there: record, trajectory, measurements, figure')
    .option(...FORCE)
    .option(
      '--steps <when>',
      'keep every step with --out, for append and basins: auto (up to 256 MB), always, never',
      'auto',
    )
    .option('--tuned', 'choose the field by the costs that parkade tune measured here', false)
    .option(...THREADS)
    .option(...JSON_DOCUMENT)
    .addHelpText('after', HELP)
    .action(async (spec: string | undefined, options) => {
      const { simulateCommand } = await import('../commands/simulate.ts');
      const tuned = options.tuned ? { costs: (await import('../commands/tune.ts')).tunedCosts() } : {};
      settle(await simulateCommand(spec, { ...tuned, ...specFlags(options, specKeys) }, options));
    });
};
