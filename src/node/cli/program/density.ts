/** parkade density, and the branches of stationary densities. */
import type { Command } from 'commander';
import { type AddCommand, examples, type Settle } from './add-command.ts';
import { addSpecFlags, JSON_DOCUMENT, ROWS, specFlags, wholeNumber } from './flags.ts';

/** Keys of a run that say what the equation of many tokens is, and where they begin. */
const equationFlags = ['beta', 'kappa', 'query', 'key', 'value', 'dimension'] as const;
const startFlags = ['initial', 'directions', 'concentration', 'until', 'saveAt', 'rtol'] as const;
const courseFlags = [...equationFlags, ...startFlags, 'mask', 'normalization', 'modes', 'turn'] as const;
const branchFlags = [...equationFlags, 'normalization', 'degrees', 'range'] as const;

const NORMALIZATION = '--normalization <name>';

const HELP = `${examples(
  'parkade density --beta 4 --kappa 5 --until 10 --out out/density',
  'parkade density --beta 5 --initial uniform --modes 3:0.01 --until 8            # three clusters form from a small wave',
  'parkade density --beta 4 --kappa 8 --mask causal --turn 3 --until 5            # a start that depends on the position',
  'parkade density --beta 2 --kappa 6 --dimension 3 --until 10',
  'parkade density branches --beta 4 --degrees 1 --out out/branches',
)}
The tokens begin as --initial says (by default around one direction with concentration 1) and are infinitely many: what is followed is
their density. Q, K and V are numbers. Without --kappa there is no noise; tokens then contract to points, which harmonics resolve for a while.
`;

export const addDensity: AddCommand = (program, settle) => {
  const command = program
    .command('density')
    .description(
      'Follow the density of infinitely many tokens, the mean-field equation, on the circle or the sphere S².',
    )
    .enablePositionalOptions();
  addEquation(command)
    .option('--initial <law>', 'law of the tokens at the beginning: von-mises-fisher or uniform', 'von-mises-fisher')
    .option('--directions <rows>', 'mean directions, one row each, in equal parts (default: the first axis)')
    .option('--concentration <number>', 'concentration of the von Mises–Fisher law (default: 1)')
    .option('--until <time>', 'end time (default: the last saved time)')
    .option('--save-at <times>', 'saved times: 1,4,10 or lin:FROM:TO:COUNT or log:FROM:TO:COUNT (default: 161 of them)')
    .option('--rtol <number>', 'relative tolerance of adaptive steps (default: 1e-9)')
    .option(
      '--mask <name>',
      'full: every token sees all; causal: those before it, a density for every position',
      'full',
    )
    .option(
      NORMALIZATION,
      'softmax: weights sum to 1; count: they are divided by n (USA), so that speeds are of size e^β',
      'softmax',
    )
    .option(
      '--modes <list>',
      'waves that are added to the start: degree:amplitude, such as 3:0.01 or 2:0.1,5:-0.02 (E cos kθ, or E P_k, from the first direction)',
    )
    .option('--turn <radians>', 'by how much the start is turned from the first token to the last (causal)')
    .option('--out <folder>', 'keep the harmonics and the figure there')
    .option('--force', 'replace a folder of results that is already there', false)
    .option(...ROWS)
    .option(...JSON_DOCUMENT)
    .addHelpText('after', HELP)
    .action(async (options) => {
      const { densityCommand } = await import('../commands/density.ts');
      settle(await densityCommand(specFlags<string>(options, courseFlags), options));
    });
  addBranches(command, settle);
};

function addEquation(command: Command): Command {
  return addSpecFlags(command, ['beta'])
    .option('--kappa <number>', 'noise √(2/κ) on every token: the larger κ, the weaker the noise')
    .option('--query <number>', 'the number that the query matrix is, times the identity (default: 1)')
    .option('--key <number>', 'the number that the key matrix is (default: 1)')
    .option('--value <number>', 'the number that the value matrix is (default: 1)')
    .option('--dimension <d>', '2, the circle, or 3, the sphere S² (default: 2)');
}

function addBranches(density: Command, settle: Settle): void {
  const command = density
    .command('branches')
    .description(
      'Follow the stationary densities that leave the uniform one, in κ at a given β or in β at a given κ, with their stability.',
    );
  addEquation(command)
    .option(NORMALIZATION, 'softmax, or count (USA), which alone has a free energy', 'count')
    .option('--degrees <list>', 'harmonics that leave the uniform density, such as 1,2 (default: 1)')
    .option(
      '--range <from:to>',
      'between which κ, or β, to follow them (default: 0 to 3 times the threshold, β 0 to 8)',
    )
    .option('--points <count>', 'points of a branch at most', wholeNumber('--points', '200'), 200)
    .option('--out <folder>', 'keep the branches and the figure there')
    .option('--force', 'replace a folder of results that is already there', false)
    .option(...JSON_DOCUMENT)
    .addHelpText(
      'after',
      examples(
        'parkade density branches --beta 4 --out out/branches4       # discontinuous: a fold below the threshold',
        'parkade density branches --beta 1                            # continuous',
        'parkade density branches --beta 4 --normalization softmax --degrees 1,2 --dimension 3',
        'parkade density branches --kappa 1.5 --range 0:2             # in β',
      ),
    )
    .action(async (options, { parent }: Command) => {
      const { densityBranches } = await import('../commands/density-branches.ts');
      settle(await densityBranches(specFlags<string>({ ...options }, branchFlags), { ...options, ...outOf(parent) }));
    });
}

/** Flags of the same name that stand before the word "branches" belong to it as well. */
function outOf(parent: Command | null): { out?: string } {
  const out = parent?.opts().out;
  return out === undefined ? {} : { out };
}
