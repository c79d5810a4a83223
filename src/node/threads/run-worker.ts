/** What a worker thread of the pool does: whole runs, one after another, each from its specification. */
import { prepareRun } from '../../run/prepare.ts';
import { execute, type RunResult } from '../../run/run.ts';
import type { RunSpec } from '../../run/spec.ts';
import { type Answer, answerOf } from './answer.ts';

export interface RunTask {
  readonly specs: readonly RunSpec[];
  /** Send the tokens back too; the measurements always are. */
  readonly store: boolean;
}

/** What crosses the boundary: the problem is made again from the specification on the other side. */
export type RunParts = Omit<RunResult, 'trajectory'> & {
  readonly trajectory: Omit<RunResult['trajectory'], 'problem' | 'initial'>;
};

export default function runTask(task: RunTask): Promise<Answer<RunParts[]>> {
  return answerOf(() => runsOf(task));
}

async function runsOf({ specs, store }: RunTask): Promise<RunParts[]> {
  const results: RunParts[] = [];
  for (const spec of specs) {
    const { trajectory, ...rest } = await execute(prepareRun(spec), { store });
    const { problem: _, initial: __, ...parts } = trajectory;
    results.push({ ...rest, trajectory: parts });
  }
  return results;
}
