/** Quantities at several times, 'clusters@10' and 'clusters@100': one quantity over time. */
import { invalid } from '../core/errors.ts';
import type { Column, Field, SweepTable } from './table.ts';

/** A quantity that a table has at several times. */
interface Timed {
  readonly name: string;
  /** Ascending. */
  readonly times: readonly number[];
  /** Where its columns stand, one a time. */
  readonly places: readonly number[];
  readonly kind: Column['kind'];
  readonly what: string;
}

/** The quantity and the time of a name such as 'clusters@1e3'; null for other names. */
function timeOf(name: string): { readonly name: string; readonly t: number } | null {
  const [, quantity, time] = /^(.+)@(\d+\.?\d*(?:e[+-]?\d+)?)$/i.exec(name) ?? [];
  return quantity === undefined ? null : { name: quantity, t: Number(time) };
}

/** Quantities of a table at their times, in the order of their first columns. */
export function timedQuantities(columns: readonly Column[]): Timed[] {
  const found = new Map<string, { t: number; place: number }[]>();
  for (const [place, column] of columns.entries()) {
    const timed = column.kind === 'text' ? null : timeOf(column.name);
    if (timed) found.set(timed.name, [...(found.get(timed.name) ?? []), { t: timed.t, place }]);
  }
  return [...found].map(([name, at]) => {
    const sorted = at.sort((a, b) => a.t - b.t);
    const { kind, what } = columns[at[0].place];
    return { name, kind, what, times: sorted.map(({ t }) => t), places: sorted.map(({ place }) => place) };
  });
}

/**
 * The table with a row for every run and time: the columns without a time, then 'time', then the quantity. So time is
 * an axis like others.
 *
 * @throws ParkadeError InvalidParameter for a quantity that the table has at no time
 */
export function overTime(table: SweepTable, quantity: string): SweepTable {
  const all = timedQuantities(table.columns);
  const timed = all.find(({ name }) => name === quantity);
  if (timed === undefined) {
    const names = all.map(({ name }) => name);
    const came = names.length === 0 ? 'the table has none' : `those are ${names.join(', ')}`;
    throw invalid(quantity, 'be a quantity at times', came, 'name one of these');
  }
  const moving = new Set(all.flatMap(({ places }) => places));
  const still = table.columns.flatMap((_, place) => (moving.has(place) ? [] : [place]));
  const { name, kind, what, times, places } = timed;
  const columns: Column[] = [
    ...still.map((place) => table.columns[place]),
    { name: 'time', kind: 'number', what: 'time t' },
    { name, kind, what },
  ];
  function* rows(): Generator<readonly Field[]> {
    for (const row of table.rows()) {
      const own = still.map((place) => row[place]);
      for (const [i, t] of times.entries()) yield [...own, t, row[places[i]]];
    }
  }
  return { columns, rows, length: table.length * times.length };
}
