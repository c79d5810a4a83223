/**
 * A figure: title, panels one above the other, legend, caption; drawn into any document, in Node and in a browser
 * alike.
 */
import { type Canvas, checkedCanvas } from './canvas.ts';
import type { Palette, Theme } from './palette.ts';
import { type Attributes, declareNamespace, makePen, type Pen, rounded, sizes } from './pen.ts';
import { BOLD, FONT, shortened, textWidth, wrapText } from './text.ts';

export interface Figure {
  readonly title: string;
  /** What is to be seen, in sentences. */
  readonly caption: string;
  /**
   * The same data give the same bytes on every call.
   * @throws ParkadeError InvalidParameter for what is no canvas
   */
  draw(canvas: Canvas): SVGSVGElement;
}

/** The same figure, drawn in a theme unless another is asked for. */
export function themed(figure: Figure, theme: Theme): Figure {
  return { ...figure, draw: (canvas) => figure.draw({ theme, ...canvas }) };
}

/** Something drawn with its top left corner at the origin. */
export interface Drawn {
  readonly node: Node;
  readonly height: number;
}

/** A part of a figure, as wide as it is told to be, in layout units (1/600 of a figure's width). */
export type Block = (pen: Pen, width: number) => Drawn;

interface FigureParts {
  readonly title: string;
  readonly subtitle: string;
  readonly caption: string;
  readonly blocks: readonly Block[];
}

const WIDEST_LAYOUT = 600;
const NARROWEST_LAYOUT = 320;
const MARGIN = 16;
const GAP = 10;

export function figure({ title, subtitle, caption, blocks }: FigureParts): Figure {
  return {
    title,
    caption,
    draw(canvas) {
      const { document, theme, width, bare, marks } = checkedCanvas(canvas);
      const pen = makePen(document, theme, marks);
      const { el, palette } = pen;
      const layout = Math.max(NARROWEST_LAYOUT, Math.min(WIDEST_LAYOUT, width));
      const inner = layout - 2 * MARGIN;
      const parts = bare
        ? blocks
        : [
            paragraph(title, sizes.title, 1.25, (ink) => ({ fill: ink.ink, ...BOLD }), TITLE_LINES),
            paragraph(subtitle, sizes.subtitle, 1.35, (ink) => ({ fill: ink.muted })),
            ...blocks,
            paragraph(caption, sizes.caption, 1.4, (ink) => ({ fill: ink.muted })),
          ];
      const content: Node[] = [];
      let y = MARGIN;
      for (const [i, part] of parts.entries()) {
        const { node, height } = part(pen, inner);
        if (height === 0) continue;
        content.push(el('g', { transform: `translate(${MARGIN},${rounded(y)})` }, node));
        y += height + (i === 0 && !bare && subtitle !== '' ? 2 : GAP);
      }
      // A whole number of pixels, or the last row would be half background.
      const scale = width / layout;
      const pixels = Math.ceil((y - GAP + MARGIN) * scale);
      const height = Number((pixels / scale).toFixed(4));
      const svg = el(
        'svg',
        {
          viewBox: `0 0 ${layout} ${height}`,
          width,
          height: pixels,
          role: 'img',
          'font-family': FONT,
          'font-size': sizes.label,
          fill: palette.ink,
        },
        el('title', {}, title),
        el('desc', {}, breakable([subtitle, caption].filter((part) => part !== '').join('. '))),
        el('rect', { width: layout, height: String(height), fill: palette.background }),
        ...content,
      ) as unknown as SVGSVGElement;
      declareNamespace(svg);
      return svg;
    },
  };
}

/** Titles go on for no more lines than this. */
const TITLE_LINES = 3;

function paragraph(
  text: string,
  size: number,
  leading: number,
  look: (palette: Palette) => Attributes,
  most = Infinity,
): Block {
  return ({ el, palette }, width) => {
    const attributes = look(palette);
    const bold = attributes['font-weight'] !== undefined;
    const whole = wrapText(text, size, width, bold);
    const rest = whole.slice(most - 1).join(' ');
    const lines = whole.length > most ? [...whole.slice(0, most - 1), shortened(rest, size, width, { bold })] : whole;
    const step = size * leading;
    return {
      node: el(
        'g',
        { 'font-size': size, ...attributes },
        ...lines.map((line, i) => el('text', { x: 0, y: size + i * step }, breakable(line))),
      ),
      height: lines.length === 0 ? 0 : size + (lines.length - 1) * step + size * 0.25,
    };
  };
}

/** With plain spaces for those that held words together while lines were broken. */
function breakable(text: string): string {
  return text.replaceAll('\u00a0', ' ');
}

export interface LegendItem {
  readonly label: string;
  /** Room for the symbol. */
  readonly width: number;
  /** The symbol, centred at the given point. */
  symbol(pen: Pen, x: number, y: number): Node;
}

const LEGEND_LINE = 20;
const LEGEND_GAP = 16;

/** Symbols with their labels, in as many lines as it takes. */
export function legend(items: readonly LegendItem[]): Block {
  return (pen, width) => {
    const nodes: Node[] = [];
    let x = 0;
    let y = LEGEND_LINE / 2;
    for (const item of items) {
      const label = shortened(item.label, sizes.label, width - item.width - 5);
      const total = item.width + 5 + textWidth(label, sizes.label);
      if (x > 0 && x + total > width) {
        x = 0;
        y += LEGEND_LINE;
      }
      nodes.push(item.symbol(pen, x + item.width / 2, y));
      nodes.push(pen.text(label, x + item.width + 5, y + sizes.label * 0.36));
      x += total + LEGEND_GAP;
    }
    return { node: pen.el('g', {}, ...nodes), height: items.length === 0 ? 0 : y + LEGEND_LINE / 2 };
  };
}

/** Equal panels in rows, centred: small multiples. `panel` draws one, at most as wide as `largest`. */
export function grid(count: number, largest: number, panel: (pen: Pen, index: number, size: number) => Drawn): Block {
  return (pen, width) => {
    const columns = columnsFor(count, width);
    const size = panelSize(count, largest, width);
    const left = (width - columns * size) / 2;
    const nodes: Node[] = [];
    let y = 0;
    for (let first = 0; first < count; first += columns) {
      let height = 0;
      for (let i = first; i < Math.min(count, first + columns); i++) {
        const drawn = panel(pen, i, size);
        const corner = `translate(${rounded(left + (i - first) * size)},${rounded(y)})`;
        nodes.push(pen.el('g', { transform: corner }, drawn.node));
        height = Math.max(height, drawn.height);
      }
      y += height + GAP;
    }
    return { node: pen.el('g', {}, ...nodes), height: count === 0 ? 0 : y - GAP };
  };
}

/** Small multiples that share a measure and a legend. */
export interface Panels {
  readonly count: number;
  readonly legend: Block;
  panel(pen: Pen, index: number, size: number): Drawn;
}

/** The legend above a grid of all panels. */
export function panelBlocks(panels: Panels, largest: number): Block[] {
  return [panels.legend, grid(panels.count, largest, panels.panel)];
}

export function panelSize(count: number, largest: number, width: number): number {
  return Math.min(largest, width / columnsFor(count, width));
}

/** Columns of 1 … 12 small multiples. */
function columnsFor(count: number, width: number): number {
  if (width < 420) return Math.min(2, count);
  if (count <= 3) return count;
  if (count === 4) return 2;
  return count <= 6 || count === 9 ? 3 : 4;
}
