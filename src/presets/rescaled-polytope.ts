/**
 * Tokens that are not normalised, seen in coordinates that grow with them: they end at the corners of a polytope, or on
 * parallel lines.
 */

import { seedGroups } from '../core/experiment.ts';
import { tokensAt } from '../core/recording.ts';
import { figure, type ScatterPanel, scatterPanels } from '../figures/index.ts';
import { larger } from '../numerics/elementary.ts';
import { random, streams } from '../numerics/random.ts';
import { brief } from '../report/run.ts';
import { run } from '../run/run.ts';
import { areaOf, convexHull, distanceToBoundary, lengthOf, minus, type Point } from './kit/convex-hull.ts';
import type { ExperimentPreset } from './kit/preset.ts';

interface Cell {
  readonly value: 'identity' | 'simple';
  readonly seeds: readonly number[];
}

interface Value extends Pick<Cell, 'value'> {
  /** A run each. */
  readonly ends: readonly End[];
  /** z at SNAPSHOTS, of the run of seed 1. */
  readonly snapshots: readonly (readonly Point[])[] | null;
}

interface End {
  /**
   * Largest growth of the area of the convex hull from one saved time to the next, over its area at first; negative if
   * it shrinks.
   */
  readonly growth: number;
  /** Places of tokens at the end, linked within LINKED. */
  readonly places: number;
  /** Largest distance of a token from the boundary of the hull. */
  readonly inside: number;
  /** Different first coordinates, linked within LINKED. */
  readonly levels: number;
}

const TOKENS = 40;
const RUNS = 24;
const RUNS_IN_A_CELL = 6;
const TIMES = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];
const SNAPSHOTS = [0, 4, 15] as const;
const LINKED = 0.05;
/** Of the areas of hulls: integrated at rtol = 1e-8. */
const ROUNDING = 1e-6;
const MOST_LEVELS = 3;
/** The second eigenvalue of V where the first is simple. */
const SECOND = 0.1;
const MATRICES = {
  identity: 'identity',
  simple: [
    [1, 0],
    [0, SECOND],
  ],
} as const;

/** Independent Gaussian tokens of the plane. */
function gaussianTokens(seed: number): number[][] {
  const source = random(seed, streams.tokens);
  const row = new Float64Array(2);
  return Array.from({ length: TOKENS }, (_, k) => {
    source.normals(k, 0, row, 2);
    return [...row];
  });
}

async function compute({ value, seeds }: Cell): Promise<Value> {
  const ends: End[] = [];
  let snapshots: Point[][] | null = null;
  for (const seed of seeds) {
    const { trajectory } = await run({
      dynamics: 'unnormalized',
      picture: 'rescaled',
      beta: 1,
      mask: 'full',
      value: MATRICES[value],
      initial: gaussianTokens(seed),
      integrator: 'dopri5',
      rtol: 1e-8,
      atol: 1e-10,
      saveAt: TIMES,
      observe: 'none',
    });
    if (trajectory.status !== 'completed') throw new Error(`the run of seed ${seed} ended as ${trajectory.status}`);
    const states = TIMES.map((_, i) => pointsOf(tokensAt(trajectory, i)));
    ends.push(endOf(states));
    if (seed === 1) snapshots = SNAPSHOTS.map((t) => states[TIMES.indexOf(t)].map(rounded));
  }
  return { value, ends, snapshots };
}

function pointsOf(z: Float64Array): Point[] {
  return Array.from({ length: z.length / 2 }, (_, k) => [z[2 * k], z[2 * k + 1]] as const);
}

/** As many digits as a picture shows. */
function rounded([x, y]: Point): Point {
  return [Math.round(1e4 * x) / 1e4, Math.round(1e4 * y) / 1e4];
}

function endOf(states: readonly (readonly Point[])[]): End {
  const areas = states.map((points) => areaOf(convexHull(points)));
  const last = states[states.length - 1];
  const hull = convexHull(last);
  return {
    growth: areas.slice(1).reduce((most, area, i) => larger(most, (area - areas[i]) / areas[0]), -1),
    places: groups(last.length, (i, j) => lengthOf(minus(last[i], last[j])) <= LINKED),
    inside: last.reduce((most, point) => larger(most, distanceToBoundary(point, hull)), 0),
    levels: groups(last.length, (i, j) => Math.abs(last[i][0] - last[j][0]) <= LINKED),
  };
}

