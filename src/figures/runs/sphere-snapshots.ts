/** Tokens on the sphere (d = 3) at a few times, seen from afar: what is behind is smaller and fainter. */

import { clusters } from '../../analysis/clusters.ts';
import { counted } from '../../core/counted.ts';
import { shapeAt, tokensAt } from '../../core/recording.ts';
import { largestOf } from '../../numerics/extremes.ts';
import { type Block, type Figure, figure, legend, type Panels, panelBlocks, panelSize } from '../drawing/figure.ts';
import { type Dot, gatherAtMost } from '../drawing/gather.ts';
import { panelTitle } from '../drawing/panel-title.ts';
import { type Box, halo, overlaps, type Pen, sizes } from '../drawing/pen.ts';
import { formatDistinct, textWidth } from '../drawing/text.ts';
import { dotLegend } from './circle-snapshots.ts';
import { defineFigure } from './definition.ts';
import { firstLabel, firstRing, type Landmark, landmarkLegend, landmarkSymbol, placeOf, SYMBOL } from './landmarks.ts';
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
import {
  along,
  BACK_OPACITY,
  BACK_SIZE,
  facing,
  graticule,
  type See,
  seeing,
  type View,
  viewFrom,
} from './sphere-view.ts';

export interface SphereOptions extends SnapshotOptions {
  /** From where to look, as a vector; by default chosen so that the first token is in front. */
  readonly from?: readonly [number, number, number] | undefined;
}

/** Tokens closer than this on paper, in layout units, share a dot. */
const SAME_DOT = 1.5;
/** Dots of all panels together: some sixty bytes each. */
const DOTS = 14_000;
const LARGEST_DOT = 0.16;
const TOKEN_RADIUS = [1.3, 2.6] as const;
const LARGEST_PANEL = 270;
const PANEL_TITLE = 22;
const RIM = 10;
const NUMBERED_FROM = 150;
/** Linking more tokens into clusters would take seconds a panel: they go without numbers. */
const LINKED_UP_TO = 4000;

export const sphere = defineFigure({
  name: 'sphere',
  title: 'tokens on the sphere at a few times, for d = 3',
  supports: ({ d }) => d === 3,
  takes: ['times', 'panels', 'from'],
  make: (result, options) => sphereSnapshots(sceneOf(result), options),
});

export function sphereSnapshots(scene: Scene, options: SphereOptions = {}): Figure {
  requireTokens(scene, 'sphere', 3);
  const indices = chosenTimes(scene, options);
  return figure({
    title: options.title ?? 'Tokens on the sphere',
    subtitle: describe(scene),
    caption: sphereCaption(scene, indices, options.from),
    blocks: sphereBlocks(scene, indices, options.from),
  });
}

/** @param from from where it is seen; by default near the first token */
export function sphereCaption(scene: Scene, indices: readonly number[], from?: readonly number[]): string {
  const numbers =
    scene.shape.n <= LINKED_UP_TO
      ? `; numbers count the tokens of narrow clusters in front. ${clusterWords(scene.threshold)}`
      : '.';
  return `The sphere is seen from afar${turnedWords(scene, indices, from)}; what is behind is smaller and fainter. The area of a dot says how many tokens lie there${numbers}${centerWords(scene)}`;
}

/** Where the first token is, as far as that is so in the panels. */
function turnedWords(scene: Scene, indices: readonly number[], from?: readonly number[]): string {
  if (!scene.landmarks.first || from) return '';
  const [, , front] = viewFrom(facing(scene.initial));
  const seen = indices.map((i) => along(front, tokensAt(scene, i)) >= 0);
  if (seen.every((ahead) => ahead)) return ', turned so that the first token is in front';
  return along(front, scene.initial) >= 0 ? ', turned so that the first token began in front' : '';
}

interface Layout {
  readonly size: number;
  readonly radius: number;
  readonly numbered: boolean;
  readonly dots: readonly Dot[][];
  readonly most: number;
  readonly radiusOf: (tokens: number) => number;
}

export function sphereBlocks(scene: Scene, indices: readonly number[], from?: readonly number[]): Block[] {
  return panelBlocks(spherePanels(scene, indices, indices.length, from), LARGEST_PANEL);
}

/**
 * A panel a time, all of one measure and seen from one side.
 * @param together how many of them are seen at once
 */
export function spherePanels(
  scene: Scene,
  indices: readonly number[],
  together: number,
  from?: readonly number[],
  largest = LARGEST_PANEL,
): Panels {
  const { initial } = scene;
  const times = formatDistinct(indices.map((i) => scene.ts[i]));
  const view = viewFrom(from ?? facing(initial));
  const layoutOf = memoized((size): Layout => {
    const radius = size / 2 - RIM;
    const share = Math.max(200, Math.floor(DOTS / together));
    const dots = indices.map((i) => gatherAtMost(tokensAt(scene, i), shapeAt(scene, i), SAME_DOT / radius, share));
    const most = largestOf([1, ...dots.map((list) => list.reduce((a, { tokens }) => Math.max(a, tokens), 0))]);
    const densest = dots.reduce((a, { length }) => Math.max(a, length), 1);
    // So many dots that they would hide the sphere are drawn smaller.
    const least = Math.max(0.7, Math.min(TOKEN_RADIUS[0], (0.5 * radius) / Math.sqrt(densest)));
    const unit = Math.min(
      TOKEN_RADIUS[1],
      (0.5 * radius) / Math.sqrt(densest),
      (LARGEST_DOT * radius) / Math.sqrt(most),
    );
    const radiusOf = (tokens: number) => Math.max(least, unit * Math.sqrt(tokens));
    return { size, radius, numbered: size >= NUMBERED_FROM, dots, most, radiusOf };
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
        node: spherePanel(pen, scene, indices[i], layout.dots[i], `t = ${times[i]}`, layout, view),
        height: PANEL_TITLE + layout.size - RIM,
      };
    },
  };
}

