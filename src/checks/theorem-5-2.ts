/** Theorem 5.2: frozen centers that are far enough apart capture every token; its conditions, its window, its example. */
import { cos, larger, log, PI, sin } from '../core/elementary.ts';
import { geodesicDistance } from '../core/sphere.ts';
import { seedGroups } from '../experiment.ts';
import { curves } from '../figures/index.ts';
import { run } from '../run.ts';
import {
  capturesAll,
  type Frozen,
  hasRoom,
  LARGEST_EPSILON,
  largestN,
  leastBeta,
  pullIsWeak,
  slopeIsWeak,
  slopeIsWeakAsPrinted,
  windowHolds,
  windowHoldsAsPrinted,
} from '../theory/theorem-5-2.ts';
import { tokensAt } from '../trajectory.ts';
import { exists, identity, noViolation } from './comparison.ts';
import * as p from './parameters.ts';
import { sortedRatios } from './predicted-and-measured.ts';
import { statement } from './statement.ts';

const CENTERS = 3;

function frozenOf({ beta, tokens, epsilon }: { beta: number; tokens: number; epsilon: number }): Frozen {
  // Just below the distance of the centers, which is 2π/3.
  const c = ((2 * PI) / CENTERS) * Math.sqrt(beta) * (1 - 1e-9);
  return { total: tokens + CENTERS, beta, c, epsilon };
}

export const theorem52 = statement({
  id: 'theorem-5-2',
  says: 'On the circle with m frozen centers more than cβ^{−1/2} apart, under the two conditions on h and g every token ends within εβ^{−1/2} of a center. Here three centers, equally far.',
  source: 'arXiv:2411.04990, Theorem 5.2',
  erratum: 'The condition on g is printed without the minus sign that the proof uses, and m ≥ 1 is missing.',
  test: 'distance of every token to the nearest center at the end, over εβ^{−1/2}, in every run; tokens still moving are undecided',
  expected: 'holds',
  parameters: {
    beta: p.beta(16),
    tokens: p.tokens(40),
    epsilon: p.epsilon(0.05),
    until: p.until(1e40),
    runs: p.runs(30),
    seed: p.seed(),
  },
  hypotheses(given) {
    const frozen = frozenOf(given);
    return [
      { says: 'c > 2 + 2ε', met: hasRoom(frozen) },
      { says: 'N h((c − 1 − 2ε)β^{−1/2}) < h(εβ^{−1/2})', met: pullIsWeak(frozen) },
      { says: '−N g((c − 2ε)β^{−1/2}) < g(εβ^{−1/2})', met: slopeIsWeak(frozen) },
    ];
  },
  cells: ({ seed, runs, ...setting }) => seedGroups(seed, runs, 5).map((seeds) => ({ ...setting, seeds })),
  async compute(cell: { beta: number; tokens: number; until: number; seeds: readonly number[] }): Promise<number[]> {
    const { beta, tokens, until, seeds } = cell;
    const angles = Array.from({ length: CENTERS }, (_, i) => (2 * PI * i) / CENTERS);
    const centers = angles.map((angle) => [cos(angle), sin(angle)]);
    const farthest: number[] = [];
    for (const seed of seeds) {
      const spec = { beta, tokens, dimension: 2, seed, dynamics: 'frozen-centers', centers } as const;
      const { trajectory } = await run({ ...spec, saveAt: [until], rtol: 1e-6, observe: 'none' });
      const x = tokensAt(trajectory, 0);
      const places = Float64Array.from(centers.flat());
      let worst = 0;
      for (let k = 0; k < tokens; k++) {
        const distances = centers.map((_, c) => geodesicDistance(x, 2 * k, places, 2 * c, 2));
        worst = larger(worst, Math.min(...distances));
      }
      farthest.push(worst);
    }
    return farthest;
  },
  judge(values, { beta, epsilon, until }) {
    const allowed = epsilon / Math.sqrt(beta);
    const ratios = values.flat().map((distance) => distance / allowed);
    const away = ratios.filter((ratio) => ratio > 1).length;
    // A token still on its way contradicts nothing; ways past a center take up to e^{2β}.
    const ended = log(until) >= 2 * beta && until >= 100;
    return [
      noViolation('all tokens at a center', {
        cases: ratios.length,
        violations: ended ? away : 0,
        worst: Math.max(...ratios),
        open: ended ? 0 : away,
      }),
    ];
  },
  draw: (values, { beta, epsilon }) =>
    curves({
      title: 'How near tokens end to a center',
      caption:
        'Distance of the farthest token from its center at the end, over εβ^{−1/2}, one dot a run, from small to large.',
      ts: [],
      panels: [
        sortedRatios(
          'Distance',
          [{ name: 'runs' }],
          [values.flat().map((distance) => (distance * Math.sqrt(beta)) / epsilon)],
        ),
      ],
    }),
});

