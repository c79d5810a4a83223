/** How many ordinary Rényi centers random tokens have: cars parked on a street, caps on a sphere. */
import { renyiCenters } from '../../analysis/renyi-centers.ts';
import { seedGroups } from '../../core/experiment.ts';
import { PI } from '../../numerics/elementary.ts';
import { sampleOf } from '../../numerics/sample.ts';
import { circleCenters } from '../../theory/circle-centers.ts';
import { expectedRenyiCenters } from '../../theory/random-sequential-adsorption.ts';
import { identity, withinErrors } from '../kit/comparison.ts';
import * as p from '../kit/parameters.ts';
import { statement } from '../kit/statement.ts';
import { type CenterCell, centersOf, countsDrawn } from './drawn-centers.ts';

export const ordinaryOnCircle = statement({
  id: 'renyi-centers-circle',
  says: 'Rényi centers of an endless sequence on the circle are cars parked on a street of 2π/δ − 1 car lengths and one more: E N = 1 + M(2π/δ − 1), and Var N likewise; about 2πm/δ with m = 0.7476.',
  source: 'Rényi 1958; arXiv:2411.04990, §5.1',
  test: 'mean and variance of the count, at n large enough that parking is over but for a thousandth, within 4 standard errors, the variance also within three times the deficit',
  expected: 'holds',
  parameters: { tokens: p.tokens(40_000), delta: p.delta(0.5), runs: p.runs(1500), seed: p.seed() },
  hypotheses: ({ tokens, delta }) => [
    { says: 'n ≫ 2π/δ: the deficit, about 0.32·(2π/δ)²/n centers, is below 0.01', met: deficit(tokens, delta) < 0.01 },
  ],
  cells: ({ seed, runs, ...draw }): CenterCell[] =>
    seedGroups(seed, runs, 250).map((seeds) => ({ ...draw, dimension: 2, seeds })),
  compute: (cell: CenterCell): number[] => centersOf(cell, renyiCenters).map((list) => list.length),
  judge(values, { tokens, delta }) {
    const counts = values.flat();
    const sample = sampleOf(counts);
    const { mean, variance } = circleCenters(delta);
    const squares = sampleOf(counts.map((count) => (count - mean) * (count - mean)));
    return [
      withinErrors('mean count', mean - deficit(tokens, delta), sample),
      // A center still to come, with that probability, changes the variance by one such share and twice its covariance
      // with the count.
      withinErrors('variance of the count', variance, squares, 'both', {
        allowed: 3 * deficit(tokens, delta),
        because: 'finite n',
      }),
    ];
  },
  draw: (values, { tokens, delta }) =>
    countsDrawn('Rényi centers', values.flat(), circleCenters(delta).mean - deficit(tokens, delta)),
});

/** Centers still to come after n tokens: (2π/δ)·e^{−2γ}/τ, τ = nδ/2π. */
function deficit(n: number, delta: number): number {
  const length = (2 * PI) / delta;
  return (0.31524 * length * length) / n;
}

export const parkingDensity = statement({
  id: 'parking-density-sphere',
  says: 'Rényi centers on S² are random sequential adsorption of caps of radius δ/2: for small δ and many tokens their number is 0.547/σ(B_{δ/2}), about 2.19 times that of strong centers.',
  source: 'derived for arXiv:2411.04990, §5.1; density: Torquato, Uche & Stillinger 2006',
  test: 'count extrapolated in n^{−1/2} from n and n/4 within 3 % of the asymptote (curvature and the fit leave about 2 %)',
  expected: 'holds',
  parameters: { tokens: p.tokens(40_000), delta: p.delta(0.2), runs: p.runs(12), seed: p.seed() },
  hypotheses: ({ delta, tokens }) => [
    { says: 'δ ≪ 1', met: delta <= 0.3 },
    { says: 'n ≥ 4, so that a quarter of them is a number', met: tokens >= 4, essential: true },
    { says: 'n ≫ 1/σ(B_{δ/2})', met: tokens >= 20 * expectedRenyiCenters(delta, 3) },
  ],
  cells: ({ seed, runs, ...draw }): CenterCell[] =>
    seedGroups(seed, runs, 3).map((seeds) => ({ ...draw, dimension: 3, seeds })),
  compute: (cell: CenterCell): [number, number][] =>
    centersOf(cell, renyiCenters).map((list) => [list.filter((k) => k < cell.tokens / 4).length, list.length]),
  judge(values, { delta }) {
    // N(n) = N∞ − a n^{−1/2} (Feder): N∞ = 2N(n) − N(n/4).
    const sample = sampleOf(values.flat().map(([quarter, whole]) => 2 * whole - quarter));
    const predicted = expectedRenyiCenters(delta, 3);
    return [identity('count for n → ∞', predicted, sample.mean, 0.03 * predicted, 'finite δ and the extrapolation')];
  },
});
