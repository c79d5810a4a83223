/** A sweep with its seeds taken together, as its specification says. */
import type { SweepPlan } from './plan.ts';
import { quantityNames } from './quantities/index.ts';
import { type Reduced, reduced } from './reductions.ts';
import type { SweepTable } from './table.ts';

/** What tells the points of a sweep apart: the keys of all axes but the seeds, and of what is drawn at random. */
export function pointKeys({ axes }: Pick<SweepPlan, 'axes'>): string[] {
  return axes.filter(({ random }) => !random).flatMap(({ keys }) => keys.filter((key) => key !== 'seed'));
}

/** The columns of quantities: those of a name and those of a name and a time. */
export function quantityColumns({ columns }: SweepTable): string[] {
  const known = new Set<string>(quantityNames);
  return columns.map(({ name }) => name).filter((name) => known.has(name.split('@')[0]));
}

/**
 * Means, standard errors, quantiles and shares over the seeds.
 * @param more conditions beside those of the specification
 */
export function meansOf(plan: SweepPlan, table: SweepTable, more: readonly string[] = []): Reduced {
  const { quantiles, proportions = [] } = plan.spec.reduce ?? {};
  const conditions = [...new Set([...proportions, ...more])];
  return reduced(table, {
    axes: pointKeys(plan),
    quantities: quantityColumns(table),
    ...(quantiles && { quantiles }),
    conditions,
  });
}
