/**
 * A sweep in one document, as the local server hands it to the lab: its specification, and its cells by their places
 * or, where those are very many, its means. Whatever is read is checked, since anybody can write such a file.
 */
import { unreadable } from '../core/errors.ts';
import { fromJson, toJson } from '../core/json.ts';
import { wilson } from '../numerics/proportion.ts';
import { tableOf } from './columns.ts';
import { meansOf } from './means.ts';
import { placesIn } from './places.ts';
import { planOf, type SweepPlan } from './plan.ts';
import type { Group, Means } from './reductions.ts';
import { type EndedCell, rowMaker } from './rows.ts';
import { cellIn, demandPart, Wrong } from './shared-parts.ts';
import type { Column, Field, SweepTable } from './table.ts';

/** Of more cells only the means are handed on. */
const MOST_SHARED_CELLS = 200_000;
/** A table is not wider than this. */
const MOST_COLUMNS = 5000;
const [FORMAT, VERSION] = ['parkade-shared-sweep', 1];

/** A sweep that was read. */
export interface SharedSweep {
  readonly plan: SweepPlan;
  /** How many of its cells have ended. */
  readonly ended: number;
  readonly means: Means;
  /** Null where only the means are there. */
  readonly cells: SharedCells | null;
}

export interface SharedCells {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Field[])[];
  /** Of the rows, their places in the plan. */
  readonly places: readonly number[];
}

/** @param cells as many as have ended; gone through once */
export function sharedSweepText(plan: SweepPlan, cells: Iterable<EndedCell>, ended: number): string {
  const head = { format: FORMAT, formatVersion: VERSION, spec: plan.spec, ended };
  if (plan.length > MOST_SHARED_CELLS) return toJson({ ...head, groups: meansIn(plan, cells, ended).map(listOf) });
  const told: unknown[] = [];
  for (const { index, value } of cells) told.push([index, value]);
  return toJson({ ...head, cells: told });
}

function meansIn(plan: SweepPlan, cells: Iterable<EndedCell>, length: number): readonly Group[] {
  const { columns, rowOf } = rowMaker(plan);
  const rows = function* (): Generator<readonly Field[]> {
    for (const cell of cells) yield rowOf(cell);
  };
  return meansOf(plan, { columns, rows, length }).groups;
}

/** A group in as few words as tell it. */
function listOf({ at, runs, summaries, proportions }: Group): unknown {
  return [
    at,
    runs,
    summaries.map(({ count, missing, mean, standardError, least, greatest, quantiles }) => {
      return [count, missing, mean, standardError, least, greatest, ...quantiles];
    }),
    proportions.map(({ hits, trials }) => [hits, trials]),
  ];
}

/**
 * @param file its name, for sentences
 * @throws ParkadeError FileProblem for what is no such document, InvalidParameter for a specification that makes no
 *   plan
 */
export function readSharedSweep(text: string, file: string): SharedSweep {
  const document = jsonOf(text, file);
  if (document.format !== FORMAT || document.formatVersion !== VERSION)
    throw unreadable(file, 'be a sweep', 'is something else, or of another version', 'start "parkade lab" again');
  const plan = smallPlan(document.spec, file, document.groups === undefined);
  try {
    if (document.groups === undefined) return cellsOf(plan, document.cells);
    return meansOnly(plan, document.groups, document.ended);
  } catch (error) {
    if (!(error instanceof Wrong)) throw error;
    throw unreadable(file, 'be a sweep', error.message, 'start "parkade lab" again');
  }
}

/**
 * The sweep of a folder's record and its table, read from two files.
 *
 * @param record the text of sweep.json
 * @throws ParkadeError FileProblem where one is none, or they do not belong together
 */
export function sweepOfTable(record: string, table: SweepTable, file: string): SharedSweep {
  const { format, spec } = jsonOf(record, 'sweep.json');
  if (format !== 'parkade-sweep')
    throw unreadable('sweep.json', 'be the record of a sweep', 'is something else', 'take it from the folder of one');
  const plan = smallPlan(spec, 'sweep.json', true);
  const { columns } = rowMaker(plan);
  const kinds = (own: readonly Column[]) =>
    own.map(({ name, kind }) => `${name} ${kind === 'text' ? 'text' : 'number'}`);
  const strangers = () =>
    unreadable(file, 'be the table of the sweep in sweep.json', 'is that of another', 'take both from one folder');
  if (kinds(table.columns).join('\n') !== kinds(columns).join('\n')) throw strangers();
  if (table.length > plan.length) throw strangers();
  const keys = plan.axes.flatMap((axis) => axis.keys);
  const placeOf = placesIn(plan);
  const rows = [...table.rows()];
  const places = rows.map((row) => placeOf(Object.fromEntries(keys.map((key, i) => [key, row[i + 1]]))));
  if (places.some((place) => place < 0)) throw strangers();
  return reducedOf(plan, { columns, rows, places });
}

