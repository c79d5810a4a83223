/** parkade sweep: cells computed, each committed as it ends. */
import { availableParallelism } from 'node:os';
import { counted } from '../../../core/counted.ts';
import type { Executor } from '../../../core/executor.ts';
import { brief } from '../../../core/number-text.ts';
import { bytesInWords, timeInWords } from '../../../report/in-words.ts';
import { refuseHopeless } from '../../../sweeps/hopeless.ts';
import { meansOf } from '../../../sweeps/means.ts';
import { planOf, type SweepPlan } from '../../../sweeps/plan.ts';
import { looksLikeRedis } from '../../jobs/address.ts';
import { forgetQueue, rememberQueue } from '../../jobs/queued.ts';
import { interruptedCode, interruptible } from '../../process/interruptible.ts';
import { called, shellQuoted } from '../../process/invocation.ts';
import { folderFor, gatherSweep, type SweepFlags } from '../../store/sweep-file.ts';
import { writeSweepResults } from '../../store/sweep-results.ts';
import { openSweepStore, readSweep, type SweepStore } from '../../store/sweep-store.ts';
import type { KnownWork } from '../../work/kinds.ts';
import { computeSweep } from '../../work/sweep.ts';
import { cellHash } from '../../work/sweep-cell.ts';
import { estimateSweep } from '../../work/sweep-estimate.ts';
import { type ExitCode, print, printJson, printNext, printTable, printText } from '../context.ts';
import { engineFor, workName } from '../engine.ts';
import { meansTable } from '../sweep-means.ts';
import { pace, startProgress } from '../terminal.ts';
import { refuseSlurmFlags, type SlurmFlags, sweepOnSlurm } from './sweep-slurm.ts';

interface SweepOptions extends SweepFlags, SlurmFlags {
  readonly engine: string;
  readonly results?: string;
  readonly out?: string;
  readonly dryRun: boolean;
  readonly onlyFailed: boolean;
  readonly threads?: number;
  readonly json: boolean;
}

export async function sweepCommand(
  given: string | undefined,
  flags: Readonly<Record<string, unknown>>,
  options: SweepOptions,
): Promise<ExitCode> {
  const { out, dryRun, seeds, measure, trajectory } = options;
  const onSlurm = options.engine === 'slurm';
  if (!onSlurm) refuseSlurmFlags(options);
  const plan = planOf(gatherSweep(given, flags, { seeds, measure, trajectory }));
  refuseHopeless(plan);
  if (dryRun) return dryRunOf(plan, options);
  const folder = folderFor(given, out);
  if (onSlurm) return sweepOnSlurm(plan, folder, options);
  const executor = await engineFor(options, 'sweep', folder, ['slurm']);
  const store = openSweepStore(folder, plan, cellHash);
  try {
    const queue = looksLikeRedis(options.engine)
      ? rememberQueue(folder, options.engine, workName('sweep', folder))
      : null;
    const resume = `parkade sweep ${shellQuoted(folder)}${queue === null ? '' : ` --engine ${shellQuoted(queue)}`}`;
    return await compute(store, executor, called(resume), options);
  } finally {
    store.close();
  }
}

/** How often events are printed, milliseconds. */
const EVENT_EVERY = 1000;

async function compute(
  store: SweepStore,
  executor: Executor<KnownWork>,
  resume: string,
  { json, onlyFailed }: SweepOptions,
): Promise<ExitCode> {
  const { folder, plan } = store;
  const which = onlyFailed ? 'failed' : 'missing';
  const before = { ...store.counts };
  if (json) printJson({ event: 'begun', folder, cells: plan.length, ...before, resume });
  else {
    const known = before.ended > 0 ? `, of which ${before.ended} have ended` : '';
    print(`${counted(plan.length, 'cell')}${known}. Should this end early, "${resume}" goes on.`);
  }
  const progress = startProgress('sweep', json);
  const speed = pace();
  let told = Date.now();
  const stopped = await interruptible(async ({ signal }) => {
    try {
      await computeSweep(store, {
        ...{ executor, which, signal },
        onEnded(done, of) {
          const { rate, left } = speed(done, of);
          progress.update(done / of, `${done} of ${counted(of, 'cell')}, ${brief(rate)} a second`);
          if (!json || Date.now() - told < EVENT_EVERY) return;
          told = Date.now();
          printJson({ event: 'progress', done, of, failed: store.counts.failed, rate, secondsLeft: left });
        },
      });
    } finally {
      progress.stop();
    }
    return signal.aborted;
  });
  if (stopped) return tellStopped(store, resume, json);
  forgetQueue(folder);
  return tellDone(store, json);
}

function tellStopped({ plan, counts }: SweepStore, resume: string, json: boolean): ExitCode {
  if (json) printJson({ event: 'stopped', cells: plan.length, ...counts, resume });
  else
    printText(`Stopped after ${counts.ended} of ${counted(plan.length, 'cell')}, which are kept; "${resume}" goes on.`);
  return interruptedCode();
}

/** Of more cells no means are printed: that would take the memory of all their numbers. */
const MOST_SHOWN = 100_000;
const TABLE_ROWS = 12;

async function tellDone({ folder, plan, counts }: SweepStore, json: boolean): Promise<ExitCode> {
  const stored = readSweep(folder);
  const means = plan.length <= MOST_SHOWN ? meansOf(plan, stored.table) : null;
  const files = await writeSweepResults(folder, stored, means);
  const code = counts.failed > 0 ? 1 : 0;
  if (json) {
    printJson({ event: 'ended', folder, cells: plan.length, ...counts, files });
    return code;
  }
  if (means) {
    printTable(meansTable(means, TABLE_ROWS));
    print('');
  }
  const cells = counted(counts.ended, 'cell');
  printText(
    counts.failed === 0
      ? `${cells} ended, each with a completed run.`
      : `${cells} ended, ${counts.failed} of them without a completed run: the table says why.`,
    `Kept in ${folder}: ${files.join(', ')}.`,
  );
  printNext(
    `parkade sweep table ${shellQuoted(folder)} --to cells.csv`,
    `parkade sweep plot ${shellQuoted(folder)} --to figure.pdf`,
    `parkade sweep export ${shellQuoted(folder)} --to cells.h5`,
  );
  return code;
}

async function dryRunOf(plan: SweepPlan, { threads = availableParallelism(), json }: SweepOptions): Promise<ExitCode> {
  const estimate = await estimateSweep(plan, threads);
  if (json) {
    printJson(estimate);
    return 0;
  }
  const { cells, sample, secondsACell, seconds, memory, disk } = estimate;
  printText(
    `${counted(cells, 'cell')}: ${plan.axes.map(({ keys, length }) => `${keys.join(' with ')} ${length}`).join(' × ')}.`,
    `${counted(sample, 'cell')} spread over them took ${brief(secondsACell)} s each (${brief(estimate.quickest)} to ${brief(estimate.slowest)} s).`,
    `All of them would take about ${timeInWords(seconds)} on ${counted(threads, 'thread')}, ${bytesInWords(memory)} of memory and ${bytesInWords(disk)} of disk.`,
  );
  for (const sentence of estimate.refused) printText(`A cell makes no run: ${sentence}`);
  return 0;
}
