/** The figure of the question of the effective dimension. */
import { type CurvePanel, curves, type Figure, type Series } from '../../figures/index.ts';
import {
  type Count,
  clustersAt,
  exponentsOf,
  meanOf,
  nameOf,
  projectedCenters,
  renyi,
  type SetRuns,
  slopeOf,
} from './effective-estimates.ts';
import { grouped, shown } from './said.ts';

/** Standard errors that a bar of 95 % reaches, of many runs. */
const BAR = 1.96;

export function effectiveFigure(sets: readonly SetRuns[]): Figure {
  const count = sets.reduce((sum, { at }) => sum + at.reduce((more, { runs }) => more + runs.length, 0), 0);
  return curves({
    title: 'Clusters near sets of lower dimension, against β',
    subtitle: `t = 60; ${grouped(count)} runs`,
    caption:
      'Mean numbers of clusters (single linkage at β^{−1/2}), of Rényi centers of the initial tokens and of the tokens projected to the set (δ = 4β^{−1/2}), with bars of 95 % intervals. Dashed, from where the clusters begin: the exponent of the set, (d₁ − 1)/2, and of the sphere, (d − 1)/2. Beside each name the slope of the clusters with its interval. V: uniform tokens drawn to the set by V = diag(1^{d₁}, μ^{d−d₁}); thin and caps: tokens that begin at a distance of the order a from the set.',
    ts: [1],
    logTime: true,
    panels: sets.map(panel),
  });
}

function counts(own: SetRuns, name: string, count: Count, color: 'token' | 'ordinary' | 'strong'): Series {
  const means = own.at.map((one) => meanOf(one, count));
  return {
    ...{ name, color, points: true },
    values: means.map(({ mean }) => mean),
    errors: means.map(({ error }) => BAR * error),
  };
}

function panel(own: SetRuns): CurvePanel {
  const fit = slopeOf(own, clustersAt());
  const [first] = own.at;
  const { mean: start } = meanOf(first, clustersAt());
  const { own: low, sphere: high } = exponentsOf(own.set);
  const line = (name: string, exponent: number, color: 'frozen' | 'muted'): Series => ({
    ...{ name, color, dashed: true },
    values: own.at.map(({ beta }) => start * (beta / first.beta) ** exponent),
  });
  return {
    title: nameOf(own.set),
    unit: fit ? shown(fit.slope, 2) : '',
    across: 'β',
    ts: own.at.map(({ beta }) => beta),
    log: true,
    series: [
      counts(own, 'clusters', clustersAt(), 'token'),
      counts(own, 'Rényi', renyi, 'ordinary'),
      counts(own, 'Rényi, projected', projectedCenters, 'strong'),
      line('set', low, 'frozen'),
      line('sphere', high, 'muted'),
    ],
  };
}
