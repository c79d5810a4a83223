/**
 * What a person sees in the terminal: tables, progress, a circle of tokens. Everything goes to a stream given by the
 * caller.
 */
import cliProgress from 'cli-progress';
import { anglesOf } from '../../analysis/circle.ts';
import { tokensAt } from '../../core/recording.ts';
import { largestOf } from '../../numerics/extremes.ts';
import { timeInWords } from '../../report/in-words.ts';
import type { Table } from '../../report/run.ts';
import type { RunResult } from '../../run/run.ts';
import type { Progress } from '../process/progress.ts';
import colors from './colors.ts';

/** Below this many columns nothing can be laid out, and the terminal breaks the lines itself. */
const NARROWEST = 20;

/** Columns to fill; as many as one likes in a file, a pipe, or a terminal that does not know how wide it is. */
export function terminalWidth(
  { isTTY, columns }: { isTTY?: boolean; columns?: number | undefined } = process.stdout,
): number {
  return isTTY && columns ? Math.max(NARROWEST, columns) : Infinity;
}

/** A table as text: columns aligned right, a rule under the heads. */
export function formatTable({ columns, rows }: Table): string {
  const widths = columns.map((column, c) => largestOf([width(column), ...rows.map((row) => width(row[c]))]));
  const line = (cells: readonly string[]) =>
    cells.map((cell, c) => ' '.repeat(widths[c] - width(cell)) + cell).join('  ');
  return [colors.bold(line(columns)), colors.dim(widths.map((w) => '─'.repeat(w)).join('  ')), ...rows.map(line)].join(
    '\n',
  );
}

/** Columns on screen: code points, none of ours is wide or combining. */
function width(text: string): number {
  return [...text].length;
}

/**
 * Wide tables (more columns than the terminal has room for) are turned: a row a measurement. What is too wide either
 * way comes in several, one under the other, the first column in each.
 */
export function fitTable(table: Table, available: number): readonly Table[] {
  if (widthOf(table) <= available) return [table];
  const [head, ...others] = table.columns;
  const turned: Table = {
    columns: [head, ...table.rows.map((row) => row[0])],
    rows: others.map((column, c) => [column, ...table.rows.map((row) => row[c + 1])]),
  };
  return piecesOf(turned, available);
}

function widthOf({ columns, rows }: Table): number {
  return columns.reduce(
    (sum, column, c) => sum + 2 + largestOf([width(column), ...rows.map((row) => width(row[c]))]),
    -2,
  );
}

/** As many columns in each as there is room for, at least the first and one more. */
function piecesOf(table: Table, available: number): Table[] {
  const only = (from: number, to: number): Table => ({
    columns: [table.columns[0], ...table.columns.slice(from, to)],
    rows: table.rows.map((row) => [row[0], ...row.slice(from, to)]),
  });
  const pieces: Table[] = [];
  for (let from = 1; from < table.columns.length; ) {
    let to = from + 1;
    while (to < table.columns.length && widthOf(only(from, to + 1)) <= available) to++;
    pieces.push(only(from, to));
    from = to;
  }
  return pieces;
}

const PATIENCE_MS = 1000;
const LINE_EVERY_MS = 10_000;

/**
 * Progress on stderr of anything longer than a second: a bar on a terminal, now and then a line elsewhere, nothing when
 * quiet.
 */
export function startProgress(label: string, quiet: boolean): Progress {
  const begun = Date.now();
  let bar: cliProgress.SingleBar | null = null;
  let lastLine = begun;
  return {
    update(share, text) {
      if (quiet || Date.now() - begun < PATIENCE_MS) return;
      if (process.stderr.isTTY) {
        bar ??= startBar(label);
        bar.update(Math.min(1, share), { text });
      } else if (Date.now() - lastLine >= LINE_EVERY_MS) {
        lastLine = Date.now();
        const left = (((Date.now() - begun) / 1000) * (1 - share)) / share;
        const more = share > 0 && share < 1 ? `, about ${timeInWords(left)} left` : '';
        process.stderr.write(`${label}: ${(100 * share).toFixed(0)} % (${text}${more})\n`);
      }
    },
    stop: () => bar?.stop(),
  };
}

/** Seconds that a rate looks back. */
const WINDOW = 10;

/** How many a second, of late, and how many seconds are left at that rate. */
export function pace(): (done: number, of: number) => { readonly rate: number; readonly left: number } {
  const marks: [number, number][] = [[performance.now() / 1000, 0]];
  return (done, of) => {
    const now = performance.now() / 1000;
    if (now - marks[marks.length - 1][0] > WINDOW / 20) marks.push([now, done]);
    while (marks.length > 2 && now - marks[1][0] > WINDOW) marks.shift();
    const [since, before] = marks[0];
    const rate = (done - before) / (now - since || 1e-3);
    return { rate, left: rate > 0 ? (of - done) / rate : Infinity };
  };
}

function startBar(label: string): cliProgress.SingleBar {
  const bar = new cliProgress.SingleBar(
    {
      format: `${label} {bar} {percentage} % · {text} · {eta_formatted} left`,
      hideCursor: true,
      clearOnComplete: true,
      stopOnComplete: true,
    },
    cliProgress.Presets.shades_classic,
  );
  bar.start(1, 0, { text: '' });
  return bar;
}

const ROWS = 19;
const COLUMNS = 39;

/** The circle at the first and the last saved time, side by side; null when the tokens are not on a circle. */
export function drawCircles({ trajectory, measurements }: RunResult): string | null {
  const { ts, problem } = trajectory;
  if (problem.shape.d !== 2 || ts.length === 0) return null;
  const renyi = measurements.centers?.renyi ?? [];
  const strong = new Set(measurements.centers?.strong ?? []);
  const samples = [...new Set([0, ts.length - 1])];
  const pictures = samples.map((i) => circle(tokensAt(trajectory, i), renyi, strong, `t = ${ts[i]}`));
  const lines = pictures[0].map((_, r) => pictures.map((picture) => picture[r]).join('    '));
  const key = `${colors.dim('· 1  o 2–9  O 10 and more tokens')}   ${colors.red('◆')} strong Rényi center   ${colors.yellow('◇')} other Rényi center`;
  return [...lines, key].join('\n');
}

/** One circle on a grid of characters, about twice as wide as high. */
function circle(x: Float64Array, renyi: readonly number[], strong: ReadonlySet<number>, title: string): string[] {
  const angles = anglesOf(x);
  const place = (angle: number): [number, number] => [
    Math.round(((1 - Math.sin(angle)) / 2) * (ROWS - 1)),
    Math.round(((1 + Math.cos(angle)) / 2) * (COLUMNS - 1)),
  ];
  const counts = Array.from({ length: ROWS }, () => new Array<number>(COLUMNS).fill(0));
  for (const angle of angles) {
    const [row, column] = place(angle);
    counts[row][column]++;
  }
  const cells: string[][] = counts.map((row) =>
    row.map((count) => (count === 0 ? ' ' : count === 1 ? '·' : count < 10 ? 'o' : 'O')),
  );
  const there = renyi.filter((k) => k < angles.length); // those that edits add may be there later only
  for (const center of there.sort((a, b) => Number(strong.has(a)) - Number(strong.has(b)))) {
    const [row, column] = place(angles[center]);
    cells[row][column] = strong.has(center) ? colors.red('◆') : colors.yellow('◇');
  }
  const middle = Math.floor(ROWS / 2);
  const start = Math.floor((COLUMNS - title.length) / 2);
  for (let i = 0; i < title.length; i++) cells[middle][start + i] = colors.bold(title[i]);
  return cells.map((row) => row.join(''));
}
