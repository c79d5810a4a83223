/** The sweep at hand: read, checked, taken together, and asked for its runs. */
import { type RunSpec, resolveTimes } from 'parkade';
import { readParquet } from 'parkade/formats';
import { type Field, placesIn, readSharedSweep, type SharedSweep, sweepOfTable } from 'parkade/sweeps';
import { shortest } from './links.ts';
import type { RecordedFile } from './protocol.ts';
import type { SweepAtHand, SweepRun, SweepRuns } from './sweeps.ts';

/** More points than these are no picture that a page draws. */
const MOST_POINTS = 20_000;
const LARGEST_RECORD = 5_000_000;
const RUNS_AT_ONCE = 20;

let held: SharedSweep | null = null;

/** @throws ParkadeError or Error, a sentence for people: then the sweep before it stays */
export async function opened([first, table]: readonly RecordedFile[]): Promise<SweepAtHand> {
  const text = textOf(first);
  const sweep = table
    ? sweepOfTable(text, await readParquet(table.bytes, table.name), table.name)
    : readSharedSweep(text, first.name);
  const { plan, means, ended, cells } = sweep;
  const { length } = means.groups;
  if (length === 0) throw new Error('No cell of this sweep has ended yet: open it again when some have.');
  if (length > MOST_POINTS)
    throw new Error(
      `A sweep should have at most ${MOST_POINTS} points to be shown here, but has ${length}: draw it with "parkade sweep plot".`,
    );
  held = sweep;
  return { title: plan.spec.title ?? 'A sweep', means, ended, planned: plan.length, single: cells !== null };
}

function textOf({ name, bytes }: RecordedFile): string {
  if (name === 'sweep.json' && bytes.length > LARGEST_RECORD)
    throw new Error(
      `“${name}” should be the record of a sweep, but is longer than any: take it from the folder again.`,
    );
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new Error(`“${name}” should be text, but is not: it is something else, or damaged.`, { cause });
  }
}

/** The runs of a point, in the order of the plan. */
export function runsAt(at: readonly Field[], column: string, from: number): SweepRuns {
  if (held === null) return { total: 0, runs: [] };
  const { plan, means, cells } = held;
  const point = means.axes.map(({ name }) => name);
  if (cells === null) {
    const place = placesIn(plan)(Object.fromEntries(point.map((key, i) => [key, at[i]])));
    return place < 0
      ? { total: 0, runs: [] }
      : { total: 1, runs: [{ ...NOT_KNOWN, place, labels: labelsOf(place, point) }] };
  }
  const { columns, rows, places } = cells;
  const within = point.map((key) => columns.findIndex(({ name }) => name === key));
  const of = (name: string) => columns.findIndex((one) => one.name === name);
  const [status, error, value] = [of('status'), of('error'), of(column)];
  const own = rows.flatMap((row, i) => (within.every((k, j) => Object.is(row[k], at[j])) ? [i] : []));
  own.sort((a, b) => places[a] - places[b]);
  const runs = own.slice(from, from + RUNS_AT_ONCE).map((i): SweepRun => {
    const row = rows[i];
    return {
      ...{ place: places[i], labels: labelsOf(places[i], point), value: value < 0 ? null : row[value] },
      ...{ status: String(row[status]), error: row[error] === null ? null : String(row[error]) },
    };
  });
  return { total: own.length, runs };
}

const NOT_KNOWN = { status: null, value: null, error: null };

/** The values of the keys that are not of the point: the seed, and what was drawn at random. */
function labelsOf(place: number, point: readonly string[]): SweepRun['labels'] {
  if (held === null) return [];
  const { plan } = held;
  const keys = plan.axes.flatMap((axis) => axis.keys);
  const { labels } = plan.at(place);
  return keys.flatMap((key, i) => (point.includes(key) ? [] : [[key, labels[i]] as const]));
}

/** @throws ParkadeError, or Error where it is too large for the lab */
export function specAt(place: number): RunSpec {
  if (held === null) throw new Error('No sweep is open: open it again.');
  const { saveAt, ...spec } = held.plan.at(place).cell.spec;
  const until = spec.until ?? (saveAt === undefined ? undefined : resolveTimes(saveAt).at(-1));
  return shortest({ ...spec, ...(until !== undefined && { until }) });
}
