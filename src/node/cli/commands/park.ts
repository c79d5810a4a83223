/** parkade park: the parking process by itself, its numbers of centers beside what is predicted. */
import { availableParallelism } from 'node:os';
import { counted } from '../../../core/counted.ts';
import { type Parked, parking } from '../../../parking/park.ts';
import {
  type ParkedRun,
  type ParkingCell,
  type ParkingPlan,
  parkedRun,
  parkedRuns,
  sequenceOf,
} from '../../../parking/parked-runs.ts';
import { type Estimate, type Saturation, saturation, tokenCounts } from '../../../parking/saturation.ts';
import { parkingRemarks, parkingTable } from '../../../report/parking.ts';
import type { Progress } from '../../process/progress.ts';
import { version } from '../../process/version.ts';
import { readFiles } from '../../store/inputs.ts';
import { beginResultFolder, writeFigure, writeJson } from '../../store/result-folder.ts';
import { computeCells } from '../../work/cells.ts';
import { watched } from '../../work/execute.ts';
import type { KnownWork } from '../../work/kinds.ts';
import { poolOf } from '../../work/pool.ts';
import { type ExitCode, print, printJson, printTable, printText, stopped } from '../context.ts';
import { lawOf, planOf, runsAtOnce } from '../parking-plan.ts';
import { startProgress } from '../terminal.ts';

export interface ParkOptions {
  readonly out?: string;
  readonly force: boolean;
  readonly json: boolean;
  readonly threads?: number;
}

const TABLE_ROWS = 12;

export async function parkCommand(
  flags: Readonly<Record<string, unknown>>,
  { out, force, json, threads = availableParallelism() }: ParkOptions,
): Promise<ExitCode> {
  lawOf(flags);
  const plan = planOf(readFiles(flags, process.cwd()));
  const { tokens, dimension, delta, seed, runs } = plan;
  const cells = parkedRuns.cells(plan);
  sequenceOf(cells[0]); // wrong directions are told before the folder is begun
  const draft = out === undefined ? null : beginResultFolder(out, force);
  try {
    const begun = performance.now();
    const progress = startProgress('park', json);
    const together = runs > 1 && runs * tokens >= WORTH_THREADS ? runsAtOnce(plan, threads) : 1;
    const parked = await (together > 1 ? parkTogether(cells, progress, together) : parkHere(cells, progress));
    if (parked === null) return stopped('Stopped: nothing was written.', json);
    const seconds = (performance.now() - begun) / 1000;
    const first = parked[0].centers as Parked;
    const counts = parked.map((run) => run.counts);
    const result = saturation({ delta, dimension, uniform: plan.initial === 'uniform' }, tokenCounts(tokens), counts);
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

/** Tokens, of all runs together, that are worth starting threads for: some tenths of a second. */
const WORTH_THREADS = 1e6;

/** Several runs at the same time; null when Ctrl-C stopped them. */
async function parkTogether(cells: readonly ParkingCell[], progress: Progress, threads: number) {
  const work = cells.map((cell): KnownWork => ({ kind: 'parking', id: parkedRuns.id, cell }));
  const { values, stopped } = await computeCells(work, progress, { executor: poolOf(threads), noun: 'runs' });
  return stopped ? null : (values as readonly ParkedRun[]);
}

/** One run after the other, with progress token by token; null when Ctrl-C stopped them. */
async function parkHere(cells: readonly ParkingCell[], progress: Progress): Promise<readonly ParkedRun[] | null> {
  const { value } = await watched(progress, 1, async ({ signal, breathe }) => {
    const parked: ParkedRun[] = [];
    for (const [r, cell] of cells.entries()) {
      const { tokens, dimension, delta } = cell;
      const steps = parking(sequenceOf(cell), { n: tokens, d: dimension }, delta);
      let step = steps.next();
      for (; !step.done; step = steps.next()) {
        const seen = step.value;
        await breathe(
          () => (r + seen / tokens) / cells.length,
          () => `${seen} of ${tokens} tokens, run ${r + 1} of ${cells.length}`,
        );
        if (signal.aborted) return null;
      }
      parked.push(parkedRun(cell, step.value));
    }
    return parked;
  });
  return value;
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
