/** Basins on the sphere: a map of starting points in Hammer's equal-area projection. */
import { placeOnGrid } from '../../replay/start-grid.ts';
import type { Block } from '../drawing/figure.ts';
import { halo, type Pen, rounded, sizes } from '../drawing/pen.ts';
import { BOLD } from '../drawing/text.ts';
import { type Basin, type BasinsScene, basinColour, decided, undecidedColour } from './basin-scene.ts';

type Scene = Pick<BasinsScene, 'basins' | 'grid' | 'problem'>;
type Projection = (longitude: number, latitude: number) => readonly [number, number];

/** Hammer (1892): x in ±2√2, y in ±√2, twice as wide as high, area kept. */
export function hammer(longitude: number, latitude: number): readonly [number, number] {
  const along = Math.cos(latitude) * Math.cos(longitude / 2);
  const scale = Math.sqrt(2 / (1 + along));
  return [2 * scale * Math.cos(latitude) * Math.sin(longitude / 2), scale * Math.sin(latitude)];
}

/** Room for the name of a cluster at the pole. */
const TOP = 10;
/** Radius of the dots where tokens began. */
const BEGINNING = 1.5;
/** Of a side of a tile, in radians: longer ones are bent. */
const PIECE = Math.PI / 60;

export function basinMap(scene: Scene, found: readonly Basin[]): Block {
  return (pen, width) => {
    const { el, palette } = pen;
    const unit = width / 2 / (2 * Math.SQRT2) - 0.3;
    const height = TOP + 2 * Math.SQRT2 * unit + 4;
    const project: Projection = (longitude, latitude) => {
      const [x, y] = hammer(longitude, latitude);
      return [width / 2 + unit * x, TOP + (height - TOP) / 2 - unit * y];
    };
    const tiles = rowsOfTiles(scene).map(({ cluster, west, east, south, north }) => {
      const fill = cluster < 0 ? undecidedColour(palette) : basinColour(palette, found[cluster].rank);
      const name = cluster < 0 ? '?' : found[cluster].name;
      // Rims of its own colour close the hairlines between neighbours.
      return el('path', {
        d: outline(project, west, east, south, north),
        fill,
        stroke: fill,
        'stroke-width': 0.4,
        'data-basin': name,
      });
    });
    const ink = { fill: 'none', stroke: palette.background, 'stroke-opacity': 0.45, 'stroke-width': 0.6 };
    const frame = outline(project, -Math.PI, Math.PI, -Math.PI / 2, Math.PI / 2);
    return {
      node: el(
        'g',
        {},
        ...tiles,
        el('path', { d: graticule(project), ...ink }),
        el('path', { d: frame, fill: 'none', stroke: palette.rule, 'stroke-width': 1.2 }),
        ...beginnings(pen, scene, found, project),
        ...marks(pen, scene, found, project),
      ),
      height,
    };
  };
}

interface Tiles {
  readonly cluster: number;
  readonly west: number;
  readonly east: number;
  readonly south: number;
  readonly north: number;
}

/** Neighbours of one basin and one latitude, together. */
function rowsOfTiles({ basins, grid }: Scene): Tiles[] {
  if (grid.kind !== 'sphere') return [];
  const { longitudes, latitudes } = grid;
  const [across, up] = [Math.PI / longitudes, Math.PI / (2 * latitudes)];
  const tiles: Tiles[] = [];
  for (let row = 0; row < latitudes; row++) {
    for (let from = 0; from < longitudes; ) {
      const first = row * longitudes + from;
      const cluster = decided(basins, first);
      let to = from;
      while (to + 1 < longitudes && decided(basins, first + to + 1 - from) === cluster) to++;
      const [west, latitude = 0] = placeOnGrid(grid, first);
      const [east] = placeOnGrid(grid, first + to - from);
      tiles.push({ cluster, west: west - across, east: east + across, south: latitude - up, north: latitude + up });
      from = to + 1;
    }
  }
  return tiles;
}

/** A field between meridians and parallels. */
function outline(project: Projection, west: number, east: number, south: number, north: number): string {
  const points: string[] = [];
  const side = (from: readonly [number, number], to: readonly [number, number]) => {
    const pieces = Math.max(1, Math.ceil(Math.max(Math.abs(to[0] - from[0]), Math.abs(to[1] - from[1])) / PIECE));
    for (let i = 0; i < pieces; i++) {
      const [x, y] = project(from[0] + ((to[0] - from[0]) * i) / pieces, from[1] + ((to[1] - from[1]) * i) / pieces);
      points.push(`${rounded(x)},${rounded(y)}`);
    }
  };
  side([west, south], [east, south]);
  side([east, south], [east, north]);
  side([east, north], [west, north]);
  side([west, north], [west, south]);
  return `M${points.join('L')}z`;
}

/** Meridians every 60°, parallels every 30°. */
function graticule(project: Projection): string {
  const line = (at: (s: number) => readonly [number, number]) =>
    `M${Array.from({ length: 61 }, (_, i) =>
      project(...at(i / 60))
        .map(rounded)
        .join(','),
    ).join('L')}`;
  const paths: string[] = [];
  for (let m = -2; m <= 2; m++) paths.push(line((s) => [(m * Math.PI) / 3, (s - 0.5) * Math.PI]));
  for (let p = -2; p <= 2; p++) paths.push(line((s) => [(2 * s - 1) * Math.PI, (p * Math.PI) / 6]));
  return paths.join('');
}

/** Where the tokens of the run began, in the colour of their own cluster. */
function beginnings({ el, palette }: Pen, { problem }: Scene, found: readonly Basin[], project: Projection): Node[] {
  return found.flatMap(({ tokens, rank }) =>
    tokens.map((k) => {
      const [cx, cy] = onMap(project, problem.initial, k);
      const rim = { stroke: palette.background, 'stroke-width': 0.7, 'data-token': k };
      return el('circle', { cx, cy, r: BEGINNING, fill: basinColour(palette, rank), ...rim });
    }),
  );
}

function onMap(project: Projection, x: Float64Array, k: number): readonly [number, number] {
  return project(Math.atan2(x[3 * k + 1], x[3 * k]), Math.asin(Math.max(-1, Math.min(1, x[3 * k + 2]))));
}

/** The clusters, each at its first token: a disc by its size, with its name and how many tokens. */
function marks({ el, text, palette }: Pen, { basins }: Scene, found: readonly Basin[], project: Projection): Node[] {
  const most = found.reduce((a, { tokens }) => Math.max(a, tokens.length), 1);
  return [...found]
    .sort((a, b) => b.tokens.length - a.tokens.length)
    .flatMap(({ name, tokens, rank }) => {
      const [cx, cy] = onMap(project, basins.tokens, tokens[0]);
      const r = Math.max(2.2, 7 * Math.sqrt(tokens.length / most));
      const rim = { stroke: palette.background, 'stroke-width': 1.6, 'data-cluster': name };
      return [
        el('circle', { cx, cy, r: r + 1.4, fill: palette.ink }),
        el('circle', { cx, cy, r, fill: basinColour(palette, rank), ...rim }),
        text(`${name} ${tokens.length}`, cx, cy - r - 4, {
          'text-anchor': 'middle',
          'font-size': sizes.label,
          ...BOLD,
          ...halo(palette),
        }),
      ];
    });
}
