/**
 * The law of the time T of the collapse (Theorem 4.1 of arXiv:2411.04990): from when on every token is nearer to the
 * first one than β^{−1/2}.
 *
 * Fixed before any run: Q = K = V = I, uniform tokens, d = 2 and 3, n = 2, 4, 8, 16, β = 8, 16, 32, the same initial
 * tokens at every β; implicit steps, and a second run at tolerances a hundred times tighter: what it does not confirm is
 * undecided and set aside, counted. c = β^{−1} log max(1, T).
 *
 * Hypotheses. 1: T ~ e^{cβ}, where c of a start has a limit: the mean change of c from β = 16 to 32 is below a tenth,
 * powers of β in T making log β/β of it. 2: for two tokens c → 1 − cos θ, so that its law is the arcsine law on [0, 2]
 * on the circle and the uniform one for d = 3; Kolmogorov's distance to it falls as β grows. 3: c is told by the initial
 * tokens: by the largest exponent of their coarsening (theory/coarsening.ts), better than by three rivals: 1 − cosine to
 * the token farthest from x₁, of the longest link of the shortest tree through all tokens, of x₂ alone. Estimates:
 * correlations with c over starts at β = 32 and every d and n from 4 on, bootstrap intervals, and of the difference of the
 * coarsening's and the best rival's; slope of c over the coarsening's exponent, 1 expected. 4: how the mean of c depends on
 * n: its slope over log n at β = 32; no value is expected.
 */
import { seedGroups } from '../../core/experiment.ts';
import { type CurvePanel, curves } from '../../figures/index.ts';
import { bootstrapInterval } from '../../numerics/statistics/bootstrap.ts';
import { correlationOf } from '../../numerics/statistics/correlation.ts';
import type { Interval } from '../../numerics/statistics/interval.ts';
import { fitLine, type LineFit } from '../../numerics/statistics/line-fit.ts';
import { meanInterval, meanOf } from '../../numerics/statistics/mean.ts';
import { quantileOf } from '../../numerics/statistics/quantile.ts';
import type { ExperimentPreset } from '../kit/preset.ts';
import { type Collapse, type CollapseCell, type CollapseValue, collapses } from './collapse-runs.ts';
import { type Statistic, statistics } from './initial-statistics.ts';
import { distanceTo, limitLaw, usualDistance } from './limit-law.ts';
import { grouped, INTERVALS, shown } from './said.ts';

const DIMENSIONS = [2, 3];
const BETAS = [8, 16, 32];
/** n, runs at each d and β, runs of a cell. */
const SIZES = [
  { tokens: 2, runs: 900, group: 20 },
  { tokens: 4, runs: 500, group: 10 },
  { tokens: 8, runs: 210, group: 5 },
  { tokens: 16, runs: 70, group: 2 },
];
const [, BEFORE, LAST] = BETAS;
/** The mean of c may change by so much from the last β but one to the last. */
const CHANGE = 0.1;
const rivals = ['farthest', 'link', 'second'] as const satisfies Statistic[];

/** Runs of a setting that are decided. */
interface Setting {
  readonly dimension: number;
  readonly tokens: number;
  readonly beta: number;
  readonly runs: readonly Start[];
  readonly open: number;
}

interface Start extends Collapse {
  readonly c: number;
}

function settingsOf(values: readonly CollapseValue[]): Setting[] {
  const of = (key: 'dimension' | 'tokens' | 'beta') =>
    [...new Set(values.map((value) => value[key]))].sort((a, b) => a - b);
  return of('dimension').flatMap((dimension) =>
    of('tokens').flatMap((tokens) =>
      of('beta').flatMap((beta) => {
        const all = values
          .filter((value) => value.dimension === dimension && value.tokens === tokens && value.beta === beta)
          .flatMap(({ runs }) => runs);
        const runs = all
          .filter(({ certified }) => certified)
          .map((one) => ({ ...one, c: Math.max(0, one.logTime ?? 0) / beta }));
        return all.length === 0 ? [] : [{ dimension, tokens, beta, runs, open: all.length - runs.length }];
      }),
    ),
  );
}

const exponents = ({ runs }: Setting) => runs.map(({ c }) => c);

/** The mean change of c of the starts that both have. */
function changeBetween(before: Setting, after: Setting): Interval {
  const known = new Map(before.runs.map(({ seed, c }) => [seed, c]));
  return meanInterval(after.runs.flatMap(({ seed, c }) => (known.has(seed) ? [c - (known.get(seed) as number)] : [])));
}

function correlation({ runs }: Setting, statistic: Statistic): Interval {
  return bootstrapInterval(runs, (draws) =>
    correlationOf(
      draws.map(({ c }) => c),
      draws.map((one) => one[statistic]),
    ),
  );
}

