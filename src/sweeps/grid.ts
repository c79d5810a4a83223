/** A table as arrays over named dimensions: what xarray and NetCDF call a dataset. */
import { invalid, quoted } from '../core/errors.ts';
import { inOrder, placeOfColumn } from './columns.ts';
import { timedQuantities } from './over-time.ts';
import type { Column, Field, SweepTable } from './table.ts';

interface GridDimension {
  readonly name: string;
  /** What stands along it, in order: all numbers or all text. */
  readonly labels: readonly number[] | readonly string[];
  readonly what: string;
}

export interface GridVariable {
  readonly name: string;
  /** Names of dimensions, the last one running fastest. */
  readonly dimensions: readonly string[];
  /** NaN where there is nothing; truths are 1 and 0. */
  readonly data: Float64Array | readonly string[];
  readonly what: string;
}

export interface Grid {
  readonly dimensions: readonly GridDimension[];
  /** What tells the cells apart where the axes are no dimensions. */
  readonly coordinates: readonly GridVariable[];
  readonly variables: readonly GridVariable[];
}

interface GridOptions {
  /**
   * Whether the axes are crossed, so that each of them is a dimension; without them (zipped, drawn at random) there is
   * one dimension, cell. By default they are if more than half of the places have a row, and none has two.
   */
  readonly crossed?: boolean;
}

/** As many numbers as a variable may have: 1.6 GB. */
const LARGEST = 2e8;

/**
 * A table over its axes. Quantities at the same times (clusters@1, clusters@10) become one variable over a further
 * dimension, time; columns of text that are no axes are left out.
 *
 * @param axes columns that are dimensions, the seed among them
 * @throws ParkadeError InvalidParameter for axes that are not columns, two rows at one place of axes that are said to
 *   be crossed, and grids of more than 2·10⁸ places
 */
export function gridOf(table: SweepTable, axes: readonly string[], { crossed }: GridOptions = {}): Grid {
  const places = axes.map((name) => placeOfColumn(table, name));
  const labels = labelsOf(table, places);
  const size = labels.reduce((product, { length }) => product * length, 1);
  const layout =
    (crossed ?? (axes.length > 0 && size < 2 * table.length)) ? crossedLayout(table, places, labels) : null;
  if (crossed && layout && 'twice' in layout) throw twoRows(axes, layout.twice);
  const usable = layout && !('twice' in layout) ? layout : null;
  return usable ? filled(table, places, usable) : listed(table, places);
}

/** Where the rows of a table go. */
interface Layout {
  readonly dimensions: readonly GridDimension[];
  readonly size: number;
  placeOf(row: readonly Field[], number: number): number;
}

function labelsOf(table: SweepTable, places: readonly number[]): Field[][] {
  const seen = places.map(() => new Set<Field>());
  for (const row of table.rows()) places.forEach((place, i) => void seen[i].add(row[place]));
  return seen.map((values) => inOrder(values));
}

function crossedLayout(
  table: SweepTable,
  places: readonly number[],
  labels: readonly Field[][],
): Layout | { readonly twice: readonly Field[] } {
  const size = labels.reduce((product, { length }) => product * length, 1);
  demandSize(size);
  const ranks = labels.map((values) => new Map(values.map((value, rank) => [value, rank])));
  const placeOf = (row: readonly Field[]) =>
    places.reduce((at, place, i) => at * labels[i].length + (ranks[i].get(row[place]) as number), 0);
  const taken = new Uint8Array(size);
  for (const row of table.rows()) {
    const at = placeOf(row);
    if (taken[at]++ > 0) return { twice: places.map((place) => row[place]) };
  }
  const dimensions = places.map((place, i) => {
    const { name, what } = table.columns[place];
    return { name, what, labels: uniform(labels[i]) };
  });
  return { dimensions, size, placeOf };
}

function filled(table: SweepTable, axes: readonly number[], layout: Layout): Grid {
  const timed = timedQuantities(table.columns).filter(({ places }) => places.every((place) => !axes.includes(place)));
  const times = timed[0]?.times ?? [];
  const same = timed.filter((own) => own.times.length === times.length && own.times.every((t, i) => t === times[i]));
  const within = new Set([...axes, ...same.flatMap(({ places }) => places)]);
  const single = table.columns.flatMap(({ kind }, place) => (kind === 'text' || within.has(place) ? [] : [place]));
  const names = layout.dimensions.map(({ name }) => name);
  demandSize(layout.size * Math.max(1, times.length));
  const nothing = (count: number) => new Float64Array(layout.size * count).fill(Number.NaN);
  const alone = single.map((place) => ({ place, data: nothing(1) }));
  const moving = same.map((quantity) => ({ quantity, data: nothing(times.length) }));
  let number = 0;
  for (const row of table.rows()) {
    const at = layout.placeOf(row, number++);
    for (const { place, data } of alone) data[at] = asNumber(row[place]);
    for (const { quantity, data } of moving) {
      for (const [i, place] of quantity.places.entries()) data[at * times.length + i] = asNumber(row[place]);
    }
  }
  const time = { name: 'time', labels: times, what: 'time t of the differential equation' };
  return {
    dimensions: [...layout.dimensions, ...(moving.length > 0 ? [time] : [])],
    coordinates: [],
    variables: [
      ...alone.map(({ place, data }) => variable(table.columns[place], names, data)),
      ...moving.map(({ quantity, data }) => variable(quantity, [...names, 'time'], data)),
    ],
  };
}

function variable({ name, what }: Pick<Column, 'name' | 'what'>, dimensions: readonly string[], data: Float64Array) {
  return { name, what, dimensions, data };
}

/** One dimension, with the axes as coordinates along it. */
function listed(table: SweepTable, axes: readonly number[]): Grid {
  const count = table.length;
  demandSize(count);
  const numbers = Array.from({ length: count }, (_, i) => i);
  const cell: GridDimension = { name: 'cell', labels: numbers, what: 'number of the row, from 0' };
  const layout = { dimensions: [cell], size: count, placeOf: (_: readonly Field[], number: number) => number };
  const grid = filled(table, axes, layout);
  const lists = axes.map((): Field[] => []);
  for (const row of table.rows()) axes.forEach((place, i) => void lists[i].push(row[place]));
  const coordinates = axes.map((place, i) => {
    const labels = uniform(lists[i]);
    const data = labels.every((label) => typeof label === 'number') ? Float64Array.from(labels) : (labels as string[]);
    return { name: table.columns[place].name, what: table.columns[place].what, dimensions: ['cell'], data };
  });
  return { ...grid, coordinates };
}

function asNumber(field: Field): number {
  return field === null || typeof field === 'string' ? Number.NaN : Number(field);
}

/** Numbers where all are; else what each is called. */
function uniform(values: readonly Field[]): number[] | string[] {
  if (values.every((value) => typeof value === 'number')) return [...values] as number[];
  return values.map((value) => (value === null ? '' : String(value)));
}

function demandSize(size: number): void {
  if (size <= LARGEST) return;
  const advice = 'write it as a table, or keep fewer columns';
  throw invalid('grid', `have at most ${LARGEST} places`, `the axes make ${size}`, advice);
}

function twoRows(axes: readonly string[], at: readonly Field[]) {
  const where = axes.map((name, i) => `${name} = ${quoted(at[i])}`).join(', ');
  return invalid('axes', 'tell all rows apart', `two rows have ${where}`, 'name every axis of the sweep, the seed too');
}
