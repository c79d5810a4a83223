/**
 * How many clusters are seen, against β, in d = 2, 3, 4, 5? The centers of arXiv:2411.04990 number Θ(β^{(d−1)/2}), and the
 * clusters of the metastable phase are said to follow them.
 *
 * Fixed before any run: Q = K = V = I, uniform tokens, n = 20 β^{(d−1)/2}; δ = 4β^{−1/2} ≤ π/2, so β ≥ 6.5; clusters are
 * single linkage at β^{−1/2}. The time is t = 60 for every β and d: at the scale β^{−1/2} tokens move by
 * ẏ = Σ y e^{−|y|²/2}/Z whatever β is, so no time may depend on β; centers have captured nearly all tokens at t = 20
 * (Figure 3), and two clusters δ apart meet after e^{β(1−cos δ)}/(β sin² δ) → e⁸/16 = 186: 60 is between them, their
 * geometric mean. Beside it t = 20, a link of ½ β^{−1/2}, and clusters of two tokens at least.
 *
 * Hypothesis: mean count ∝ β^{(d−1)/2}, as of both kinds of centers of the same tokens. Estimates: slopes of log(mean
 * count) over log β, weighted, beside (d − 1)/2. Since a sphere is curved and β not large, also over the logarithm of
 * 1/σ(B_δ), how many caps of radius δ the sphere measures (the number of strong centers, Lemma C.1): 1 is expected. And the
 * slope of log(clusters/Rényi centers) over log β: 0 is expected if clusters follow those. A slope agrees where its
 * interval holds what is expected, differs where not; where the interval reaches farther than 0.1 it is undecided.
 *
 * With n a fixed multiple of β^{(d−1)/2} too few tokens shift the count, not its slope; n = 10 and 40 β^{(d−1)/2} at one β
 * of each d tell how much.
 */
import { seedGroups } from '../../core/experiment.ts';
import { type CurvePanel, curves } from '../../figures/index.ts';
import type { Interval } from '../../numerics/statistics/interval.ts';
import { fitLine, type LineFit } from '../../numerics/statistics/line-fit.ts';
import { type Mean, meanInterval, meanOf } from '../../numerics/statistics/mean.ts';
import { capMeasure } from '../../theory/cap-measure.ts';
import type { ExperimentPreset } from '../kit/preset.ts';
import {
  type ClusterCell,
  type ClusterValue,
  type Counted,
  countedClusters,
  LINKS,
  separationAt,
  TIMES,
  tokensFor,
} from './cluster-runs.ts';
import { grouped, INTERVALS, shown } from './said.ts';

const DENSITY = 20;
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
  { dimension: 4, density: DENSITY, runs: { 8: 1200, 12: 120, 16: 50, 24: 16 } },
  { dimension: 5, density: DENSITY, runs: { 6.5: 120, 8: 80, 11: 18, 16: 5 } },
  { dimension: 2, density: 10, runs: { 64: 200 } },
  { dimension: 2, density: 40, runs: { 64: 200 } },
  { dimension: 3, density: 10, runs: { 16: 150 } },
  { dimension: 3, density: 40, runs: { 16: 60 } },
  { dimension: 4, density: 10, runs: { 8: 100 } },
  { dimension: 4, density: 40, runs: { 8: 40 } },
  { dimension: 5, density: 10, runs: { 6.5: 60 } },
  { dimension: 5, density: 40, runs: { 6.5: 12 } },
];
const TIME = TIMES.indexOf(60);
const LINK = LINKS.indexOf(1);
/** An interval that reaches farther decides nothing. */
const WIDEST = 0.1;
/** About what a cell costs: pairs of tokens looked at. */
const PAIRS = 800_000;

/** The runs of a setting. */
interface Setting extends Omit<ClusterCell, 'seeds'> {
  readonly tokens: number;
  readonly runs: readonly Counted[];
}

function settingsOf(values: readonly ClusterValue[]): Setting[] {
  const found = new Map<string, Setting>();
  for (const { dimension, density, beta, tokens, runs } of values) {
    const key = `${dimension} ${density} ${beta}`;
    found.set(key, { dimension, density, beta, tokens, runs: [...(found.get(key)?.runs ?? []), ...runs] });
  }
  return [...found.values()].sort((a, b) => a.dimension - b.dimension || a.density - b.density || a.beta - b.beta);
}

type Count = (run: Counted) => number;
const clustersAt =
  (time = TIME, link = LINK): Count =>
  (one) =>
    one.clusters[time][link];
const shared: Count = (one) => one.shared[TIME][LINK];
const renyi: Count = (one) => one.renyi;
const strong: Count = (one) => one.strong;

/** Of the mean count. */
function meanCount({ runs }: Setting, count: Count): Mean {
  return meanOf(runs.map(count));
}

/** The ratio of two means of the same runs, with the standard error of the first order. */
function ratioOf({ runs }: Setting, over: Count, under: Count): { ratio: number; error: number } {
  const below = meanOf(runs.map(under)).mean;
  const ratio = meanOf(runs.map(over)).mean / below;
  const { standardError } = meanOf(runs.map((one) => (over(one) - ratio * under(one)) / below));
  return { ratio, error: standardError };
}

/** The number of caps of radius δ that the sphere measures. */
function capsOf({ beta, dimension }: Setting): number {
  return 1 / capMeasure(separationAt(beta), dimension);
}

const byBeta = ({ beta }: Setting) => Math.log(beta);
const byCaps = (one: Setting) => Math.log(capsOf(one));

/** log(mean count) over log β, or over what else is given; null where there are too few β or a count has no spread. */
export function slopeOf(own: readonly Setting[], count: Count, across = byBeta): LineFit | null {
  return fitted(
    own.map((one) => {
      const { mean, standardError } = meanCount(one, count);
      return { x: across(one), y: Math.log(mean), error: standardError / mean };
    }),
  );
}

