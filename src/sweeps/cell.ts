/** A cell of a sweep: a run, and the numbers that are kept of it. */
import type { ObservableName } from '../analysis/index.ts';
import { ParkadeError } from '../core/errors.ts';
import { type PreparedRun, prepareRun } from '../run/prepare.ts';
import { execute, type RunResult } from '../run/run.ts';
import type { RunSpec } from '../run/spec.ts';
import type { Status } from '../simulation/trajectory.ts';
import { type QuantityName, quantityRegistry } from './quantities/index.ts';
import type { Quantity } from './quantities/quantity.ts';
import type { Keep } from './sweep-spec.ts';

/** Plain JSON that knows no file: a queue can carry it. */
export interface SweepCell {
  readonly spec: RunSpec;
  readonly measure: readonly QuantityName[];
  readonly trajectory: Keep;
}

/**
 * How it ended: as runs do, or `refused` (the specification makes no run), `failed` (its computation threw), `lost`
 * (whoever computed it died of it).
 */
type CellStatus = Status | 'refused' | 'failed' | 'lost';

/** What a cell comes to; it depends on the cell alone. */
export interface CellValue {
  readonly status: CellStatus;
  readonly steps: number;
  readonly evaluations: number;
  /** Tokens that stood where an error of the tolerance's size decides: where they went means nothing. */
  readonly undecided: number;
  /** In the order of the cell's quantities: a number, or one a saved time; null where there is none. */
  readonly values: readonly (number | null | readonly number[])[];
  /** Why there is no run. */
  readonly error: string | null;
}

/** A cell's run made ready, and the quantities that are read off it. */
export function prepareCell({ spec, measure }: Pick<SweepCell, 'spec' | 'measure'>): PreparedRun {
  const asked = measure.map((name): Quantity => quantityRegistry[name]);
  const observe = [...new Set<ObservableName>(asked.flatMap((quantity) => quantity.observe ?? []))];
  const events = asked.some((quantity) => quantity.events === true) ? { events: true } : {};
  return prepareRun({ ...spec, ...events, observe: observe.length === 0 ? 'none' : observe });
}

/** @returns the value, and the run whose tokens are to be kept where they are */
export async function computeCell(
  { measure, trajectory: keep }: Omit<SweepCell, 'spec'>,
  prepared: PreparedRun,
): Promise<{ readonly value: CellValue; readonly run: RunResult | null }> {
  const result = await execute(prepared, { store: keep !== 'never' });
  const { status, statistics, undecided } = result.trajectory;
  const value: CellValue = {
    status,
    steps: statistics.steps,
    evaluations: statistics.fieldEvaluations,
    undecided: undecided.length,
    values: measure.map((name) => quantityRegistry[name].of(result)),
    error: null,
  };
  const kept = keep === 'always' || (keep === 'failed' && status !== 'completed');
  return { value, run: kept ? result : null };
}

/** The value of a cell that has no run. */
export function withoutRun(status: 'refused' | 'failed' | 'lost', error: string): CellValue {
  return { status, steps: 0, evaluations: 0, undecided: 0, values: [], error };
}

/** What kept a cell from being a run, in words. */
export function whyWithoutRun(error: unknown): CellValue {
  if (error instanceof ParkadeError) return withoutRun('refused', error.message);
  return withoutRun('failed', error instanceof Error ? error.message : String(error));
}
