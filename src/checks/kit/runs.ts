/**
 * Runs of statements: to their saved times, seed after seed. What a run leaves open that does not come to its end is
 * told, never judged.
 */

import { tokensAt } from '../../core/recording.ts';
import type { Shape, State } from '../../core/state.ts';
import { larger } from '../../numerics/elementary.ts';
import { type RunResult, run } from '../../run/run.ts';
import type { RunSpec } from '../../run/spec.ts';

/** A run that reached all of its saved times. */
export interface Course extends Pick<RunResult, 'events'> {
  readonly shape: Shape;
  /** [n, d] at the start. */
  readonly initial: State;
  readonly ts: Float64Array;
  /** [n, d] at saved time number i. */
  at(i: number): State;
  /** [n, d] at the last saved time. */
  readonly end: State;
}

/**
 * The run of a specification; null where it came to no end (too many steps, a field that overflows): of its end nothing
 * is known then.
 */
export async function completedRun(spec: Omit<RunSpec, 'observe'>): Promise<Course | null> {
  const { trajectory, events } = await run({ ...spec, observe: 'none' });
  if (trajectory.status !== 'completed') return null;
  const { ts, problem } = trajectory;
  const at = (i: number) => tokensAt(trajectory, i);
  return { events, shape: problem.shape, initial: problem.initial, ts, at, end: at(ts.length - 1) };
}

/** A cell of some runs: the parameters that they share, and the seed of each. */
export type Seeded<Key extends string> = Readonly<Record<Key, number>> & { readonly seeds: readonly number[] };

/** first, first + 1, …: the seeds of `count` runs. */
export function seedsFrom(first: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => first + i);
}

/** One value a seed, in their order; null where there is none. */
export async function eachSeed<Value>(
  seeds: readonly number[],
  compute: (seed: number) => Promise<Value | null>,
): Promise<(Value | null)[]> {
  const values: (Value | null)[] = [];
  for (const seed of seeds) values.push(await compute(seed));
  return values;
}

/** The values of runs that came to their ends, and how many did not. */
export function ended<Value>(values: readonly (Value | null)[]): { found: Value[]; open: number } {
  const found = values.filter((value) => value !== null);
  return { found, open: values.length - found.length };
}

/** The largest of numbers; null where there is none, or one of them is not known. */
export function largestOf(values: readonly (number | null)[]): number | null {
  const { found, open } = ended(values);
  return found.length === 0 || open > 0 ? null : found.reduce(larger);
}
