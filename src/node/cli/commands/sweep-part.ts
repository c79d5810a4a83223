/** parkade sweep part: one element of an array computes its part of a sweep. */
import { counted } from '../../../core/counted.ts';
import { invalid } from '../../../core/errors.ts';
import { brief } from '../../../core/number-text.ts';
import { interruptedCode, interruptible } from '../../process/interruptible.ts';
import { openSweepPart } from '../../store/sweep-part-store.ts';
import { poolOf } from '../../work/pool.ts';
import { computeSweep } from '../../work/sweep.ts';
import { type ExitCode, print } from '../context.ts';
import { pace, startProgress } from '../terminal.ts';

interface PartOptions {
  /** From 0. */
  readonly part: number;
  readonly of: number;
  readonly threads?: number;
  readonly onlyFailed: boolean;
}

export async function sweepPart(folder: string, { part, of, threads, onlyFailed }: PartOptions): Promise<ExitCode> {
  if (part >= of) throw invalid('--part', `be below --of, ${of}`, `came as ${part}`, 'parts are counted from 0');
  const store = await openSweepPart(
    folder,
    { part, of },
    {
      onWait: ({ pid, host }) => print(`Process ${pid} on ${host} works on this part; waiting for it.`),
    },
  );
  const progress = startProgress(`part ${part} of ${of}`, false);
  try {
    const before = store.counts.ended;
    print(`Part ${part} of ${of}: ${counted(store.cells, 'cell')}, of which ${before} have ended.`);
    const speed = pace();
    const stopped = await interruptible(async ({ signal }) => {
      await computeSweep(store, {
        ...{ executor: poolOf(threads), which: onlyFailed ? 'failed' : 'missing', signal },
        onEnded(done, open) {
          const { rate } = speed(done, open);
          progress.update(done / open, `${done} of ${counted(open, 'cell')}, ${brief(rate)} a second`);
        },
      });
      return signal.aborted;
    });
    const { ended, failed } = store.counts;
    const without = failed > 0 ? `, ${failed} of them without a completed run` : '';
    print(`${stopped ? 'Stopped' : 'Done'}: ${ended} of ${counted(store.cells, 'cell')} have ended${without}.`);
    if (stopped) return interruptedCode();
    return failed > 0 ? 1 : 0;
  } finally {
    progress.stop();
    store.close();
  }
}
