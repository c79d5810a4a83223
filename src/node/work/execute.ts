/** Runs one prepared run with progress; Ctrl-C stops it at the next step and keeps what was computed. */

import { availableParallelism } from 'node:os';
import { setImmediate as takeTurns } from 'node:timers/promises';
import type { Team } from '../../backends/team.ts';
import { counted } from '../../core/counted.ts';
import type { PreparedRun } from '../../run/prepare.ts';
import { execute, type RunOptions, type RunResult } from '../../run/run.ts';
import { interruptible } from '../process/interruptible.ts';
import type { Progress } from '../process/progress.ts';
import { measurerOn } from '../threads/measure-on-threads.ts';
import { startTeam } from '../threads/team.ts';
import { executeMany, type ManyRunsOptions } from './many-runs.ts';
import '../threads/blas.ts';
import '../threads/webgpu.ts';

/** How often the event loop gets a turn, so that signals are heard. */
const BREATH_MS = 100;

interface TimedResult {
  readonly result: RunResult;
  readonly seconds: number;
}

/** @param threads to share the work of large fields; by default as many as the machine has */
export async function executeWithProgress(
  prepared: PreparedRun,
  progress: Progress,
  threads: number = availableParallelism(),
  onStep?: RunOptions['onStep'],
): Promise<TimedResult> {
  const end = prepared.problem.tSpan[1];
  let measuringSeconds = 0;
  const { value, seconds } = await watched(progress, threads, ({ breathe, ...watch }) =>
    execute(prepared, {
      ...watch,
      ...(onStep && { onStep }),
      async measurer(...given) {
        const begun = performance.now();
        const measurements = await measurerOn(threads, watch.signal)(...given);
        measuringSeconds = (performance.now() - begun) / 1000;
        return measurements;
      },
      onProgress: (t, { steps, implicitFrom }) =>
        // Implicit steps grow with t: they go through decades, not through times.
        breathe(
          () => (implicitFrom === null ? t / end : Math.log1p(t) / Math.log1p(end)),
          () => `t = ${t.toPrecision(4)} of ${end}, ${counted(steps, 'step')}`,
        ),
    }),
  );
  return { result: { ...value, measuringSeconds }, seconds };
}

/** What long work is given: threads, word of Ctrl-C, and a way to say how far it is, to be waited for. */
interface Watch {
  readonly team?: Team;
  readonly signal: AbortSignal;
  readonly breathe: (share: () => number, says: () => string) => Promise<void> | undefined;
}

/** Long work under watch: Ctrl-C stops it at its next breath. */
export async function watched<T>(
  progress: Progress,
  threads: number,
  work: (watch: Watch) => Promise<T>,
): Promise<{ readonly value: T; readonly seconds: number }> {
  const begun = performance.now();
  let breathed = begun;
  const breathe: Watch['breathe'] = (share, says) => {
    if (performance.now() - breathed < BREATH_MS) return undefined;
    breathed = performance.now();
    progress.update(share(), says());
    return takeTurns();
  };
  try {
    const value = await interruptible(({ signal }) =>
      work({ ...(threads > 1 && { team: startTeam(threads) }), signal, breathe }),
    );
    return { value, seconds: (performance.now() - begun) / 1000 };
  } finally {
    progress.stop();
  }
}

/**
 * Many runs with progress, by default on as many threads as the machine has; fewer results came back when it was
 * stopped.
 */
export async function executeManyWithProgress(
  prepared: readonly PreparedRun[],
  progress: Progress,
  options: Pick<ManyRunsOptions, 'threads' | 'executor' | 'store' | 'journal'> = {},
): Promise<RunResult[]> {
  try {
    return await interruptible(({ signal }) =>
      executeMany(prepared, {
        ...options,
        signal,
        onProgress: (done) => progress.update(done / prepared.length, `${done} of ${prepared.length} runs`),
      }),
    );
  } finally {
    progress.stop();
  }
}
