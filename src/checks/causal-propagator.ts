/** What causal attention makes of a start, exactly: combinations of earlier tokens, antipodes, β = 0, the order of tokens. */
import { cos, exp, larger, sin } from '../core/elementary.ts';
import { geodesicDistance } from '../core/sphere.ts';
import type { Shape, State } from '../core/state.ts';
import { seedGroups } from '../experiment.ts';
import { run } from '../run.ts';
import { tokensAt } from '../trajectory.ts';
import { exists, identity, noViolation } from './comparison.ts';
import { coefficientsIn } from './null-vector.ts';
import * as p from './parameters.ts';
import { settingOf } from './setting.ts';
import { statement } from './statement.ts';

interface ConeCell {
  readonly beta: number;
  readonly tokens: number;
  readonly until: number;
  readonly seeds: readonly number[];
}

/** Of a run at tolerances of 1e-10, times what the coefficients make of an error. */
const ACCURACY = 1e-8;

function rowOf(x: State, { d }: Shape, k: number): number[] {
  return Array.from(x.subarray(k * d, (k + 1) * d));
}

/** Six, evenly in the logarithm. */
function timesUpTo(until: number): string {
  return `log:${until / 200}:${until}:6`;
}

export const tokenCone = statement({
  id: 'token-cone',
  says: 'V = I, any Q, K, β: x_k(t) = Σ_{j≤k} C_kj(t) x_j(0) with C_kj ≥ 0, so that every token stays in the cone, and in the span, of itself and the earlier ones at the start.',
  source: 'derived from arXiv:2411.04990 (V = I)',
  test: 'coefficients of x_k(t) in n = d independent x_j(0), by elimination, at 6 times of random runs: none below −1e-8·κ, those of later tokens within 1e-8·κ, κ the largest coefficient of a unit vector',
  expected: 'holds',
  parameters: { beta: p.beta(2), tokens: p.tokens(6, 2), until: p.until(20), runs: p.runs(10), seed: p.seed() },
  hypotheses: ({ tokens }) => [{ says: 'n ≥ 2', met: tokens >= 2 }],
  cells: ({ seed, runs, ...setting }): ConeCell[] => seedGroups(seed, runs, 10).map((seeds) => ({ ...setting, seeds })),
  async compute({ beta, tokens, until, seeds }: ConeCell): Promise<{ negative: number; later: number }[]> {
    const found: { negative: number; later: number }[] = [];
    for (const seed of seeds) {
      const spec = { beta, tokens, dimension: tokens, seed, observe: 'none', saveAt: timesUpTo(until) } as const;
      const matrices = { query: { gaussian: seed, scale: 1 }, key: { gaussian: seed, scale: 1 } };
      const { trajectory } = await run({ ...spec, ...matrices, rtol: 1e-10, atol: 1e-12 });
      const { initial, shape } = trajectory.problem;
      const basis = Array.from({ length: tokens }, (_, j) => rowOf(initial, shape, j));
      const axes = basis.map((_, i) => basis.map((_, j) => (i === j ? 1 : 0)));
      const scale = Math.max(...axes.flatMap((axis) => coefficientsIn(basis, axis).map((c) => Math.abs(c))));
      let [negative, later] = [0, 0];
      for (let i = 0; i < trajectory.ts.length; i++) {
        for (let k = 0; k < tokens; k++) {
          coefficientsIn(basis, rowOf(tokensAt(trajectory, i), shape, k)).forEach((c, j) => {
            if (j <= k) negative = larger(negative, -c / scale);
            else later = larger(later, Math.abs(c) / scale);
          });
        }
      }
      found.push({ negative, later });
    }
    return found;
  },
  judge(values) {
    const all = values.flat();
    const tally = (sizes: readonly number[]) => ({
      cases: sizes.length,
      violations: sizes.filter((size) => size > ACCURACY).length,
      worst: Math.max(...sizes) / ACCURACY,
    });
    return [
      noViolation('no negative coefficient', tally(all.map(({ negative }) => negative))),
      noViolation('none of a later token', tally(all.map(({ later }) => later))),
    ];
  },
});

const OFF = 1e-4;

