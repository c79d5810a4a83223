/** Shares in rows and columns, what was expected of each row outlined: a confusion matrix. */
import { largestOf } from '../../numerics/extremes.ts';
import { type Block, type Figure, figure, legend } from '../drawing/figure.ts';
import { type Pen, sizes } from '../drawing/pen.ts';
import { BOLD, textWidth, wrapText } from '../drawing/text.ts';

interface ShareRow {
  readonly name: string;
  readonly says: string;
  /** By column. */
  readonly counts: readonly number[];
  /** Columns that were expected. */
  readonly expected: readonly boolean[];
}

export interface ShareMatrixOptions {
  readonly title: string;
  readonly subtitle: string;
  readonly caption: string;
  readonly columns: readonly string[];
  /** A column that is neither expected nor not: drawn without colour. */
  readonly neutral?: string | undefined;
  readonly rows: readonly ShareRow[];
}

export function shareMatrix({ title, subtitle, caption, columns, neutral, rows }: ShareMatrixOptions): Figure {
  return figure({
    title,
    subtitle,
    caption,
    blocks: [
      legend([
        { label: 'as predicted', width: 14, symbol: (pen, x, y) => swatch(pen, x, y, true) },
        { label: 'otherwise', width: 14, symbol: (pen, x, y) => swatch(pen, x, y, false) },
      ]),
      matrix(columns, columns.indexOf(neutral ?? ''), rows),
    ],
  });
}

function swatch({ el, palette }: Pen, x: number, y: number, expected: boolean): Node {
  const colour = expected ? palette.token : palette.strong;
  const rim = expected ? { stroke: palette.ink, 'stroke-width': 1.2 } : {};
  return el('rect', { x: x - 6, y: y - 6, width: 12, height: 12, fill: colour, 'fill-opacity': FULL, ...rim });
}

const ROW = 36;
const LINE = 13;
/** Where there is less room than this, or a row has more than two lines of words, they stand above its tiles. */
const ROOMY = 420;
/** From the words above a row to its tiles, and from there to the next words. */
const ABOVE = 18;
const BELOW = 6;
/** Opacity of a tile that holds the whole row: text stays readable on it. */
const FULL = 0.6;

function matrix(columns: readonly string[], neutral: number, rows: readonly ShareRow[]): Block {
  return (pen, width) => {
    const { el, text, palette } = pen;
    const beside = Math.round(width * 0.33);
    const above = width < ROOMY || rows.some((row) => saysOf(row, beside - 8).lines.length > 2);
    const left = above ? 0 : beside;
    const columnWidth = (width - left) / columns.length;
    // Heads are turned where the words of two neighbours would meet.
    const widths = columns.map(widestWord);
    const turned = widths.some((own, c) => c > 0 && (own + widths[c - 1]) / 2 > columnWidth);
    const [lead, step] = above ? [ABOVE, ABOVE + ROW + BELOW] : [0, ROW];
    const head = turned
      ? Math.ceil(largestOf(columns.map((column) => textWidth(column, sizes.label)))) + 8
      : LINE * largestOf(columns.map((column) => headLines(column, columnWidth).length)) + 6;
    const nodes: Node[] = columns.flatMap((column, c) =>
      heading(pen, column, left + (c + 0.5) * columnWidth, head, columnWidth, turned),
    );
    for (const [r, row] of rows.entries()) {
      const y = head + r * step;
      const total = row.counts.reduce((sum, count) => sum + count, 0);
      nodes.push(text(row.name, 0, y + 14, { ...BOLD }));
      const { indent, lines } = saysOf(row, above ? width : left - 8);
      for (const [i, line] of lines.entries())
        nodes.push(text(line, indent, y + 14 + i * LINE, { fill: palette.muted }));
      for (const [c, count] of row.counts.entries()) {
        const share = total > 0 ? count / total : 0;
        const colour = c === neutral ? palette.muted : row.expected[c] ? palette.token : palette.strong;
        const box = { x: left + c * columnWidth + 1.5, y: y + lead + 1.5, width: columnWidth - 3, height: ROW - 3 };
        nodes.push(el('rect', { ...box, fill: palette.surface }));
        // A share of a few runs is seen too.
        if (count > 0) nodes.push(el('rect', { ...box, fill: colour, 'fill-opacity': FULL * (0.15 + 0.85 * share) }));
        if (row.expected[c]) nodes.push(el('rect', { ...box, fill: 'none', stroke: palette.ink, 'stroke-width': 1.2 }));
        const label = count === 0 ? '' : percent(share);
        if (label !== '') {
          const place = { 'text-anchor': 'middle', 'data-share': `${row.name}: ${columns[c]}` };
          nodes.push(text(label, left + (c + 0.5) * columnWidth, y + lead + ROW / 2 + 4, place));
        }
      }
    }
    return { node: el('g', {}, ...nodes), height: head + rows.length * step };
  };
}

/** What is said of a row, beside its name. */
function saysOf({ name, says }: ShareRow, width: number): { indent: number; lines: string[] } {
  const indent = textWidth(`${name}  `, sizes.label, true);
  return { indent, lines: wrapText(says, sizes.label, width - indent) };
}

function widestWord(text: string): number {
  return largestOf(text.split(' ').map((word) => textWidth(word, sizes.label)));
}

/** A word may be wider than its column, where its neighbours leave room, but is not cut. */
function headLines(name: string, columnWidth: number): string[] {
  return wrapText(name, sizes.label, Math.max(columnWidth - 4, widestWord(name)));
}

function heading(
  { text, palette }: Pen,
  name: string,
  x: number,
  head: number,
  columnWidth: number,
  turned: boolean,
): Node[] {
  const muted = { fill: palette.muted };
  if (turned)
    return [text(name, 0, 0, { ...muted, transform: `translate(${Math.round(x + 4)},${head - 6}) rotate(-90)` })];
  const lines = headLines(name, columnWidth);
  return lines.map((line, i) =>
    text(line, x, head - 8 - (lines.length - 1 - i) * LINE, { ...muted, 'text-anchor': 'middle' }),
  );
}

/** Percent, with a digit after the point where it is small or nearly everything. */
function percent(share: number): string {
  const value = 100 * share;
  if (value === 100) return '100';
  return value < 9.95 || value > 99 ? value.toFixed(1) : value.toFixed(0);
}
