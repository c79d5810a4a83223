/** The figure of how the number of clusters grows with β. */
import { type CurvePanel, curves, type Figure, type Series } from '../../figures/index.ts';
import {
  byBeta,
  type Count,
  clustersAt,
  DENSITY,
  designed,
  dimensionsOf,
  meanCount,
  renyi,
  type Setting,
  slopeOf,
  strong,
  TIME,
} from './cluster-estimates.ts';
import { TIMES } from './cluster-runs.ts';
import { grouped, shown } from './said.ts';

/** Standard errors that a bar of 95 % reaches, of many runs. */
const BAR = 1.96;

export function clusterFigure(settings: readonly Setting[]): Figure {
  const drawn = dimensionsOf(settings).flatMap((dimension) => designed(settings, dimension));
  const count = drawn.reduce((sum, { runs }) => sum + runs.length, 0);
  return curves({
    title: 'Clusters in the metastable phase, against β',
    subtitle: `t = ${TIMES[TIME]}, n\u00a0=\u00a0${DENSITY}\u00a0β^{(d−1)/2}; ${grouped(count)} runs`,
    caption:
      'Mean numbers of clusters (single linkage at β^{−1/2}), and of Rényi centers and strong ones of the same initial tokens (δ = 4β^{−1/2}), with bars of 95 % intervals; a fit through the clusters, and from where it begins a dashed line of slope (d − 1)/2. Titles have the slope of the fit with its interval.',
    ts: [1],
    logTime: true,
    panels: dimensionsOf(settings).map((dimension) => panel(designed(settings, dimension), dimension)),
  });
}

function counts(own: readonly Setting[], name: string, count: Count, color: 'token' | 'ordinary' | 'strong'): Series {
  const means = own.map((one) => meanCount(one, count));
  return {
    ...{ name, color, points: true },
    values: means.map(({ mean }) => mean),
    errors: means.map(({ standardError }) => BAR * standardError),
  };
}

function panel(own: readonly Setting[], dimension: number): CurvePanel {
  const fit = slopeOf(own, clustersAt());
  const [first] = own;
  const start = fit ? Math.exp(fit.at(byBeta(first))) : Number.NaN;
  const predicted = (dimension - 1) / 2;
  return {
    title: `d = ${dimension}: ${fit ? shown(fit.slope, 2) : 'no slope'}`,
    unit: 'mean count',
    across: 'β',
    ts: own.map(({ beta }) => beta),
    log: true,
    series: [
      counts(own, 'clusters', clustersAt(), 'token'),
      counts(own, 'Rényi', renyi, 'ordinary'),
      counts(own, 'strong', strong, 'strong'),
      { name: '', values: own.map((one) => (fit ? Math.exp(fit.at(byBeta(one))) : null)), color: 'token' },
      {
        name: `slope ${predicted}`,
        values: own.map(({ beta }) => start * (beta / first.beta) ** predicted),
        color: 'frozen',
        dashed: true,
      },
    ],
  };
}
