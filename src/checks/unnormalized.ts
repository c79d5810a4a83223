/** Attention without normalisation of tokens, in R^d: a hull that shrinks, and a repulsion that makes attention uniform. */
import { cos, exp, larger, PI, sin } from '../core/elementary.ts';
import { random, streams } from '../core/random.ts';
import { dot } from '../core/sphere.ts';
import type { Shape, State } from '../core/state.ts';
import { seedGroups } from '../experiment.ts';
import { run } from '../run.ts';
import { tokensAt } from '../trajectory.ts';
import { identity, noViolation } from './comparison.ts';
import * as p from './parameters.ts';
import { statement } from './statement.ts';

interface Cell {
  readonly beta: number;
  readonly tokens: number;
  readonly until: number;
  readonly seeds: readonly number[];
}

const DIRECTIONS = 48;
/** Of a run at tolerance 1e-9. */
const ACCURACY = 1e-7;

export const hullShrinks = statement({
  id: 'hull-shrinks',
  says: 'ẋ_i = Σ_j P_ij V x_j in R^d with V = I, QᵀK ≻ 0: the convex hull of the rescaled tokens z_i = e^{−t}x_i never grows.',
  source: 'arXiv:2305.05465',
  test: 'max_i ⟨w, z_i⟩ in 48 directions w of the plane, at 31 saved times of random runs, with Q = K Gaussian: no rise by more than 1e-7',
  expected: 'holds',
  parameters: { beta: p.beta(1), tokens: p.tokens(20), until: p.until(3), runs: p.runs(6), seed: p.seed() },
  hypotheses: ({ beta }) => [{ says: 'β > 0', met: beta > 0 }],
  cells: ({ seed, runs, ...setting }): Cell[] => seedGroups(seed, runs, 6).map((seeds) => ({ ...setting, seeds })),
  async compute({ beta, tokens, until, seeds }: Cell): Promise<number[]> {
    const rises: number[] = [];
    for (const seed of seeds) {
      const { trajectory } = await run({
        ...{ dynamics: 'unnormalized', picture: 'rescaled', mask: 'full', observe: 'none' },
        ...{ beta, tokens, dimension: 2, seed, ...positiveDefinite(seed) },
        ...{ saveAt: `lin:0:${until}:31`, rtol: 1e-9, atol: 1e-11 },
      });
      const supports = Array.from(trajectory.ts, (_, i) =>
        supportOf(tokensAt(trajectory, i), trajectory.problem.shape),
      );
      let rise = 0;
      for (let i = 1; i < supports.length; i++) {
        supports[i].forEach((height, w) => {
          rise = larger(rise, height - supports[i - 1][w]);
        });
      }
      rises.push(rise);
    }
    return rises;
  },
  judge(values) {
    const rises = values.flat();
    return [
      noViolation('no direction in which the hull grows', {
        cases: rises.length,
        violations: rises.filter((rise) => rise > ACCURACY).length,
        worst: Math.max(...rises) / ACCURACY,
      }),
    ];
  },
});

/** Q = K, random: QᵀQ ≻ 0. Rows, since query and key of one seed are different matrices. */
function positiveDefinite(seed: number) {
  const draw = random(seed, streams.query);
  const rows = Array.from({ length: 2 }, (_, i) => {
    const row = new Float64Array(2);
    draw.normals(i, 0, row, 2);
    return Array.from(row);
  });
  return { query: rows, key: rows };
}

/** max_i ⟨w, x_i⟩ for directions w all around. */
function supportOf(x: State, { n }: Shape): number[] {
  return Array.from({ length: DIRECTIONS }, (_, i) => {
    const [c, s] = [cos((2 * PI * i) / DIRECTIONS), sin((2 * PI * i) / DIRECTIONS)];
    let largest = Number.NEGATIVE_INFINITY;
    for (let k = 0; k < n; k++) largest = larger(largest, c * x[2 * k] + s * x[2 * k + 1]);
    return largest;
  });
}

interface Faded {
  /** Largest |x_i|. */
  readonly size: number;
  /** Largest |nP_ij − 1|. */
  readonly uneven: number;
  /** 2βt tr Cov/d. */
  readonly law: number;
}

