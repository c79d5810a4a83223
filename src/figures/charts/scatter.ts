/** Points of the plane in small panels of one scale, with an outline around them. */
import { cartesian } from '../drawing/cartesian.ts';
import { type Block, type Drawn, grid } from '../drawing/figure.ts';
import { coarse, type Pen, sizes } from '../drawing/pen.ts';
import { BOLD } from '../drawing/text.ts';

type Point = readonly [x: number, y: number];

export interface ScatterPanel {
  readonly title: string;
  readonly points: readonly Point[];
  /** Corners of a closed line, in order. */
  readonly outline?: readonly Point[] | undefined;
}

const LARGEST = 190;
const MARGIN = { top: 22, right: 8, bottom: 20, left: 24 } as const;
const RADIUS = 2.2;

/** @param reach all panels show [−reach, reach]² */
export function scatterPanels(panels: readonly ScatterPanel[], reach: number): Block {
  return grid(panels.length, LARGEST, (pen, index, size) => scatter(pen, panels[index], reach, size));
}

function scatter(pen: Pen, { title, points, outline = [] }: ScatterPanel, reach: number, width: number): Drawn {
  const { el, palette, text } = pen;
  // As high as wide, within the margins: the plane is not stretched.
  const height = width - MARGIN.left - MARGIN.right + MARGIN.top + MARGIN.bottom;
  const axis = { domain: [-reach, reach] as const };
  const graph = cartesian(pen, { width, height, margin: MARGIN, x: axis, y: axis });
  const place = ([x, y]: Point) => `${coarse(graph.x(x))},${coarse(graph.y(y))}`;
  const around = outline.length === 0 ? null : `M${outline.map(place).join('L')}z`;
  return {
    node: el(
      'g',
      { 'data-panel': title },
      graph.node,
      ...(around ? [el('path', { d: around, fill: 'none', stroke: palette.strong, 'stroke-width': 1.2 })] : []),
      el(
        'g',
        { fill: palette.token, 'fill-opacity': 0.8 },
        ...points.map(([x, y]) => el('circle', { cx: graph.x(x), cy: graph.y(y), r: RADIUS })),
      ),
      text(title, MARGIN.left, 12, { 'font-size': sizes.panel, ...BOLD }),
    ),
    height,
  };
}
