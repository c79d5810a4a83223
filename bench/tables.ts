/** The figures as Markdown. */
import type { FieldCase } from './cases.ts';
import { type Cell, compared, isTiming, ratioToDefault, type Timing } from './measure.ts';
import type { MeasuringRow } from './measuring.ts';
import { DEFAULT_KEY, keyOf, type Peer } from './peers.ts';
import type { Simulation, SimulationRow } from './simulations.ts';
import { growthExponent, type Summary } from './statistics.ts';

export interface Measured {
  readonly given: FieldCase;
  readonly cells: ReadonlyMap<string, Cell>;
}

/** Three significant digits, without an exponent for anything that a table of times holds. */
export function short(value: number): string {
  if (!Number.isFinite(value)) return '?';
  const digits = value === 0 ? 0 : Math.floor(Math.log10(Math.abs(value)));
  return digits >= 2 ? Math.round(value).toLocaleString('en') : value.toFixed(2 - digits);
}

function row(words: readonly string[]): string {
  return `| ${words.join(' | ')} |`;
}

function table(head: readonly string[], body: readonly (readonly string[])[]): string {
  return [row(head), row(head.map((_, i) => (i === 0 ? '---' : '--:'))), ...body.map(row)].join('\n');
}

/** Half the distance of the quartiles over the median. */
function spread({ median, lower, upper }: Summary): number {
  return (upper - lower) / 2 / median;
}

/** Footnotes, numbered as they are first needed. */
class Notes {
  readonly #reasons: string[] = [];

  mark(reason: string): string {
    if (!this.#reasons.includes(reason)) this.#reasons.push(reason);
    return `– ${superscript(this.#reasons.indexOf(reason) + 1)}`;
  }

  toString(): string {
    return this.#reasons.map((reason, i) => `${superscript(i + 1)} ${reason}`).join('; ');
  }
}

function superscript(number: number): string {
  return [...String(number)].map((digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)]).join('');
}

function cellText(measured: Measured, key: string, notes: Notes): string {
  const cell = measured.cells.get(key);
  if (cell === undefined) return '';
  if (!isTiming(cell)) return notes.mark(cell.none);
  const ratio = ratioToDefault(measured.cells, key, measured.given);
  const time = short(1e3 * compared(cell, measured.given).median);
  return ratio === null || key === DEFAULT_KEY ? time : `${time} (${short(ratio)}×)`;
}

function largestOf(timings: readonly Timing[], of: (timing: Timing) => number | null): number | null {
  const values = timings.map(of).filter((value) => value !== null);
  return values.length === 0 ? null : Math.max(...values);
}

function peerRow(peer: Peer, group: readonly Measured[], notes: Notes): readonly string[] | null {
  const key = keyOf(peer);
  if (!group.some(({ cells }) => cells.has(key))) return null;
  const timed = group.filter(({ cells }) => isTiming(cells.get(key)));
  const timings = timed.map(({ cells }) => cells.get(key) as Timing);
  const points = timed.map(({ given }, i) => [given.n, compared(timings[i], given).median] as const);
  const growth = growthExponent(points);
  const error = largestOf(timings, (timing) => timing.error);
  const noise = largestOf(timings, ({ cpu, wall }) => spread(group[0].given.threads === 1 ? cpu : wall));
  return [
    peer.label,
    ...group.map((measured) => cellText(measured, key, notes)),
    growth === null ? '' : `n^${growth.toFixed(2)}`,
    error === null ? '' : error.toExponential(0),
    noise === null ? '' : `${(100 * noise).toFixed(0)} %`,
  ];
}

function groupTitle({ d, beta, matrices, threads }: FieldCase): string {
  const what = matrices === 'general' ? 'Gaussian Q, K, V' : 'Q = K = V = I';
  return `d = ${d}, β = ${beta.toLocaleString('en')}, ${what}, ${threads === 1 ? 'one thread' : `${threads} threads`}`;
}

/** Which ways the default chose. */
function pathsTaken(group: readonly Measured[]): string {
  const taken = group.flatMap(({ given, cells }) => {
    const cell = cells.get(DEFAULT_KEY);
    return isTiming(cell) && cell.path ? [`${cell.path} (n = ${given.n.toLocaleString('en')})`] : [];
  });
  return taken.length === 0 ? '' : `The default took: ${taken.join('; ')}.`;
}

