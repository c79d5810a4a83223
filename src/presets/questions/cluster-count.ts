/**
 * How many clusters are seen, against β, in d = 2, 3, 4, 5? The centers of arXiv:2411.04990 number Θ(β^{(d−1)/2}),
 * and the clusters of the metastable phase are said to follow them.
 *
 * Fixed before any run: Q = K = V = I, uniform tokens, n = 20 β^{(d−1)/2}; δ = 4β^{−1/2} ≤ π/2, so β ≥ 6.5;
 * clusters are single linkage at β^{−1/2}. The time is t = 60 for every β and d: at the scale β^{−1/2} tokens move
 * by ẏ = Σ y e^{−|y|²/2}/Z whatever β is, so no time may depend on β; centers have captured nearly all tokens at t
 * = 20 (Figure 3), and two clusters δ apart meet after e^{β(1−cos δ)}/(β sin² δ) → e⁸/16 = 186: 60 is between
 * them, their geometric mean. Beside it t = 20, a link of ½ β^{−1/2}, and clusters of two tokens at least.
 *
 * Hypothesis: mean count ∝ β^{(d−1)/2}, as of both kinds of centers of the same tokens. Estimates: slopes of
 * log(mean count) over log β, weighted, beside (d − 1)/2. Since a sphere is curved and β not large, also over the
 * logarithm of 1/σ(B_δ), how many caps of radius δ the sphere measures (the number of strong centers, Lemma C.1):
 * 1 is expected. And the slope of log(clusters/Rényi centers) over log β: 0 is expected if clusters follow those.
 * A slope agrees where its interval holds what is expected, differs where not; where the interval reaches farther
 * than 0.1 it is undecided.
 *
 * With n a fixed multiple of β^{(d−1)/2} too few tokens shift the count, not its slope; n = 10 and 40 β^{(d−1)/2}
 * at one β of each d tell how much.
 */
import { seedGroups } from '../../core/experiment.ts';
import { meanInterval } from '../../numerics/interval.ts';
import type { ExperimentPreset } from '../kit/preset.ts';
import {
  byCaps,
  type Count,
  clustersAt,
  DENSITY,
  densities,
  designed,
  dimensionsOf,
  judged,
  LINK,
  meanCount,
  ratioOf,
  ratioSlope,
  renyi,
  settingsOf,
  shared,
  slopeOf,
  strong,
  TIME,
} from './cluster-estimates.ts';
import { clusterFigure } from './cluster-figure.ts';
import { type ClusterCell, type ClusterValue, countedClusters, TIMES, tokensFor } from './cluster-runs.ts';
import type { Line } from './line.ts';
import { grouped, INTERVALS, shown } from './said.ts';

/** d, n β^{−(d−1)/2}, and for each β how many runs. */
const DESIGN: readonly {
  readonly dimension: number;
  readonly density: number;
  readonly runs: Readonly<Record<string, number>>;
}[] = [
  {
    dimension: 2,
    density: DENSITY,
    runs: { 16: 1000, 32: 1000, 64: 600, 128: 500, 256: 400, 512: 300, 1024: 200, 2048: 100 },
  },
  { dimension: 3, density: DENSITY, runs: { 8: 1900, 12: 1000, 16: 700, 32: 150, 64: 30 } },
  { dimension: 4, density: DENSITY, runs: { 8: 1200, 12: 120, 16: 50, 24: 24 } },
  { dimension: 5, density: DENSITY, runs: { 6.5: 120, 8: 80, 9.5: 30, 11: 24 } },
  { dimension: 2, density: 10, runs: { 64: 200 } },
  { dimension: 2, density: 40, runs: { 64: 200 } },
  { dimension: 3, density: 10, runs: { 16: 150 } },
  { dimension: 3, density: 40, runs: { 16: 60 } },
  { dimension: 4, density: 10, runs: { 8: 100 } },
  { dimension: 4, density: 40, runs: { 8: 40 } },
  { dimension: 5, density: 10, runs: { 6.5: 60 } },
  { dimension: 5, density: 40, runs: { 6.5: 12 } },
];
/** About what a cell costs: pairs of tokens looked at. */
const PAIRS = 800_000;

