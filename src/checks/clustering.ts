/** Full attention ends in a single cluster: always on spheres, exponentially from a hemisphere, at a known pace in high dimension. */
import { exp, larger, log } from '../core/elementary.ts';
import { squaredChord } from '../core/sphere.ts';
import type { Shape, State } from '../core/state.ts';
import { seedGroups } from '../experiment.ts';
import { uniform } from '../initial/uniform.ts';
import { run } from '../run.ts';
import { equiangularCosine } from '../theory/equiangular.ts';
import { hemisphereProbability } from '../theory/hemisphere.ts';
import { tokensAt } from '../trajectory.ts';
import { type Comparison, identity, noViolation, shareOf, withinErrors } from './comparison.ts';
import { pairCosines } from './equal-angles.ts';
import { inOpenHalfSpace } from './null-vector.ts';
import * as p from './parameters.ts';
import { settingOf, squaredSpeeds } from './setting.ts';
import { statement } from './statement.ts';

type Normalization = 'softmax' | 'count';
const NAMES = { softmax: 'SA', count: 'USA' } as const;

interface Cell {
  readonly normalization: Normalization;
  readonly beta: number;
  readonly tokens: number;
  readonly dimension: number;
  readonly until: number;
  readonly seeds: readonly number[];
}

function rowsOf(x: State, { n, d }: Shape): number[][] {
  return Array.from({ length: n }, (_, k) => Array.from(x.subarray(k * d, (k + 1) * d)));
}

/** The largest |x_i − x_j|. */
function diameter(x: State, { n, d }: Shape): number {
  let largest = 0;
  for (let i = 0; i < n; i++)
    for (let j = 0; j < i; j++) largest = larger(largest, squaredChord(x, i * d, x, j * d, d));
  return Math.sqrt(largest);
}

/** Of runs at rtol 1e-6, whose steps leave about that. */
const TOGETHER = 1e-5;
/** A diameter at which tokens are no cluster that is about to be one. */
const APART = 1e-3;

/** Clusters that have yet to meet attract each other at some e^{−2β} or more: a thousandth of that is rest. */
function isAtRest({ diameter, speed }: End, beta: number): boolean {
  return diameter > APART && speed < 1e-3 * exp(-2 * beta);
}

interface End {
  readonly normalization: Normalization;
  readonly diameter: number;
  /** The fastest token's. */
  readonly speed: number;
}

interface Ends {
  readonly ends: readonly End[];
  readonly incomplete: number;
}

interface Setup {
  readonly id: string;
  readonly says: string;
  readonly source: string;
  readonly dimension: 2 | 3;
}

function singleCluster({ id, says, source, dimension }: Setup) {
  return statement({
    id,
    says,
    source,
    test: 'random runs: |x_i − x_j| ≤ 1e-5 at the end; a run at rest elsewhere violates it, one that still moves is undecided',
    expected: 'holds',
    parameters: {
      beta: p.beta(2),
      tokens: p.tokens(12),
      dimension: p.dimension(dimension),
      until: p.until(300),
      runs: p.runs(12),
      seed: p.seed(),
    },
    hypotheses: (given) => [
      dimension === 2 ? { says: 'd = 2', met: given.dimension === 2 } : { says: 'd ≥ 3', met: given.dimension >= 3 },
    ],
    cells: ({ seed, runs, ...setting }): Cell[] =>
      (['softmax', 'count'] as const).flatMap((normalization) =>
        seedGroups(seed, runs, 6).map((seeds) => ({ ...setting, normalization, seeds })),
      ),
    async compute({ beta, tokens, dimension, until, normalization, seeds }: Cell): Promise<Ends> {
      const ends: End[] = [];
      let incomplete = 0;
      for (const seed of seeds) {
        const full = { beta, mask: 'full', normalization } as const;
        const spec = { ...full, tokens, dimension, seed, saveAt: [until], observe: 'none' } as const;
        const { trajectory } = await run({ ...spec, rtol: 1e-6 });
        if (trajectory.status !== 'completed') {
          incomplete++;
          continue;
        }
        const { shape } = trajectory.problem;
        const x = tokensAt(trajectory, 0);
        const setting = settingOf({ ...full, initial: rowsOf(x, shape) });
        ends.push({
          normalization,
          diameter: diameter(x, shape),
          speed: Math.sqrt(Math.max(...squaredSpeeds(setting))),
        });
      }
      return { ends, incomplete };
    },
    judge: (values, { beta }): Comparison[] =>
      (['softmax', 'count'] as const).map((normalization) => {
        const ends = values.flatMap((value) => value.ends).filter((end) => end.normalization === normalization);
        const incomplete = values.reduce((sum, value) => sum + value.incomplete, 0);
        const apart = ends.filter((end) => end.diameter > TOGETHER);
        return noViolation(`one cluster under ${NAMES[normalization]}`, {
          cases: ends.length,
          violations: apart.filter((end) => isAtRest(end, beta)).length,
          worst: Math.max(...ends.map((end) => end.diameter)) / TOGETHER,
          open: apart.filter((end) => !isAtRest(end, beta)).length + incomplete,
        });
      }),
  });
}

