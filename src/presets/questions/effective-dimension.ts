/**
 * Effective dimension: which exponent do the numbers of clusters and of centers follow against β, that of the sphere,
 * (d − 1)/2, or that of the set that the tokens lie near or are drawn to, (d₁ − 1)/2?
 *
 * Fixed before any run: Q = K = I; δ = 4β^{−1/2}, clusters by single linkage at β^{−1/2}, t = 60, and t = 20 beside it,
 * for the reasons of cluster-count.ts. n = 20 β at d = 3, 10 β^{3/2} at d = 4, and 300 at d = 8, where no n would fill
 * the sphere. Four β each a factor of 8 apart at most, from 8 to 64, at d = 4 to 24, at d = 8 and d₁ = 2 from 16 to 128.
 * Families of tokens (thin-tokens.ts):
 *
 *  - value: uniform tokens, V = diag(1^{d₁}, μ^{d−d₁}). What is off the eigenspace of 1 fades like e^{−(1−μ)t}, so that
 *    at t = 60 all tokens lie on S^{d₁−1} nearer than e^{−6} (μ ≤ 0.9), far below β^{−1/2}.
 *  - thin: tokens at a distance of the order a from S^{d₁−1}, V = I: a = 0.02 is below β^{−1/2} at every β, 0.3 above it
 *    from β = 11 on.
 *  - caps: a mixture around six points of S², V = I, of standard deviation 0.03 and 0.3: points are of dimension 0, d₁ = 1.
 *    (On a subsphere itself with V = I tokens stay in its span, so that d₁ holds exactly; nothing is asked there.)
 *
 * Hypotheses. 1: with V ≠ I, and where a ≪ β^{−1/2}, clusters follow (d₁ − 1)/2, though the Rényi centers of the
 * initial tokens follow (d − 1)/2 with V ≠ I; the Rényi centers of the tokens projected to the set tell their growth:
 * the slope of log(clusters/these) over log β is 0. 2: where a > β^{−1/2}, they follow (d − 1)/2. Estimates: weighted
 * slopes of the logarithm of mean counts over log β. A slope is the set's where its interval lies below the middle of
 * the two exponents, the sphere's where it lies above, else undecided. That is a choice between two; whether the
 * interval holds the exponent itself is said beside it.
 */
import { seedGroups } from '../../core/experiment.ts';
import { meanInterval } from '../../numerics/interval.ts';
import type { ExperimentPreset } from '../kit/preset.ts';
import {
  type AtBeta,
  type Count,
  clustersAt,
  exponentsOf,
  judged,
  nameOf,
  projectedCenters,
  ratioSlope,
  renyi,
  setsOf,
  shared,
  slopeOf,
  TIME,
} from './effective-estimates.ts';
import { effectiveFigure } from './effective-figure.ts';
import { type EffectiveCell, type EffectiveValue, effectiveCounts, TIMES } from './effective-runs.ts';
import type { Line } from './line.ts';
import { grouped, INTERVALS, shown } from './said.ts';
import type { ThinSet } from './thin-tokens.ts';

type Runs = Readonly<Record<string, number>>;
const IN_THREE: Runs = { 8: 500, 16: 300, 32: 120, 64: 24 };
const IN_FOUR: Runs = { 8: 500, 12: 200, 16: 100, 24: 30 };
/** Tokens, and for each β how many runs. */
const DESIGN: readonly (ThinSet & { readonly runs: Runs })[] = [
  { family: 'value', dimension: 3, effective: 2, amount: 0, runs: IN_THREE },
  { family: 'value', dimension: 3, effective: 2, amount: 0.6, runs: IN_THREE },
  { family: 'value', dimension: 3, effective: 2, amount: 0.9, runs: IN_THREE },
  { family: 'value', dimension: 4, effective: 2, amount: 0.6, runs: IN_FOUR },
  { family: 'value', dimension: 4, effective: 3, amount: 0.6, runs: IN_FOUR },
  { family: 'value', dimension: 8, effective: 2, amount: 0.6, runs: { 16: 230, 32: 230, 64: 230, 128: 230 } },
  { family: 'value', dimension: 8, effective: 3, amount: 0.6, runs: { 8: 230, 16: 230, 32: 230, 64: 230 } },
  { family: 'thin', dimension: 3, effective: 2, amount: 0.02, runs: IN_THREE },
  { family: 'thin', dimension: 3, effective: 2, amount: 0.3, runs: IN_THREE },
  { family: 'caps', dimension: 3, effective: 1, amount: 0.03, runs: IN_THREE },
  { family: 'caps', dimension: 3, effective: 1, amount: 0.3, runs: IN_THREE },
];
const MOST_TOKENS = 300;
/** About what a cell costs: pairs of tokens looked at. */
const PAIRS = 800_000;

