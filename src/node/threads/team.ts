/** Worker threads of Node that compute one field together. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { type ClosableTeam, type Helper, teamOf } from '../../backends/crew.ts';

/** A team of `threads` threads, the caller's included; waiting, they do not keep the process alive. */
export function startTeam(threads: number): ClosableTeam {
  return teamOf(threads, startHelper);
}

function startHelper(): Helper {
  const worker = new Worker(new URL('./team-worker.js', import.meta.url), { execArgv: [] });
  worker.unref();
  return {
    async invite(invitation) {
      worker.ref(); // while it is waited for
      worker.postMessage(invitation);
      await once(worker, 'message'); // rejects when the worker fails
      worker.unref();
    },
    end: () => worker.terminate(),
  };
}
