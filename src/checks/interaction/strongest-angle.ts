/** The angle at which the interaction function h is largest. */
import { exp, log, PI, smaller } from '../../numerics/elementary.ts';
import { interactionSlope, strongestAngle } from '../../theory/interaction.ts';
import { noViolation } from '../kit/comparison.ts';
import * as p from '../kit/parameters.ts';
import { comparedIn } from '../kit/predicted-and-measured.ts';
import { statement } from '../kit/statement.ts';

export const strongestAngleBrackets = statement({
  id: 'strongest-angle',
  says: 'h increases on [0, τ*_β] and decreases on [τ*_β, π], cos τ*_β = (−1 + √(4β² + 1))/(2β), and (β + ½)^{−1/2} < τ*_β < β^{−1/2}.',
  source: 'arXiv:2411.04990, Lemma 5.1 and Appendix B',
  test: 'the brackets, and the sign of g at both sides of τ*, for β from 1 to 10⁶',
  expected: 'holds',
  parameters: { runs: p.runs(2000) },
  hypotheses: () => [],
  cells: ({ runs }) => [{ runs }],
  compute({ runs }: { readonly runs: number }): { brackets: number; signs: number } {
    let [brackets, signs] = [0, 0];
    for (let i = 0; i < runs; i++) {
      const beta = exp((log(10) * 6 * i) / Math.max(1, runs - 1));
      const tau = strongestAngle(beta);
      if (!(tau > 1 / Math.sqrt(beta + 0.5) && tau < 1 / Math.sqrt(beta))) brackets++;
      const before = [0.1, 0.5, 0.99, 0.999].every((share) => interactionSlope(share * tau, beta) > 0);
      // Beyond βx² = 600 the slope is 0 in doubles.
      const far = smaller(PI, Math.sqrt(600 / beta));
      const after = [0.001, 0.01, 0.5, 0.9].every((share) => interactionSlope(tau + share * (far - tau), beta) < 0);
      if (!before || !after) signs++;
    }
    return { brackets, signs };
  },
  judge: ([{ brackets, signs }], { runs }) => [
    noViolation('the brackets', { cases: runs, violations: brackets }),
    noViolation('the sign of g', { cases: runs, violations: signs }),
  ],
  draw: () =>
    comparedIn({
      title: 'The strongest angle and its brackets',
      caption: '√β τ*_β over β, with the brackets √(β/(β + ½)) and 1 dashed.',
      logAcross: true,
      panels: [
        {
          ...{ title: '√β τ*', across: 'β', from: 1, to: 100 },
          predicted: [
            { name: 'above', at: () => 1, dashed: true },
            { name: '√β τ*', at: (beta) => Math.sqrt(beta) * strongestAngle(beta), color: 'token' },
            { name: 'below', at: (beta) => Math.sqrt(beta / (beta + 0.5)), dashed: true },
          ],
        },
      ],
    }),
});
