/** How many ordinary Rényi centers random tokens have: cars parked on a street. */
import { renyiCenters } from '../analysis/renyi-centers.ts';
import { exp, log, PI } from '../core/elementary.ts';
import { seedGroups } from '../experiment.ts';
import { curves } from '../figures/index.ts';
import { acceptanceProbability, circleCenters, freeShare } from '../theory/circle-centers.ts';
import { expectedRenyiCenters } from '../theory/random-sequential-adsorption.ts';
import { identity, sampleOf, withinErrors } from './comparison.ts';
import { type CenterCell, centersOf, countsDrawn } from './drawn-centers.ts';
import * as p from './parameters.ts';
import { predictedAndMeasured } from './predicted-and-measured.ts';
import { statement } from './statement.ts';

export const ordinaryOnCircle = statement({
  id: 'renyi-centers-circle',
  says: 'Rényi centers of an endless sequence on the circle are cars parked on a street of 2π/δ − 1 car lengths and one more: E N = 1 + M(2π/δ − 1), and Var N likewise; about 2πm/δ with m = 0.7476.',
  source: 'Rényi 1958; arXiv:2411.04990, §5.1',
  test: 'mean and variance of the count, at n large enough that parking is over but for a thousandth, within 4 standard errors',
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
      withinErrors('variance of the count', variance, squares),
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

export const acceptance = statement({
  id: 'renyi-acceptance',
  says: 'On a long circle token k becomes a Rényi center with probability e^{−2 Ein((k−1)δ/2π)}.',
  source: 'Rényi 1958; derived for arXiv:2411.04990, §5.1',
  test: 'centers among tokens 2–100, 101–300, 301–1000 in random draws within 4 standard errors',
  expected: 'holds',
  parameters: { tokens: p.tokens(1000), delta: p.delta(0.005), runs: p.runs(400), seed: p.seed() },
  hypotheses: ({ delta }) => [{ says: 'δ ≪ 2π (the error is of order δ)', met: delta <= 0.01 }],
  cells: ({ seed, runs, ...draw }): CenterCell[] =>
    seedGroups(seed, runs, 100).map((seeds) => ({ ...draw, dimension: 2, seeds })),
  compute: (cell: CenterCell): number[][] => centersOf(cell, renyiCenters),
  judge: (values, { tokens, delta }) =>
    [
      [2, 100],
      [101, 300],
      [301, 1000],
    ]
      .filter(([, to]) => to <= tokens)
      .map(([from, to]) => {
        let predicted = 0;
        for (let k = from; k <= to; k++) predicted += acceptanceProbability(k, delta);
        const sample = sampleOf(values.flat().map((list) => list.filter((k) => k + 1 >= from && k + 1 <= to).length));
        return withinErrors(`centers among tokens ${from} to ${to}`, predicted, sample);
      }),
  draw(values, { tokens, delta }) {
    const lists = values.flat();
    return curves({
      title: 'How likely a token becomes a Rényi center',
      subtitle: `${lists.length} draws, δ = ${delta}`,
      caption:
        'Shares of the tokens of a range of k that are Rényi centers, with standard errors, beside e^{−2 Ein((k−1)δ/2π)}.',
      ts: [],
      logTime: true,
      panels: [
        predictedAndMeasured({
          title: 'Share of tokens',
          ...{ across: 'token k', logAcross: true, from: 1, to: tokens },
          predicted: [{ name: 'predicted', at: (k) => freeShare(((k - 1) * delta) / (2 * PI)) }],
          measured: [{ name: 'measured', points: accepted(lists, tokens) }],
        }),
      ],
    });
  },
});

/** Over ranges of k, each half as long again as the one before: its middle, the share of its tokens that are centers, the standard error. */
function accepted(lists: readonly (readonly number[])[], tokens: number): [number, number, number][] {
  const points: [number, number, number][] = [];
  for (let from = 2; from <= tokens; ) {
    const to = Math.min(tokens, Math.max(from, Math.floor(1.5 * from)));
    const width = to - from + 1;
    const sample = sampleOf(lists.map((list) => list.filter((k) => k + 1 >= from && k + 1 <= to).length / width));
    points.push([exp((log(from) + log(to)) / 2), sample.mean, sample.standardError]);
    from = to + 1;
  }
  return points;
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
