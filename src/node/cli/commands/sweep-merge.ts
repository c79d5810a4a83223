/** parkade sweep merge: the cells of other folders that a sweep lacks. */
import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { counted } from '../../../core/counted.ts';
import { mistake } from '../../../core/errors.ts';
import { planOfRecord, readSweepRecord } from '../../store/sweep-record.ts';
import { cellsIn, openSweepStore } from '../../store/sweep-store.ts';
import { trajectoryPath } from '../../work/sweep.ts';
import { cellHash } from '../../work/sweep-cell.ts';
import { type ExitCode, printJson, printText } from '../context.ts';

export async function sweepMerge(
  folder: string,
  others: readonly string[],
  { json }: { readonly json: boolean },
): Promise<ExitCode> {
  const record = readSweepRecord(folder);
  for (const other of others) refuseOtherCode(folder, record.code, other);
  const store = openSweepStore(folder, planOfRecord(record), cellHash);
  const before = store.counts.ended;
  try {
    const wanted = new Map<string, number>();
    for (const index of store.open('missing')) wanted.set(cellHash(store.plan.at(index).cell), index);
    const withoutRun = new Set<string>();
    for (const other of others) {
      for (const cell of cellsIn(other)) {
        const index = wanted.get(cell.hash);
        const completed = cell.value.status === 'completed';
        if (index === undefined || (!completed && withoutRun.has(cell.hash))) continue;
        takeTrajectory(other, folder, cell.hash);
        store.add({ ...cell, index });
        // Whoever computed it again, or elsewhere, may have its run.
        if (completed) wanted.delete(cell.hash);
        else withoutRun.add(cell.hash);
      }
    }
  } finally {
    store.close();
  }
  const { ended } = store.counts;
  const lacking = store.plan.length - ended;
  if (json) printJson({ folder, cells: store.plan.length, ended, added: ended - before, lacking });
  else
    printText(
      `${counted(ended - before, 'cell')} came from ${counted(others.length, 'folder')}; ${lacking} of ${store.plan.length} are lacking still.`,
    );
  return 0;
}

function refuseOtherCode(folder: string, code: string, other: string): void {
  if (readSweepRecord(other).code === code) return;
  throw mistake('FileProblem', {
    key: other,
    expected: `hold cells of the same code as ${folder}`,
    came: 'they were computed by other code',
    advice: 'compute them again',
  });
}

function takeTrajectory(from: string, to: string, hash: string): void {
  const path = trajectoryPath(from, hash);
  if (!existsSync(path)) return;
  mkdirSync(join(to, 'trajectories'), { recursive: true });
  copyFileSync(path, trajectoryPath(to, hash));
}