/** Connected components of n things. */
function groups(n: number, linked: (i: number, j: number) => boolean): number {
  const seen = new Set<number>();
  let count = 0;
  for (let first = 0; first < n; first++) {
    if (seen.has(first)) continue;
    count++;
    const open = [first];
    for (let i = open.pop(); i !== undefined; i = open.pop()) {
      seen.add(i);
      for (let j = 0; j < n; j++) if (!seen.has(j) && linked(i, j)) open.push(j);
    }
  }
  return count;
}

export const rescaledPolytope: ExperimentPreset<Cell, Value> = {
  id: 'rescaled-polytope',
  seconds: 4,
  title: 'Tokens without normalisation end at the corners of a polygon, or on parallel lines',
  checks: ['hull-shrinks', 'three-hyperplanes', 'boolean-attention'],
  source: `arXiv:2305.05465, the theorems on V = I and on a simple first eigenvalue; ${TOKENS} Gaussian tokens of the plane, V = diag(1, ${SECOND}), times, adaptive steps and ${RUNS} runs are our choice`,
  cells: () =>
    (['identity', 'simple'] as const).flatMap((value) =>
      seedGroups(1, RUNS, RUNS_IN_A_CELL).map((seeds) => ({ value, seeds })),
    ),
  compute,
  report(values) {
    const endsOf = (which: Cell['value']) => values.filter(({ value }) => value === which).flatMap(({ ends }) => ends);
    const [identity, simple] = [endsOf('identity'), endsOf('simple')];
    const most = (ends: readonly End[], key: keyof End) => ends.reduce((a, end) => Math.max(a, end[key]), -1);
    const shrinks = most(identity, 'growth') <= ROUNDING;
    const outside = identity.filter(({ inside }) => inside <= LINKED).length;
    const level = simple.filter(({ levels }) => levels <= MOST_LEVELS).length;
    const asPredicted = shrinks && outside === identity.length && level === simple.length;
    const mean = (ends: readonly End[], key: keyof End) => ends.reduce((sum, end) => sum + end[key], 0) / ends.length;
    return {
      table: {
        columns: [
          'V',
          'runs',
          'places, mean',
          'places, most',
          'farthest from the boundary',
          'first coordinates, most',
          'largest growth of the hull',
        ],
        rows: (['identity', 'simple'] as const).map((which) => {
          const ends = endsOf(which);
          return [
            nameOf(which),
            String(ends.length),
            mean(ends, 'places').toFixed(2),
            String(most(ends, 'places')),
            brief(most(ends, 'inside')),
            String(most(ends, 'levels')),
            brief(most(ends, 'growth')),
          ];
        }),
      },
      says: `V = I: in ${outside} of ${identity.length} runs all tokens end within ${LINKED} of the boundary of their hull, at ${mean(identity, 'places').toFixed(1)} places on average, and the hull ${shrinks ? 'never grows' : 'grows'}. V = diag(1, ${SECOND}): in ${level} of ${simple.length} runs they end on at most three lines${asPredicted ? '' : ' — not as predicted'}.`,
      asPredicted,
    };
  },
  draw(values) {
    const shown = values.flatMap(({ value, snapshots }) => (snapshots ? [{ value, snapshots }] : []));
    const coordinates = shown.flatMap(({ snapshots }) => snapshots.flat(2));
    const reach = Math.ceil(2 * coordinates.reduce((most, c) => Math.max(most, Math.abs(c)), 0)) / 2;
    return figure({
      title: 'Tokens without normalisation, in coordinates that grow with them',
      subtitle: `z = exp(−tV)x of ${TOKENS} tokens of the plane, Q = K = I, β = 1`,
      caption: `The first coordinate of z across, the second up. Above, V = I, with the convex hull of the tokens then (line). Below, V = diag(1, ${SECOND}). How many runs end on hulls and lines is in the table.`,
      blocks: shown.map(({ value, snapshots }) =>
        scatterPanels(
          snapshots.map((points, i) => panelOf(value, points, i)),
          reach,
        ),
      ),
    });
  },
};

function nameOf(which: Cell['value']): string {
  return which === 'identity' ? 'I' : `diag(1, ${SECOND})`;
}

function panelOf(value: Cell['value'], points: readonly Point[], i: number): ScatterPanel {
  const title = `V = ${nameOf(value)}, t = ${SNAPSHOTS[i]}`;
  return { title, points, outline: value === 'identity' ? convexHull(points) : undefined };
}