function tokensFor(dimension: number, beta: number): number {
  return dimension === 3 ? 20 * beta : dimension === 4 ? Math.ceil(10 * beta ** 1.5) : MOST_TOKENS;
}

function told(fit: Line | null, set: ThinSet): string {
  return fit ? `${shown(fit.slope, 2)}, ${judged(fit.slope, set)}` : 'no number';
}

function mean({ runs }: AtBeta, count: Count): string {
  return shown(meanInterval(runs.map(count)), 2);
}

export const effectiveDimension: ExperimentPreset<EffectiveCell, EffectiveValue> = {
  id: 'effective-dimension',
  seconds: 500,
  title: 'Which dimension do clusters know of? 10,108 runs near sets of lower dimension',
  source:
    'a question after arXiv:2411.04990, §5, where centers number Θ(β^{(d−1)/2}) for uniform tokens; sets, V, n, β, times and the link are our choice',
  cells: () =>
    DESIGN.flatMap(({ runs, ...set }, i) =>
      Object.entries(runs).flatMap(([key, count], b) => {
        const beta = Number(key);
        const tokens = tokensFor(set.dimension, beta);
        const size = Math.max(1, Math.min(20, Math.floor(PAIRS / tokens ** 2)));
        return seedGroups(1 + 100_000 * i + 10_000 * b, count, size).map((seeds) => ({ ...set, beta, tokens, seeds }));
      }),
    ),
  compute: effectiveCounts,
  report(values) {
    const sets = setsOf(values);
    const count = values.reduce((sum, { runs }) => sum + runs.length, 0);
    const each = sets.map((one) => {
      const { own, sphere } = exponentsOf(one.set);
      const fit = slopeOf(one, clustersAt());
      const ratio = ratioSlope(one);
      return `${nameOf(one.set)}: ${told(fit, one.set)} of ${own} and ${sphere}${ratio ? `, over centers of the set ${shown(ratio.slope, 2)}` : ''}`;
    });
    return {
      table: {
        columns: [
          'tokens',
          'β',
          'n',
          'runs',
          'clusters',
          'of two tokens at least',
          'at t = 20',
          'Rényi centers',
          'projected centers',
          'slope of clusters',
          'at t = 20, slope',
          'Rényi centers, slope',
          'projected centers, slope',
        ],
        rows: sets.flatMap((one) =>
          one.at.map((at, i) => [
            ...[nameOf(one.set), String(at.beta), String(at.tokens), String(at.runs.length)],
            ...[clustersAt(), shared, clustersAt(0), renyi, projectedCenters].map((of) => mean(at, of)),
            ...(i > 0
              ? ['', '', '', '']
              : [clustersAt(), clustersAt(0), renyi, projectedCenters].map((of) => told(slopeOf(one, of), one.set))),
          ]),
        ),
      },
      says: `Slopes of the logarithm of the mean number of clusters at t = ${TIMES[TIME]} over log β in ${grouped(count)} runs, and whose of two exponents they are, that of the set, (d₁ − 1)/2, or of the sphere, (d − 1)/2. ${each.join('. ')}. ${INTERVALS}`,
    };
  },
  draw: (values) => effectiveFigure(setsOf(values)),
};
