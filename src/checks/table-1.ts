/** Table 1 and its conjectures: where tokens end, by the spectrum of V. */
import { larger, log } from '../core/elementary.ts';
import { dot } from '../core/sphere.ts';
import { seedGroups } from '../experiment.ts';
import { curves } from '../figures/index.ts';
import { run } from '../run.ts';
import { lineRates, singleClusterRates, twoPointThreshold } from '../theory/stability.ts';
import { twoTokenEquilibria } from '../theory/two-token-equilibria.ts';
import { tokensAt } from '../trajectory.ts';
import { exists, identity, noViolation } from './comparison.ts';
import * as p from './parameters.ts';
import { predictedAndMeasured } from './predicted-and-measured.ts';
import { settingOf } from './setting.ts';
import { statement } from './statement.ts';

const NEAR = 1e-6;

/** A run of which only the end is of interest. */
const ending = (until: number) => ({ saveAt: [until], rtol: 1e-7, atol: 1e-9, observe: 'none' }) as const;

/** Over half of this a token at speeds of attention, if it moves at all, goes farther than `NEAR`. */
const LONG = 100;

export const subspaceConjecture = statement({
  id: 'subspace-conjecture',
  says: 'λ > 0 with eigenspace L of dimension ≥ 2, VL^⊥ ⊆ L^⊥, ⟨Vz, z⟩ < λ|z|² on L^⊥: every token tends to P_L x₁(0)/|P_L x₁(0)|. Here V = diag(1, …, 1, 0.2), Q and K Gaussian.',
  source: 'arXiv:2411.04990, §4 (subspace conjecture; Table 1, row 2)',
  erratum: 'Its formula prints P_{L^⊥} where words and context mean P_L.',
  test: 'distance of every token from the point at the end, in every run; runs that still move over their second half, or end before t = 100, are open',
  expected: 'fails as printed, holds corrected',
  parameters: {
    beta: p.beta(1),
    tokens: p.tokens(10),
    dimension: p.dimension(3),
    until: p.until(2000),
    runs: p.runs(40),
    seed: p.seed(),
  },
  hypotheses: ({ dimension }) => [
    { says: 'dim L = d − 1 ≥ 2', met: dimension >= 3 },
    { says: 'V symmetric, the other eigenvalue 0.2 < λ = 1', met: true },
  ],
  cells: ({ seed, runs, ...setting }) => seedGroups(seed, runs, 10).map((seeds) => ({ ...setting, seeds })),
  async compute(cell: { beta: number; tokens: number; dimension: number; until: number; seeds: readonly number[] }) {
    const { beta, tokens, dimension: d, until, seeds } = cell;
    const found: { toL: number; toComplement: number; moved: number }[] = [];
    for (const seed of seeds) {
      const value = Array.from({ length: d }, (_, i) =>
        Array.from({ length: d }, (_, j) => (i !== j ? 0 : i === d - 1 ? 0.2 : 1)),
      );
      const { trajectory } = await run({
        ...{ beta, tokens, dimension: d, seed, value, ...ending(until), saveAt: [until / 2, until] },
        ...{ query: { gaussian: seed, scale: 1 }, key: { gaussian: seed, scale: 1 } },
      });
      const first = trajectory.problem.initial.slice(0, d);
      const inL = first.map((entry, i) => (i === d - 1 ? 0 : entry));
      const beside = first.map((entry, i) => (i === d - 1 ? entry : 0));
      const [before, x] = [tokensAt(trajectory, 0), tokensAt(trajectory, 1)];
      const moved = x.reduce((most, entry, i) => larger(most, Math.abs(entry - before[i])), 0);
      found.push({ toL: farthestFrom(x, inL, d), toComplement: farthestFrom(x, beside, d), moved });
    }
    return found;
  },
  judge(values, { until }) {
    // In a short time nothing moves: that is no rest.
    const all = values.flat().filter(({ moved }) => moved <= NEAR && until >= LONG);
    const open = values.flat().length - all.length;
    const tally = (distances: readonly number[]) => ({
      cases: distances.length,
      violations: distances.filter((distance) => distance > NEAR).length,
      worst: Math.max(...distances) / NEAR,
      open,
    });
    return [
      noViolation('tokens at P_{L^⊥}x₁(0)', tally(all.map(({ toComplement }) => toComplement)), 'printed'),
      noViolation('tokens at P_L x₁(0)', tally(all.map(({ toL }) => toL)), 'corrected'),
    ];
  },
});