export const singleClusterFull = singleCluster({
  id: 'single-cluster-full',
  says: 'Full attention with Q = K = V = I and d ≥ 3: from almost every start all tokens end in one place, under SA and USA, for every β ≥ 0.',
  source: 'arXiv:2312.10794, §4',
  dimension: 3,
});

export const singleClusterCircle = singleCluster({
  id: 'single-cluster-circle',
  says: 'Full attention with Q = K = V = I on the circle: from almost every start all tokens end in one place, under SA and USA, for every β ≥ 0.',
  source: 'arXiv:2405.18273 (β ≤ 1), arXiv:2507.22857',
  dimension: 2,
});

interface Draws {
  readonly tokens: number;
  readonly dimension: number;
  readonly runs: number;
  readonly seed: number;
}

export const hemisphereDraws = statement({
  id: 'hemisphere-probability',
  says: 'n independent uniform tokens on S^{d−1} lie in a common open hemisphere with probability 2^{−(n−1)} Σ_{k<d} C(n−1, k), 1 for d ≥ n.',
  source: 'Wendel 1962, as used in arXiv:2312.10794, §4',
  test: 'share of draws that do, decided exactly by all d − 1 tokens that could span a facet; within 4 standard errors, d = 2, …',
  expected: 'holds',
  parameters: { tokens: p.tokens(7), dimension: p.dimension(4), runs: p.runs(2000), seed: p.seed() },
  hypotheses: ({ tokens, dimension }) => [{ says: 'n > d, where it is no certainty', met: tokens > dimension }],
  cells: ({ dimension, ...draws }): Draws[] =>
    Array.from({ length: dimension - 1 }, (_, i) => ({ ...draws, dimension: i + 2 })),
  compute({ tokens, dimension, runs, seed }: Draws): { dimension: number; hits: number } {
    let hits = 0;
    for (let i = 0; i < runs; i++) {
      const shape = { n: tokens, d: dimension };
      if (inOpenHalfSpace(rowsOf(uniform.sample({}, shape, seed + i), shape), dimension)) hits++;
    }
    return { dimension, hits };
  },
  judge: (values, { tokens, runs }) =>
    values.map(({ dimension, hits }) => {
      const predicted = hemisphereProbability(tokens, dimension);
      return withinErrors(`share at d = ${dimension}`, predicted, shareOf(hits, runs, predicted));
    }),
});

/** In units of 1/rate: tokens have come together, and are still far above rounding. */
const LATE = [19, 23] as const;

interface Decay {
  readonly normalization: Normalization;
  /** Rates of |x_i − x_j|, one a run that began in a hemisphere. */
  readonly rates: readonly number[];
}

export const hemisphereConvergence = statement({
  id: 'hemisphere-convergence',
  says: 'From a common open hemisphere full attention with Q = K = V = I brings all tokens together exponentially, |x_i − x*| ≤ Ce^{−λt}: at last at the rate 1 under SA, e^β under USA.',
  source: 'arXiv:2312.10794, §4; the rates are those of the linearisation at the cluster',
  test: 'rate at which the diameter falls between t = 19 and 23 (over e^β for USA), in every run that began in a hemisphere, within 1e-3',
  expected: 'holds',
  parameters: { beta: p.beta(1), tokens: p.tokens(8), dimension: p.dimension(3), runs: p.runs(20), seed: p.seed() },
  hypotheses: () => [],
  cells: ({ seed, runs, ...setting }): Omit<Cell, 'until'>[] =>
    (['softmax', 'count'] as const).map((normalization) => ({
      ...setting,
      normalization,
      seeds: seedGroups(seed, runs, runs)[0],
    })),
  async compute({ beta, tokens, dimension, normalization, seeds }: Omit<Cell, 'until'>): Promise<Decay> {
    const rate = normalization === 'softmax' ? 1 : exp(beta);
    const axis = Array.from({ length: dimension }, (_, i) => (i === 0 ? 1 : 0));
    const rates: number[] = [];
    for (const seed of seeds) {
      const { trajectory } = await run({
        ...{ beta, tokens, dimension, seed, mask: 'full', normalization, observe: 'none' },
        ...{ initial: 'von-mises-fisher', directions: [axis], concentration: 3 },
        // Fixed steps: tolerances do not see distances of 1e-9.
        ...{ saveAt: LATE.map((time) => time / rate), integrator: 'dopri5', dt: 0.25 / rate },
      });
      const { initial, shape } = trajectory.problem;
      if (!inOpenHalfSpace(rowsOf(initial, shape), dimension)) continue;
      const [early, late] = LATE.map((_, i) => diameter(tokensAt(trajectory, i), shape));
      rates.push(log(early / late) / (LATE[1] - LATE[0]));
    }
    return { normalization, rates };
  },
  judge: (values) =>
    values.map(({ normalization, rates }) =>
      noViolation(`the rate is ${normalization === 'softmax' ? '1 under SA' : 'e^β under USA'}`, {
        cases: rates.length,
        violations: rates.filter((rate) => !(Math.abs(rate - 1) <= RATE_ALLOWED)).length,
        worst: Math.max(...rates.map((rate) => Math.abs(rate - 1))) / RATE_ALLOWED,
      }),
    ),
});

