/** Modes and first clusters of nearly uniform tokens under full attention. arXiv:2410.23228. */
import { anglesOf } from '../../analysis/circle.ts';
import { gapClusters } from '../../analysis/clusters.ts';
import { tokensAt } from '../../core/recording.ts';
import type { State } from '../../core/state.ts';
import { cos, log, sin } from '../../numerics/elementary.ts';
import { run } from '../../run/run.ts';
import type { RunSpec } from '../../run/spec.ts';
import { linearTimes } from '../../run/times.ts';
import { firstClusterMode, growthRates } from '../../theory/first-clusters.ts';

export interface Cell {
  readonly tokens: number;
  readonly beta: number;
  /** When clusters are counted. */
  readonly until: number;
  readonly seeds: readonly number[];
}

export interface Value extends Omit<Cell, 'seeds'> {
  /** Clusters at the end, a run each. */
  readonly counts: readonly number[];
  /**
   * At SAMPLES equal times from 0 on, then k = 1 … MODES: Σ over runs of |Σ_j e^{ikθ_j}/n|². At the β of the first
   * panels only.
   */
  readonly powers: readonly (readonly number[])[] | null;
  /** Angles of the tokens of the first run at the SNAPSHOTS among those times, likewise. */
  readonly snapshots: readonly (readonly number[])[] | null;
}

export const TOKENS = 600;
export const JITTER = 0.01;
export const BETA = 5;
export const MODES = 6;
export const SAMPLES = 41;
/** Growth is measured from the first sample to this one, while all amplitudes are small. */
export const GROWN = 4;
export const SNAPSHOTS = [0, 16, 40] as const;
/** Radians: clusters have gathered by the time they are counted. */
export const LINKED = 0.2;
/** Equally spaced tokens, each displaced a little: mode k begins near kσ/√n. */
function specOf(tokens: number, beta: number): RunSpec {
  return { beta, tokens, dimension: 2, mask: 'full', initial: 'equispaced', jitter: JITTER };
}

/** Twice the time that the fastest mode takes from kσ/√n to 1 at its first rate. */
export function countedAt(tokens: number, beta: number): number {
  const mode = firstClusterMode(beta, 2);
  const rate = growthRates(beta, 2, mode + 1).softmax[mode];
  return Math.ceil((2 * log(Math.sqrt(tokens) / (mode * JITTER))) / rate);
}

/** |Σ_j e^{ikθ_j}/n|² for k = 1 … MODES. */
function powersOf(x: State): number[] {
  const angles = anglesOf(x);
  return Array.from({ length: MODES }, (_, i) => {
    let [real, imaginary] = [0, 0];
    for (const angle of angles) {
      real += cos((i + 1) * angle);
      imaginary += sin((i + 1) * angle);
    }
    return (real * real + imaginary * imaginary) / (angles.length * angles.length);
  });
}

/** Counts clusters at the end of each run, and at one β follows modes. */
export async function followModes({ seeds, ...setting }: Cell): Promise<Value> {
  const { tokens, beta, until } = setting;
  const followed = beta === BETA;
  const times = followed ? linearTimes(0, until, SAMPLES) : [until];
  const counts: number[] = [];
  const powers = times.map(() => new Array<number>(MODES).fill(0));
  let snapshots: number[][] | null = null;
  for (const seed of seeds) {
    const { trajectory } = await run({
      ...specOf(tokens, beta),
      seed,
      integrator: 'dopri5',
      rtol: 1e-6,
      atol: 1e-8,
      saveAt: times,
      observe: 'none',
    });
    if (trajectory.status !== 'completed') throw new Error(`the run of seed ${seed} ended as ${trajectory.status}`);
    counts.push(gapClusters(tokensAt(trajectory, times.length - 1), LINKED).count);
    if (!followed) continue;
    for (let i = 0; i < SAMPLES; i++) {
      for (const [k, power] of powersOf(tokensAt(trajectory, i)).entries()) powers[i][k] += power;
    }
    snapshots ??= SNAPSHOTS.map((i) => rounded(anglesOf(tokensAt(trajectory, i))));
  }
  return { ...setting, counts, powers: followed ? powers : null, snapshots };
}

/** As many digits as a picture shows. */
function rounded(angles: Float64Array): number[] {
  return Array.from(angles, (angle) => Math.round(angle * 1e4) / 1e4);
}

/** What is known at one β. */
export interface Counted {
  readonly beta: number;
  readonly predicted: number;
  readonly runs: number;
  readonly mean: number;
  readonly standardError: number;
  /** Of several equally frequent ones the smallest. */
  readonly mostFrequent: number;
  readonly share: number;
}

export function countedOf(values: readonly Value[]): Counted[] {
  return [...new Set(values.map(({ beta }) => beta))].map((beta) => {
    const counts = values.filter((value) => value.beta === beta).flatMap((value) => value.counts);
    const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
    const variance = counts.reduce((sum, count) => sum + (count - mean) * (count - mean), 0) / (counts.length - 1);
    const frequency = (wanted: number) => counts.filter((count) => count === wanted).length;
    const mostFrequent = [...counts].sort((a, b) => frequency(b) - frequency(a) || a - b)[0];
    return {
      beta,
      predicted: firstClusterMode(beta, 2),
      runs: counts.length,
      mean,
      standardError: Math.sqrt(variance / counts.length),
      mostFrequent,
      share: frequency(mostFrequent) / counts.length,
    };
  });
}

/** Of the followed runs: times, root mean squares of the amplitudes by time and mode, rates and what they should be. */
export function growthOf(values: readonly Value[]) {
  const followed = values.flatMap(({ powers, until, counts }) =>
    powers ? [{ powers, until, runs: counts.length }] : [],
  );
  const runs = followed.reduce((sum, value) => sum + value.runs, 0);
  const times = linearTimes(0, followed[0].until, SAMPLES);
  const amplitudes = times.map((_, i) =>
    Array.from({ length: MODES }, (_, k) =>
      Math.sqrt(followed.reduce((sum, { powers }) => sum + powers[i][k], 0) / runs),
    ),
  );
  const predicted = [...growthRates(BETA, 2, MODES + 1).softmax.subarray(1)];
  const rates = predicted.map((_, k) => log(amplitudes[GROWN][k] / amplitudes[0][k]) / times[GROWN]);
  return { times, amplitudes, predicted, rates };
}
