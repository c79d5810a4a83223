/**
 * Basins of one more token: from every starting point, in which cluster of a run's tokens it ends. Each start is a
 * probe that sees all tokens of the run and no other probe, so one pass over the stored steps serves them all
 * (backends/probes.ts).
 */

import { clusters } from '../analysis/clusters.ts';
import { invalid } from '../core/errors.ts';
import { inFull } from '../core/number-text.ts';
import type { State } from '../core/state.ts';
import { squaredChord, squaredChordOfAngle } from '../numerics/sphere.ts';
import { reachOf } from '../numerics/ties.ts';
import type { Status } from '../simulation/trajectory.ts';
import { type AppendOptions, prepare, type RunWithSteps } from './append.ts';
import { replay, slotsForOne, slotsForReplay } from './replay.ts';
import { refuseEdited, stateAfter } from './step-log.ts';

export interface BasinsOptions extends AppendOptions {
  /** When to ask where the starts have come to; by default the end of the run. */
  readonly at?: number;
  /** Distance up to which tokens are linked into a cluster, and a start belongs to the cluster of a token, radians. */
  readonly threshold: number;
  /**
   * A start is captured when it has come this close to its cluster's leader, the first token in it, for good; radians.
   */
  readonly radius: number;
}

export interface Basins {
  readonly at: number;
  /** Of the run's tokens at that time, by their first token. */
  readonly clusters: readonly { readonly tokens: readonly number[] }[];
  /** The run's tokens at that time, [n, d]. */
  readonly tokens: State;
  /** Where the starts have come to, [P, d]. */
  readonly ends: State;
  /** For each start its cluster, −1 for none. */
  readonly cluster: Int32Array;
  /**
   * Since when it is within `radius` of that cluster's leader, to a fraction of a step; NaN where it is not, or in
   * none.
   */
  readonly captured: Float64Array;
  /**
   * 1 for starts in no cluster, and for those that stood within the tolerance of an unstable equilibrium: they may go
   * either way.
   */
  readonly undecided: Uint8Array;
  /**
   * Completed, or why the steps could not be followed up to the time asked for; nothing but the clusters has a meaning
   * then.
   */
  readonly status: Status;
  /** Steps of the run, and how many were made with those that were divided counted by their parts. */
  readonly steps: number;
  readonly divided: number;
}

/**
 * Explicit steps between two looks at which starts are near an unstable equilibrium: each costs a field and its
 * Jacobian.
 */
const LOOK_EVERY = 10;

/**
 * @param starts unit rows [P, d]
 * @throws ParkadeError InvalidParameter for a time that the run did not reach
 */
export async function basinsOf(run: RunWithSteps, starts: State, options: BasinsOptions): Promise<Basins> {
  const { method, log } = run;
  const { problem } = run.trajectory;
  refuseEdited(problem);
  const { n, d } = problem.shape;
  const reached = log.ts[log.ts.length - 1];
  const { at = reached, threshold, radius } = options;
  if (!(at >= log.ts[0] && at <= reached)) {
    throw invalid(
      'at',
      `be a time from ${inFull(log.ts[0])} to ${inFull(reached)}, which the run reached`,
      `came as ${inFull(at)}`,
      'choose one of these',
    );
  }
  const probes = starts.length / d;
  const tokens = await tokensOfRun(run, at, options);
  const { labels, count } = clusters(tokens, problem.shape, threshold);
  const leaders = Array.from({ length: count }, (_, c) => labels.indexOf(c));
  const watch = watchLeaders(leaders, { n, d }, probes, radius);
  const ends = starts.slice();
  watch.look(log.ts[0], together(problem.initial, starts));
  const engine = await prepare(problem, run, slotsForReplay(method), { ...options, probes });
  const alone = await prepare(problem, run, slotsForOne(method), options);
  let over = false;
  try {
    const outcome = await replay(
      { problem, method, log, rows: starts, engine, alone: () => alone },
      {
        saveAt: [at],
        until: at,
        assessEvery: LOOK_EVERY,
        take(t, x) {
          ends.set(x.subarray(n * d));
          watch.look(t, x);
          over = true;
        },
        onPart: ({ end, x }) => (over ? undefined : watch.look(end, x)),
        ...(options.onProgress && { onProgress: options.onProgress }),
        ...(options.signal && { signal: options.signal }),
      },
    );
    const cluster = clustersOf(ends, tokens, labels, { n, d }, threshold);
    const undecided = new Uint8Array(probes);
    for (let p = 0; p < probes; p++) if (cluster[p] < 0 || outcome.undecided.has(n + p)) undecided[p] = 1;
    return {
      at,
      clusters: Array.from({ length: count }, (_, c) => ({
        tokens: [...labels.keys()].filter((k) => labels[k] === c),
      })),
      tokens,
      ends,
      cluster,
      captured: Float64Array.from(cluster, (c, p) => (c < 0 ? NaN : watch.since(p, c))),
      undecided,
      status: outcome.status,
      steps: outcome.steps,
      divided: outcome.divided,
    };
  } finally {
    engine.dispose();
    alone.dispose();
  }
}

