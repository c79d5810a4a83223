/**
 * Tokens on the circle at a few times: the picture of arXiv:2411.04990, Figure 2, with the sizes of clusters to be
 * seen.
 */

import { clusters } from '../../analysis/clusters.ts';
import { counted } from '../../core/counted.ts';
import { shapeAt, tokensAt } from '../../core/recording.ts';
import {
  type Block,
  type Figure,
  figure,
  type LegendItem,
  legend,
  type Panels,
  panelBlocks,
  panelSize,
} from '../drawing/figure.ts';
import { type Dot, gather } from '../drawing/gather.ts';
import { panelTitle } from '../drawing/panel-title.ts';
import { type Box, halo, overlaps, type Pen, sizes } from '../drawing/pen.ts';
import { formatDistinct, textWidth } from '../drawing/text.ts';
import { defineFigure } from './definition.ts';
import { firstLabel, firstRing, landmarkLegend, landmarkSymbol, placeOf, SYMBOL } from './landmarks.ts';
import { type NarrowCluster, narrowClusters } from './narrow-clusters.ts';
import {
  centerWords,
  chosenTimes,
  clusterWords,
  describe,
  landmarksAt,
  memoized,
  requireTokens,
  type Scene,
  type SnapshotOptions,
  sceneOf,
} from './scene.ts';

/** Tokens closer than this on paper, in layout units, share a dot. */
const SAME_DOT = 1.2;
/** Radius of the largest dot, in radii of the circle; but no token is drawn smaller, or larger, than these. */
const LARGEST_DOT = 0.2;
const TOKEN_RADIUS = [1.3, 2.6] as const;
const LARGEST_PANEL = 260;
const PANEL_TITLE = 26;
/** Panels narrower than this go without the numbers. */
const NUMBERED_FROM = 150;

export const circle = defineFigure({
  name: 'circle',
  title: 'tokens on the circle at a few times',
  supports: ({ d }) => d === 2,
  takes: ['times', 'panels'],
  make: (result, options) => circleSnapshots(sceneOf(result), options),
});

export function circleSnapshots(scene: Scene, options: SnapshotOptions = {}): Figure {
  requireTokens(scene, 'circle', 2);
  const indices = chosenTimes(scene, options);
  return figure({
    title: options.title ?? 'Tokens on the circle',
    subtitle: describe(scene),
    caption: circleCaption(scene),
    blocks: circleBlocks(scene, indices),
  });
}

export function circleCaption(scene: Scene): string {
  const centers = centerWords(scene, '; those at one place are stacked inward');
  return `Each dot is one token or, where tokens lie on each other, several, with an area to match; numbers count the tokens of narrow clusters. ${clusterWords(scene.threshold)}${centers}`;
}

export function circleBlocks(scene: Scene, indices: readonly number[]): Block[] {
  return panelBlocks(circlePanels(scene, indices, indices.length), LARGEST_PANEL);
}

/**
 * A panel a time, all of one measure: the area of a dot tells as many tokens in each.
 * @param together how many of them are seen at once
 */
export function circlePanels(
  scene: Scene,
  indices: readonly number[],
  together: number,
  largest = LARGEST_PANEL,
): Panels {
  const { shape } = scene;
  const times = formatDistinct(indices.map((i) => scene.ts[i]));
  const layoutOf = memoized((size): Layout => {
    const numbered = size >= NUMBERED_FROM;
    const beside = numbered ? 5 + textWidth(String(shape.n), sizes.label) : 6;
    const radius = (size / 2 - beside) / (1 + LARGEST_DOT);
    const dots = indices.map((i) => gather(tokensAt(scene, i), shapeAt(scene, i), SAME_DOT / radius));
    const most = dots.flat().reduce((a, { tokens }) => Math.max(a, tokens), 1);
    const unit = Math.min(TOKEN_RADIUS[1], (LARGEST_DOT * radius) / Math.sqrt(most));
    const radiusOf = (tokens: number) => Math.max(TOKEN_RADIUS[0], unit * Math.sqrt(tokens));
    return { size, numbered, radius, above: radiusOf(most) + (numbered ? 14 : 6), dots, most, radiusOf };
  });
  return {
    count: together,
    legend(pen, width) {
      const { most, radiusOf } = layoutOf(panelSize(together, largest, width));
      return legend([...dotLegend(most, radiusOf), ...landmarkLegend(scene.landmarks)])(pen, width);
    },
    panel(pen, i, size) {
      const layout = layoutOf(size);
      return {
        node: circlePanel(pen, scene, indices[i], layout.dots[i], `t = ${times[i]}`, layout),
        height: PANEL_TITLE + 2 * (layout.radius + layout.above) - 4,
      };
    },
  };
}

interface Layout {
  /** Width of a panel. */
  readonly size: number;
  readonly numbered: boolean;
  readonly radius: number;
  /** Room above and below the circle. */
  readonly above: number;
  /** Dots of each panel. */
  readonly dots: readonly Dot[][];
  /** Tokens of the largest dot of all. */
  readonly most: number;
  /** Radius of a dot of so many tokens: area in proportion, but a single token stays visible. */
  readonly radiusOf: (tokens: number) => number;
}

