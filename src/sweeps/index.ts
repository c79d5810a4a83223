/**
 * Sweeps: what is varied and kept of many runs, the cells in their places, and what becomes of them over seeds.
 *
 * @example
 * import { planOf } from 'parkade/sweeps';
 * const plan = planOf({ base: { tokens: 60, until: 30 }, axes: { beta: [4, 9, 16] }, seeds: 10 });
 * plan.at(7).cell.spec; // the run that stands there
 */
export type { AxisSpec } from './axes.ts';
export type { CellValue, SweepCell } from './cell.ts';
export { meansOf, pointKeys } from './means.ts';
export { placesIn } from './places.ts';
export { planOf, type SweepPlan } from './plan.ts';
export type { Group, Means, Reduced } from './reductions.ts';
export { type EndedCell, rowMaker } from './rows.ts';
export { readSharedSweep, type SharedCells, type SharedSweep, sharedSweepText, sweepOfTable } from './shared.ts';
export type { SweepSpec } from './sweep-spec.ts';
export type { Column, Field, SweepTable } from './table.ts';
