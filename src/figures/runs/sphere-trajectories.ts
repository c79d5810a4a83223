/**
 * The paths of tokens on the sphere (d = 3): lines that fade towards their beginning, and where the tokens are in the
 * end.
 */
import { shapeAt, tokensAt } from '../../core/recording.ts';
import { largestOf } from '../../numerics/extremes.ts';
import { type Block, type Figure, figure, grid, type LegendItem, legend, panelSize } from '../drawing/figure.ts';
import { type Dot, gatherAtMost } from '../drawing/gather.ts';
import { panelTitle } from '../drawing/panel-title.ts';
import { type Pen, sizes } from '../drawing/pen.ts';
import { balanced, formatNumber } from '../drawing/text.ts';
import { defineFigure } from './definition.ts';
import { firstLabel, firstRing } from './landmarks.ts';
import { describe, memoized, requireTokens, type Scene, sceneOf } from './scene.ts';
import { type Guide, guideLegend, guideMarks } from './sphere-guides.ts';
import { AGES, LONGEST_STEP, pathsByAge } from './sphere-paths.ts';
import { BACK_OPACITY, BACK_SIZE, facing, graticule, type See, seeing, type View, viewFrom } from './sphere-view.ts';

export interface TrajectoryPanel {
  readonly scene: Scene;
  readonly title: string;
  /** Sentences below the sphere, each on lines of its own. */
  readonly below?: readonly string[] | undefined;
  readonly guide?: Guide | null | undefined;
}

interface TrajectoryOptions {
  readonly title?: string | undefined;
  /** From where to look, as a vector; by default near the first token of the first panel. */
  readonly from?: readonly number[] | undefined;
}

const LARGEST_PANEL = 270;
const PANEL_TITLE = 22;
const RIM = 8;
/** Opacity of the oldest and the youngest parts of the lines. */
const FADING = [0.16, 0.85] as const;
/** Lines of all panels together. */
const LINES = 600;
/** Tokens closer than this on paper, in layout units, share a dot. */
const SAME_DOT = 1.5;
const DOTS = 2000;
/** Radii: of a token at least, times the root of its tokens, and of the largest in radii of the sphere. */
const DOT = { least: 1.7, unit: 1.9, largest: 0.15 } as const;
const LINE_HEIGHT = 1.3;

export const trajectories = defineFigure({
  name: 'trajectories',
  title: 'the paths of the tokens on the sphere, for d = 3',
  supports: ({ d }) => d === 3,
  takes: ['from'],
  make: (result, options) => sphereTrajectories(sceneOf(result), options),
});

/** @throws ParkadeError InvalidParameter where d is not 3, or no tokens were stored */
export function sphereTrajectories(scene: Scene, { title, from }: TrajectoryOptions = {}): Figure {
  requireTokens(scene, 'trajectories', 3);
  const panels = [{ scene, title: `up to t = ${formatNumber(scene.ts[scene.ts.length - 1])}` }];
  return figure({
    title: title ?? 'The paths of tokens on the sphere',
    subtitle: describe(scene),
    caption: trajectoryCaption(panels),
    blocks: trajectoryBlocks(panels, from),
  });
}

export function trajectoryCaption(panels: readonly TrajectoryPanel[]): string {
  const every = stepOf(panels);
  const some = every === 1 ? '' : ` There is one line for every ${every} tokens.`;
  return `The sphere is seen from afar; what is behind is smaller and fainter, and lines fade towards their beginning.${some} There is no line where a token moves by more than ${LONGEST_STEP} rad from one saved time to the next.`;
}

/** Every how many tokens there is a line. */
function stepOf(panels: readonly TrajectoryPanel[]): number {
  const tokens = panels.reduce((sum, { scene }) => sum + scene.shape.n, 0);
  return Math.max(1, Math.ceil(tokens / LINES));
}

interface Layout {
  readonly size: number;
  readonly radius: number;
  readonly view: View;
  /** Every how many tokens there is a line. */
  readonly every: number;
  /** Where the tokens of each panel are in the end. */
  readonly ends: readonly Dot[][];
  readonly radiusOf: (tokens: number) => number;
}

