/** The conditions of Theorem 5.2: a sign, the window in which they hold, an example. */
import { PI } from '../../numerics/elementary.ts';
import {
  capturesAll,
  LARGEST_EPSILON,
  largestN,
  leastBeta,
  slopeIsWeak,
  slopeIsWeakAsPrinted,
  windowHolds,
  windowHoldsAsPrinted,
} from '../../theory/theorem-5-2.ts';
import { exists, identity, noViolation } from '../kit/comparison.ts';
import { statement } from '../kit/statement.ts';

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
    exists('settings that the condition excludes', printed > 0, printed, `${printed} of ${cases}`, 'printed'),
    exists('settings that the condition excludes', corrected > 0, corrected, `${corrected} of ${cases}`, 'corrected'),
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
  expected: 'misprint',
  parameters: {},
  hypotheses: () => [],
  cells: () => [null],
  compute: (_: null): [number, number] => [leastBeta(6.5, 0.1), largestN(6.5, 0.1)],
  judge: ([[beta, total]]) => [
    identity('least β', 14, beta, 0.01, 'rounded to two digits more', 'printed digits'),
    identity('largest N', 700, total, 1, 'a number of tokens', 'printed digits'),
    identity('least β', 14.045, beta, 5e-4, 'the last digit given', 'corrected'),
    identity('largest N', 682.9, total, 0.05, 'the last digit given', 'corrected'),
  ],
});
