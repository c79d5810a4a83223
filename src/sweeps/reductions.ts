/** Rows that differ only by chance made one: means, quantiles and shares over the seeds of a sweep. */
import { invalid, quoted } from '../core/errors.ts';
import { type Proportion, wilson } from '../numerics/proportion.ts';
import { inOrder, placeOfColumn, tableOf } from './columns.ts';
import { type Condition, conditionOf } from './condition.ts';
import { Numbers, type Summary } from './summary.ts';
import type { Column, Field, SweepTable } from './table.ts';

export interface ReductionOptions {
  /** Columns that tell the groups apart: the axes of the sweep, all but the seed. */
  readonly axes: readonly string[];
  /** Columns of numbers (or truths, 1 and 0) to be summarised. */
  readonly quantities: readonly string[];
  /** Shares from 0 to 1; by default a tenth, a half, nine tenths. */
  readonly quantiles?: readonly number[];
  /** Such as "clusters@100 <= 1": the share of runs where that is so, of those that have a number there. */
  readonly conditions?: readonly string[];
}

/** All runs at one place of the axes. */
export interface Group {
  /** Values of the axes, in their order. */
  readonly at: readonly Field[];
  /** How many rows it has. */
  readonly runs: number;
  /** One a quantity, in their order. */
  readonly summaries: readonly Summary[];
  /** One a condition, in their order. */
  readonly proportions: readonly Proportion[];
}

/** A sweep with its seeds taken together, as plain data. */
export interface Means {
  readonly axes: readonly Column[];
  readonly quantities: readonly Column[];
  readonly quantiles: readonly number[];
  readonly conditions: readonly Pick<Condition, 'text' | 'column'>[];
  /** By the first axis, then the second, …: numbers ascending, texts as they first came. */
  readonly groups: readonly Group[];
}

/** The same with what can be asked of it. */
export interface Reduced extends Means {
  readonly conditions: readonly Condition[];
  /** The same as a table: names such as "clusters@10 mean", "clusters@10 quantile 0.9", "clusters@10 <= 1 share". */
  readonly table: SweepTable;
}

const USUAL_QUANTILES = [0.1, 0.5, 0.9];

/**
 * Goes through the rows once; a number of a quantity takes 8 bytes until the end.
 *
 * @throws ParkadeError InvalidParameter for columns that are not there or hold text, shares outside [0, 1], and what is
 *   no condition
 */
export function reduced(table: SweepTable, options: ReductionOptions): Reduced {
  const { quantiles = USUAL_QUANTILES } = options;
  const wrong = quantiles.find((share) => !(share >= 0 && share <= 1));
  if (wrong !== undefined) throw invalid('quantiles', 'be shares from 0 to 1', `has ${quoted(wrong)}`, 'change it');
  const conditions = (options.conditions ?? []).map(conditionOf);
  const [axes, quantities, asked] = [options.axes, options.quantities, conditions.map(({ column }) => column)].map(
    (names) => names.map((name) => placeOfColumn(table, name)),
  );
  for (const place of [...quantities, ...asked]) demandNumbers(table.columns[place]);
  const gathered = new Map<string, Gathered>();
  for (const row of table.rows()) {
    const at = axes.map((place) => row[place]);
    const key = JSON.stringify(at.map((value) => (typeof value === 'number' ? String(value) : [value])));
    let group = gathered.get(key);
    if (group === undefined) {
      group = { at, runs: 0, numbers: quantities.map(() => new Numbers()), hits: asked.map(() => ({ yes: 0, of: 0 })) };
      gathered.set(key, group);
    }
    group.runs++;
    quantities.forEach((place, i) => void group.numbers[i].add(row[place] as number | boolean | null));
    asked.forEach((place, i) => void count(group.hits[i], conditions[i], row[place]));
  }
  const groups = sorted([...gathered.values()]).map(({ at, runs, numbers, hits }) => ({
    ...{ at, runs },
    summaries: numbers.map((list) => list.summary(quantiles)),
    proportions: hits.map(({ yes, of }) => wilson(yes, of)),
  }));
  const columnsOf = (places: readonly number[]) => places.map((place) => table.columns[place]);
  const parts = { axes: columnsOf(axes), quantities: columnsOf(quantities), quantiles, conditions, groups };
  return { ...parts, table: asTable(parts) };
}

