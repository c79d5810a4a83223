/** Tables made of lists, and their columns by name. */
import { invalid } from '../core/errors.ts';
import { nearest } from '../core/nearest.ts';
import type { Column, Field, SweepTable } from './table.ts';

/** A table of rows that are all there. */
export function tableOf(columns: readonly Column[], rows: readonly (readonly Field[])[]): SweepTable {
  return { columns, rows: () => rows, length: rows.length };
}

/**
 * Where a column stands.
 * @throws ParkadeError InvalidParameter for a name that the table has not
 */
export function placeOfColumn({ columns }: SweepTable, name: string): number {
  const place = columns.findIndex((column) => column.name === name);
  if (place >= 0) return place;
  const names = columns.map((column) => column.name);
  const guess = nearest(name, names);
  const advice = guess === undefined ? 'name one of these' : `did you mean "${guess}"?`;
  throw invalid(name, `be a column of the table: ${listed(names)}`, 'is none of them', advice);
}

function listed(names: readonly string[]): string {
  return names.length > 12 ? `${names.slice(0, 11).join(', ')} and ${names.length - 11} more` : names.join(', ');
}

/**
 * Numbers ascending, false before true, texts in the order in which they first come, nothing last.
 * @param values in the order in which they come; each once, or several times
 */
export function inOrder(values: Iterable<Field>): Field[] {
  const distinct = [...new Set(values)];
  const rank = (value: Field) => ['number', 'boolean', 'string', 'object'].indexOf(typeof value);
  const place = new Map(distinct.map((value, i) => [value, i]));
  return distinct.sort((a, b) => {
    if (rank(a) !== rank(b)) return rank(a) - rank(b);
    if (typeof a === 'string') return (place.get(a) as number) - (place.get(b) as number);
    return byNumber(Number(a), Number(b));
  });
}

/** NaN after all others. */
function byNumber(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
  return a < b ? -1 : a > b ? 1 : 0;
}
