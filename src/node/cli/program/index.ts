/** The program: its commands, in the order of the help. To add a command: a file beside this, and a line here. */
import { Command } from 'commander';
import { engineHash, version } from '../../process/version.ts';
import { type AddCommand, examples, type Settle } from './add-command.ts';
import { addAppend } from './append.ts';
import { addAtlas } from './atlas.ts';
import { addBasins } from './basins.ts';
import { addCheck } from './check.ts';
import { addCompletion } from './completion.ts';
import { addDensity } from './density.ts';
import { addDraw } from './draw.ts';
import { addEquilibria } from './equilibria.ts';
import { addExplain } from './explain.ts';
import { addExport } from './export.ts';
import { addLab } from './lab.ts';
import { addLink } from './link.ts';
import { addList } from './list.ts';
import { addMeasure } from './measure.ts';
import { addPark } from './park.ts';
import { addReproduce } from './reproduce.ts';
import { addResume } from './resume.ts';
import { addSchema } from './schema.ts';
import { addShow } from './show.ts';
import { addSimulate } from './simulate.ts';
import { addSpectra } from './spectra.ts';
import { addStart } from './start.ts';
import { addSweep } from './sweep.ts';
import { addTune } from './tune.ts';
import { addVerify } from './verify.ts';
import { addWords } from './words.ts';
import { addWorker } from './worker.ts';

const commands: readonly AddCommand[] = [
  addSimulate,
  addSweep,
  addShow,
  addExplain,
  addMeasure,
  addDraw,
  addResume,
  addAppend,
  addBasins,
  addEquilibria,
  addPark,
  addDensity,
  addExport,
  addVerify,
  addLab,
  addLink,
  addList,
  addWords,
  addReproduce,
  addCheck,
  addAtlas,
  addWorker,
  addSpectra,
  addTune,
  addSchema,
  addCompletion,
  addStart,
];

/** The code is read only where it is asked for. */
function versionShown(): string {
  const asked = process.argv.slice(2).some((word) => word === '--version' || word === '-V');
  return asked ? `${version} (engine ${engineHash().slice(0, 12)})` : version;
}

/** Mistakes in what was typed are thrown, and nothing is printed of them. */
export function buildProgram(settle: Settle): Command {
  const program = new Command('parkade')
    .description('A laboratory for the token dynamics of causal attention on the sphere (arXiv:2411.04990).')
    .version(versionShown())
    .addHelpText(
      'after',
      examples(
        'parkade simulate --tokens 200 --dimension 2 --beta 64 --seed 1 --until 150 --out out/run1',
        'parkade show out/run1',
        'parkade reproduce figure-2',
      ),
    )
    .enablePositionalOptions() // sweep and its own commands have flags of the same names
    // Commands take these over as they are added.
    .exitOverride()
    .configureOutput({ outputError: () => {} })
    .showSuggestionAfterError(false);
  for (const add of commands) add(program, settle);
  return program;
}
