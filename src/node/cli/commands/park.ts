/** parkade park: the parking process by itself, its numbers of centers beside what is predicted. */
import { counted } from '../../../core/counted.ts';
import type { TokenSequence } from '../../../initial/initial.ts';
import { type Parked, parking } from '../../../parking/park.ts';
import {
  type Counts,
  countsOf,
  type Estimate,
  type Saturation,
  saturation,
  tokenCounts,
} from '../../../parking/saturation.ts';
import { parkingRemarks, parkingTable } from '../../../report/parking.ts';
import { version } from '../../process/version.ts';
import { readFiles } from '../../store/inputs.ts';
import { beginResultFolder, writeFigure, writeJson } from '../../store/result-folder.ts';
import { watched } from '../../work/execute.ts';
import { type ExitCode, print, printJson, printTable, printText, stopped } from '../context.ts';
import { lawOf, type ParkingPlan, planOf, sequenceOf } from '../parking-plan.ts';
import { startProgress } from '../terminal.ts';

export interface ParkOptions {
  readonly out?: string;
  readonly force: boolean;
  readonly json: boolean;
}

const TABLE_ROWS = 12;

export async function parkCommand(
  flags: Readonly<Record<string, unknown>>,
  { out, force, json }: ParkOptions,
): Promise<ExitCode> {
  lawOf(flags);
  const plan = planOf(readFiles(flags, process.cwd()));
  const { tokens, dimension, delta, seed, runs } = plan;
  const sequences = Array.from({ length: runs }, (_, r) => () => sequenceOf(plan, seed + r));
  sequences[0](); // wrong directions are told before the folder is begun
  const draft = out === undefined ? null : beginResultFolder(out, force);
  try {
    const ns = tokenCounts(tokens);
    const { value, seconds } = await parkAll(sequences, plan, ns, json);
    if (value === null) return stopped('Stopped: nothing was written.', json);
    const { first, counts } = value;
    const result = saturation({ delta, dimension, uniform: plan.initial === 'uniform' }, ns, counts);
    const record = recordOf(plan, result, first, seconds);
    if (draft) {
      const { parkingFigure } = await import('../../../figures/parking/parking.ts');
      writeJson(draft, 'park.json', record);
      await writeFigure(draft, parkingFigure(result, { places: first.places, strong: strongFlags(first) }, seed));
      draft.commit();
    }
    if (json) {
      printJson({ folder: out ?? null, ...record });
      return 0;
    }
    printTable(parkingTable(result, TABLE_ROWS));
    printText('', `${counted(runs, 'run')} of ${counted(tokens, 'token')}, ${seconds.toFixed(1)} s.`);
    printText(...parkingRemarks(result));
    print(
      out === undefined
        ? 'Nothing was saved: give --out FOLDER to keep the counts and the figure.'
        : `Saved in ${out}: park.json, figure.svg, figure.png.`,
    );
    return 0;
  } finally {
    draft?.discard();
  }
}

/** Which of the Rényi centers are strong. */
function strongFlags({ renyi, strong }: Parked): boolean[] {
  const found = new Set(strong);
  return renyi.map((k) => found.has(k));
}

interface AllParked {
  /** Centers of the first run. */
  readonly first: Parked;
  readonly counts: readonly Counts[];
}

/** One run after the other; null when Ctrl-C stopped them. */
function parkAll(
  sequences: readonly (() => TokenSequence)[],
  { tokens, dimension, delta }: ParkingPlan,
  ns: readonly number[],
  quiet: boolean,
) {
  const shape = { n: tokens, d: dimension };
  return watched(startProgress('park', quiet), 1, async ({ signal, breathe }): Promise<AllParked | null> => {
    let first: Parked | null = null;
    const counts: Counts[] = [];
    for (const [r, sequence] of sequences.entries()) {
      const steps = parking(sequence(), shape, delta);
      let step = steps.next();
      for (; !step.done; step = steps.next()) {
        const seen = step.value;
        await breathe(
          () => (r + seen / tokens) / sequences.length,
          () => `${seen} of ${tokens} tokens, run ${r + 1} of ${sequences.length}`,
        );
        if (signal.aborted) return null;
      }
      first ??= step.value;
      counts.push(countsOf(step.value, ns));
    }
    return first && { first, counts };
  });
}

/** More indices than these are left out of the record. */
const MOST_LISTED = 100_000;

/** park.json: a list over numbers of tokens for each kind; the centers of the first run by token index, from 0. */
function recordOf(plan: ParkingPlan, { ns, runs, strong, renyi }: Saturation, first: Parked, seconds: number) {
  return {
    format: 'parkade-parking',
    formatVersion: 1,
    parkade: version,
    parameters: plan,
    seconds,
    ns,
    strong: { runs: runs.map((counts) => counts.strong), ...columns(strong) },
    renyi: { runs: runs.map((counts) => counts.renyi), ...columns(renyi) },
    indexBase: 0,
    centers: first.renyi.length <= MOST_LISTED ? { strong: first.strong, renyi: first.renyi } : null,
  };
}

function columns(estimates: readonly Estimate[]) {
  return {
    mean: estimates.map(({ mean }) => mean),
    standardDeviation: estimates.map(({ standardDeviation }) => standardDeviation),
    standardError: estimates.map(({ standardError }) => standardError),
    prediction: estimates[0].predicted?.kind ?? null,
    predicted: estimates.map(({ predicted }) => predicted?.value ?? null),
    predictedStandardDeviation: estimates.map(({ predicted }) => predicted?.standardDeviation ?? null),
    deviation: estimates.map(({ deviation }) => deviation),
  };
}
