/** Cells computed by an executor, with progress, a journal, and a stop that loses nothing that had ended. */
import type { Executor, StopSignal } from '../../core/executor.ts';
import { interruptible } from '../process/interruptible.ts';
import type { Journal } from '../process/journal.ts';
import type { Progress } from '../process/progress.ts';
import type { KnownWork } from './kinds.ts';
import { poolOf } from './pool.ts';

export interface Means {
  /** Who computes; by default a pool of as many threads as the machine has. */
  readonly executor?: Executor<KnownWork> | undefined;
  /** What had ended before, and where what ends is kept. */
  readonly journal?: Journal | undefined;
}

interface CellOptions extends Means {
  /** What a cell is called in progress: `runs`, `cells`. */
  readonly noun?: string;
}

interface CellOutcome {
  /** By index; undefined where the work was stopped before. */
  readonly values: readonly unknown[];
  readonly done: number;
  readonly stopped: boolean;
}

/**
 * Computes all work, in its order as far as the executor allows. Ctrl-C lets running cells go and keeps those that had
 * ended.
 * @throws ParkadeError a mistake that a cell met, with the name of its statement or preset before it
 */
export async function computeCells(
  work: readonly KnownWork[],
  progress: Progress,
  { noun = 'cells', ...means }: CellOptions = {},
): Promise<CellOutcome> {
  const tell = (done: number) => progress.update(done / work.length, `${done} of ${work.length} ${noun}`);
  try {
    return await interruptible(({ signal }) => computeUnkept(work, { ...means, signal, onEnded: tell }));
  } finally {
    progress.stop();
  }
}

/** The values that the journal has, and those of the cells that it lacks, computed and kept. */
export async function computeUnkept(
  work: readonly KnownWork[],
  {
    executor = poolOf(),
    journal,
    signal,
    onEnded,
  }: Means & { readonly signal?: StopSignal | undefined; readonly onEnded?: ((done: number) => void) | undefined },
): Promise<CellOutcome> {
  const values = work.map((one) => journal?.known(one));
  const open = [...work.keys()].filter((index) => values[index] === undefined);
  let done = work.length - open.length;
  const ended = (at: number, value: unknown) => {
    const index = open[at];
    values[index] = value;
    journal?.add(work[index], value);
    onEnded?.(++done);
  };
  const unkept = open.map((index) => work[index]);
  if (open.length > 0) await executor.run(unkept, { ended, signal });
  return { values, done, stopped: done < work.length };
}
