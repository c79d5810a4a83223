/** Facts about CSA with V = I that hold along every run: what stands still, what never comes back, how fast it ends. */
import { anglesOf } from '../analysis/circle.ts';
import { exp, larger, log } from '../core/elementary.ts';
import { dot } from '../core/sphere.ts';
import { seedGroups } from '../experiment.ts';
import { curves } from '../figures/index.ts';
import { run } from '../run.ts';
import { tokensAt } from '../trajectory.ts';
import { exists, identity, noViolation } from './comparison.ts';
import * as p from './parameters.ts';
import { predictedAndMeasured } from './predicted-and-measured.ts';
import { statement } from './statement.ts';

interface Cell {
  readonly beta: number;
  readonly tokens: number;
  readonly dimension: number;
  readonly until: number;
  readonly seeds: readonly number[];
}

/** Of a run at tolerance 1e-8: what may be lost of a monotone quantity between saved times. */
const ACCURACY = 1e-6;

export const hemisphere = statement({
  id: 'hemisphere',
  says: 'V = I, any Q and K: once x₁, …, x_k lie in a half space {⟨w, x⟩ ≥ 0}, min_{j≤k}⟨w, x_j⟩ never decreases.',
  source: 'arXiv:2411.04990, proof of Theorem 4.1; derived',
  test: 'no decrease by more than 1e-6 between saved times, for every prefix of every run, w the mean direction of tokens in a half space',
  expected: 'holds',
  parameters: {
    beta: p.beta(3),
    tokens: p.tokens(10),
    dimension: p.dimension(4),
    until: p.until(20),
    runs: p.runs(40),
    seed: p.seed(),
  },
  hypotheses: () => [],
  cells: ({ seed, runs, ...setting }): Cell[] => seedGroups(seed, runs, 20).map((seeds) => ({ ...setting, seeds })),
  async compute({ beta, tokens, dimension, until, seeds }: Cell): Promise<{ cases: number; drops: readonly number[] }> {
    const drops: number[] = [];
    for (const seed of seeds) {
      const { trajectory } = await run({
        ...{ beta, dimension, seed, until, observe: 'none', saveAt: `lin:0:${until}:41` },
        // A cone around the last axis that fills most of the half space.
        ...{ tokens, initial: 'von-mises-fisher', directions: [axis(dimension)], concentration: 1 },
        ...{ query: { gaussian: seed, scale: 1 }, key: { gaussian: seed, scale: 1 } },
      });
      for (let k = 1; k <= tokens; k++) {
        const heights = Array.from(trajectory.ts, (_, i) => lowest(tokensAt(trajectory, i), k, dimension));
        let drop = 0;
        for (let i = 1; i < heights.length; i++) {
          if (heights[i - 1] >= 0) drop = larger(drop, heights[i - 1] - heights[i]);
        }
        if (heights.slice(0, -1).some((height) => height >= 0)) drops.push(drop);
      }
    }
    return { cases: drops.length, drops };
  },
  judge(values) {
    const drops = values.flatMap((value) => value.drops);
    return [
      noViolation('the lowest token never sinks', {
        cases: drops.length,
        violations: drops.filter((drop) => drop > ACCURACY).length,
        worst: Math.max(0, ...drops) / ACCURACY,
      }),
    ];
  },
});

function axis(d: number): number[] {
  return Array.from({ length: d }, (_, i) => (i === d - 1 ? 1 : 0));
}

/** min_{j≤k} of the last coordinate. */
function lowest(x: Float64Array, k: number, d: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (let j = 0; j < k; j++) least = Math.min(least, x[j * d + d - 1]);
  return least;
}

/** |x_k − x_1| at two late times. */
interface Late {
  readonly early: readonly number[];
  readonly late: readonly number[];
}

const LATE = [38, 43] as const;

