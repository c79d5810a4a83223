/**
 * Do leaders lead? Which tokens, named at t = 0, best tell the clusters that are seen later?
 *
 * Fixed before the runs, after a trial of three in each setting: V = I, uniform tokens, n = 10 β^{(d−1)/2}, d = 2 and β
 * = 16, 64, 256, d = 3 and β = 8, 16, 32, d = 4 and β = 8, Q = K = I; clusters by single linkage at β^{−1/2} at t = 10,
 * 10², 10⁴. Predictors of a run:
 *
 *   - renyi, strong: Rényi centers and strong ones at δ = 4β^{−1/2};
 *   - hard: the leaders of the hard-attention limit β → ∞, tokens k with ⟨Qx_k, Kx_k⟩ ≥ ⟨Qx_k, Kx_j⟩ for all j < k,
 *     their own nearest among those they see. For Q = K = I these are *all* tokens, x_k itself being nearest to x_k,
 *     and so they tell nothing: their score is 0 by its definition. They are asked in earnest where QᵀK = diag(1.25,
 *     0.75), d = 2, β = 64, which draws a token's eye up to a quarter of a radian aside;
 *   - leaders: what becomes of them at a finite β, tokens that give themselves half of their attention at least, A_kk ≥
 *     ½. For β → ∞ they are the hard ones. Of uniform tokens their number is of the order β^{(d−1)/2} whatever n is, as
 *     that of centers;
 *   - earliest, a base line: the first tokens, as many as there are Rényi centers. What beats it knows of geometry.
 *
 * Score (leader-score.ts): F = 2m/(p + C) for p tokens, C clusters and m clusters with exactly one of these tokens,
 * less what as many random tokens have, over what then is to be had: 0 is chance, 1 perfection. Beside it the error of
 * the count, p/C in the mean. A predictor is the best in a setting at a time where the mean difference of its score to
 * every other's, on the same runs, has a 95 % interval above 0; else several are undecided.
 *
 * Hypotheses. 1: leaders at finite β score less than both kinds of centers, since nothing keeps two of them apart. 2:
 * Rényi centers are the best at t = 10, strong ones at t = 10⁴, when ordinary ones, not frozen, have been caught. 3:
 * all scores fall as clusters merge, t = 10² to 10⁴. With QᵀK ≠ I, hard ones score above 0 but below centers.
 */
import { seedGroups } from '../../core/experiment.ts';
import type { ExperimentPreset } from '../kit/preset.ts';
import {
  bestOf,
  countRatio,
  difference,
  matchedShare,
  meanClusters,
  meanScore,
  type Setting,
  settingsOf,
} from './leader-estimates.ts';
import { leaderFigure, names, settingName } from './leader-figure.ts';
import { kinds } from './leader-kinds.ts';
import { type LeaderCell, type LeaderValue, ledClusters, TIMES } from './leader-runs.ts';
import { grouped, INTERVALS, shown, shownShare } from './said.ts';

/** Settings, how many runs, and runs of a cell: some tenths of a second. */
const DESIGN = [
  { dimension: 2, beta: 16, skew: 0, runs: 3500, group: 10 },
  { dimension: 2, beta: 64, skew: 0, runs: 1200, group: 4 },
  { dimension: 2, beta: 256, skew: 0, runs: 500, group: 2 },
  { dimension: 3, beta: 8, skew: 0, runs: 3200, group: 10 },
  { dimension: 3, beta: 16, skew: 0, runs: 600, group: 3 },
  { dimension: 3, beta: 32, skew: 0, runs: 60, group: 1 },
  { dimension: 4, beta: 8, skew: 0, runs: 400, group: 2 },
  { dimension: 2, beta: 64, skew: 0.25, runs: 600, group: 3 },
];
/** n β^{−(d−1)/2}. */
const DENSITY = 10;

/** Those that nothing is better than, with their scores. */
function best(setting: Setting, i: number): string {
  const told = bestOf(setting, i).map((kind) => `${names[kind]} ${shown(meanScore(setting, kind, i), 2)}`);
  return `${told.join(' or ')} at ${settingName(setting)}`;
}

export const leaders: ExperimentPreset<LeaderCell, LeaderValue> = {
  id: 'leaders',
  seconds: 470,
  title: 'Do leaders lead? Predictors of clusters compared on 10,060 runs',
  checks: ['renyi-centers-circle', 'strong-centers-circle'],
  source:
    'a question after arXiv:2411.04990, §5: centers are expected to lead clusters; the leaders at finite β, score, n, β and times are our choice',
  cells: () =>
    DESIGN.flatMap(({ runs, group, ...setting }, i) => {
      const tokens = Math.ceil(DENSITY * setting.beta ** ((setting.dimension - 1) / 2));
      return seedGroups(1 + 10_000 * i, runs, group).map((seeds) => ({ ...setting, tokens, seeds }));
    }),
  compute: ledClusters,
  report(values) {
    const settings = settingsOf(values);
    const count = settings.reduce((sum, { runs }) => sum + runs.length, 0);
    const each = TIMES.map((t, i) => `At t = ${grouped(t)}: ${settings.map((one) => best(one, i)).join('; ')}`);
    return {
      table: {
        columns: [
          'd',
          'β',
          'QᵀK',
          't',
          'runs',
          'clusters',
          'predictor',
          'score',
          'predicted/clusters',
          'clusters told',
          'more than Rényi',
          'more than strong',
        ],
        rows: settings.flatMap((one) =>
          TIMES.flatMap((t, i) =>
            kinds.map((kind) => [
              ...[
                String(one.dimension),
                String(one.beta),
                one.skew === 0 ? 'I' : `diag(${1 + one.skew}, ${1 - one.skew})`,
              ],
              ...[String(t), String(one.runs.length), shown(meanClusters(one, i), 2), names[kind]],
              shown(meanScore(one, kind, i), 3),
              shown(countRatio(one, kind, i), 2),
              shownShare(matchedShare(one, kind, i)),
              ...(['renyi', 'strong'] as const).map((other) =>
                other === kind ? '' : shown(difference(one, kind, other, i), 3),
              ),
            ]),
          ),
        ),
      },
      says: `The best predictor of clusters by the mean score (1 perfect, 0 chance) in ${grouped(count)} runs. ${each.join('. ')}. Where several are named no one is decidedly better. ${INTERVALS}`,
    };
  },
  draw: (values) => leaderFigure(settingsOf(values)),
};
