/**
 * Many runs at once: an instance of the kernels a worker, results in the order asked for, the same bits as one by one.
 */
import { deserialize, serialize } from 'node:v8';
import type { Executor } from '../../core/executor.ts';
import type { PreparedRun } from '../../run/prepare.ts';
import type { RunResult } from '../../run/run.ts';
import { beginningOf } from '../../simulation/trajectory.ts';
import type { Journal } from '../process/journal.ts';
import { computeUnkept } from './cells.ts';
import type { KnownWork } from './kinds.ts';
import { poolOf } from './pool.ts';
import type { RunCell, RunParts } from './whole-run.ts';

export interface ManyRunsOptions {
  readonly threads?: number | undefined;
  /** Who computes them; by default a pool of so many threads. */
  readonly executor?: Executor<KnownWork> | undefined;
  /** Keep the tokens in the results; by default true. */
  readonly store?: boolean;
  readonly onProgress?: (done: number) => void;
  readonly signal?: AbortSignal;
  /** Runs that had ended before, and where those that end are kept. */
  readonly journal?: Journal;
}

/** Runs as work; which preset asks for them makes no difference. */
export function workOf(prepared: readonly PreparedRun[], store = true): KnownWork[] {
  return prepared.map(({ spec }) => ({ kind: 'run', id: 'run', cell: { spec, store } satisfies RunCell }));
}

/**
 * Runs every one of `prepared` that the journal does not have. When the signal is aborted, the results of the runs that
 * had ended by then are returned, up to the first that had not.
 */
export async function executeMany(
  prepared: readonly PreparedRun[],
  { threads, executor = poolOf(threads), store = true, onProgress, signal, journal }: ManyRunsOptions = {},
): Promise<RunResult[]> {
  const { values } = await computeUnkept(workOf(prepared, store), {
    ...{ executor, journal: journal && serialized(journal) },
    ...{ signal, onEnded: onProgress },
  });
  const missing = values.indexOf(undefined);
  return values.slice(0, missing < 0 ? values.length : missing).map((parts, i) => {
    const { trajectory, ...rest } = parts as RunParts;
    return { ...rest, trajectory: { ...trajectory, ...beginningOf(prepared[i].problem) } };
  });
}

/** A journal of runs: their arrays of numbers are no JSON. */
function serialized(journal: Journal): Journal {
  return {
    ...journal,
    known: (work) => deserialized(journal.known(work)),
    add: (work, value) => journal.add(work, serialize(value).toString('base64')),
  };
}

/** What a journal kept of a run; nothing where it was written by a Node whose serialization this one does not read. */
function deserialized(kept: unknown): unknown {
  try {
    return kept === undefined ? undefined : deserialize(Buffer.from(kept as string, 'base64'));
  } catch {
    return undefined;
  }
}