function together(tokens: State, rows: State): State {
  const x = new Float64Array(tokens.length + rows.length);
  x.set(tokens);
  x.set(rows, tokens.length);
  return x;
}

/** The run's own tokens at a time: stored, or reached within a step once more. */
async function tokensOfRun(run: RunWithSteps, at: number, options: BasinsOptions): Promise<State> {
  const { method, log } = run;
  const { problem, ts, xs } = run.trajectory;
  const size = problem.initial.length;
  const step = log.ts.indexOf(at);
  if (step === 0) return problem.initial.slice();
  if (step > 0) return stateAfter(log, step - 1, problem.shape).slice();
  const sample = ts.indexOf(at);
  if (sample >= 0 && xs.length > 0) return xs.slice(sample * size, (sample + 1) * size);
  const engine = await prepare(problem, run, slotsForReplay(method), options);
  const tokens = new Float64Array(size);
  try {
    await replay(
      { problem, method, log, rows: new Float64Array(0), engine, alone: () => engine },
      { saveAt: [at], until: at, take: (_t, x) => tokens.set(x) },
    );
    return tokens;
  } finally {
    engine.dispose();
  }
}

/** Follows how far starts are from the leaders of clusters, and since when they are near. */
function watchLeaders(
  leaders: readonly number[],
  { n, d }: { readonly n: number; readonly d: number },
  probes: number,
  radius: number,
) {
  const count = leaders.length;
  const near = Math.sqrt(squaredChordOfAngle(radius));
  const since = new Float64Array(probes * count).fill(NaN); // NaN while outside
  const before = new Float64Array(probes * count).fill(Infinity);
  let last = 0;

  return {
    since: (p: number, c: number) => since[p * count + c],
    /** All rows at time t, which ascends from call to call. */
    look(t: number, x: State): void {
      for (let i = 0; i < probes * count; i++) {
        const p = Math.floor(i / count);
        const distance = Math.sqrt(squaredChord(x, leaders[i - p * count] * d, x, (n + p) * d, d));
        if (!(distance <= near)) since[i] = NaN;
        else if (!(before[i] <= near)) {
          // Between two looks the distance is taken to fall in proportion to time.
          const share = (before[i] - near) / (before[i] - distance);
          since[i] = before[i] < Infinity ? last + share * (t - last) : t;
        }
        before[i] = distance;
      }
      last = t;
    },
  };
}

/** For each row the cluster of the nearest token, if that is within the threshold, else −1. */
function clustersOf(
  rows: State,
  tokens: State,
  labels: Int32Array,
  { n, d }: { readonly n: number; readonly d: number },
  threshold: number,
): Int32Array {
  const linked = reachOf(threshold).within;
  return Int32Array.from({ length: rows.length / d }, (_, p) => {
    let nearest = 0;
    let smallest = Infinity;
    for (let k = 0; k < n; k++) {
      const square = squaredChord(tokens, k * d, rows, p * d, d);
      if (square < smallest) [smallest, nearest] = [square, k];
    }
    return smallest <= linked ? labels[nearest] : -1;
  });
}