const RATE_ALLOWED = 1e-3;

/** Largest and mean square deviation of cosines at one time. */
interface Deviation {
  readonly dimension: number;
  readonly t: number;
  readonly largest: number;
  readonly meanSquare: number;
}

/** At the start 4.5 standard deviations d^{−1/2}, 1 in 10⁵, are 1.8 √(log d/d) at d = 512; the rest is for what the flow adds. */
const LARGEST_C = 3;
const TIMES = [0.5, 1, 2, 4] as const;

export const highDimension = statement({
  id: 'high-dimension',
  says: 'In high dimension random tokens move as if at equal angles: |⟨x_i, x_j⟩ − γ_β(t)| ≤ C √(log d/d) at all times, with γ_β the equation of equal angles from 0.',
  source: 'arXiv:2312.10794, §6',
  test: 'every pair at t = ½, 1, 2, 4: with C = 3; and the deviations halve from d/4 to d, within 15 %',
  expected: 'holds',
  parameters: { beta: p.beta(1), tokens: p.tokens(16), dimension: p.dimension(512), runs: p.runs(4), seed: p.seed() },
  hypotheses: ({ dimension, tokens }) => [{ says: 'd ≫ n', met: dimension >= 16 * tokens }],
  cells: ({ seed, runs, dimension, ...setting }) =>
    [dimension, Math.ceil(dimension / 4)].flatMap((d) =>
      seedGroups(seed, runs, 2).map((seeds) => ({ ...setting, dimension: d, seeds })),
    ),
  async compute(cell: { beta: number; tokens: number; dimension: number; seeds: readonly number[] }) {
    const { beta, tokens, dimension, seeds } = cell;
    const found: Deviation[] = [];
    for (const seed of seeds) {
      const spec = { beta, tokens, dimension, seed, mask: 'full', saveAt: TIMES, observe: 'none' } as const;
      const { trajectory } = await run({ ...spec, rtol: 1e-5, atol: 1e-7 });
      TIMES.forEach((t, i) => {
        const rho = equiangularCosine(t, 0, { tokens, beta });
        const off = pairCosines(tokensAt(trajectory, i), trajectory.problem.shape).map((cosine) => cosine - rho);
        const largest = Math.max(...off.map((value) => Math.abs(value)));
        const meanSquare = off.reduce((sum, value) => sum + value * value, 0) / off.length;
        found.push({ dimension, t, largest, meanSquare });
      });
    }
    return found;
  },
  judge(values, { dimension }) {
    const all = values.flat();
    const allowed = LARGEST_C * Math.sqrt(log(dimension) / dimension);
    const high = all.filter((deviation) => deviation.dimension === dimension);
    const rootOf = (list: readonly Deviation[], t: number) => {
      const squares = list.filter((deviation) => deviation.t === t).map(({ meanSquare }) => meanSquare);
      return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / squares.length);
    };
    const low = all.filter((deviation) => deviation.dimension !== dimension);
    return [
      noViolation('cosines near γ_β', {
        cases: high.length,
        violations: high.filter(({ largest }) => largest > allowed).length,
        worst: Math.max(...high.map(({ largest }) => largest)) / allowed,
      }),
      identity(
        'root mean square deviation at d/4 over that at d, t = ½',
        2,
        rootOf(low, TIMES[0]) / rootOf(high, TIMES[0]),
        0.3,
        'some hundred pairs, and the next order',
      ),
    ];
  },
});
