/** How many strong Rényi centers random tokens have: Lemma C.1. */

import { seedGroups } from '../../core/experiment.ts';
import { PI } from '../../numerics/elementary.ts';
import { capMeasure } from '../../theory/cap-measure.ts';
import { expectedStrongCenters, printedStrongCentersOnSphere } from '../../theory/strong-centers.ts';
import { expectedStrongCentersVonMisesFisher } from '../../theory/strong-centers-of-laws.ts';
import { withinErrors } from '../kit/comparison.ts';
import * as p from '../kit/parameters.ts';
import { statement } from '../kit/statement.ts';
import {
  type CenterCell,
  counted,
  countsDrawn,
  drawnUniform,
  lengthsOf,
  strongCentersOf,
  uniformStrongCenters,
} from './drawn-centers.ts';

const STRONG_SAYS =
  'The expected number of strong Rényi centers among n uniform tokens is (1 − (1 − p)ⁿ)/p, p the normalised measure of a cap of angle δ';

/** κ of the law that is not uniform. */
const KAPPA = 3;

export const strongOnCircle = statement({
  ...uniformStrongCenters({ id: 'strong-centers-circle', dimension: 2, delta: 0.5, tokens: 200 }),
  says: `${STRONG_SAYS}; on the circle p = δ/π.`,
  source: 'arXiv:2411.04990, Lemma C.1, for finite n',
  test: 'mean count of random draws within 4 standard errors',
  expected: 'holds',
  judge: (values, { tokens, delta }) => [
    withinErrors('mean count', expectedStrongCenters(delta / PI, tokens), counted(values.flat())),
  ],
  draw: (values, { tokens, delta }) =>
    countsDrawn('strong centers', lengthsOf(values.flat()), expectedStrongCenters(delta / PI, tokens)),
});

export const strongOnSphere = statement({
  ...uniformStrongCenters({ id: 'strong-centers-sphere', dimension: 3, delta: 0.5, tokens: 500 }),
  says: `${STRONG_SAYS}; on S² p = sin²(δ/2).`,
  source: 'arXiv:2411.04990, Lemma C.1 and its example d = 3',
  erratum: 'App. C prints 1/(3 sin²(δ/2)) for n = ∞ on S²; the factor 3 is wrong.',
  test: 'mean count of random draws within 4 standard errors; the printed form with the same finite-n factor',
  expected: 'fails as printed, holds corrected',
  judge(values, { tokens, delta }) {
    const { corrected, printed } = sphereForms(tokens, delta);
    const sample = counted(values.flat());
    return [
      withinErrors('mean count', printed, sample, 'printed'),
      withinErrors('mean count', corrected, sample, 'corrected'),
    ];
  },
  draw(values, { tokens, delta }) {
    const { corrected, printed } = sphereForms(tokens, delta);
    return countsDrawn('strong centers', lengthsOf(values.flat()), corrected, printed);
  },
});

/** The expected number on S², and the printed one with the same finite-n factor. */
function sphereForms(tokens: number, delta: number): Record<'corrected' | 'printed', number> {
  const corrected = expectedStrongCenters(capMeasure(delta, 3), tokens);
  const endless = expectedStrongCenters(capMeasure(delta, 3), Number.POSITIVE_INFINITY);
  return { corrected, printed: (printedStrongCentersOnSphere(delta) * corrected) / endless };
}

export const strongInHigherDimension = statement({
  id: 'strong-centers-any-dimension',
  says: `${STRONG_SAYS}: half an incomplete beta function of sin²δ, in any dimension.`,
  source: 'arXiv:2411.04990, Lemma C.1',
  test: 'mean count of random draws within 4 standard errors',
  expected: 'holds',
  parameters: {
    tokens: p.tokens(200),
    dimension: p.dimension(8),
    delta: p.delta(1.1),
    runs: p.runs(500),
    seed: p.seed(),
  },
  hypotheses: drawnUniform,
  cells: ({ seed, runs, ...draw }): CenterCell[] => seedGroups(seed, runs, 250).map((seeds) => ({ ...draw, seeds })),
  compute: strongCentersOf,
  judge: (values, { tokens, dimension, delta }) => [
    withinErrors('mean count', expectedStrongCenters(capMeasure(delta, dimension), tokens), counted(values.flat())),
  ],
  draw: (values, { tokens, dimension, delta }) =>
    countsDrawn(
      'strong centers',
      lengthsOf(values.flat()),
      expectedStrongCenters(capMeasure(delta, dimension), tokens),
    ),
});

export const strongOfOtherLaws = statement({
  id: 'strong-centers-other-laws',
  says: 'For tokens of any law μ the expected number of strong centers is ∫(1 − (1 − μ(B_δ(x)))ⁿ)/μ(B_δ(x)) dμ(x); here von Mises–Fisher with κ = 3.',
  source: 'arXiv:2411.04990, Lemma C.1, for finite n',
  test: 'mean count of random draws within 4 standard errors',
  expected: 'holds',
  parameters: {
    tokens: p.tokens(200),
    dimension: p.dimension(3),
    delta: p.delta(0.5),
    runs: p.runs(1000),
    seed: p.seed(),
  },
  hypotheses: () => [{ says: 'tokens independent and of one law (they are drawn so)', met: true }],
  cells: ({ seed, runs, ...draw }): CenterCell[] =>
    seedGroups(seed, runs, 250).map((seeds) => ({ ...draw, concentration: KAPPA, seeds })),
  compute: strongCentersOf,
  judge: (values, { tokens, dimension, delta }) => [
    withinErrors(
      'mean count',
      expectedStrongCentersVonMisesFisher(KAPPA, delta, dimension, tokens),
      counted(values.flat()),
    ),
  ],
  draw: (values, { tokens, dimension, delta }) =>
    countsDrawn(
      'strong centers',
      lengthsOf(values.flat()),
      expectedStrongCentersVonMisesFisher(KAPPA, delta, dimension, tokens),
    ),
});
