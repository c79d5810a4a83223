/** Appendix B: bounds of the interaction function h and of its slope g. */
import { exp, log, PI } from '../../numerics/elementary.ts';
import { random, streams } from '../../numerics/random.ts';
import { interaction, interactionBounds, interactionSlope } from '../../theory/interaction.ts';
import { type Comparison, exists, noViolation } from '../kit/comparison.ts';
import * as p from '../kit/parameters.ts';
import { statement } from '../kit/statement.ts';
import { type BoundName, boundDrawn } from './interaction-bound-figure.ts';

interface Draws {
  readonly runs: number;
  readonly seed: number;
}

interface Tally {
  readonly cases: number;
  readonly violations: number;
}

/** Where the two sides agree to rounding, the inequality cannot be seen. */
const ROUNDING = 1e-13;

/**
 * Points (x, β) with β = 10^{−2…4} and x where h is not yet 0 in doubles, and a tally of each bound over those where
 * `where` says so.
 */
function tallied(name: BoundName, { runs, seed }: Draws, where: 'holds' | 'holdsAsPrinted'): Tally {
  const bound = interactionBounds[name];
  const above = name === 'interactionAbove';
  const draw = random(seed, streams.tokens);
  const pair = new Float64Array(2);
  let [cases, violations] = [0, 0];
  for (let i = 0; i < runs; i++) {
    draw.uniforms(i, 0, pair);
    const beta = exp(log(10) * (6 * pair[0] - 2));
    const x = pair[1] * Math.min(2 * PI, 30 / Math.sqrt(beta));
    if (!bound[where](x, beta)) continue;
    const value = name.startsWith('slope') ? interactionSlope(x, beta) : interaction(x, beta);
    const limit = bound.value(x, beta);
    cases++;
    const excess = above ? value - limit : limit - value;
    if (excess > ROUNDING * Math.abs(limit)) violations++;
  }
  return { cases, violations };
}

interface BoundStatement {
  readonly id: string;
  readonly name: BoundName;
  readonly says: string;
  readonly erratum?: string;
}

function boundStatement({ id, name, says, erratum }: BoundStatement) {
  return statement({
    id,
    says,
    source: 'arXiv:2411.04990, Appendix B',
    ...(erratum === undefined ? {} : { erratum }),
    test: 'the inequality at random x in (0, 2π) and β from 0.01 to 10⁴, where it is said to hold',
    expected: erratum === undefined ? 'holds' : 'fails as printed, holds corrected',
    parameters: { runs: p.runs(200_000), seed: p.seed() },
    hypotheses: ({ runs }) => [{ says: 'many draws: violations may be rare', met: runs >= 1000 }],
    cells: (draws): Draws[] => [draws],
    compute: (draws: Draws): Record<'holds' | 'holdsAsPrinted', Tally> => ({
      holds: tallied(name, draws, 'holds'),
      holdsAsPrinted: tallied(name, draws, 'holdsAsPrinted'),
    }),
    judge([{ holds, holdsAsPrinted }]): Comparison[] {
      if (erratum === undefined) return [noViolation('the inequality', holds)];
      return [
        noViolation('the inequality', holdsAsPrinted, 'printed'),
        noViolation('the inequality', holds, 'corrected'),
      ];
    },
    draw: () => boundDrawn(name),
  });
}

export const interactionBelow = boundStatement({
  id: 'interaction-lower-bound',
  name: 'interactionBelow',
  says: 'h(x) > e^{−βx²/2}(x − x³/6) for 0 < x ≤ π.',
  erratum: 'Printed without x ≤ π, which it needs: β = 5, x = 3π/2.',
});

export const interactionAbove = boundStatement({
  id: 'interaction-upper-bound',
  name: 'interactionAbove',
  says: 'h(x) < e^{−βx²/2 + βx⁴/24} x for x > 0.',
});

export const slopeNearZero = boundStatement({
  id: 'slope-near-zero',
  name: 'slopeBelowNearZero',
  says: 'g(x) > e^{−βx²/2}(1 − x²/2 − βx²) for 0 < x < (β + ½)^{−1/2}.',
});

export const slopeBelow = boundStatement({
  id: 'slope-lower-bound',
  name: 'slopeBelow',
  says: 'g(x) > −e^{−βx²/2 + βx⁴/24} βx² for x > 0 and β ≥ 1.',
  erratum: 'Printed without β ≥ 1, which it needs: β = 0.05, x = 1.66.',
});

export const printedCounterexamples = statement({
  id: 'appendix-b-counterexamples',
  says: 'Two bounds of Appendix B fail outside the ranges that are not printed: the lower bound of h at β = 5, x = 3π/2, that of g at β = 0.05, x = 1.66.',
  source: 'arXiv:2411.04990, Appendix B; counterexamples found with its formalisation',
  test: 'both sides evaluated there',
  expected: 'holds',
  parameters: {},
  hypotheses: () => [],
  cells: () => [null],
  compute: (_: null): [number, number][] => [
    [interaction(1.5 * PI, 5), interactionBounds.interactionBelow.value(1.5 * PI, 5)],
    [interactionSlope(1.66, 0.05), interactionBounds.slopeBelow.value(1.66, 0.05)],
  ],
  judge: ([[[h, below], [g, slope]]]) => [
    exists(
      'h at β = 5, x = 3π/2 below its bound',
      h < below,
      h,
      `h = ${h.toExponential(3)} < ${below.toExponential(3)}`,
    ),
    exists('g at β = 0.05, x = 1.66 below its bound', g < slope, g, `g = ${g.toFixed(5)} < ${slope.toFixed(5)}`),
  ],
});