export const terminalRates = statement({
  id: 'terminal-rates',
  says: 'V = I, any Q, K, β: near the cluster x_k − x₁ ≈ Σ_m c_m C(k−1, m−1) e^{−(1−1/m)t}: the rate is ½ and |x_k − x₁|/|x₂ − x₁| → k − 1.',
  source: 'derived from arXiv:2411.04990 (linearisation at the cluster)',
  test: 'tokens from a cap of some 0.03 rad, so that the linear law holds from the start: rate between t = 38 and 43 within 1e-3; the ratio, extrapolated by its correction e^{−t/6}, within 2e-3 and a tenth of what was extrapolated',
  expected: 'holds',
  parameters: { beta: p.beta(1), tokens: p.tokens(6), dimension: p.dimension(5), runs: p.runs(12), seed: p.seed() },
  hypotheses: ({ tokens }) => [{ says: 'n ≥ 3', met: tokens >= 3 }],
  cells: ({ seed, runs, ...setting }) => seedGroups(seed, runs, 6).map((seeds) => ({ ...setting, seeds })),
  async compute({ beta, tokens, dimension, seeds }: Omit<Cell, 'until'>): Promise<Late[]> {
    const found: Late[] = [];
    for (const seed of seeds) {
      const { trajectory } = await run({
        ...{ beta, tokens, dimension, seed, saveAt: LATE, observe: 'none' },
        ...{ initial: 'von-mises-fisher', directions: [axis(dimension)], concentration: 1000 * dimension },
        ...{ query: { gaussian: seed }, key: { gaussian: seed } },
        // Fixed steps: tolerances do not see distances of 1e-11.
        ...{ integrator: 'dopri5', dt: 0.25 },
      });
      const distances = LATE.map((_, i) => {
        const x = tokensAt(trajectory, i);
        return Array.from({ length: tokens }, (_, k) => distanceToFirst(x, k, dimension));
      });
      found.push({ early: distances[0], late: distances[1] });
    }
    return found;
  },
  judge(values) {
    const all = values.flat();
    const linear = all.filter(isLinear);
    const rates = linear.map(({ early, late }) => Math.abs(log(late[1] / early[1]) / SPAN + 0.5) / RATE_ALLOWED);
    const ratios = linear.flatMap(ratioDeviations);
    const open = all.length - linear.length;
    const count = (deviations: readonly number[]) => ({
      cases: deviations.length,
      violations: deviations.filter((deviation) => !(deviation <= 1)).length,
      worst: Math.max(...deviations),
      open,
    });
    return [
      noViolation('the rate is ½', count(rates)),
      noViolation('|x_k − x₁|/|x₂ − x₁| goes to k − 1', count(ratios)),
    ];
  },
  draw: (values, { tokens }) =>
    curves({
      title: 'How far tokens are from the first one at last',
      caption: `|x_k − x₁|/|x₂ − x₁| at t = ${LATE[1]} in every run (runs whose tokens are not yet near left out), over k, beside k − 1.`,
      ts: [],
      panels: [
        predictedAndMeasured({
          ...{ title: '|x_k − x₁|/|x₂ − x₁|', across: 'token k', from: 2, to: tokens },
          predicted: [{ name: 'k − 1', at: (k) => k - 1 }],
          measured: [
            {
              name: 'runs',
              points: values
                .flat()
                .filter(isLinear)
                .flatMap(({ late }) => late.slice(1).map((distance, i) => [i + 2, distance / late[1]] as const)),
            },
          ],
        }),
      ],
    }),
});

/**
 * Tokens that are farther than this at the first time have come too late for the linear law to be seen by the second; so have those
 * whose ratios are still far from their limits.
 */
const LINEAR = 1e-8;
const NEAR_LIMIT = 0.1;

function isLinear({ early }: Late): boolean {
  return early.every((distance, k) => distance < LINEAR && (k < 2 || Math.abs(distance / early[1] - k) < NEAR_LIMIT));
}

