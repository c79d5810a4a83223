/** A sweep computed: its open cells on an executor, each committed as it ends. */
import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Executor, StopSignal, WorkList } from '../../core/executor.ts';
import { beginningOf } from '../../simulation/trajectory.ts';
import { prepareCell, withoutRun } from '../../sweeps/cell.ts';
import type { SweepPlan } from '../../sweeps/plan.ts';
import { clearLeftovers, nameBeside } from '../process/leftovers.ts';
import { collectGarbage } from '../process/memory.ts';
import { writeTrajectoryFile } from '../store/hdf5.ts';
import type { SweepStore } from '../store/sweep-store.ts';
import type { KnownWork } from './kinds.ts';
import { type ComputedCell, cellHash } from './sweep-cell.ts';

interface SweepRun {
  readonly executor: Executor<KnownWork>;
  /** Cells that have not ended, or those that ended without a completed run. */
  readonly which: 'missing' | 'failed';
  readonly signal?: StopSignal | undefined;
  /** Told after each cell, how many of those to compute have ended. */
  readonly onEnded: (done: number, of: number) => void;
}

/** Cells between two collections of garbage, so that a million are told in the memory of a hundred thousand. */
const CLEARED_EACH = 10_000;

/** Computes what is open; a stop, a full disk or a death loses nothing that had ended. */
export async function computeSweep(store: SweepStore, { executor, which, signal, onEnded }: SweepRun): Promise<void> {
  const { plan } = store;
  const open = store.open(which);
  clearLeftovers(trajectoryPath(store.folder, 'any'));
  let done = 0;
  let writing = Promise.resolve();
  const commit = (index: number, { hash, value, seconds }: ComputedCell) => {
    store.add({ index, hash, value, seconds });
    onEnded(++done, open.length);
    if (done % CLEARED_EACH === 0) collectGarbage();
  };
  await executor.run(openWork(plan, open), {
    signal,
    ended(at, value) {
      const index = open[at];
      const computed = value as ComputedCell;
      if (computed.run === undefined) return commit(index, computed);
      writing = writing.then(() => keepRun(store, index, computed)).then(() => commit(index, computed));
      writing.catch(() => {}); // told at the end
    },
    lost(at, why) {
      const index = open[at];
      commit(index, { hash: cellHash(plan.at(index).cell), value: withoutRun('lost', why), seconds: 0 });
    },
  });
  await writing;
  store.flush();
}

function openWork(plan: SweepPlan, open: Uint32Array): WorkList<KnownWork> {
  const at = (i: number): KnownWork => ({ kind: 'sweep', id: 'sweep', cell: plan.at(open[i]).cell });
  return { length: open.length, at };
}

/** Where the tokens of a cell's run are kept. */
export function trajectoryPath(folder: string, hash: string): string {
  return join(folder, 'trajectories', `${hash}.h5`);
}

async function keepRun({ folder, plan }: SweepStore, index: number, { hash, run }: ComputedCell): Promise<void> {
  if (run === undefined) return;
  const prepared = prepareCell(plan.at(index).cell);
  mkdirSync(join(folder, 'trajectories'), { recursive: true });
  const path = trajectoryPath(folder, hash);
  const draft = nameBeside(path, 'tmp');
  const begun = { ...run.trajectory, ...beginningOf(prepared.problem) };
  try {
    await writeTrajectoryFile(draft, begun, { parkade_spec: JSON.stringify(prepared.spec), parkade_cell: hash });
    renameSync(draft, path); // another computer may be writing the same
  } finally {
    rmSync(draft, { force: true });
  }
}