export const antipode = statement({
  id: 'antipode-rate',
  says: 'Q = K = V = I: a second token near the antipode of the first leaves it at the rate 1/(1 + e^{2β}).',
  source: 'derived from arXiv:2411.04990 (n = 2); the exceptional set of Theorem 4.1',
  test: 'rate of log(π − θ) by the field, 1e-4 rad off, at β = 0, ½, 1, 2, 4; within 1e-6(1 + β) of itself',
  expected: 'holds',
  parameters: {},
  hypotheses: () => [],
  cells: () => [0, 0.5, 1, 2, 4].map((beta) => ({ beta })),
  compute({ beta }: { readonly beta: number }): { beta: number; rate: number } {
    const { x, velocity } = settingOf({
      beta,
      initial: [
        [1, 0, 0],
        [-cos(OFF), sin(OFF), 0],
      ],
    });
    // θ̇ of the second, turning away from (−1, 0, 0).
    const turning = -(x[3] * velocity[4] - x[4] * velocity[3]);
    return { beta, rate: turning / OFF };
  },
  judge: (values) =>
    values.map(({ beta, rate }) => {
      const predicted = 1 / (1 + exp(2 * beta));
      return identity(`rate at β = ${beta}`, predicted, rate, 1e-6 * (1 + beta) * predicted, 'second order of 1e-4');
    }),
});

export const betaZero = statement({
  id: 'two-tokens-beta-zero',
  says: 'Two tokens at β = 0, V = I: tan(θ/2) falls like e^{−t/2} at all times, θ the angle between them.',
  source: 'derived from arXiv:2411.04990 (n = 2)',
  test: 'largest deviation of tan(θ(t)/2)e^{t/2} from tan(θ(0)/2), relative, at t up to 10 of random pairs',
  expected: 'holds',
  parameters: { dimension: p.dimension(3), runs: p.runs(10), seed: p.seed() },
  hypotheses: () => [],
  cells: (draws) => [draws],
  async compute({ dimension, runs, seed }: { dimension: number; runs: number; seed: number }): Promise<number> {
    const halfTangent = (x: State) => {
      const half = geodesicDistance(x, 0, x, dimension, dimension) / 2;
      return sin(half) / cos(half);
    };
    let worst = 0;
    for (let i = 0; i < runs; i++) {
      const spec = { beta: 0, tokens: 2, dimension, seed: seed + i, saveAt: [0.5, 2, 5, 10], observe: 'none' } as const;
      const { trajectory } = await run({ ...spec, rtol: 1e-11, atol: 1e-13 });
      const start = halfTangent(trajectory.problem.initial);
      trajectory.ts.forEach((t, j) => {
        worst = larger(worst, Math.abs((halfTangent(tokensAt(trajectory, j)) * exp(t / 2)) / start - 1));
      });
    }
    return worst;
  },
  judge: ([worst]) => [identity('largest relative deviation', 0, worst, 1e-8, 'tolerances of 1e-11 a step')],
});

interface OrderCell {
  readonly beta: number;
  readonly tokens: number;
  readonly dimension: number;
  readonly seed: number;
}

export const order = statement({
  id: 'order-matters',
  says: 'Full attention does not know the order of tokens: permuted tokens have permuted velocities. Causal attention does.',
  source: 'derived from arXiv:2411.04990 and arXiv:2312.10794 (the equations)',
  test: 'velocities at random tokens and at the same ones in reverse order',
  expected: 'holds',
  parameters: { beta: p.beta(3), tokens: p.tokens(10), dimension: p.dimension(3), seed: p.seed() },
  hypotheses: ({ tokens }) => [{ says: 'n ≥ 2', met: tokens >= 2 }],
  cells: (cell) => [cell],
  compute({ beta, tokens, dimension, seed }: OrderCell): { full: number; causal: number } {
    const difference = (mask: 'full' | 'causal') => {
      const there = settingOf({ beta, tokens, dimension, seed, mask });
      const initial = Array.from({ length: tokens }, (_, k) => rowOf(there.x, there.shape, tokens - 1 - k));
      const back = settingOf({ beta, initial, mask });
      let largest = 0;
      for (let k = 0; k < tokens; k++) {
        const mirrored = rowOf(back.velocity, back.shape, tokens - 1 - k);
        rowOf(there.velocity, there.shape, k).forEach((entry, i) => {
          largest = larger(largest, Math.abs(entry - mirrored[i]));
        });
      }
      return largest;
    };
    return { full: difference('full'), causal: difference('causal') };
  },
  judge: ([{ full, causal }]) => [
    identity('SA: largest difference', 0, full, 1e-13, 'sums in another order'),
    exists('a difference under CSA', causal > 1e-3, causal.toFixed(5)),
  ],
});
