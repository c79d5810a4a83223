/**
 * Does every Rényi center capture Ω(n) tokens in O(1) time? Asked in the conclusion of arXiv:2411.04990.
 *
 * Fixed before any run: d = 2, Q = K = V = I, uniform tokens, β = 64, δ = 4β^{−1/2}, radius of capture r =
 * β^{−1/2}, n = 10², 10^{2.5}, …, 10⁵; times t = 5, 10, 20, and 1, 2 beside them. A center *holds* the tokens
 * nearer than r of which it is the nearest; it has *captured* those of them that were not nearer than r to it at t
 * = 0 (a share r/π is, so that holding Ω(n) tokens is nothing). A center that an earlier one holds is *lost* and
 * has captured none.
 *
 * Hypothesis: the least number of tokens that a center of a run has captured grows like n^α, α = 1. Estimate: α by
 * a line through log(mean over runs) against log n from n = 1000 on, where the centers hardly get more (2πm/δ less
 * 2πe^{−2γ}/δτ, τ = nδ/2π: half a percent at n = 1000). The answer at a time is yes where the interval of α lies
 * above 0.95 (shares fall by less than a fifth when n is a hundred times larger), no where it lies below, else
 * undecided. Beside it the share of runs in which every center has captured a hundredth of the tokens, and the
 * share of centers that are lost.
 *
 * A reason against it: a uniform crowd is at rest, and token k feels only the deviation k^{−1/2} of those before
 * it, which grows by at most e^{2√(at log n)}, a = max_m m² I_m(β)/(β I_0(β)) ≈ 0.73 (theory/kinetic.ts). At a
 * fixed t and log n ≫ 4at hardly a token comes from outside. For n ≤ 10⁵, log n ≤ 11.5, that should be seen at t =
 * 1 and 2 (4at = 3 and 6), and no more from t = 5 on (15).
 */
import { seedGroups } from '../../core/experiment.ts';
import type { ExperimentPreset } from '../kit/preset.ts';
import {
  exponentOf,
  FITTED_FROM,
  leastShare,
  lostShare,
  runsWithLoss,
  type Size,
  sizesOf,
  successes,
  verdictOf,
} from './capture-estimates.ts';
import { captureFigure, names } from './capture-figure.ts';
import { type CaptureCell, type CaptureValue, captures, type Kind, kinds, TIMES } from './capture-runs.ts';
import { grouped, INTERVALS, shown, shownShare } from './said.ts';

/** At these the question is asked. */
const ASKED = [5, 10, 20];
/**
 * n, runs, runs of a cell: some tenths of a second. No seed comes twice, so that runs of different n are
 * independent.
 */
const SIZES = [
  { tokens: 100, runs: 4300, group: 50 },
  { tokens: 316, runs: 3200, group: 40 },
  { tokens: 1000, runs: 1700, group: 20 },
  { tokens: 3162, runs: 600, group: 5 },
  { tokens: 10_000, runs: 150, group: 2 },
  { tokens: 31_623, runs: 50, group: 1 },
  { tokens: 100_000, runs: 20, group: 1 },
];

function answer(sizes: readonly Size[], kind: Kind): string {
  const parts = ASKED.map((t) => {
    const fit = exponentOf(sizes, kind, 'captured', TIMES.indexOf(t));
    return `${fit ? shown(fit.slope, 3) : 'no number'} at t = ${t} (${verdictOf(fit?.slope)})`;
  });
  return parts.join(', ');
}

export const captureShare: ExperimentPreset<CaptureCell, CaptureValue> = {
  id: 'capture-share',
  seconds: 240,
  title: 'Does every Rényi center capture its share? 10,020 runs, up to 100,000 tokens',
  checks: ['renyi-centers-circle', 'strong-centers-circle', 'kinetic-mode-rates'],
  source:
    'a question of the conclusion of arXiv:2411.04990: every Rényi center should capture Ω(n) tokens in O(1) time; β, δ, the radius, the times and what "captured" means are our choice',
  cells: () =>
    SIZES.flatMap(({ tokens, runs, group }, i) => {
      const first = SIZES.slice(0, i).reduce((sum, size) => sum + size.runs, 1);
      return seedGroups(first, runs, group).map((seeds) => ({ tokens, seeds }));
    }),
  compute: captures,
  report(values) {
    const sizes = sizesOf(values);
    const [first, last] = [sizes[0], sizes[sizes.length - 1]];
    const end = TIMES.length - 1;
    const count = sizes.reduce((sum, { runs }) => sum + runs.length, 0);
    const large = sizes.filter(({ tokens }) => tokens >= FITTED_FROM);
    const early = exponentOf(sizes, 'renyi', 'captured', 0);
    return {
      table: {
        columns: [
          'centers',
          't',
          'n',
          'runs',
          'least share captured',
          'least share held',
          'all captured 1 %',
          'lost',
          'one lost',
        ],
        rows: kinds.flatMap((kind) =>
          TIMES.flatMap((t, i) =>
            sizes.map((size) => [
              ...[names[kind], String(t), String(size.tokens), String(size.runs.length)],
              shownShare(leastShare(size, kind, 'captured', i), 2),
              shownShare(leastShare(size, kind, 'held', i), 2),
              shownShare(successes(size, kind, i)),
              shownShare(lostShare(size, kind, i)),
              shownShare(runsWithLoss([size], kind, i)),
            ]),
          ),
        ),
      },
      says: `In ${grouped(count)} runs the least number of tokens that a Rényi center has captured grows like n to the power ${answer(sizes, 'renyi')} from n = ${FITTED_FROM} on; the least of a strong center, ${answer(sizes, 'strong')}; at t = ${TIMES[0]} the power is ${early ? shown(early.slope, 3) : 'not known'} for Rényi centers. Not in every run: at t = ${TIMES[end]} an earlier center has caught some Rényi center, which so has captured none, in ${shownShare(runsWithLoss(large, 'renyi', end))} of the runs from n = ${FITTED_FROM} on, and each Rényi center has captured a hundredth of the tokens in ${shownShare(successes(first, 'renyi', end))} of the runs at n = ${first.tokens} and ${shownShare(successes(last, 'renyi', end))} at n = ${last.tokens}. ${INTERVALS}`,
    };
  },
  draw: (values) => captureFigure(sizesOf(values), ASKED),
};