function jsonOf(text: string, file: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = fromJson(text);
  } catch (cause) {
    throw unreadable(file, 'be JSON', 'is something else, or cut off', 'take it from the folder again', cause);
  }
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** @param single whether cells are read one by one */
function smallPlan(spec: unknown, file: string, single: boolean): SweepPlan {
  const plan = planOf(spec);
  if (single && plan.length > MOST_SHARED_CELLS) {
    const advice = 'open its folder with "parkade lab FOLDER", which gives the means of more';
    throw unreadable(file, `have at most ${MOST_SHARED_CELLS} cells`, `has ${plan.length}`, advice);
  }
  const { columns } = rowMaker(plan);
  if (columns.length > MOST_COLUMNS)
    throw unreadable(file, `have at most ${MOST_COLUMNS} columns`, `has ${columns.length}`, 'save at fewer times');
  return plan;
}

function cellsOf(plan: SweepPlan, given: unknown): SharedSweep {
  demandPart(Array.isArray(given), 'has no list of cells');
  const seen = new Set<number>();
  const cells = given.map((one) => {
    const cell = cellIn(one, plan);
    demandPart(!seen.has(cell.index), `has the cell ${cell.index} twice`);
    seen.add(cell.index);
    return cell;
  });
  const { columns, rowOf } = rowMaker(plan);
  return reducedOf(plan, { columns, rows: cells.map(rowOf), places: cells.map(({ index }) => index) });
}

function reducedOf(plan: SweepPlan, cells: SharedCells): SharedSweep {
  const { axes, quantities, quantiles, conditions, groups } = meansOf(plan, tableOf(cells.columns, cells.rows));
  const means = { axes, quantities, quantiles, conditions: conditions.map(plainly), groups };
  return { plan, cells, ended: cells.rows.length, means };
}

function plainly({ text, column }: Means['conditions'][number]) {
  return { text, column };
}

function meansOnly(plan: SweepPlan, given: unknown, ended: unknown): SharedSweep {
  const { means } = reducedOf(plan, { columns: rowMaker(plan).columns, rows: [], places: [] });
  demandPart(Array.isArray(given) && given.length <= plan.length, 'has no list of groups, or too many');
  demandPart(Number.isSafeInteger(ended) && (ended as number) <= plan.length, 'does not say how many cells have ended');
  return {
    plan,
    cells: null,
    ended: ended as number,
    means: { ...means, groups: given.map((one) => groupIn(one, means)) },
  };
}

const numbersIn = (list: unknown, length: number): list is number[] =>
  Array.isArray(list) && list.length === length && list.every((entry) => typeof entry === 'number');

function groupIn(given: unknown, { axes, quantities, quantiles, conditions }: Means): Group {
  const [at, runs, summaries, proportions] = Array.isArray(given) ? given : [];
  const isField = (value: unknown) => ['string', 'number', 'boolean'].includes(typeof value);
  demandPart(Array.isArray(at) && at.length === axes.length && at.every(isField), 'has a group without its place');
  demandPart(Number.isSafeInteger(runs), 'has a group without its number of runs');
  const whole =
    Array.isArray(summaries) &&
    summaries.length === quantities.length &&
    summaries.every((one) => numbersIn(one, 6 + quantiles.length)) &&
    Array.isArray(proportions) &&
    proportions.length === conditions.length &&
    proportions.every((one) => numbersIn(one, 2));
  demandPart(whole, 'has a group whose numbers are not as many as it measures');
  return {
    ...{ at, runs },
    summaries: summaries.map(([count, missing, mean, standardError, least, greatest, ...own]) => {
      return { count, missing, mean, standardError, least, greatest, quantiles: own };
    }),
    proportions: proportions.map(([hits, trials]) => wilson(hits, trials)),
  };
}
