/** The parking process as work in parts: how many centers the tokens of each seed have, and of the first which ones. */
import type { Experiment } from '../core/experiment.ts';
import { initialRegistry } from '../initial/index.ts';
import type { TokenSequence } from '../initial/initial.ts';
import { type Parked, park } from './park.ts';
import { type Counts, countsOf, tokenCounts } from './saturation.ts';

/** What to park, resolved. */
export interface ParkingPlan {
  readonly tokens: number;
  readonly dimension: number;
  readonly delta: number;
  readonly runs: number;
  /** Of the first run; the others follow it. */
  readonly seed: number;
  readonly initial: 'uniform' | 'von-mises-fisher';
  readonly directions?: unknown;
  readonly concentration?: number;
}

/** One run. */
export interface ParkingCell extends Omit<ParkingPlan, 'runs'> {
  /** Whether to tell the centers too, not only their numbers. */
  readonly centers: boolean;
}

export interface ParkedRun {
  /** At `tokenCounts`. */
  readonly counts: Counts;
  /** With their places, an array of numbers; null where they were not asked for. */
  readonly centers: Parked | null;
}

export const parkedRuns: Experiment<ParkingCell, ParkedRun, ParkingPlan> = {
  id: 'park',
  cells: ({ runs, seed, ...plan }) =>
    Array.from({ length: runs }, (_, r) => ({ ...plan, seed: seed + r, centers: r === 0 })),
  compute(cell) {
    const { tokens: n, dimension: d, delta } = cell;
    return parkedRun(cell, park(sequenceOf(cell), { n, d }, delta));
  },
};

/** What is told of a run. */
export function parkedRun({ tokens, centers }: ParkingCell, parked: Parked): ParkedRun {
  return { counts: countsOf(parked, tokenCounts(tokens)), centers: centers ? parked : null };
}

/**
 * The tokens of a run.
 * @throws ParkadeError InvalidParameter
 */
export function sequenceOf({ initial, dimension, directions, concentration, seed }: ParkingCell): TokenSequence {
  if (initial === 'uniform') return initialRegistry.uniform.sequence({}, dimension, seed);
  const parameters = { directions: directions as number[][], concentration: concentration ?? 10 };
  return initialRegistry[initial].sequence(parameters, dimension, seed);
}