const RATE_ALLOWED = 1e-3;
const RATIO_ALLOWED = 2e-3;
const SPAN = LATE[1] - LATE[0];

/** |limit − (k − 1)| over what is allowed, for k ≥ 3: the ratio is extrapolated by its leading correction, e^{−t/6}. */
function ratioDeviations({ early, late }: Late): number[] {
  const decay = exp(-SPAN / 6);
  return late.slice(2).map((distance, i) => {
    const ratio = distance / late[1];
    const limit = (ratio - (decay * early[i + 2]) / early[1]) / (1 - decay);
    // Further modes are left in proportion to what was extrapolated.
    return Math.abs(limit - (i + 2)) / (RATIO_ALLOWED + 0.1 * Math.abs(ratio - (i + 2)));
  });
}

function distanceToFirst(x: Float64Array, k: number, d: number): number {
  const difference = x.slice(k * d, (k + 1) * d).map((entry, i) => entry - x[i]);
  return Math.sqrt(dot(difference, 0, difference, 0, d));
}

export const tokensCross = statement({
  id: 'tokens-cross',
  says: 'Under CSA tokens overtake each other on the circle and coincident tokens separate; under full attention neither happens.',
  source: 'derived; order under SA and USA: arXiv:2312.10794',
  test: 'angles 0, 1, 1 and 0, 1.01, 1 at β = 4, t = 1.5, under both masks',
  expected: 'holds',
  parameters: {},
  hypotheses: () => [],
  cells: () => [{ second: 1 }, { second: 1.01 }],
  async compute({ second }: { readonly second: number }): Promise<{ causal: number; full: number }> {
    const gap = async (mask: 'causal' | 'full') => {
      const { trajectory } = await run({ beta: 4, initial: [0, second, 1], mask, saveAt: [1.5], observe: 'none' });
      const angles = anglesOf(tokensAt(trajectory, 0));
      return angles[2] - angles[1];
    };
    return { causal: await gap('causal'), full: await gap('full') };
  },
  judge: ([together, behind]) => [
    exists('coincident tokens separate', together.causal > 0.01, `by ${together.causal.toFixed(5)} rad`),
    identity('they stay together under the full mask', 0, together.full, 0, 'the same bits'),
    exists('the second overtakes the third', behind.causal > 0.01, `it is ${behind.causal.toFixed(5)} rad ahead`),
    exists('it does not under the full mask', behind.full < 0, `it is ${(-behind.full).toFixed(5)} rad behind`),
  ],
});

export const twiceAsFast = statement({
  id: 'two-tokens-twice-as-fast',
  says: 'For n = 2 and Q = K = V = I the angle between the tokens is under SA at time t what it is under CSA at 2t.',
  source: 'derived from arXiv:2411.04990 and arXiv:2312.10794',
  test: 'largest difference of the two cosines over random pairs',
  expected: 'holds',
  parameters: { beta: p.beta(4), dimension: p.dimension(3), until: p.until(5), runs: p.runs(20), seed: p.seed() },
  hypotheses: () => [],
  cells: (cell) => [cell],
  async compute(cell: { beta: number; dimension: number; until: number; runs: number; seed: number }): Promise<number> {
    const { beta, dimension, until, runs, seed } = cell;
    let worst = 0;
    for (let i = 0; i < runs; i++) {
      const cosine = async (mask: 'causal' | 'full', t: number) => {
        const spec = { beta, tokens: 2, dimension, seed: seed + i, mask, saveAt: [t], observe: 'none' } as const;
        const x = tokensAt((await run({ ...spec, rtol: 1e-11, atol: 1e-13 })).trajectory, 0);
        return dot(x, 0, x, dimension, dimension);
      };
      worst = larger(worst, Math.abs((await cosine('full', until)) - (await cosine('causal', 2 * until))));
    }
    return worst;
  },
  judge: ([worst]) => [identity('largest difference of cosines', 0, worst, 1e-9, 'tolerances of 1e-11 a step')],
});