/** A legend, then a panel each. */
export function trajectoryBlocks(panels: readonly TrajectoryPanel[], from?: readonly number[]): Block[] {
  const view = viewFrom(from ?? facing(panels[0].scene.initial));
  const layoutOf = memoized((width): Layout => {
    const size = panelSize(panels.length, LARGEST_PANEL, width);
    const radius = size / 2 - RIM;
    const ends = panels.map(({ scene }) =>
      gatherAtMost(lastTokens(scene), shapeAt(scene, scene.ts.length - 1), SAME_DOT / radius, DOTS),
    );
    const most = ends.flat().reduce((a, { tokens }) => Math.max(a, tokens), 1);
    const unit = Math.min(DOT.unit, (DOT.largest * radius) / Math.sqrt(most));
    const radiusOf = (tokens: number) => Math.max(DOT.least, unit * Math.sqrt(tokens));
    return { size, radius, view, every: stepOf(panels), ends, radiusOf };
  });
  return [
    (pen, width) => legend(legendItems(panels, layoutOf(width)))(pen, width),
    (pen, width) => {
      const layout = layoutOf(width);
      return grid(panels.length, LARGEST_PANEL, (_, i) => panel(pen, panels[i], layout.ends[i], layout))(pen, width);
    },
  ];
}

function lastTokens(scene: Scene): Float64Array {
  return tokensAt(scene, scene.ts.length - 1);
}

function panel(pen: Pen, { title, below = [], scene, guide }: TrajectoryPanel, ends: readonly Dot[], layout: Layout) {
  const { el } = pen;
  const top = PANEL_TITLE + layout.size - RIM + 4;
  const words = sentences(pen, below, layout.size);
  return {
    node: el(
      'g',
      { 'data-panel': title },
      panelTitle(pen, title, '', layout.size),
      ...sphere(pen, scene, guide ?? null, ends, layout),
      el('g', { transform: `translate(0,${top})` }, words.node),
    ),
    height: top + words.height,
  };
}

function sphere(pen: Pen, scene: Scene, guide: Guide | null, ends: readonly Dot[], layout: Layout): Node[] {
  const { el, palette } = pen;
  const { size, radius, view, every, radiusOf } = layout;
  const [cx, cy] = [size / 2, PANEL_TITLE + radius];
  const see = seeing(view, cx, cy, radius);
  const net = graticule(see);
  const paths = pathsByAge(scene, see, every);
  const marks = guide && guideMarks(pen, guide, see);
  const ink = { fill: 'none', stroke: palette.token, 'stroke-width': 0.9, 'stroke-linejoin': 'round' };
  const lines = (side: 'ahead' | 'behind', share: number) =>
    el(
      'g',
      { ...ink, 'data-side': side },
      ...paths.map((path, age) => el('path', { d: path[side], 'stroke-opacity': share * opacityOf(age) })),
    );
  const dots = ends.map(({ place, tokens }) => ({ at: see(place), tokens })).sort((a, b) => a.at[2] - b.at[2]);
  const circles = (chosen: typeof dots, scale: number) =>
    chosen.map(({ at: [x, y], tokens }) =>
      el('circle', { cx: x, cy: y, r: scale * radiusOf(tokens), 'data-tokens': tokens }),
    );
  const rule = { fill: 'none', stroke: palette.rule };
  const rim = { fill: palette.strong, stroke: palette.background, 'stroke-width': 0.6 };
  const behind = dots.filter(({ at }) => at[2] < 0);
  const ahead = dots.filter(({ at }) => at[2] >= 0);
  return [
    el('circle', { cx, cy, r: radius, fill: palette.surface }),
    el('path', { d: net.behind, ...rule, 'stroke-width': 0.4, 'stroke-opacity': 0.5 }),
    ...(marks ? [marks.behind] : []),
    lines('behind', BACK_OPACITY),
    el('g', { ...rim, 'fill-opacity': BACK_OPACITY }, ...circles(behind, BACK_SIZE)),
    el('path', { d: net.ahead, ...rule, 'stroke-width': 0.6 }),
    el('circle', { cx, cy, r: radius, ...rule, 'stroke-width': 1.2 }),
    ...(marks ? [marks.ahead] : []),
    lines('ahead', 1),
    el('g', { fill: palette.muted }, ...beginnings(pen, scene, see, every)),
    el('g', rim, ...circles(ahead, 1)),
    ...firstToken(pen, scene, see, dots, radiusOf),
  ];
}

