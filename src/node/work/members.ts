/**
 * Runs in the folder of a preset, which keeps their seeds and hashes but not their tokens: one that is asked for by its
 * number is made again, to the bit.
 */
import { counted } from '../../core/counted.ts';
import { invalid } from '../../core/errors.ts';
import { type PreparedRun, prepareRun } from '../../run/prepare.ts';
import type { RunResult } from '../../run/run.ts';
import type { Progress } from '../process/progress.ts';
import { type EnsembleRecord, readEnsembleRecord } from '../store/ensemble-folder.ts';
import { readExperimentRecord } from '../store/experiment-folder.ts';
import { trajectoryHash } from '../store/run-folder.ts';
import { executeWithProgress } from './execute.ts';

export interface Member {
  readonly folder: string;
  /** From 1. */
  readonly number: number;
  readonly prepared: PreparedRun;
  /** Of the trajectory that the record knows. */
  readonly sha256: string;
}

interface MadeAgain {
  readonly result: RunResult;
  readonly seconds: number;
  /** Whether it is the run of the record. */
  readonly identical: boolean;
  readonly remark: string;
}

/**
 * Run `number` of a preset's folder; null for the folder of a single run, which has no numbers.
 * @throws ParkadeError InvalidParameter where the folder holds several runs and none, or another, is named, or values
 *   instead of runs
 */
export function memberOf(folder: string, number: number | undefined): Member | null {
  const experiment = readExperimentRecord(folder);
  if (experiment) {
    throw invalid(
      folder,
      'hold runs',
      `"${experiment.preset}" keeps only values of its parts (values.json)`,
      `its figure is figure.svg, and "parkade reproduce ${experiment.preset} --theme dark --out FOLDER" draws it in dark`,
    );
  }
  const ensemble = readEnsembleRecord(folder);
  if (ensemble) return chosen(folder, ensemble, number);
  if (number === undefined) return null;
  throw invalid(
    '--run',
    'come with the folder of a preset of several runs',
    `"${folder}" holds a single one`,
    'drop it',
  );
}

function chosen(folder: string, { spec, runs }: EnsembleRecord, number: number | undefined): Member {
  if (number === undefined || number > runs.length) {
    const came = number === undefined ? 'none was named' : `${number} came`;
    throw invalid(
      '--run',
      `name one of the ${counted(runs.length, 'run')} in "${folder}", 1 to ${runs.length}`,
      came,
      'add --run 1, say',
    );
  }
  const { seed, variant, sha256 } = runs[number - 1];
  return { folder, number, prepared: prepareRun({ ...spec, ...variant, seed }), sha256 };
}

export async function makeAgain(
  { prepared, sha256, number }: Member,
  progress: Progress,
  threads?: number,
): Promise<MadeAgain> {
  const { result, seconds } = await executeWithProgress(prepared, progress, threads);
  const identical = trajectoryHash(result.trajectory) === sha256;
  const how = identical ? 'identical to the record' : 'not the run of the record: its bits differ';
  return { result, seconds, identical, remark: `Run ${number} was made again, ${how}.` };
}
