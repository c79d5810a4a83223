/** Runs one prepared run with progress; Ctrl-C stops it at the next step and keeps what was computed. */
import { setImmediate as breathe } from 'node:timers/promises';
import { execute, type PreparedRun, type RunResult } from '../run.ts';
import type { Progress } from './terminal.ts';
import './webgpu.ts';

/** How often the event loop gets a turn, so that signals are heard. */
const BREATH_MS = 100;

export interface TimedResult {
  readonly result: RunResult;
  readonly seconds: number;
}

export async function executeWithProgress(prepared: PreparedRun, progress: Progress): Promise<TimedResult> {
  const controller = new AbortController();
  const stop = () => controller.abort();
  process.once('SIGINT', stop);
  const begun = performance.now();
  const end = prepared.problem.tSpan[1];
  let breathed = begun;
  try {
    const result = await execute(prepared, {
      signal: controller.signal,
      onProgress(t, { steps }) {
        if (performance.now() - breathed < BREATH_MS) return;
        breathed = performance.now();
        progress.update(t / end, `t = ${t.toPrecision(4)} of ${end}, ${steps} steps`);
        return breathe();
      },
    });
    return { result, seconds: (performance.now() - begun) / 1000 };
  } finally {
    process.off('SIGINT', stop);
    progress.stop();
  }
}
