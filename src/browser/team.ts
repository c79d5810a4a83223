/** Workers of a browser that compute one field together. */
import { type ClosableTeam, type Helper, type Invitation, teamOf } from '../backends/crew.ts';
import { serveCrew } from '../backends/crew-member.ts';

export interface TeamOptions {
  /** The caller's included: at most `threadsHere()`. */
  readonly threads: number;
  /**
   * Starts a worker whose module does nothing but call `serveTeam()`: how a file becomes a worker is the bundler's
   * business.
   *
   * @example
   * () => new Worker(new URL('./helper.js', import.meta.url), { type: 'module' })
   */
  readonly startWorker: () => Worker;
}

/**
 * A team for the `team` option of a run: the others start when a field is large enough to share, and the bits do not
 * depend on them. To be asked of within a worker: the thread of a page may not wait for others.
 */
export function startTeam({ threads, startWorker }: TeamOptions): ClosableTeam {
  return teamOf(threads, () => helperIn(startWorker()));
}

function helperIn(worker: Worker): Helper {
  return {
    invite: (invitation) =>
      new Promise((resolve, reject) => {
        worker.onmessage = () => resolve();
        worker.onerror = ({ message }) => reject(new Error(message || 'A thread of the team did not start.'));
        worker.postMessage(invitation);
      }),
    end: () => worker.terminate(),
  };
}

/** The whole program of a helper: it waits to be invited, and computes what it is told. */
export function serveTeam(): void {
  addEventListener('message', ({ data }: MessageEvent<Invitation>) => serveCrew(data, () => postMessage('ready')));
}