/** How much more the coarsening's correlation is than the best rival's. */
function advantage({ runs }: Setting): Interval & { readonly rival: Statistic } {
  const of = (draws: readonly Start[], statistic: Statistic) =>
    correlationOf(
      draws.map(({ c }) => c),
      draws.map((one) => one[statistic]),
    );
  const rival = rivals.reduce((a, b) => (of(runs, b) > of(runs, a) ? b : a));
  return { ...bootstrapInterval(runs, (draws) => of(draws, 'coarsening') - of(draws, rival)), rival };
}

/** c over the coarsening's exponent. */
function slopeOf({ runs }: Setting): LineFit {
  return fitLine(runs.map(({ c, coarsening }) => ({ x: coarsening, y: c })));
}

/** The mean of c over log n at the largest β. */
function overTokens(settings: readonly Setting[], dimension: number): LineFit | null {
  const points = settings
    .filter((one) => one.dimension === dimension && one.beta === LAST)
    .map((one) => {
      const { mean, standardError } = meanOf(exponents(one));
      return { x: Math.log(one.tokens), y: mean, error: standardError };
    });
  return points.length >= 3 && points.every(({ error }) => error > 0) ? fitLine(points) : null;
}

function find(settings: readonly Setting[], dimension: number, tokens: number, beta: number): Setting | undefined {
  return settings.find((one) => one.dimension === dimension && one.tokens === tokens && one.beta === beta);
}

function changes(
  settings: readonly Setting[],
): { readonly tokens: number; readonly dimension: number; readonly change: Interval }[] {
  return settings.flatMap((after) => {
    const before = after.beta === LAST && find(settings, after.dimension, after.tokens, BEFORE);
    return before ? [{ ...after, change: changeBetween(before, after) }] : [];
  });
}

function within(tested: readonly boolean[]): string {
  return `${tested.filter(Boolean).length} of ${tested.length}`;
}