/** One table a group of cases that differ in n only, for doubles and single precision. */
function groupTable(group: readonly Measured[], peers: readonly Peer[]): string {
  const notes = new Notes();
  const head = ['ms', ...group.map(({ given }) => `n = ${given.n.toLocaleString('en')}`), 'growth', 'error', 'spread'];
  const section = (precision: 'f64' | 'f32') =>
    peers
      .filter((peer) => peer.precision === precision)
      .map((peer) => peerRow(peer, group, notes))
      .filter((line) => line !== null);
  const [doubles, singles] = [section('f64'), section('f32')];
  const divider = singles.length > 0 ? [['*single precision*', ...head.slice(1).map(() => '')]] : [];
  const lines = [`### ${groupTitle(group[0].given)}`, table(head, [...doubles, ...divider, ...singles])];
  return [...lines, notes.toString(), pathsTaken(group)].filter(Boolean).join('\n\n');
}

/** Tables of one field, grouped by everything but n, in the order of measurement. */
export function fieldTables(measured: readonly Measured[], peers: readonly Peer[]): string {
  const groups = new Map<string, Measured[]>();
  for (const one of measured) {
    const title = groupTitle(one.given);
    groups.set(title, [...(groups.get(title) ?? []), one]);
  }
  return [...groups.values()].map((group) => groupTable(group, peers)).join('\n\n');
}

export function simulationTable(
  { title, runs, wanted }: Simulation,
  rows: readonly SimulationRow[],
  notes: readonly string[],
): string {
  const own = rows.find(({ agreement }) => agreement === null);
  const timeText = (time: Summary, ofOwn: Summary | undefined) =>
    `${short(1e3 * time.median)}${ofOwn && ofOwn !== time ? ` (${short(time.median / ofOwn.median)}×)` : ''}`;
  const body = rows.map(({ label, wall, cpu, ratio, evaluations, agreement }) => [
    label,
    timeText(wall, own?.wall),
    `${(100 * spread(wall)).toFixed(0)} %`,
    ratio === null ? '' : `${short(ratio.median)}× (${short(ratio.lower)} … ${short(ratio.upper)})`,
    timeText(cpu, own?.cpu),
    evaluations === null ? '' : short(evaluations),
    agreement === null ? '' : `${agreement.runs} of ${runs} (${agreement.largest.toExponential(0)})`,
    ...(wanted ? [`${short(wanted * wall.median)} s`] : []),
  ]);
  const head = [
    ...['', 'ms of wall time a run', 'spread', 'turn by turn (quartiles)', 'ms of CPU a run', 'fields a run'],
    'same end as parkade',
    ...(wanted ? [`${wanted.toLocaleString('en')} runs`] : []),
  ];
  return [`### ${title}`, table(head, body), ...notes].join('\n\n');
}

/** What looking costs, a row a size. */
export function measuringTable(rows: readonly MeasuringRow[]): string {
  const head = ['', 'run alone, s', 'measuring, s', '(run + measuring)/run', 'spread', 'show, s', 'draw cosines, s'];
  const body = rows.map(({ n, d, run, measuring, ratio, show, draw }) => [
    `d = ${d}, n = ${n.toLocaleString('en')}`,
    ...[run, measuring].map(({ median }) => short(median)),
    ratio.median.toFixed(3),
    `${(100 * spread(ratio)).toFixed(1)} %`,
    ...[show, draw].map(({ median }) => short(median)),
  ]);
  const notes = rows.flatMap(({ n, d, leftOut }) => leftOut.map((words) => `d = ${d}, n = ${n}: ${words}`));
  const title = '### Runs and their usual measurements: β = 64, t ≤ 1, saved at the end; all threads';
  const says =
    'Whole commands, start-up and saving among them: `simulate` without its measuring, which is `measuringSeconds` of the record, and `show` and `draw --figure cosines` of the stored run.';
  return [title, table(head, body), says, ...notes].join('\n\n');
}