/** The largest distance of a row from the direction of `target`. */
function farthestFrom(x: Float64Array, target: Float64Array, d: number): number {
  const length = Math.sqrt(dot(target, 0, target, 0, d));
  let farthest = 0;
  for (let k = 0; k < x.length / d; k++) {
    let squared = 0;
    for (let i = 0; i < d; i++) {
      const difference = x[k * d + i] - target[i] / length;
      squared += difference * difference;
    }
    farthest = larger(farthest, Math.sqrt(squared));
  }
  return farthest;
}

/** V = diag(1, ½), QᵀK = diag(0.1, 5), β = 1: found while the theory was written down. */
const COUNTEREXAMPLE = { beta: 1, b1: 0.1, b2: 5, lambda: 1, mu: 0.5 };

/** ⟨x₁, x₂⟩ at the end of many runs of two tokens. */
async function endCosines(key: readonly [number, number], seeds: readonly number[]): Promise<number[]> {
  const cosines: number[] = [];
  for (const seed of seeds) {
    const matrices = { value: diagonal(1, COUNTEREXAMPLE.mu), key: diagonal(...key) };
    const { trajectory } = await run({ beta: 1, tokens: 2, dimension: 2, seed, ...matrices, ...ending(1e6) });
    const x = tokensAt(trajectory, 0);
    cosines.push(dot(x, 0, x, 2, 2));
  }
  return cosines;
}

function diagonal(a: number, b: number): number[][] {
  return [
    [a, 0],
    [0, b],
  ];
}

export const twoClusterConjecture = statement({
  id: 'two-cluster-conjecture',
  says: 'V diagonalisable with distinct positive eigenvalues, top eigenvector ξ: for any Q, K and almost every start every token tends to ξ or −ξ. Tried at V = diag(1, ½), QᵀK = diag(0.1, 5), β = 1, n = 2.',
  source: 'arXiv:2411.04990, §4 (two-cluster conjecture as transcribed; Table 1, row 3)',
  test: 'whether |⟨x₁, x₂⟩| = 1 to 1e-6 at the end, in every run of random tokens',
  expected: 'fails',
  parameters: { runs: p.runs(400), seed: p.seed() },
  hypotheses: () => [{ says: 'V diagonalisable, eigenvalues distinct and positive (1, ½)', met: true }],
  cells: ({ seed, runs }) => seedGroups(seed, runs, 50).map((seeds) => ({ seeds })),
  compute: ({ seeds }: { seeds: readonly number[] }) => endCosines([COUNTEREXAMPLE.b1, COUNTEREXAMPLE.b2], seeds),
  judge(values) {
    const cosines = values.flat();
    const off = cosines.filter((cosine) => Math.abs(cosine) < 1 - NEAR);
    return [noViolation('tokens at ±ξ', { cases: cosines.length, violations: off.length })];
  },
});

/** About half of random starts end there: so many without one are a matter of 1 in 16,000. */
const ENOUGH = 14;