/** A larger dot would hide its neighbours. */
const LARGEST_IN_LEGEND = 10;
/** Round numbers; doubled from the last one on. */
const ROUND = [2, 5, 10, 20, 50];

/** One token, and a round number of tokens near the largest dot. */
export function dotLegend(most: number, radiusOf: (tokens: number) => number): LegendItem[] {
  const item = (tokens: number): LegendItem => ({
    label: counted(tokens, 'token'),
    width: 2 * radiusOf(tokens),
    symbol: ({ el, palette }, cx, cy) => el('circle', { cx, cy, r: radiusOf(tokens), fill: palette.token }),
  });
  let many = 1;
  for (let next = 2, i = 0; next <= most && radiusOf(next) <= LARGEST_IN_LEGEND; next = ROUND[++i] ?? 2 * next)
    many = next;
  return many > 1 ? [item(1), item(many)] : [item(1)];
}

function circlePanel(pen: Pen, scene: Scene, index: number, dots: readonly Dot[], time: string, layout: Layout): Node {
  const { el, palette } = pen;
  const { radius, radiusOf } = layout;
  const x = tokensAt(scene, index);
  const centre = { x: layout.size / 2, y: PANEL_TITLE + layout.above + radius - 4 };
  const at: Placing = (place, distance) => [centre.x + distance * place[0], centre.y - distance * place[1]];
  const found = clusters(x, shapeAt(scene, index), scene.threshold);
  const circles = dots.map(({ place, tokens }) => {
    const [cx, cy] = at(place, radius);
    return el('circle', { cx, cy, r: radiusOf(tokens), 'data-tokens': tokens });
  });
  return el(
    'g',
    { 'data-panel': time },
    panelTitle(pen, time, counted(found.count, 'cluster'), layout.size),
    el('circle', { cx: centre.x, cy: centre.y, r: radius, fill: 'none', stroke: palette.rule, 'stroke-width': 1.2 }),
    el('g', { fill: palette.token, 'fill-opacity': 0.75 }, ...circles),
    ...(layout.numbered
      ? clusterNumbers(pen, narrowClusters(scene, index, found), scene.landmarks.first, at, layout)
      : []),
    ...centerMarks(pen, scene, index, radius, at),
  );
}

/** Where a direction is on paper, at a distance from the middle of the circle. */
type Placing = (place: ArrayLike<number>, distance: number) => [number, number];

/** How many tokens, outside the circle beside each narrow cluster, largest first where there is no room for all. */
function clusterNumbers(
  { text, palette }: Pen,
  found: readonly NarrowCluster[],
  markFirst: boolean,
  at: Placing,
  { radius, radiusOf }: Layout,
): Node[] {
  const placed: Box[] = [];
  const nodes: Node[] = [];
  for (const { tokens, place, first } of found) {
    const label = String(tokens);
    const half = textWidth(label, sizes.label) / 2;
    const reach = Math.abs(place[0]) * half + Math.abs(place[1]) * 4;
    const mark = markFirst && first ? SYMBOL + 4 : SYMBOL;
    const [cx, cy] = at(place, radius + Math.max(radiusOf(tokens), mark) + 3 + reach);
    const box = { left: cx - half - 1, right: cx + half + 1, top: cy - 5.5, bottom: cy + 5.5 };
    if (placed.some((other) => overlaps(box, other))) continue;
    placed.push(box);
    nodes.push(text(label, cx, cy + 4, { 'text-anchor': 'middle', fill: palette.muted, ...halo(palette) }));
  }
  return nodes;
}

/** Landmarks on the circle; those that would cover each other are stacked inward, the first to come outermost. */
function centerMarks(pen: Pen, scene: Scene, index: number, radius: number, at: Placing): Node[] {
  const x = tokensAt(scene, index);
  const { first } = scene.landmarks;
  const list = landmarksAt(scene, index);
  const symbol = Math.min(SYMBOL, Math.max(2.2, 0.42 * radius * scene.delta));
  const stacks: { place: Float64Array; marks: number }[] = [];
  const marks = list.map((landmark) => {
    const place = placeOf(landmark, x, 2);
    let stack = stacks.find(
      (other) => Math.hypot(other.place[0] - place[0], other.place[1] - place[1]) * radius < symbol,
    );
    if (!stack) stacks.push((stack = { place, marks: 0 }));
    return { landmark, place, stack, level: stack.marks++ };
  });
  const nodes: Node[] = [];
  for (const { landmark, place, stack, level } of marks.reverse()) {
    const step = Math.min(1.5 * symbol, (0.42 * radius) / stack.marks);
    nodes.push(landmarkSymbol(pen, landmark.rank, ...at(place, radius - level * step), symbol));
  }
  if (first) {
    const place = x.subarray(0, 2);
    const depth = stacks[0].marks - 1;
    const inward = radius - depth * Math.min(1.5 * symbol, (0.42 * radius) / stacks[0].marks) - symbol - 12;
    nodes.push(firstRing(pen, ...at(place, radius), symbol), firstLabel(pen, ...at(place, inward)));
  }
  return nodes;
}
