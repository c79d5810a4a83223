/**
 * The law of the time T of the collapse (Theorem 4.1 of arXiv:2411.04990): from when on every token is nearer to
 * the first one than β^{−1/2}.
 *
 * Fixed before any run: Q = K = V = I, uniform tokens, d = 2 and 3, n = 2, 4, 8, 16, β = 8, 16, 32, the same
 * initial tokens at every β; implicit steps, and a second run at tolerances a hundred times tighter: what it does
 * not confirm is undecided and set aside, counted. c = β^{−1} log max(1, T).
 *
 * Hypotheses. 1: T ~ e^{cβ}, where c of a start has a limit: the mean change of c from β = 16 to 32 is below a
 * tenth, powers of β in T making log β/β of it. 2: for two tokens c → 1 − cos θ, so that its law is the arcsine
 * law on [0, 2] on the circle and the uniform one for d = 3; Kolmogorov's distance to it falls as β grows. 3: c is
 * told by the initial tokens: by the largest exponent of their coarsening (theory/coarsening.ts), better than by
 * three rivals: 1 − cosine to the token farthest from x₁, of the longest link of the shortest tree through all
 * tokens, of x₂ alone. Estimates: correlations with c over starts at β = 32 and every d and n from 4 on, bootstrap
 * intervals, and of the difference of the coarsening's and the best rival's; slope of c over the coarsening's
 * exponent, 1 expected. 4: how the mean of c depends on n: its slope over log n at β = 32; no value is expected.
 */
import { seedGroups } from '../../core/experiment.ts';
import { meanInterval } from '../../numerics/interval.ts';
import { quantile } from '../../numerics/quantile.ts';
import { sampleOf } from '../../numerics/sample.ts';
import type { ExperimentPreset } from '../kit/preset.ts';
import {
  advantage,
  BEFORE,
  BETAS,
  changes,
  correlation,
  exponents,
  find,
  LAST,
  overTokens,
  settingsOf,
  slopeOf,
} from './collapse-estimates.ts';
import { collapseFigure } from './collapse-figure.ts';
import { type CollapseCell, type CollapseValue, collapses } from './collapse-runs.ts';
import { statistics } from './initial-statistics.ts';
import { distanceTo, limitLaw, usualDistance } from './limit-law.ts';
import { grouped, INTERVALS, shown } from './said.ts';

const DIMENSIONS = [2, 3];
/** n, runs at each d and β, runs of a cell. */
const SIZES = [
  { tokens: 2, runs: 900, group: 20 },
  { tokens: 4, runs: 500, group: 10 },
  { tokens: 8, runs: 210, group: 5 },
  { tokens: 16, runs: 70, group: 2 },
];
/** The mean of c may change by so much from the last β but one to the last. */
const CHANGE = 0.1;

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
      const line = fit?.straight === 'refuted' ? ', though the means lie on no line' : '';
      return fit ? [`${shown(fit.slope, 3)} for d = ${dimension}${line}`] : [];
    });
    return {
      table: {
        columns: [
          'd',
          'n',
          'β',
          'runs',
          'undecided',
          'mean of c',
          's.d. of c',
          '10 %',
          '90 %',
          'mean of the coarsening',
          'correlation with it',
          'slope over it',
        ],
        rows: settings.map((one) => {
          const c = exponents(one);
          const sorted = Float64Array.from(c).sort();
          const line = slopeOf(one);
          const { standardError, count: decided } = sampleOf(c);
          return [
            ...[one.dimension, one.tokens, one.beta, one.runs.length + one.open, one.open].map(String),
            shown(meanInterval(c), 3),
            (standardError * Math.sqrt(decided)).toFixed(3),
            ...[0.1, 0.9].map((share) => quantile(sorted, share).toFixed(3)),
            shown(meanInterval(one.runs.map(({ coarsening }) => coarsening)), 3),
            shown(correlation(one, 'coarsening'), 3),
            line ? shown(line.slope, 3) : '',
          ];
        }),
      },
      says: `${grouped(count)} runs to the collapse, ${open} of them undecided; c = β⁻¹ log T. From β = ${BEFORE} to ${LAST} the mean of c changes by less than ${CHANGE} in ${within(slow)} settings, so T grows like e^{cβ} with a c of the start${slow.every(Boolean) ? '' : ', as far as they decide'}. For two tokens the distance of its law to the limit at β = ${BETAS.join(', ')} is ${distances.join(', and ')}; ${usualDistance(most).toFixed(3)} is what chance explains. Correlation of c with what the coarsening foretells at β = ${LAST}: ${told.join('; ')}. Slope of the mean of c over log n: ${overN.join(', ')}. ${INTERVALS}`,
    };
  },
  draw: (values) => collapseFigure(settingsOf(values), DIMENSIONS),
};
