/** The figure of the law of the collapse. */
import { type CurvePanel, curves, type Figure } from '../../figures/index.ts';
import { meanInterval } from '../../numerics/interval.ts';
import { sampleOf } from '../../numerics/sample.ts';
import { BETAS, correlation, exponents, find, LAST, type Setting } from './collapse-estimates.ts';
import type { Statistic } from './initial-statistics.ts';
import { limitLaw } from './limit-law.ts';
import { banded, grouped } from './said.ts';

const names: Readonly<Record<Statistic, string>> = {
  coarsening: 'coarsening',
  farthest: 'farthest from x₁',
  link: 'longest link',
  second: 'x₂ alone',
};

/** c of two tokens, a little beyond its limit law. */
const GRID = Array.from({ length: 101 }, (_, i) => (2.2 * i) / 100);

export function collapseFigure(settings: readonly Setting[], dimensions: readonly number[]): Figure {
  const count = settings.reduce((sum, { runs }) => sum + runs.length, 0);
  const panels = [law, means, foretold, correlations].flatMap((panel) =>
    dimensions.map((dimension) =>
      panel(
        settings.filter((one) => one.dimension === dimension),
        dimension,
      ),
    ),
  );
  return curves({
    title: 'The time T of the collapse: c = β⁻¹ log T',
    subtitle: `uniform tokens, Q = K = V = I; ${grouped(count)} certified runs`,
    caption:
      'From above: the share of starts of two tokens whose exponent is at most c, and its limit, the law of 1 − cos θ. The mean of c over the number of tokens, beside the mean of what the coarsening of the initial tokens foretells. c of every run over what was foretold; the line is where they are equal. How well the coarsening and its rivals go with c. Bands are 95 % intervals.',
    ts: GRID,
    panels,
  });
}

function law(own: readonly Setting[], dimension: number): CurvePanel {
  const shareUpTo = (draws: readonly number[]) => GRID.map((x) => draws.filter((c) => c <= x).length / draws.length);
  return {
    title: `Law of c of two tokens, d = ${dimension}`,
    across: 'c',
    domain: [0, 1],
    series: [
      ...BETAS.flatMap((beta) => {
        const one = find(own, dimension, 2, beta);
        return one ? [{ name: `β = ${beta}`, values: shareUpTo(exponents(one)) }] : [];
      }),
      { name: 'limit', values: GRID.map((x) => limitLaw(x, dimension)), color: 'ordinary', dashed: true },
    ],
  };
}

function means(own: readonly Setting[], dimension: number): CurvePanel {
  const ts = [...new Set(own.map(({ tokens }) => tokens))];
  const at = (beta: number) => ts.flatMap((tokens) => find(own, dimension, tokens, beta) ?? []);
  return {
    title: `Mean of c, d = ${dimension}`,
    across: 'tokens n',
    ts,
    series: [
      ...BETAS.map((beta) =>
        banded(
          `β = ${beta}`,
          at(beta).map((one) => meanInterval(exponents(one))),
        ),
      ),
      {
        name: 'coarsening',
        values: at(LAST).map(({ runs }) => sampleOf(runs.map(({ coarsening }) => coarsening)).mean),
        color: 'ordinary',
        dashed: true,
      },
    ],
  };
}

/** Of more than two tokens at the largest β. */
function several(own: readonly Setting[]): Setting[] {
  return own.filter(({ beta, tokens }) => beta === LAST && tokens > 2);
}

function foretold(own: readonly Setting[], dimension: number): CurvePanel {
  const points = several(own)
    .flatMap(({ runs, tokens }) => runs.map(({ c, coarsening }) => ({ c, coarsening, tokens })))
    .sort((a, b) => a.coarsening - b.coarsening);
  const ts = [0, ...points.map(({ coarsening }) => coarsening), 2];
  return {
    title: `c of every run, d = ${dimension}, β = ${LAST}`,
    across: 'foretold by the coarsening',
    ts,
    series: [
      ...several(own).map(({ tokens }) => ({
        name: `n = ${tokens}`,
        values: [null, ...points.map((point) => (point.tokens === tokens ? point.c : null)), null],
        points: true,
      })),
      { name: 'equal', values: ts, color: 'ordinary', dashed: true },
    ],
  };
}

function correlations(own: readonly Setting[], dimension: number): CurvePanel {
  return {
    title: `Correlation with c, d = ${dimension}, β = ${LAST}`,
    across: 'tokens n',
    ts: several(own).map(({ tokens }) => tokens),
    series: (Object.keys(names) as Statistic[]).map((statistic) =>
      banded(
        names[statistic],
        several(own).map((one) => correlation(one, statistic)),
      ),
    ),
  };
}
