/** What can be computed in parts, and how: the same for every executor. A new kind of work is a line here. */
import { ParkadeError, partsOf } from '../../core/errors.ts';
import type { Work } from '../../core/executor.ts';
import type { Experiment } from '../../core/experiment.ts';
import type { Awaitable } from '../../core/state.ts';

type Compute = (id: string, cell: unknown) => Awaitable<unknown>;

/** Loaded when the first cell of a kind comes. */
const kinds = {
  statement: async () => named((await import('../../checks/index.ts')).statementRegistry),
  preset: async () => named((await import('../../presets/index.ts')).experimentRegistry),
  run: async () => alone((await import('./whole-run.ts')).computeRun),
  sweep: async () => alone((await import('./sweep-cell.ts')).computeSweepCell),
  parking: async () => alone((await import('../../parking/parked-runs.ts')).parkedRuns.compute),
} as const satisfies Readonly<Record<string, () => Promise<Compute>>>;

type WorkKind = keyof typeof kinds;
export type KnownWork = Work<WorkKind>;

/** Of work that comes from elsewhere. */
export function isKnownKind(kind: string): kind is WorkKind {
  return Object.hasOwn(kinds, kind);
}

/** @throws ParkadeError a mistake that the cell met, with the name of its statement or preset before it */
export async function computeWork({ kind, id, cell }: KnownWork): Promise<unknown> {
  let compute = loaded.get(kind);
  if (compute === undefined) loaded.set(kind, (compute = await kinds[kind]()));
  return compute(id, cell);
}

/** To import again what is there takes a tenth of a millisecond, which short cells would feel. */
const loaded = new Map<WorkKind, Compute>();

/** Experiments by their names: several of them are computed together, so a mistake says whose it is. */
function named(registry: Readonly<Record<string, Pick<Experiment<unknown, unknown>, 'compute'>>>): Compute {
  return async (id, cell) => {
    try {
      return await registry[id].compute(cell);
    } catch (error) {
      if (!(error instanceof ParkadeError)) throw error;
      throw new ParkadeError(error.code, `"${id}": ${error.message}`, { ...partsOf(error), cause: error });
    }
  };
}

/** The only one of its kind. */
function alone<Cell>(compute: (cell: Cell) => Awaitable<unknown>): Compute {
  return (_, cell) => compute(cell as Cell);
}
