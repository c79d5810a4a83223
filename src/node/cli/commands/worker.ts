/** parkade worker: computes cells that others ask for, until Ctrl-C or until the queue is empty. */
import { counted } from '../../../core/counted.ts';
import { invalid } from '../../../core/errors.ts';
import { looksLikeRedis } from '../../jobs/address.ts';
import { shortCode } from '../../jobs/keys.ts';
import { serveQueue } from '../../jobs/worker.ts';
import { interruptible } from '../../process/interruptible.ts';
import { type ExitCode, printJson, printText } from '../context.ts';

export interface WorkerCommandOptions {
  readonly engine: string;
  readonly threads?: number;
  readonly results?: string;
  readonly lease?: number;
  readonly once: boolean;
  readonly json: boolean;
}

/** Ctrl-C, and signals like it, are how it is meant to end: the exit code is 0. */
export async function workerCommand({ engine, json, ...options }: WorkerCommandOptions): Promise<ExitCode> {
  if (!looksLikeRedis(engine)) {
    const advice = 'only a queue has workers, on Redis';
    throw invalid('--engine', 'be the address of a queue, like redis://host:6379', 'came as something else', advice);
  }
  return interruptible<ExitCode>(async ({ signal }) => {
    const served = await serveQueue({
      ...{ ...options, url: engine, signal },
      told: (says) => (json ? printJson({ event: 'told', says }) : printText(says)),
      worked: (cells, ms) => json && printJson({ event: 'job', cells, seconds: Math.round(ms) / 1000 }),
      ready({ engine: shown, threads, code }) {
        if (json) printJson({ event: 'ready', engine: shown, threads, code: shortCode(code) });
        else {
          const end = options.once ? 'it ends when the queue is empty' : 'Ctrl-C ends it after what is under way';
          printText(`Takes work from ${shown} with ${counted(threads, 'thread')}, code ${shortCode(code)}; ${end}.`);
        }
      },
    });
    if (json) printJson({ event: 'stopped', ...served });
    else printText(`Stopped after ${counted(served.jobs, 'job')}, ${counted(served.cells, 'cell')}.`);
    return 0;
  });
}