export const counterexample = statement({
  id: 'two-cluster-counterexample',
  says: 'There two tokens rest, stably, at ⟨x₁, x₂⟩ = −0.941159; with Q = K = I nothing of the kind exists.',
  source: 'derived; counterexample to the two-cluster conjecture of arXiv:2411.04990, §4, as transcribed',
  test: 'the cosine of the stable equilibrium against the end of every run off the line; both rates negative; no run off the line for QᵀK = I',
  expected: 'holds',
  parameters: { runs: p.runs(200), seed: p.seed() },
  hypotheses: () => [],
  cells: ({ seed, runs }) =>
    seedGroups(seed, runs, 50).flatMap((seeds) => [
      { seeds, key: [COUNTEREXAMPLE.b1, COUNTEREXAMPLE.b2] as const },
      { seeds, key: [1, 1] as const },
    ]),
  async compute({ seeds, key }: { seeds: readonly number[]; key: readonly [number, number] }) {
    return { plain: key[0] === key[1], cosines: await endCosines(key, seeds) };
  },
  judge(values) {
    const ends = (plain: boolean) => values.filter((value) => value.plain === plain).flatMap(({ cosines }) => cosines);
    const offLine = (plain: boolean) => ends(plain).filter((cosine) => Math.abs(cosine) < 1 - NEAR);
    const found = offLine(false);
    const worst = found.reduce(
      (most, cosine) => (Math.abs(cosine - found[0]) > Math.abs(most - found[0]) ? cosine : most),
      found[0],
    );
    const stable = twoTokenEquilibria(COUNTEREXAMPLE).find(({ stable, cosine }) => stable && Math.abs(cosine) < 1);
    const { mu, lambda } = COUNTEREXAMPLE;
    return [
      exists(
        'runs that end off the line',
        found.length > 0 ? true : ends(false).length < ENOUGH ? null : false,
        `${found.length} of ${ends(false).length}`,
      ),
      identity(
        '⟨x₁, x₂⟩ of the one farthest from the others',
        stable?.cosine ?? Number.NaN,
        worst ?? Number.NaN,
        1e-6,
        'tolerances of the runs',
      ),
      exists(
        'a stable equilibrium',
        stable !== undefined && mu < lambda,
        `rates ${stable?.rate.toFixed(4)} and ${(mu - lambda).toFixed(4)}`,
      ),
      noViolation('runs on the line for QᵀK = I', { cases: ends(true).length, violations: offLine(true).length }),
    ];
  },
});

export const rowThreeThreshold = statement({
  id: 'row-3-threshold',
  says: 'Q = K = I: a second token opposite to the first at ±ξ is stable only for β > β* = −½ ln(1 − μ/λ), with the rate of lineRates; ½ ln 2 for V = diag(1, ½).',
  source: 'derived for arXiv:2411.04990, Table 1, row 3',
  test: 'growth of a displacement of 1e-5 at β = 0.97, 1.03 and 1.5 β*, rate within 1 % and sign as predicted',
  expected: 'holds',
  parameters: { ratio: p.ratio(0.5) },
  hypotheses: ({ ratio }) => [{ says: '0 < μ/λ < 1', met: ratio > 0 && ratio < 1 }],
  cells: ({ ratio }) => [0.97, 1.03, 1.5].map((share) => ({ ratio, share })),
  async compute({ ratio, share }: { ratio: number; share: number }) {
    const beta = share * twoPointThreshold(ratio);
    if (!(beta > 0 && beta < 1e6)) return { share, beta: null, rate: null, predicted: null };
    const [predicted] = lineRates([1, -1], beta, 1, [ratio]);
    const span = Math.min(1e4, 2 / Math.abs(predicted));
    const { trajectory } = await run({
      ...{
        beta,
        initial: [
          [1, 0],
          [-1, 1e-5],
        ],
        value: diagonal(1, ratio),
        until: span,
        saveAt: [span],
      },
      ...{ rtol: 1e-11, atol: 1e-15, observe: 'none' },
    });
    const start = trajectory.problem.initial[3];
    return { share, beta, rate: log(tokensAt(trajectory, 0)[3] / start) / span, predicted };
  },
  judge: (values) =>
    values.flatMap(({ share, beta, rate: measured, predicted: expected }) => {
      if (beta === null || measured === null || expected === null) {
        return [exists(`a second token at ${share} β*`, null, 'no β* at this ratio')];
      }
      const at = `${share} β* = ${beta.toFixed(5)}`;
      return [
        identity(`rate at ${at}`, expected, measured, 0.01 * Math.abs(expected), 'a displacement of up to 1e-4'),
        exists(
          share > 1 ? `stability at ${at}` : `instability at ${at}`,
          share > 1 ? measured < 0 : measured > 0,
          `rate ${measured.toFixed(5)}`,
        ),
      ];
    }),
  draw(values, { ratio }) {
    const threshold = twoPointThreshold(ratio);
    const points = values.flatMap(({ share, rate }) => (rate === null ? [] : [[share, rate] as const]));
    return curves({
      title: 'When a token opposite to the first is stable',
      caption:
        'Rate of a small displacement over β/β*: dots by runs, the curve by the linearised field; stable below 0.',
      ts: [],
      panels: [
        predictedAndMeasured({
          ...{ title: 'Rate', across: 'β/β*', from: 0.5, to: 2 },
          predicted: [
            { name: '', at: () => 0, color: 'muted', dashed: true },
            { name: 'predicted', at: (share) => lineRates([1, -1], share * threshold, 1, [ratio])[0] },
          ],
          measured: [{ name: 'measured', points }],
        }),
      ],
    });
  },
});