function opacityOf(age: number): number {
  return FADING[0] + ((FADING[1] - FADING[0]) * age) / (AGES - 1);
}

/** Where the tokens in front began. */
function beginnings({ el }: Pen, { shape, initial }: Scene, see: See, every: number): Node[] {
  const nodes: Node[] = [];
  for (let k = 0; k < shape.n; k += every) {
    const [cx, cy, depth] = see(initial.subarray(3 * k, 3 * k + 3));
    if (depth >= 0) nodes.push(el('circle', { cx, cy, r: 1 }));
  }
  return nodes;
}

/** A ring around the dot of the first token; nothing under full attention, which knows no order. */
function firstToken(
  pen: Pen,
  scene: Scene,
  see: See,
  dots: readonly { readonly at: readonly number[]; readonly tokens: number }[],
  radiusOf: Layout['radiusOf'],
): Node[] {
  if (!scene.landmarks.first || dots.length === 0) return [];
  const [x, y, depth] = see(lastTokens(scene).subarray(0, 3));
  const apart = ({ at }: (typeof dots)[number]) => Math.hypot(at[0] - x, at[1] - y, 100 * (at[2] - depth));
  const own = dots.reduce((a, b) => (apart(b) < apart(a) ? b : a));
  const size = Math.max(1, radiusOf(own.tokens) * (depth < 0 ? BACK_SIZE : 1) - 1);
  const look = depth < 0 ? { opacity: 0.55 } : {};
  return [pen.el('g', look, firstRing(pen, x, y, size), firstLabel(pen, x, y - size - 12))];
}

function sentences({ el, palette }: Pen, below: readonly string[], size: number): { node: Node; height: number } {
  const step = sizes.label * LINE_HEIGHT;
  const lines = below.flatMap((sentence, s) =>
    balanced(sentence, sizes.label, size - 10).map((line) => ({ line, fill: s === 0 ? palette.ink : palette.muted })),
  );
  const texts = lines.map(({ line, fill }, i) => el('text', { x: size / 2, y: sizes.label + i * step, fill }, line));
  return {
    node: el('g', { 'text-anchor': 'middle', 'font-size': sizes.label }, ...texts),
    height: lines.length * step,
  };
}

function legendItems(panels: readonly TrajectoryPanel[], { radiusOf }: Layout): LegendItem[] {
  const end = formatNumber(largestOf(panels.map(({ scene: { ts } }) => ts[ts.length - 1])));
  const items: LegendItem[] = [
    {
      label: 'where a token began',
      width: 4,
      symbol: ({ el, palette }, cx, cy) => el('circle', { cx, cy, r: 1.4, fill: palette.muted }),
    },
    {
      label: 'its way',
      width: 22,
      symbol: ({ el, palette }, x, y) =>
        el(
          'g',
          { stroke: palette.token, 'stroke-width': 1.4 },
          ...[0, 2, AGES - 1].map((age, part) =>
            el('path', { d: `M${x - 11 + 7.3 * part},${y}h7.3`, 'stroke-opacity': opacityOf(age) }),
          ),
        ),
    },
    {
      label: `tokens at t = ${end}, area by their number`,
      width: 2 * radiusOf(1),
      symbol: ({ el, palette }, cx, cy) => el('circle', { cx, cy, r: radiusOf(1), fill: palette.strong }),
    },
  ];
  if (panels.some(({ scene }) => scene.landmarks.first)) {
    items.push({ label: 'the first token', width: 12, symbol: (pen, x, y) => firstRing(pen, x, y, 2) });
  }
  return [...items, ...guideLegend(panels.flatMap(({ guide }) => (guide ? [guide] : [])))];
}