function told(fit: Line | null, expected: number): string {
  if (!fit) return 'no number';
  const verdict = { agrees: 'agrees with', differs: 'differs from', undecided: 'undecided against' }[
    judged(fit.slope, expected)
  ];
  return `${shown(fit.slope, 3)}, ${verdict} ${expected}`;
}

export const clusterCount: ExperimentPreset<ClusterCell, ClusterValue> = {
  id: 'cluster-count',
  seconds: 540,
  title: 'How many clusters are seen, against β? 10,350 runs in two to five dimensions',
  checks: ['strong-centers-circle', 'strong-centers-sphere', 'renyi-centers-circle'],
  source:
    'arXiv:2411.04990, §5: centers number Θ(β^{(d−1)/2}), and clusters are expected to follow; n, β, the time and the link are our choice',
  cells: () =>
    DESIGN.flatMap(({ dimension, density, runs }, i) =>
      Object.entries(runs).flatMap(([key, count], b) => {
        const setting = { dimension, density, beta: Number(key) };
        const size = Math.max(1, Math.floor(PAIRS / tokensFor(setting) ** 2));
        return seedGroups(1 + 100_000 * i + 10_000 * b, count, Math.min(20, size)).map((seeds) => ({
          ...setting,
          seeds,
        }));
      }),
    ),
  compute: countedClusters,
  report(values) {
    const settings = settingsOf(values);
    const count = settings.reduce((sum, { runs }) => sum + runs.length, 0);
    const each = dimensionsOf(settings).map((dimension) => {
      const own = designed(settings, dimension);
      const expected = (dimension - 1) / 2;
      return `d = ${dimension}: ${told(slopeOf(own, clustersAt()), expected)} (Rényi centers ${told(slopeOf(own, renyi), expected)}, strong ones ${told(slopeOf(own, strong), expected)}); over the number of caps ${told(slopeOf(own, clustersAt(), byCaps), 1)}; clusters over Rényi centers ${told(ratioSlope(own), 0)}`;
    });
    const others = dimensionsOf(settings).map((dimension) => {
      const own = designed(settings, dimension);
      const fits = [slopeOf(own, clustersAt(0)), slopeOf(own, clustersAt(TIME, 1)), slopeOf(own, shared)];
      return `${fits.map((fit) => (fit ? fit.slope.estimate.toFixed(2) : 'none')).join(', ')} at d = ${dimension}`;
    });
    return {
      table: {
        columns: [
          'd',
          'β',
          'n',
          'runs',
          'clusters',
          'of two tokens at least',
          'at t = 20',
          'link halved',
          'Rényi centers',
          'strong centers',
          'clusters/Rényi',
          'largest cluster',
        ],
        rows: settings.map((one) => {
          const { ratio, error } = ratioOf(one, clustersAt(), renyi);
          const mean = (of: Count) => shown(meanInterval(one.runs.map(of)), 2);
          return [
            ...[one.dimension, one.beta, one.tokens, one.runs.length].map(String),
            ...[clustersAt(), shared, clustersAt(0), clustersAt(TIME, 1), renyi, strong].map(mean),
            `${ratio.toFixed(3)} ± ${error.toFixed(3)}`,
            `${((100 * meanCount(one, ({ largest }) => largest[TIME][LINK]).mean) / one.tokens).toFixed(1)} %`,
          ];
        }),
      },
      says: `Slopes of the logarithm of the mean number of clusters at t = ${TIMES[TIME]} over log β, in ${grouped(count)} runs. ${each.join('. ')}. With t = 20, with half the link, and with clusters of two tokens at least the slopes are ${others.join('; ')}. Twice as many tokens make ${densities(settings) || 'unknown'} times the clusters. ${INTERVALS}`,
    };
  },
  draw: (values) => clusterFigure(settingsOf(values)),
};