interface Gathered {
  readonly at: readonly Field[];
  runs: number;
  readonly numbers: readonly Numbers[];
  readonly hits: readonly Hits[];
}

/** Runs where a condition holds, of those that have a number. */
interface Hits {
  yes: number;
  of: number;
}

function count(hits: Hits, condition: Condition, value: Field): void {
  if (value === null || Number.isNaN(value)) return;
  hits.of++;
  if (condition.holds(Number(value))) hits.yes++;
}

function demandNumbers({ name, kind }: Column): void {
  if (kind !== 'text') return;
  throw invalid(name, 'be a column of numbers to be summarised', 'holds text', 'name another column');
}

function sorted(groups: readonly Gathered[]): Gathered[] {
  const width = groups[0]?.at.length ?? 0;
  const ranks = Array.from({ length: width }, (_, axis) => {
    const values = inOrder(groups.map(({ at }) => at[axis]));
    return new Map(values.map((value, rank) => [value, rank]));
  });
  const rank = ({ at }: Gathered, axis: number) => ranks[axis].get(at[axis]) as number;
  return [...groups].sort((a, b) => {
    const axis = ranks.findIndex((_, i) => rank(a, i) !== rank(b, i));
    return axis < 0 ? 0 : rank(a, axis) - rank(b, axis);
  });
}

function asTable({ axes, quantities, quantiles, conditions, groups }: Means): SweepTable {
  const columns: Column[] = [
    ...axes,
    { name: 'runs', kind: 'whole', what: 'how many runs were taken together' },
    ...quantities.flatMap((quantity) => columnsOfSummary(quantity, quantiles)),
    ...conditions.flatMap(columnsOfProportion),
  ];
  const rows = groups.map(({ at, runs, summaries, proportions }) => [
    ...[...at, runs],
    ...summaries.flatMap(({ count, missing, mean, standardError, least, greatest, quantiles: own }) =>
      [count, missing, mean, standardError, least, ...own, greatest].map(orNothing),
    ),
    ...proportions.flatMap(({ share, low, high, hits, trials }) => [share, low, high, hits, trials].map(orNothing)),
  ]);
  return tableOf(columns, rows);
}

function orNothing(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}

function columnsOfSummary({ name, what }: Column, quantiles: readonly number[]): Column[] {
  const column = (word: string, kind: Column['kind'], told: string): Column => ({
    ...{ name: `${name} ${word}`, kind, what: told },
  });
  return [
    column('count', 'whole', `runs with a number: ${what}`),
    column('missing', 'whole', `runs without a number: ${what}`),
    column('mean', 'number', `mean over runs: ${what}`),
    column('standard error', 'number', `standard error of the mean: ${what}`),
    column('least', 'number', `least over runs: ${what}`),
    ...quantiles.map((share) => column(`quantile ${share}`, 'number', `the share ${share} of runs has less: ${what}`)),
    column('greatest', 'number', `greatest over runs: ${what}`),
  ];
}

function columnsOfProportion({ text }: Pick<Condition, 'text'>): Column[] {
  const what = `of the runs with ${text}`;
  return [
    { name: `${text} share`, kind: 'number', what: `share ${what}` },
    { name: `${text} low`, kind: 'number', what: `lower end of Wilson's interval at 95 % for the share ${what}` },
    { name: `${text} high`, kind: 'number', what: `upper end of Wilson's interval at 95 % for the share ${what}` },
    { name: `${text} hits`, kind: 'whole', what: `number ${what}` },
    { name: `${text} trials`, kind: 'whole', what: `number of runs that have a number there` },
  ];
}
