/** Measures a recording on several threads, each with some of the measurements: the result is that of one thread. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Measurements, ObservableName } from '../../analysis/index.ts';
import { contextOf, type Measurer, measure, measuringCost } from '../../run/measuring.ts';
import { type Answer, valueIn } from './answer.ts';
import type { MeasureTask } from './measure-worker.ts';

/** Nanoseconds of measuring that are worth starting threads for. */
const WORTH_THREADS = 3e8;
/** Bytes of a trajectory that is copied to be shared. */
const MOST_SHARED = 2e9;

interface Share {
  readonly names: ObservableName[];
  cost: number;
}

/**
 * @param threads at most so many
 * @param signal ends it, with no measurements
 */
export function measurerOn(threads: number, signal: { readonly aborted: boolean }): Measurer {
  return async (recording, names, parameters) => {
    const { ts, xs } = recording;
    const cost = (name: ObservableName) => ts.length * measuringCost(name, parameters, recording);
    const shares = shareOut(names, cost, threads);
    const total = shares.reduce((sum, share) => sum + share.cost, 0);
    if (shares.length < 2 || total < WORTH_THREADS || xs.byteLength > MOST_SHARED) {
      return measure(recording, names, parameters);
    }
    const task = { parameters, context: contextOf(recording), ts, xs: shared(xs), present: recording.present };
    const parts = await together(
      shares.map(({ names: some }) => ({ ...task, names: some })),
      signal,
    );
    const all = Object.assign({}, ...parts) as Measurements;
    return Object.fromEntries(names.flatMap((name) => (all[name] === undefined ? [] : [[name, all[name]]])));
  };
}

/** The dearest first, each to whoever has least to do. */
function shareOut(names: readonly ObservableName[], cost: (name: ObservableName) => number, threads: number): Share[] {
  const shares: Share[] = Array.from({ length: threads }, () => ({ names: [], cost: 0 }));
  for (const name of [...names].sort((a, b) => cost(b) - cost(a))) {
    const least = shares.reduce((a, b) => (b.cost < a.cost ? b : a));
    least.names.push(name);
    least.cost += cost(name);
  }
  return shares.filter((share) => share.names.length > 0);
}

function shared(xs: Float64Array): Float64Array {
  const copy = new Float64Array(new SharedArrayBuffer(xs.byteLength));
  copy.set(xs);
  return copy;
}

/** How often a signal is looked at, in milliseconds. */
const LOOK = 100;

async function together(tasks: readonly MeasureTask[], signal: { readonly aborted: boolean }): Promise<Measurements[]> {
  const wasAborted = signal.aborted; // a run that was stopped is measured all the same
  const workers = tasks.map(() => new Worker(new URL('./measure-worker.js', import.meta.url), { execArgv: [] }));
  const end = () => Promise.all(workers.map((worker) => worker.terminate()));
  let stopped = false;
  const watch = setInterval(() => {
    if (stopped || wasAborted || !signal.aborted) return;
    stopped = true;
    void end();
  }, LOOK);
  try {
    return await Promise.all(
      workers.map(async (worker, i) => {
        const answer = Promise.race([once(worker, 'message'), once(worker, 'exit').then(() => null)]);
        worker.postMessage(tasks[i]);
        const message = await answer;
        return message === null ? {} : valueIn(message[0] as Answer<Measurements>);
      }),
    );
  } finally {
    clearInterval(watch);
    await end();
  }
}
