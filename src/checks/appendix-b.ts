/** Appendix B: the interaction function h, its slope g, and the angle at which h is largest. */
import { exp, PI, smaller } from '../core/elementary.ts';
import { random, streams } from '../core/random.ts';
import { curves, type Figure } from '../figures/index.ts';
import { brief } from '../report.ts';
import { interaction, interactionBounds, interactionSlope, strongestAngle } from '../theory/interaction.ts';
import { type Comparison, exists, noViolation } from './comparison.ts';
import * as p from './parameters.ts';
import { predictedAndMeasured } from './predicted-and-measured.ts';
import { statement } from './statement.ts';

interface Draws {
  readonly runs: number;
  readonly seed: number;
}

type BoundName = keyof typeof interactionBounds;

interface Tally {
  readonly cases: number;
  readonly violations: number;
}

const LN_10 = 2.302585092994046;

/** Where the two sides agree to rounding, the inequality cannot be seen. */
const ROUNDING = 1e-13;

/** Points (x, β) with β = 10^{−2…4} and x where h is not yet 0 in doubles, and a tally of each bound over those where `where` says so. */
function tallied(name: BoundName, { runs, seed }: Draws, where: 'holds' | 'holdsAsPrinted'): Tally {
  const bound = interactionBounds[name];
  const above = name === 'interactionAbove';
  const draw = random(seed, streams.tokens);
  const pair = new Float64Array(2);
  let [cases, violations] = [0, 0];
  for (let i = 0; i < runs; i++) {
    draw.uniforms(i, 0, pair);
    const beta = exp(LN_10 * (6 * pair[0] - 2));
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

/** β at which a bound is drawn; where it is printed for more than is true, one at which it fails. */
const SHOWN: Readonly<Record<BoundName, readonly [number, number]>> = {
  interactionBelow: [1, 5],
  interactionAbove: [1, 5],
  slopeBelowNearZero: [1, 5],
  slopeBelow: [0.05, 5],
};

/** h or g with its bound over x, as far as the bound is stated; marked where it is printed and false. */
function boundDrawn(name: BoundName): Figure {
  const bound = interactionBounds[name];
  const slope = name.startsWith('slope');
  const above = name === 'interactionAbove';
  const valueAt = slope ? interactionSlope : interaction;
  const broken = (x: number, beta: number) =>
    bound.holdsAsPrinted(x, beta) && !bound.holds(x, beta) && valueAt(x, beta) > bound.value(x, beta) === above;
  const mayFail = SHOWN[name].some((beta) => broken(1.5 * PI, beta) || broken(1.66, beta));
  return curves({
    title: `${slope ? 'The slope g' : 'The interaction h'} and its ${above ? 'upper' : 'lower'} bound`,
    caption: `${slope ? 'g' : 'h'} over x, and the bound dashed, where it is stated and within the panel.${mayFail ? ' Orange: where it is printed but false.' : ''}`,
    ts: [],
    panels: SHOWN[name].map((beta) => {
      const to = name === 'slopeBelowNearZero' ? 1 / Math.sqrt(beta + 0.5) : smaller(2 * PI, REACH / Math.sqrt(beta));
      const high = 1.15 * interaction(strongestAngle(beta), beta);
      const over = (f: (x: number) => number) => (x: number) => (bound.holdsAsPrinted(x, beta) ? f(x) : Number.NaN);
      return predictedAndMeasured({
        ...{ title: `β = ${brief(beta)}`, across: 'x, radians', from: to / 1000, to, wide: true },
        domain: name === 'slopeBelowNearZero' ? undefined : slope ? SLOPES : [-high, high],
        predicted: [
          { name: slope ? 'g' : 'h', at: (x) => valueAt(x, beta), color: 'token' },
          { name: 'bound', at: over((x) => bound.value(x, beta)), dashed: true },
          ...(mayFail
            ? [
                {
                  name: '',
                  at: (x: number) => (broken(x, beta) ? valueAt(x, beta) : Number.NaN),
                  color: 'strong',
                } as const,
              ]
            : []),
        ],
      });
    }),
  });
}

/** g is largest at 0, where it is 1. */
const SLOPES = [-1.1, 1.1] as const;

/** Beyond this over √β there is nothing to see of h and g. */
const REACH = 14;

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
    hypotheses: () => [],
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

export const strongestAngleBrackets = statement({
  id: 'strongest-angle',
  says: 'h increases on [0, τ*_β] and decreases on [τ*_β, π], cos τ*_β = (−1 + √(4β² + 1))/(2β), and (β + ½)^{−1/2} < τ*_β < β^{−1/2}.',
  source: 'arXiv:2411.04990, Lemma 5.1 and Appendix B',
  test: 'the brackets, and the sign of g at both sides of τ*, for β from 1 to 10⁶',
  expected: 'holds',
  parameters: { runs: p.runs(2000) },
  hypotheses: () => [],
  cells: ({ runs }) => [{ runs }],
  compute({ runs }: { readonly runs: number }): Record<'brackets' | 'signs', Tally> {
    let [brackets, signs] = [0, 0];
    for (let i = 0; i < runs; i++) {
      const beta = exp((LN_10 * 6 * i) / Math.max(1, runs - 1));
      const tau = strongestAngle(beta);
      if (!(tau > 1 / Math.sqrt(beta + 0.5) && tau < 1 / Math.sqrt(beta))) brackets++;
      const before = [0.1, 0.5, 0.99, 0.999].every((share) => interactionSlope(share * tau, beta) > 0);
      // Beyond βx² = 600 the slope is 0 in doubles.
      const far = Math.min(PI, Math.sqrt(600 / beta));
      const after = [0.001, 0.01, 0.5, 0.9].every((share) => interactionSlope(tau + share * (far - tau), beta) < 0);
      if (!before || !after) signs++;
    }
    return { brackets: { cases: runs, violations: brackets }, signs: { cases: runs, violations: signs } };
  },
  judge: ([{ brackets, signs }]) => [noViolation('the brackets', brackets), noViolation('the sign of g', signs)],
  draw: () =>
    curves({
      title: 'The strongest angle and its brackets',
      caption: '√β τ*_β over β, with the brackets √(β/(β + ½)) and 1 dashed.',
      ts: [],
      logTime: true,
      panels: [
        predictedAndMeasured({
          ...{ title: '√β τ*', across: 'β', from: 1, to: 100, logAcross: true },
          predicted: [
            { name: 'above', at: () => 1, dashed: true },
            { name: '√β τ*', at: (beta) => Math.sqrt(beta) * strongestAngle(beta), color: 'token' },
            { name: 'below', at: (beta) => Math.sqrt(beta / (beta + 0.5)), dashed: true },
          ],
        }),
      ],
    }),
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
    exists('h at β = 5, x = 3π/2 below its bound', h < below, `h = ${h.toExponential(3)} < ${below.toExponential(3)}`),
    exists('g at β = 0.05, x = 1.66 below its bound', g < slope, `g = ${g.toFixed(5)} < ${slope.toFixed(5)}`),
  ],
});
