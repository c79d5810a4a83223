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

export interface Cell {
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
export function attentionRow(x: State, { n, d }: Shape, i: number, beta: number): number[] {
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