export const repulsionFades = statement({
  id: 'repulsion-fades',
  says: 'ẋ_i = Σ_j P_ij V x_j in R^d with V = −I, QᵀK = I: all tokens go to 0 and P to 1/n; at last like t^{−1/2}, with covariance C → I/(2βt), since Ċ = −2βC² for small tokens.',
  source: 'arXiv:2305.05465; the law of large t derived',
  test: 'random runs at the end: |x_i| within 2(nd/(2βt))^{1/2}, which n tokens of such covariance have at most, |nP_ij − 1| within twice the square of that, 2βt tr C/d within 2 % of 1',
  expected: 'holds',
  parameters: {
    beta: p.beta(1),
    tokens: p.tokens(10),
    dimension: p.dimension(2),
    until: p.until(4000),
    runs: p.runs(4),
    seed: p.seed(),
  },
  hypotheses: ({ beta, tokens, dimension, until }) => [
    { says: 'β > 0, n > d', met: beta > 0 && tokens > dimension },
    { says: 'βt ≫ the inverse of the smallest variance at the start', met: beta * until >= 1000 },
  ],
  cells: ({ seed, runs, ...setting }) => seedGroups(seed, runs, 2).map((seeds) => ({ ...setting, seeds })),
  async compute(cell: Cell & { readonly dimension: number }): Promise<Faded[]> {
    const { beta, tokens, dimension, until, seeds } = cell;
    const faded: Faded[] = [];
    for (const seed of seeds) {
      const spec = { dynamics: 'unnormalized', mask: 'full', value: -1, observe: 'none' } as const;
      const { trajectory } = await run({
        ...spec,
        beta,
        tokens,
        dimension,
        seed,
        saveAt: [until],
        rtol: 1e-6,
        atol: 1e-8,
      });
      faded.push(fadedAt(tokensAt(trajectory, 0), trajectory.problem.shape, beta, until));
    }
    return faded;
  },
  judge(values, { beta, tokens, dimension, until }) {
    const all = values.flat();
    const size = 2 * Math.sqrt((tokens * dimension) / (2 * beta * until));
    const tally = (ratios: readonly number[]) => ({
      cases: ratios.length,
      violations: ratios.filter((ratio) => !(ratio <= 1)).length,
      worst: Math.max(...ratios),
    });
    return [
      noViolation('tokens go to 0', tally(all.map((one) => one.size / size))),
      noViolation('attention becomes uniform', tally(all.map((one) => one.uneven / (2 * beta * size * size)))),
      ...all.map(({ law }, i) => identity(`2βt tr C/d, run ${i + 1}`, 1, law, 0.02, 'the start')),
    ];
  },
});

/** P_ij ∝ e^{β⟨x_i, x_j⟩}. */
function attentionRow(x: State, { n, d }: Shape, i: number, beta: number): number[] {
  const scores = Array.from({ length: n }, (_, j) => beta * dot(x, i * d, x, j * d, d));
  const largest = Math.max(...scores);
  const weights = scores.map((score) => exp(score - largest));
  const z = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / z);
}

function fadedAt(x: State, { n, d }: Shape, beta: number, t: number): Faded {
  const mean = Array.from({ length: d }, (_, c) => {
    let sum = 0;
    for (let k = 0; k < n; k++) sum += x[k * d + c];
    return sum / n;
  });
  let [size, uneven, variance] = [0, 0, 0];
  for (let k = 0; k < n; k++) {
    size = larger(size, Math.sqrt(dot(x, k * d, x, k * d, d)));
    for (let c = 0; c < d; c++) variance += (x[k * d + c] - mean[c]) * (x[k * d + c] - mean[c]);
    for (const share of attentionRow(x, { n, d }, k, beta)) uneven = larger(uneven, Math.abs(n * share - 1));
  }
  return { size, uneven, law: (2 * beta * t * variance) / n / d };
}

/** Rows whose largest weight is below this are no indicator of one token. */
const INDICATOR = 0.99;

