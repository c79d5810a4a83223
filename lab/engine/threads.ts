/** The threads that share a field, in the worker: they begin when a field is first large enough to be shared. */
import { execute, ParkadeError, type PreparedRun, type RunOptions, type RunResult } from 'parkade';
import { startTeam, threadsHere } from 'parkade/browser';

const threads = threadsHere();
const startWorker = () => new Worker(new URL('./helper.ts', import.meta.url), { type: 'module' });
let team = threads > 1 ? startTeam({ threads, startWorker }) : null;

/** Runs by the team, or alone where its threads do not start: the numbers are the same. */
export async function executeTogether(prepared: PreparedRun, options: RunOptions): Promise<RunResult> {
  if (team === null) return execute(prepared, options);
  let begun = false;
  const onProgress: NonNullable<RunOptions['onProgress']> = (...told) => {
    begun = true;
    return options.onProgress?.(...told);
  };
  try {
    return await execute(prepared, { ...options, onProgress, team });
  } catch (error) {
    if (begun || error instanceof ParkadeError) throw error;
    void team.close();
    team = null;
    return execute(prepared, options);
  }
}