export const singleCluster = statement({
  id: 'single-cluster-rates',
  says: 'At a single cluster ξ, Vξ = λξ, V symmetric, any Q, K, β: the rates of token k are μ_i/k − λ. So λ < 0 makes late tokens unstable: single points do not survive in rows 4 and 5.',
  source: 'derived for arXiv:2411.04990, Table 1',
  test: 'derivative of the field by central differences at V = diag(1, 0.4, −0.3) and its negative, n = 6, Gaussian QᵀK',
  expected: 'holds',
  parameters: { beta: p.beta(2), seed: p.seed() },
  hypotheses: () => [],
  cells: ({ beta, seed }) => [1, -1].map((sign) => ({ beta, seed, sign })),
  compute({ beta, seed, sign }: { beta: number; seed: number; sign: number }): { sign: number; worst: number } {
    const [n, step] = [6, 1e-5];
    const values = [sign, 0.4 * sign, -0.3 * sign];
    const predicted = singleClusterRates(values[0], values.slice(1), n);
    let worst = 0;
    for (let k = 0; k < n; k++)
      for (const i of [1, 2]) {
        const speed = (h: number) => {
          const initial = Array.from({ length: n }, (_, j) => [
            1,
            j === k && i === 1 ? h : 0,
            j === k && i === 2 ? h : 0,
          ]);
          const value = values.map((entry, a) => values.map((_, b) => (a === b ? entry : 0)));
          const key = { gaussian: seed, scale: 1 } as const;
          return settingOf({ beta, initial, value, key }).velocity[3 * k + i];
        };
        worst = larger(worst, Math.abs((speed(step) - speed(-step)) / (2 * step) - predicted[k][i - 1]));
      }
    return { sign, worst };
  },
  judge: (values) =>
    values.map(({ sign, worst }) =>
      identity(`largest difference, λ = ${sign}`, 0, worst, 1e-7, 'central differences, h = 1e-5'),
    ),
});

export const minusIdentity = statement({
  id: 'minus-identity',
  says: 'V = −I, Q = K = I: x₂ → −x₁(0), and x₃ goes to the equator orthogonal to x₁.',
  source: 'derived for arXiv:2411.04990, Table 1, row 4',
  test: '⟨x₁, x₂⟩ and ⟨x₁, x₃⟩ at the end of every run',
  expected: 'holds',
  parameters: { beta: p.beta(2), dimension: p.dimension(3), runs: p.runs(20), seed: p.seed() },
  hypotheses: ({ beta }) => [{ says: 'β > 0: at β = 0 the first two have no net pull on x₃', met: beta > 0 }],
  cells: (draws) => [draws],
  async compute({ beta, dimension: d, runs, seed }: { beta: number; dimension: number; runs: number; seed: number }) {
    let [second, third] = [0, 0];
    for (let i = 0; i < runs; i++) {
      const spec = { beta, tokens: 3, dimension: d, seed: seed + i, value: -1 } as const;
      const x = tokensAt((await run({ ...spec, ...ending(1e12) })).trajectory, 0);
      second = larger(second, Math.abs(dot(x, 0, x, d, d) + 1));
      third = larger(third, Math.abs(dot(x, 0, x, 2 * d, d)));
    }
    return { second, third };
  },
  judge: ([{ second, third }]) => [
    identity('largest |⟨x₁, x₂⟩ + 1|', 0, second, 1e-6, 'tolerances of the runs'),
    identity('largest |⟨x₁, x₃⟩|', 0, third, 1e-6, 'tolerances of the runs'),
  ],
});
