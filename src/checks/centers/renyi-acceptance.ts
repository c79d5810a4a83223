/** How likely a token becomes a Rényi center. */
import { renyiCenters } from '../../analysis/renyi-centers.ts';
import { seedGroups } from '../../core/experiment.ts';
import { exp, larger, log, PI, smaller } from '../../numerics/elementary.ts';
import { sampleOf } from '../../numerics/sample.ts';
import { acceptanceProbability, freeShare } from '../../theory/circle-centers.ts';
import { withinErrors } from '../kit/comparison.ts';
import * as p from '../kit/parameters.ts';
import { comparedIn } from '../kit/predicted-and-measured.ts';
import { statement } from '../kit/statement.ts';
import { type CenterCell, centersOf } from './drawn-centers.ts';

export const acceptance = statement({
  id: 'renyi-acceptance',
  says: 'On a long circle token k becomes a Rényi center with probability e^{−2 Ein((k−1)δ/2π)}.',
  source: 'Rényi 1958; derived for arXiv:2411.04990, §5.1',
  test: 'centers among tokens 2–100, 101–300, 301–1000 in random draws within 4 standard errors and twice the next order in δ',
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
        const sample = sampleOf(values.flat().map((list) => among(list, from, to)));
        const bias = { allowed: finiteSeparation(from, to, delta), because: 'finite δ' };
        return withinErrors(`centers among tokens ${from} to ${to}`, predicted, sample, 'both', bias);
      }),
  draw(values, { tokens, delta }) {
    const lists = values.flat();
    return comparedIn({
      title: 'How likely a token becomes a Rényi center',
      subtitle: `${lists.length} draws, δ = ${delta}`,
      caption:
        'Shares of the tokens of a range of k that are Rényi centers, with standard errors, beside e^{−2 Ein((k−1)δ/2π)}.',
      logAcross: true,
      panels: [
        {
          title: 'Share of tokens',
          ...{ across: 'token k', from: 1, to: tokens },
          predicted: [{ name: 'predicted', at: (k) => freeShare(((k - 1) * delta) / (2 * PI)) }],
          measured: [{ name: 'measured', points: accepted(lists, tokens) }],
        },
      ],
    });
  },
});

/**
 * Twice the next order in δ of the number of centers among tokens `from` to `to`. g(τ) = e^{−2 Ein τ} is for a Poisson
 * number of earlier tokens; for exactly k − 1 = τ/ε, ε = δ/2π, the probability is g − ½ετg″, and that sums to −½[τg′
 * − g] over the range.
 */
function finiteSeparation(from: number, to: number, delta: number): number {
  const at = (k: number) => {
    const tau = ((k - 1) * delta) / (2 * PI);
    return -(2 * (1 - exp(-tau)) + 1) * freeShare(tau); // τg′ − g
  };
  return Math.abs(at(to) - at(from));
}

/** How many of tokens `from` to `to`, counted from 1, are in a list of centers. */
function among(list: readonly number[], from: number, to: number): number {
  return list.filter((k) => k + 1 >= from && k + 1 <= to).length;
}

/**
 * Over ranges of k, each half as long again as the one before: its middle, the share of its tokens that are centers,
 * the standard error.
 */
function accepted(lists: readonly (readonly number[])[], tokens: number): [number, number, number][] {
  const points: [number, number, number][] = [];
  for (let from = 2; from <= tokens; ) {
    const to = smaller(tokens, larger(from, Math.floor(1.5 * from)));
    const width = to - from + 1;
    const sample = sampleOf(lists.map((list) => among(list, from, to) / width));
    points.push([exp((log(from) + log(to)) / 2), sample.mean, sample.standardError]);
    from = to + 1;
  }
  return points;
}