export const collapseLaw: ExperimentPreset<CollapseCell, CollapseValue> = {
  id: 'collapse-law',
  seconds: 300,
  title: 'When have all tokens met? The law of the collapse, 10,080 runs',
  checks: ['collapse-exponent', 'two-token-clock', 'theorem-4-1'],
  source:
    'the time of Theorem 4.1 of arXiv:2411.04990; its law, the exponent c and the coarsening are ours, and so are n, β and tolerances',
  cells: () =>
    SIZES.flatMap(({ tokens, runs, group }, i) => {
      const first = SIZES.slice(0, i).reduce((sum, size) => sum + size.runs, 1);
      return DIMENSIONS.flatMap((dimension) =>
        BETAS.flatMap((beta) => seedGroups(first, runs, group).map((seeds) => ({ dimension, tokens, beta, seeds }))),
      );
    }),
  compute: collapses,
  report(values) {
    const settings = settingsOf(values);
    const largest = settings.filter(({ beta, tokens }) => beta === LAST && tokens > 2);
    const moved = changes(settings);
    const slow = moved.map(({ change }) => Math.max(Math.abs(change.low), Math.abs(change.high)) < CHANGE);
    const better = largest.map((one) => ({ one, more: advantage(one) }));
    const open = settings.reduce((sum, one) => sum + one.open, 0);
    const count = settings.reduce((sum, { runs }) => sum + runs.length, open);
    const distances = DIMENSIONS.map((dimension) => {
      const at = BETAS.flatMap((beta) => {
        const one = find(settings, dimension, 2, beta);
        return one ? [distanceTo((x) => limitLaw(x, dimension), exponents(one)).toFixed(3)] : [];
      });
      return `${at.join(', ')} for d = ${dimension}`;
    });
    const most = settings.find(({ tokens }) => tokens === 2)?.runs.length ?? 1;
    const told = better.map(
      ({ one, more }) =>
        `${shown(correlation(one, 'coarsening'), 2)} at d = ${one.dimension}, n = ${one.tokens}, ${more.low > 0 ? 'more than' : more.high < 0 ? 'less than' : 'undecided against'} ${statistics[more.rival]}`,
    );
    const overN = DIMENSIONS.flatMap((dimension) => {
      const fit = overTokens(settings, dimension);
      return fit ? [`${shown(fit.slope, 3)} for d = ${dimension}`] : [];
    });
    return {
      table: {
        columns: [
          ...['d', 'n', 'β', 'runs', 'undecided', 'mean of c', 's.d. of c', '10 %', '90 %'],
          ...['mean of the coarsening', 'correlation with it', 'slope over it'],
        ],
        rows: settings.map((one) => {
          const c = exponents(one);
          const { standardError, count: decided } = meanOf(c);
          return [
            ...[one.dimension, one.tokens, one.beta, one.runs.length + one.open, one.open].map(String),
            shown(meanInterval(c), 3),
            (standardError * Math.sqrt(decided)).toFixed(3),
            ...[0.1, 0.9].map((share) => quantileOf(c, share).toFixed(3)),
            shown(meanInterval(one.runs.map(({ coarsening }) => coarsening)), 3),
            shown(correlation(one, 'coarsening'), 3),
            one.runs.length > 2 ? shown(slopeOf(one).slope, 3) : '',
          ];
        }),
      },
      says: `${grouped(count)} runs to the collapse, ${open} of them undecided; c = β⁻¹ log T. From β = ${BEFORE} to ${LAST} the mean of c changes by less than ${CHANGE} in ${within(slow)} settings, so T grows like e^{cβ} with a c of the start${slow.every(Boolean) ? '' : ', as far as they decide'}. For two tokens the distance of its law to the limit at β = ${BETAS.join(', ')} is ${distances.join(', and ')}; ${usualDistance(most).toFixed(3)} is what chance explains. Correlation of c with what the coarsening foretells at β = ${LAST}: ${told.join('; ')}. Slope of the mean of c over log n: ${overN.join(', ')}. ${INTERVALS}`,
    };
  },
  draw(values) {
    const settings = settingsOf(values);
    const grid = Array.from({ length: 101 }, (_, i) => (2.2 * i) / 100);
    const law = (dimension: number): CurvePanel => ({
      title: `Two tokens, d = ${dimension}: share of starts with exponent up to c`,
      across: 'c',
      ts: grid,
      domain: [0, 1],
      series: [
        ...BETAS.flatMap((beta) => {
          const one = find(settings, dimension, 2, beta);
          return one ? [{ name: `β = ${beta}`, values: shareUpTo(exponents(one), grid) }] : [];
        }),
        { name: 'limit', values: grid.map((x) => limitLaw(x, dimension)), color: 'ordinary', dashed: true },
      ],
    });
    const foretold = (dimension: number): CurvePanel => {
      const own = settings.filter((one) => one.dimension === dimension && one.beta === LAST && one.tokens > 2);
      const points = own
        .flatMap(({ runs, tokens }) => runs.map(({ c, coarsening }) => ({ c, coarsening, tokens })))
        .sort((a, b) => a.coarsening - b.coarsening);
      return {
        title: `c over the coarsening's exponent, d = ${dimension}, β = ${LAST}`,
        across: "coarsening's exponent",
        ts: [0, ...points.map(({ coarsening }) => coarsening), 2],
        series: [
          ...own.map(({ tokens }) => ({
            name: `n = ${tokens}`,
            values: [null, ...points.map((point) => (point.tokens === tokens ? point.c : null)), null],
            points: true,
          })),
          {
            name: 'equal',
            values: [0, ...points.map(({ coarsening }) => coarsening), 2],
            color: 'ordinary',
            dashed: true,
          },
        ],
      };
    };
    const means = (dimension: number): CurvePanel => {
      const own = settings.filter((one) => one.dimension === dimension);
      const ts = [...new Set(own.map(({ tokens }) => tokens))];
      const series = BETAS.map((beta) => {
        const intervals = ts.map((tokens) => {
          const one = find(own, dimension, tokens, beta);
          return one ? meanInterval(exponents(one)) : { estimate: Number.NaN, low: Number.NaN, high: Number.NaN };
        });
        return {
          name: `β = ${beta}`,
          values: intervals.map(({ estimate }) => estimate),
          band: [intervals.map(({ low }) => low), intervals.map(({ high }) => high)] as const,
        };
      });
      const expected = ts.map((tokens) => {
        const one = find(own, dimension, tokens, LAST);
        return one ? meanOf(one.runs.map(({ coarsening }) => coarsening)).mean : Number.NaN;
      });
      return {
        title: `Mean of c, d = ${dimension}`,
        across: 'tokens n',
        ts,
        series: [...series, { name: 'coarsening', values: expected, color: 'ordinary', dashed: true }],
      };
    };
    const correlations = (dimension: number): CurvePanel => {
      const own = settings.filter((one) => one.dimension === dimension && one.beta === LAST && one.tokens > 2);
      return {
        title: `Correlation with c, d = ${dimension}, β = ${LAST}`,
        across: 'tokens n',
        ts: own.map(({ tokens }) => tokens),
        series: (Object.keys(statistics) as Statistic[]).map((statistic) => {
          const intervals = own.map((one) => correlation(one, statistic));
          return {
            name: statistics[statistic],
            values: intervals.map(({ estimate }) => estimate),
            band: [intervals.map(({ low }) => low), intervals.map(({ high }) => high)] as const,
          };
        }),
      };
    };
    const both = (panel: (dimension: number) => CurvePanel) => DIMENSIONS.map(panel);
    return curves({
      title: 'The time T of the collapse: c = β⁻¹ log T',
      subtitle: `uniform tokens, Q = K = V = I; ${grouped(settings.reduce((sum, { runs }) => sum + runs.length, 0))} certified runs`,
      caption:
        'Above: the law of c for two tokens and its limit, that of 1 − cos θ. Then the mean of c over the number of tokens, beside the mean of what the coarsening of the initial tokens foretells; c of every run over it; and how well it and its rivals go with c. Bands are 95 % intervals.',
      ts: grid,
      panels: [...both(law), ...both(means), ...both(foretold), ...both(correlations)],
    });
  },
};

function shareUpTo(draws: readonly number[], grid: readonly number[]): number[] {
  return grid.map((x) => draws.filter((draw) => draw <= x).length / draws.length);
}
