/** Modules of the build: worker threads are JavaScript files, which only dist/ has. */
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** The address of a module in dist/, by its path without an ending. */
export function builtUrl(name: string): string {
  return pathToFileURL(join(root, 'dist', `${name}.js`)).href;
}

type Team = typeof import('../../src/node/team.ts');
type ManyRuns = typeof import('../../src/node/many-runs.ts');
type Cells = typeof import('../../src/node/cells.ts');
type Check = typeof import('../../src/node/check.ts');
type Journal = typeof import('../../src/node/journal.ts');

export const { startTeam } = (await import(/* @vite-ignore */ builtUrl('node/team'))) as Team;
export const { executeMany, threadsFor } = (await import(/* @vite-ignore */ builtUrl('node/many-runs'))) as ManyRuns;
export const { computeCells } = (await import(/* @vite-ignore */ builtUrl('node/cells'))) as Cells;
export const { checkStatements, jobsOf, tasksFor } = (await import(/* @vite-ignore */ builtUrl('node/check'))) as Check;
// Of the build, whose code its hash is of.
export const { openJournal } = (await import(/* @vite-ignore */ builtUrl('node/journal'))) as Journal;