function ratioSlope(own: readonly Setting[]): LineFit | null {
  return fitted(
    own.map((one) => {
      const { ratio, error } = ratioOf(one, clustersAt(), renyi);
      return { x: byBeta(one), y: Math.log(ratio), error: error / ratio };
    }),
  );
}

function fitted(points: readonly { x: number; y: number; error: number }[]): LineFit | null {
  return points.length >= 3 && points.every(({ y, error }) => Number.isFinite(y) && error > 0) ? fitLine(points) : null;
}

export function judged(slope: Interval, expected: number): 'agrees' | 'differs' | 'undecided' {
  const apart = slope.low > expected || slope.high < expected;
  if (apart) return 'differs';
  return slope.high - slope.low > 2 * WIDEST ? 'undecided' : 'agrees';
}

function told(fit: LineFit | null, expected: number): string {
  return fit ? `${shown(fit.slope, 3)}, ${judged(fit.slope, expected)}` : 'no number';
}

/** The settings of a dimension that the slopes are of. */
function designed(settings: readonly Setting[], dimension: number): Setting[] {
  return settings.filter((one) => one.dimension === dimension && one.density === DENSITY);
}

function dimensionsOf(settings: readonly Setting[]): number[] {
  return [...new Set(settings.map(({ dimension }) => dimension))];
}

/** By how much more tokens change the count, at one β of each dimension. */
function densities(settings: readonly Setting[]): string {
  const parts = settings.flatMap((more) => {
    if (more.density <= DENSITY) return [];
    const usual = settings.find(
      ({ dimension, beta, density }) => dimension === more.dimension && beta === more.beta && density === DENSITY,
    );
    if (!usual) return [];
    const [a, b] = [meanCount(more, clustersAt()), meanCount(usual, clustersAt())];
    const ratio = a.mean / b.mean;
    const error = ratio * Math.hypot(a.standardError / a.mean, b.standardError / b.mean);
    return [`${ratio.toFixed(2)} ± ${error.toFixed(2)} at d = ${more.dimension}`];
  });
  return parts.join(', ');
}

export const clusterCount: ExperimentPreset<ClusterCell, ClusterValue> = {
  id: 'cluster-count',
  seconds: 500,
  title: 'How many clusters are seen, against β? 10,311 runs in two to five dimensions',
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
      return `d = ${dimension}: ${told(slopeOf(own, clustersAt()), expected)} with ${expected} (Rényi centers ${told(slopeOf(own, renyi), expected)}, strong ones ${told(slopeOf(own, strong), expected)}); over the number of caps ${told(slopeOf(own, clustersAt(), byCaps), 1)} with 1; clusters over Rényi centers ${told(ratioSlope(own), 0)} with 0`;
    });
    const others = dimensionsOf(settings).map((dimension) => {
      const own = designed(settings, dimension);
      const fits = [slopeOf(own, clustersAt(0)), slopeOf(own, clustersAt(TIME, 1)), slopeOf(own, shared)];
      return `${fits.map((fit) => (fit ? fit.slope.estimate.toFixed(2) : 'none')).join(', ')} at d = ${dimension}`;
    });
    return {
      table: {
        columns: [
          ...['d', 'β', 'n', 'runs', 'clusters', 'of two tokens at least', 'at t = 20', 'link halved'],
          ...['Rényi centers', 'strong centers', 'clusters/Rényi', 'largest cluster'],
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
  draw(values) {
    const settings = settingsOf(values);
    const panel = (dimension: number): CurvePanel => {
      const own = designed(settings, dimension);
      const series = (name: string, count: Count, color: 'token' | 'ordinary' | 'strong') => {
        const means = own.map((one) => meanCount(one, count));
        return {
          ...{ name, color, points: true },
          values: means.map(({ mean }) => mean),
          errors: means.map(({ standardError }) => 1.96 * standardError),
        };
      };
      const fit = slopeOf(own, clustersAt());
      const [first] = own;
      const start = fit ? Math.exp(fit.at(byBeta(first))) : meanCount(first, clustersAt()).mean;
      return {
        title: `d = ${dimension}${fit ? `: slope ${fit.slope.estimate.toFixed(3)} (${fit.slope.low.toFixed(3)} to ${fit.slope.high.toFixed(3)})` : ''}`,
        unit: 'mean count',
        across: 'β',
        ts: own.map(({ beta }) => beta),
        log: true,
        series: [
          series('clusters', clustersAt(), 'token'),
          series('Rényi', renyi, 'ordinary'),
          series('strong', strong, 'strong'),
          { name: 'fit', values: own.map((one) => (fit ? Math.exp(fit.at(byBeta(one))) : null)), color: 'token' },
          {
            name: `slope ${(dimension - 1) / 2}`,
            values: own.map(({ beta }) => start * (beta / first.beta) ** ((dimension - 1) / 2)),
            color: 'frozen',
            dashed: true,
          },
        ],
      };
    };
    return curves({
      title: 'Clusters in the metastable phase, against β',
      subtitle: `t = ${TIMES[TIME]}, n\u00a0=\u00a0${DENSITY}\u00a0β^{(d−1)/2}; ${grouped(settings.reduce((sum, { runs }) => sum + runs.length, 0))} runs`,
      caption:
        'Mean numbers of clusters (single linkage at β^{−1/2}), and of Rényi centers and strong ones of the same initial tokens (δ = 4β^{−1/2}), with bars of 95 % intervals; a fit through the clusters, and from where it begins a line of slope (d − 1)/2.',
      ts: [1],
      logTime: true,
      panels: dimensionsOf(settings).map(panel),
    });
  },
};
