/** The contract of a quantity: a number of a run, or one at each of its saved times, as a table can hold it. */
import type { Measurements, ObservableName } from '../../analysis/index.ts';
import type { RunEvents } from '../../run/events.ts';
import type { Trajectory } from '../../simulation/trajectory.ts';

/** What a quantity may look at. */
export interface Measured {
  readonly trajectory: Trajectory;
  /** Those that the quantity asks for. */
  readonly measurements: Measurements;
  /** There where the quantity asks for them. */
  readonly events: RunEvents | null;
}

interface Asked {
  /** A phrase with its unit and range: "share of the tokens in the largest cluster". */
  readonly what: string;
  /** `whole` of counts. */
  readonly kind: 'whole' | 'number';
  /** What has to be measured along the run. */
  readonly observe?: readonly ObservableName[];
  /** Whether the run's events have to be found. */
  readonly events?: true;
}

/** One value a run; null where it has none: no collapse until the end, say. */
interface RunQuantity extends Asked {
  readonly over: 'run';
  of(measured: Measured): number | null;
}

/** One value a saved time. */
interface TimedQuantity extends Asked {
  readonly over: 'times';
  of(measured: Measured): readonly number[];
}

export type Quantity = RunQuantity | TimedQuantity;