export const booleanAttention = statement({
  id: 'boolean-attention',
  says: 'ẋ_i = Σ_j P_ij V x_j on the line with V > 0, QK > 0: every row of P tends to the indicator of the first or of the last token on the line, but for one row at most.',
  source: 'arXiv:2305.05465',
  test: 'random tokens on a line, V = Q = K = 1: rows whose weight on the first or the last token is below 0.99 at the end; more than one violates it, and one other token with more than 0.99 does',
  expected: 'holds',
  parameters: { beta: p.beta(1), tokens: p.tokens(16), until: p.until(12), runs: p.runs(12), seed: p.seed() },
  hypotheses: ({ beta }) => [{ says: 'β > 0', met: beta > 0 }],
  cells: ({ seed, runs, ...setting }): Cell[] => seedGroups(seed, runs, 12).map((seeds) => ({ ...setting, seeds })),
  async compute({ beta, tokens, until, seeds }: Cell): Promise<{ exceptions: number; others: number }[]> {
    const found: { exceptions: number; others: number }[] = [];
    for (const seed of seeds) {
      const { trajectory } = await run({
        ...{ dynamics: 'unnormalized', picture: 'rescaled', mask: 'full', observe: 'none', beta },
        ...{ initial: onLine(tokens, seed), saveAt: [until], rtol: 1e-6, atol: 1e-9 },
      });
      const { shape } = trajectory.problem;
      const x = tokensAt(trajectory, 0).map((entry) => exp(until) * entry);
      const places = Array.from({ length: tokens }, (_, k) => x[2 * k]);
      const ends = [places.indexOf(Math.min(...places)), places.indexOf(Math.max(...places))];
      let [exceptions, others] = [0, 0];
      for (let i = 0; i < tokens; i++) {
        const row = attentionRow(x, shape, i, beta);
        if (ends.some((end) => row[end] >= INDICATOR)) continue;
        exceptions++;
        if (row.some((share) => share >= INDICATOR)) others++;
      }
      found.push({ exceptions, others });
    }
    return found;
  },
  judge(values) {
    const all = values.flat();
    return [
      noViolation('at most one row is no indicator of an end', {
        cases: all.length,
        violations: all.filter(({ exceptions, others }) => exceptions > 1 || others > 0).length,
      }),
    ];
  },
});

/** Tokens (x, 0) with x normal: plane tokens, since dimensions begin at 2. */
function onLine(n: number, seed: number): number[][] {
  const draw = random(seed, streams.tokens);
  const x = new Float64Array(1);
  return Array.from({ length: n }, (_, k) => {
    draw.normals(k, 0, x, 1);
    return [x[0], 0];
  });
}

const PLANES = 3;
const SECOND = 0.2;
/** First coordinates this near, over their range at the start, are of one plane. */
const ONE_PLANE = 0.02;

export const threePlanes = statement({
  id: 'three-hyperplanes',
  says: 'ẋ_i = Σ_j P_ij V x_j in R^d where the largest eigenvalue of V is positive and simple, with eigenvector φ, and ⟨Qφ, Kφ⟩ > 0: rescaled tokens z_i = e^{−tV}x_i end on three hyperplanes of constant φ-coordinate at most. Here V = diag(1, 0.2), Q = K = I.',
  source: 'arXiv:2305.05465',
  test: 'values of the first coordinate at the end of random runs, equal within 2 % of their range at the start: three at most',
  expected: 'holds',
  parameters: { beta: p.beta(1), tokens: p.tokens(20), until: p.until(10), runs: p.runs(12), seed: p.seed() },
  hypotheses: ({ beta }) => [{ says: 'β > 0', met: beta > 0 }],
  cells: ({ seed, runs, ...setting }): Cell[] => seedGroups(seed, runs, 12).map((seeds) => ({ ...setting, seeds })),
  async compute({ beta, tokens, until, seeds }: Cell): Promise<number[]> {
    const counts: number[] = [];
    for (const seed of seeds) {
      const { trajectory } = await run({
        ...{ dynamics: 'unnormalized', picture: 'rescaled', mask: 'full', observe: 'none', beta },
        ...{ tokens, dimension: 2, seed, value: [1, SECOND], saveAt: [until], rtol: 1e-6, atol: 1e-9 },
      });
      const placesOf = (x: State) => Array.from({ length: tokens }, (_, k) => x[2 * k]).sort((a, b) => a - b);
      const start = placesOf(trajectory.problem.initial);
      const range = start[tokens - 1] - start[0];
      const places = placesOf(tokensAt(trajectory, 0));
      counts.push(1 + places.slice(1).filter((place, i) => place - places[i] > ONE_PLANE * range).length);
    }
    return counts;
  },
  judge(values) {
    const counts = values.flat();
    return [
      noViolation('hyperplanes', {
        cases: counts.length,
        violations: counts.filter((count) => count > PLANES).length,
        worst: Math.max(...counts) / PLANES,
      }),
    ];
  },
});