export const theorem52Sign = statement({
  id: 'theorem-5-2-sign',
  says: 'The condition on g makes the critical point stable: −N g((c − 2ε)β^{−1/2}) < g(εβ^{−1/2}).',
  source: 'arXiv:2411.04990, Theorem 5.2',
  erratum: 'Printed without the minus sign, the condition is empty: it never excludes anything for centers apart.',
  test: 'share of settings (β, c, N) with centers apart that the condition excludes: a condition excludes some',
  expected: 'fails as printed, holds corrected',
  parameters: {},
  hypotheses: () => [],
  cells: () => [null],
  compute(_: null): { cases: number; printed: number; corrected: number } {
    let [cases, printed, corrected] = [0, 0, 0];
    for (const beta of [4, 9, 16, 64, 256])
      for (const c of [2.5, 3, 4, 5, 6])
        for (const total of [10, 100, 1000, 10_000]) {
          const frozen = { beta, c, total, epsilon: 0.05 };
          if (c / Math.sqrt(beta) > PI) continue;
          cases++;
          if (!slopeIsWeakAsPrinted(frozen)) printed++;
          if (!slopeIsWeak(frozen)) corrected++;
        }
    return { cases, printed, corrected };
  },
  judge: ([{ cases, printed, corrected }]) => [
    exists('settings that the condition excludes', printed > 0, `${printed} of ${cases}`, 'printed'),
    exists('settings that the condition excludes', corrected > 0, `${corrected} of ${cases}`, 'corrected'),
  ],
});

export const theorem52Window = statement({
  id: 'theorem-5-2-window',
  says: 'For 0 < ε < 0.1, c ≥ 5.5 + 2ε, β ≥ (c − 1 − 2ε)²/2 and N ≤ ε/(c − 1)·e^{3(c − 1 − 2ε)²/8} the conditions of Theorem 5.2 hold.',
  source: 'arXiv:2411.04990, Appendix B (remark)',
  erratum: 'Printed for all ε > 0; false for large ε, as at ε = 30, c = 87.48, β = 490.07.',
  test: 'the conditions on a grid of ε, c and β from the least one on, N the largest allowed',
  expected: 'fails as printed, holds corrected',
  parameters: {},
  hypotheses: () => [],
  cells: () => [null],
  compute(_: null): Record<'printed' | 'corrected', { cases: number; violations: number }> {
    const tally = { printed: { cases: 0, violations: 0 }, corrected: { cases: 0, violations: 0 } };
    for (const epsilon of [1e-4, 0.001, 0.01, 0.05, 0.0999, 0.5, 1, 3, 10, 30])
      for (const c of [5.5 + 2 * epsilon, 6 + 2 * epsilon, 8 + 2 * epsilon, 12 + 2 * epsilon, 27.48 + 2 * epsilon])
        for (const times of [1, 1.5, 4]) {
          const beta = times * leastBeta(c, epsilon);
          const total = Math.floor(largestN(c, epsilon));
          if (total < 1) continue;
          const holds = capturesAll({ beta, c, epsilon, total });
          for (const form of ['printed', 'corrected'] as const) {
            if (!(form === 'printed' ? windowHoldsAsPrinted : windowHolds)(c, epsilon)) continue;
            tally[form].cases++;
            if (!holds) tally[form].violations++;
          }
        }
    return tally;
  },
  judge: ([{ printed, corrected }]) => [
    noViolation('the conditions within the window', printed, 'printed'),
    noViolation(`the conditions within the window, ε < ${LARGEST_EPSILON}`, corrected, 'corrected'),
  ],
});

export const theorem52Example = statement({
  id: 'theorem-5-2-example',
  says: 'ε = 0.1 and c = 6.5: β ≥ 14.045 and N ≤ 682.9 by the formulas.',
  source: 'arXiv:2411.04990, after Theorem 5.2',
  erratum: 'Printed as β ≥ 14, N ≤ 700.',
  test: 'the formulas evaluated; the printed numbers to the digits that they have',
  expected: 'fails as printed, holds corrected',
  parameters: {},
  hypotheses: () => [],
  cells: () => [null],
  compute: (_: null): [number, number] => [leastBeta(6.5, 0.1), largestN(6.5, 0.1)],
  judge: ([[beta, total]]) => [
    identity('least β', 14, beta, 0.01, 'rounded to two digits more', 'printed'),
    identity('largest N', 700, total, 1, 'a number of tokens', 'printed'),
    identity('least β', 14.045, beta, 5e-4, 'the last digit given', 'corrected'),
    identity('largest N', 682.9, total, 0.05, 'the last digit given', 'corrected'),
  ],
});
