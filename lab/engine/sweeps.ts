/** A sweep asked for where the core is: what reads it is fetched when the first one is opened. */
import type { RunSpec } from 'parkade';
import type { Field, Means } from 'parkade/sweeps';
import { type Answer, answer } from './links.ts';
import { type RecordedFile, refusalOf } from './protocol.ts';

/** What the page has of a sweep; its rows stay in the worker. */
export interface SweepAtHand {
  readonly title: string;
  readonly means: Means;
  readonly ended: number;
  readonly planned: number;
  /** Whether each run has its numbers here; else only the first run of a point is known, and not how it ended. */
  readonly single: boolean;
}

/** A run of a point. */
export interface SweepRun {
  /** Its place in the plan. */
  readonly place: number;
  /** What tells it from the others of the point. */
  readonly labels: readonly (readonly [key: string, value: Field])[];
  /** Null where that is not known. */
  readonly status: string | null;
  readonly value: Field;
  /** Why there is no run. */
  readonly error: string | null;
}

export interface SweepRuns {
  readonly total: number;
  readonly runs: readonly SweepRun[];
}

export interface Sweeps {
  /** A sweep in one file, or its record and its table. */
  openSweep(files: readonly RecordedFile[]): Promise<Answer<SweepAtHand>>;
  /** Runs of a point, by its values, from one on: some tens. */
  sweepRuns(at: readonly Field[], column: string, from: number): Promise<SweepRuns>;
  /** The specification of a run, without saved times, so that it is shown as any other. */
  sweepRun(place: number): Promise<Answer<RunSpec>>;
}

const reader = () => import('./sweep.ts');

export const sweeps: Sweeps = {
  async openSweep(files) {
    try {
      return { value: await (await reader()).opened(files) };
    } catch (error) {
      return { refusal: refusalOf(error) };
    }
  },
  sweepRuns: async (at, column, from) => (await reader()).runsAt(at, column, from),
  async sweepRun(place) {
    const { specAt } = await reader();
    return answer(() => specAt(place));
  },
};