function spherePanel(
  pen: Pen,
  scene: Scene,
  index: number,
  dots: readonly Dot[],
  time: string,
  layout: Layout,
  view: View,
): Node {
  const { el, palette } = pen;
  const { size, radius, radiusOf } = layout;
  const cx = size / 2;
  const cy = PANEL_TITLE + radius;
  const see = seeing(view, cx, cy, radius);
  const x = tokensAt(scene, index);
  const shape = shapeAt(scene, index);
  const found = shape.n <= LINKED_UP_TO ? clusters(x, shape, scene.threshold) : null;
  const count = found?.count ?? scene.measurements.clusters?.count[index];
  const seen = dots.map(({ place, tokens }) => ({ at: see(place), tokens })).sort((a, b) => a.at[2] - b.at[2]);
  const circle = ({ at, tokens }: (typeof seen)[number], scale: number) =>
    el('circle', { cx: at[0], cy: at[1], r: scale * radiusOf(tokens), 'data-tokens': tokens });
  const behind = seen.filter(({ at }) => at[2] < 0).map((dot) => circle(dot, BACK_SIZE));
  const ahead = seen.filter(({ at }) => at[2] >= 0).map((dot) => circle(dot, 1));
  const lines = graticule(see);
  const marked = landmarksAt(scene, index);
  const marks = centerMarks(pen, scene, marked, x, see, radius);
  const line = { fill: 'none', stroke: palette.rule };
  return el(
    'g',
    { 'data-panel': time },
    panelTitle(pen, time, count === undefined ? '' : counted(count, 'cluster'), size),
    el('circle', { cx, cy, r: radius, fill: palette.surface }),
    el('path', { d: lines.behind, ...line, 'stroke-width': 0.5, 'stroke-opacity': 0.55 }),
    el('g', { fill: palette.token, 'fill-opacity': BACK_OPACITY }, ...behind),
    el('g', { opacity: 0.5 }, ...marks.behind),
    el('path', { d: lines.ahead, ...line, 'stroke-width': 0.8 }),
    el('circle', { cx, cy, r: radius, ...line, 'stroke-width': 1.2 }),
    el('g', { fill: palette.token, 'fill-opacity': 0.78 }, ...ahead),
    ...marks.ahead,
    ...(layout.numbered && found
      ? clusterNumbers(pen, narrowClusters(scene, index, found), scene, marked, x, see, layout)
      : []),
  );
}

/** Ordinary centers below strong ones, the first token on top. */
function centerMarks(
  pen: Pen,
  { landmarks, delta }: Scene,
  marked: readonly Landmark[],
  x: Float64Array,
  see: See,
  radius: number,
): { behind: Node[]; ahead: Node[] } {
  const symbol = Math.min(SYMBOL, Math.max(2.2, 0.42 * radius * delta));
  const behind: Node[] = [];
  const ahead: Node[] = [];
  for (const landmark of [...marked].reverse()) {
    const [px, py, depth] = see(placeOf(landmark, x, 3));
    const mark = landmarkSymbol(pen, landmark.rank, px, py, depth < 0 ? BACK_SIZE * symbol : symbol);
    (depth < 0 ? behind : ahead).push(mark);
  }
  if (landmarks.first) {
    const [px, py, depth] = see(x.subarray(0, 3));
    const side = depth < 0 ? behind : ahead;
    side.push(firstRing(pen, px, py, symbol), firstLabel(pen, px, py + sideOfLabel(py) * (symbol + 11)));
  }
  return { behind, ahead };
}

/** The first token's label is above it, but below where the title of the panel stands. */
function sideOfLabel(py: number): 1 | -1 {
  return py < PANEL_TITLE + 14 ? 1 : -1;
}

/** How many tokens, beside each narrow cluster in front, largest first where there is no room for all. */
function clusterNumbers(
  { text, palette }: Pen,
  found: readonly NarrowCluster[],
  { landmarks }: Scene,
  marked: readonly Landmark[],
  x: Float64Array,
  see: See,
  { size, radiusOf }: Layout,
): Node[] {
  const placed: Box[] = [];
  if (landmarks.first) {
    const [px, py] = see(x);
    const above = sideOfLabel(py) < 0;
    placed.push({ left: px - 9, right: px + 9, top: py - (above ? 22 : 8), bottom: py + (above ? 8 : 22) });
  }
  for (const landmark of marked) {
    const [px, py, depth] = see(placeOf(landmark, x, 3));
    if (depth >= 0) placed.push({ left: px - 4, right: px + 4, top: py - 4, bottom: py + 4 });
  }
  const nodes: Node[] = [];
  for (const { tokens, place, first } of found) {
    const [px, py, depth] = see(place);
    if (depth < 0) continue;
    const label = String(tokens);
    const width = textWidth(label, sizes.label);
    const gap = Math.max(radiusOf(tokens), landmarks.first && first ? SYMBOL + 4 : SYMBOL) + 2;
    const box = [gap, -gap - width]
      .map((shift): Box => ({ left: px + shift, right: px + shift + width, top: py - 5, bottom: py + 5 }))
      .find((box) => box.left >= 0 && box.right <= size && !placed.some((other) => overlaps(box, other)));
    if (!box) continue;
    placed.push(box);
    nodes.push(text(label, box.left, py + 4, { fill: palette.muted, ...halo(palette) }));
  }
  return nodes;
}
