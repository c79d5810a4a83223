/** The means of a sweep in a terminal: a row a point, a column a quantity. */
import { brief } from '../../core/number-text.ts';
import type { Table } from '../../report/run.ts';
import type { Reduced } from '../../sweeps/reductions.ts';
import type { Field } from '../../sweeps/table.ts';

/**
 * At most so many rows, evenly chosen with both ends; each quantity as its mean and standard error, each condition as a
 * share with its interval.
 */
export function meansTable({ axes, quantities, conditions, groups }: Reduced, rows: number): Table {
  const step = Math.max(1, (groups.length - 1) / Math.max(1, rows - 1));
  const shown = groups.length <= rows ? groups : Array.from({ length: rows }, (_, i) => groups[Math.round(i * step)]);
  return {
    columns: [
      ...axes.map(({ name }) => name),
      'runs',
      ...quantities.map(({ name }) => name),
      ...conditions.map(({ text }) => text),
    ],
    rows: shown.map(({ at, runs, summaries, proportions }) => [
      ...at.map(fieldText),
      String(runs),
      ...summaries.map(({ count, mean, standardError }) => (count === 0 ? '' : withError(mean, standardError))),
      ...proportions.map(({ share, low, high }) => `${brief(share)} (${brief(low)} to ${brief(high)})`),
    ]),
  };
}

function withError(mean: number, error: number): string {
  return Number.isFinite(error) && error > 0 ? `${brief(mean)} ± ${Number(error.toPrecision(2))}` : brief(mean);
}

function fieldText(value: Field): string {
  return typeof value === 'number' ? brief(value) : String(value ?? '');
}
