/** Modules of the build: worker threads are JavaScript files, which only dist/ has. */
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** The address of a module in dist/, by its path without an ending. */
export function builtUrl(name: string): string {
  return pathToFileURL(join(root, 'dist', `${name}.js`)).href;
}

type Team = typeof import('../../src/node/threads/team.ts');
type ManyRuns = typeof import('../../src/node/work/many-runs.ts');
type Pool = typeof import('../../src/node/work/pool.ts');
type Cells = typeof import('../../src/node/work/cells.ts');
type Check = typeof import('../../src/node/work/check.ts');
type Coordinator = typeof import('../../src/node/jobs/coordinator.ts');
type Worker = typeof import('../../src/node/jobs/worker.ts');
type Status = typeof import('../../src/node/jobs/status.ts');
type Kinds = typeof import('../../src/node/work/kinds.ts');
type Version = typeof import('../../src/node/process/version.ts');
type Journal = typeof import('../../src/node/process/journal.ts');

export const { startTeam } = (await import(/* @vite-ignore */ builtUrl('node/threads/team'))) as Team;
export const { executeMany, workOf } = (await import(/* @vite-ignore */ builtUrl('node/work/many-runs'))) as ManyRuns;
export const { poolOf, threadsFor } = (await import(/* @vite-ignore */ builtUrl('node/work/pool'))) as Pool;
export const { computeCells } = (await import(/* @vite-ignore */ builtUrl('node/work/cells'))) as Cells;
export const { checkStatements, jobsOf, tasksFor } = (await import(
  /* @vite-ignore */ builtUrl('node/work/check')
)) as Check;
export const { redisExecutor } = (await import(/* @vite-ignore */ builtUrl('node/jobs/coordinator'))) as Coordinator;
export const { serveQueue } = (await import(/* @vite-ignore */ builtUrl('node/jobs/worker'))) as Worker;
export const { cancelWork, queueStatus } = (await import(/* @vite-ignore */ builtUrl('node/jobs/status'))) as Status;
export const { computeWork } = (await import(/* @vite-ignore */ builtUrl('node/work/kinds'))) as Kinds;
export const { codeHash } = (await import(/* @vite-ignore */ builtUrl('node/process/version'))) as Version;
// Of the build, whose code its hash is of.
export const { openJournal } = (await import(/* @vite-ignore */ builtUrl('node/process/journal'))) as Journal;
