/** A density in time: angle against time in colours, below it how strong its harmonics are. */

import {
  type DensityCourse,
  type DensityState,
  densityAround,
  densityAt,
  strengths,
  wholeDensity,
} from '../../density/index.ts';
import { largestOf } from '../../numerics/extremes.ts';
import { curvesBlock } from '../charts/curves.ts';
import { type HeatMap, type HeatMapOptions, heatMaps } from '../charts/heat-map.ts';
import { timeAxis } from '../drawing/cartesian.ts';
import { type Block, type Figure, figure } from '../drawing/figure.ts';
import { formatNumber } from '../drawing/text.ts';

const COLUMNS = 160;
const ROWS = 120;
const HEIGHT = 200;
/** Harmonics that are drawn. */
const SHOWN = 6;
/** Times at which a density without an axis is shown. */
const SPHERES = 4;

export interface DensityWords {
  /** What equation it is, with its numbers. */
  readonly subtitle: string;
  readonly logTime: boolean;
}

export function densityFigure({ states }: DensityCourse, { subtitle, logTime }: DensityWords): Figure {
  const last = states[states.length - 1];
  const sphere = last.space.kind === 'sphere';
  const causal = last.positions !== null && !sphere;
  const blocks = [
    ...(sphere ? [spheres(states)] : [overTime(states, logTime)]),
    ...(causal ? [overPositions(last)] : []),
    strengthCurves(states, logTime),
  ];
  const whole = last.positions === null ? '' : ' of all tokens together';
  const where = sphere
    ? 'The maps are the density over longitude and height z, relative to the uniform one.'
    : `In colours the density${whole}, relative to the uniform one: 1 is where all places are alike.`;
  const along = causal
    ? ` The second map is the density at t = ${formatNumber(last.t)} by position in the sequence.`
    : '';
  const curves =
    last.space.d === 2
      ? 'The curves are |E e^{ikθ}|, the strength of k peaks evenly spread.'
      : 'The curves are how strong spherical harmonics of degree k are, |E P_k| around an axis.';
  return figure({
    title: 'The density of infinitely many tokens',
    subtitle,
    caption: `${where}${along} ${curves}`,
    blocks,
  });
}

const angle = (value: number) => {
  const quarters = Math.round((4 * value) / Math.PI);
  if (quarters === 0) return '0';
  const size = Math.abs(quarters);
  const over = size % 4 === 0 ? '' : size % 2 === 0 ? '/2' : '/4';
  const times = size % 4 === 0 ? size / 4 : size % 2 === 0 ? size / 2 : size;
  return `${quarters < 0 ? '−' : ''}${times === 1 ? '' : times}π${over}`;
};

/** The vertical axis of maps: angles on the circle, from the axis on S². */
function angles(circle: boolean) {
  return circle
    ? { domain: [-Math.PI, Math.PI] as const, ticks: [-Math.PI, -Math.PI / 2, 0, Math.PI / 2, Math.PI], format: angle }
    : {
        domain: [0, Math.PI] as const,
        ticks: [0, Math.PI / 4, Math.PI / 2, (3 * Math.PI) / 4, Math.PI],
        format: angle,
      };
}

/** Columns of a map from densities by angle, relative to the largest of all. */
function mapOf(columns: readonly Float64Array[]): { values: number[]; most: number } {
  const most = largestOf(columns.map((column) => largestOf(Array.from(column))));
  const values = Array.from({ length: ROWS * columns.length }, (_, i) => {
    const value = columns[i % columns.length][Math.floor(i / columns.length)] / most;
    return value < 0 ? 0 : value;
  });
  return { values, most };
}

const words = (most: number): Pick<HeatMapOptions, 'value' | 'ends'> => ({
  value: 'density',
  ends: ['0', formatNumber(most, 3)],
});

function overTime(states: readonly DensityState[], logTime: boolean): Block {
  const circle = states[0].space.kind === 'circle';
  const ts = states.map(({ t }) => t);
  const { axis } = timeAxis(ts, logTime);
  const [from, to] = axis.domain;
  const found = states.map((state) => densityAround(state.space, wholeDensity(state), ROWS));
  const columns = Array.from({ length: COLUMNS }, (_, i) => {
    const share = (i + 0.5) / COLUMNS;
    const t = axis.log ? from * (to / from) ** share : from + (to - from) * share;
    return found[nearest(ts, t)];
  });
  const { values, most } = mapOf(columns);
  const map: HeatMap = { title: '', x: axis, y: angles(circle), columns: COLUMNS, values };
  const yLabel = circle ? 'angle θ' : 'angle from the axis';
  return heatMaps([map], { xLabel: 'time t', yLabel, height: HEIGHT, ...words(most) });
}

function nearest(ts: readonly number[], t: number): number {
  return ts.reduce((best, own, i) => (Math.abs(own - t) < Math.abs(ts[best] - t) ? i : best), 0);
}

function overPositions(state: DensityState): Block {
  const circle = state.space.kind === 'circle';
  const columns = Array.from({ length: COLUMNS }, (_, i) =>
    densityAround(state.space, densityAt(state, (i + 0.5) / COLUMNS), ROWS),
  );
  const { values, most } = mapOf(columns);
  const map: HeatMap = { title: '', x: { domain: [0, 1] }, y: angles(circle), columns: COLUMNS, values };
  const yLabel = `${circle ? 'angle θ' : 'angle from the axis'} at t = ${formatNumber(state.t)}`;
  return heatMaps([map], { xLabel: 'position σ = k/n', yLabel, height: HEIGHT, ...words(most) });
}

/** Longitude and latitude at a few times, on the grid of the space. */
function spheres(states: readonly DensityState[]): Block {
  const count = Math.min(SPHERES, states.length);
  const picked = Array.from(
    { length: count },
    (_, i) => states[count === 1 ? 0 : Math.round((i * (states.length - 1)) / (count - 1))],
  );
  const grids = picked.map((state) => {
    const { places, degree, evaluate } = state.space;
    const values = new Float64Array(places);
    evaluate(1, wholeDensity(state), values);
    const latitudes = Math.floor((3 * degree) / 2) + 2;
    return { t: state.t, values, columns: places / latitudes };
  });
  const most = largestOf(grids.map(({ values }) => largestOf(Array.from(values))));
  const maps = grids.map(
    ({ t, values, columns }): HeatMap => ({
      title: `t = ${formatNumber(t)}`,
      x: { domain: [0, 2 * Math.PI], ticks: [0, Math.PI, 2 * Math.PI], format: angle },
      y: { domain: [-1, 1], ticks: [-1, 0, 1] },
      columns,
      values: Array.from(values, (value) => Math.max(0, value / most)),
    }),
  );
  return heatMaps(maps, { xLabel: 'longitude', yLabel: 'z', ...words(most) });
}

function strengthCurves(states: readonly DensityState[], logTime: boolean): Block {
  const all = states.map((state) => strengths(state.space, wholeDensity(state)));
  const series = Array.from({ length: SHOWN }, (_, i) => ({
    name: `k = ${i + 1}`,
    values: all.map((own) => own[i + 1] ?? 0),
    points: false,
  })).filter(({ values }) => values.some((value) => value > 1e-12));
  const least = 1e-6 * largestOf(series.flatMap(({ values }) => values));
  const clipped = series.map((one) => ({
    ...one,
    values: one.values.map((value) => (value > least ? value : Number.NaN)),
  }));
  const panel = { title: 'Strength of harmonics', unit: 'of degree k', series: clipped, log: true, wide: true };
  return curvesBlock(
    [panel],
    states.map(({ t }) => t),
    logTime,
  );
}
