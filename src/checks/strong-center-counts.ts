/** How many strong Rényi centers random tokens have: Lemma C.1. */
import { strongRenyiCenters } from '../analysis/renyi-centers.ts';
import { PI, power } from '../core/elementary.ts';
import { seedGroups } from '../experiment.ts';
import { curves } from '../figures/index.ts';
import { capMeasure } from '../theory/cap-measure.ts';
import {
  expectedStrongCenters,
  meanStrongIndex,
  printedStrongCentersOnSphere,
  strongProbability,
} from '../theory/strong-centers.ts';
import { expectedStrongCentersVonMisesFisher } from '../theory/strong-centers-of-laws.ts';
import { sampleOf, shareOf, withinErrors } from './comparison.ts';
import { type CenterCell, centersOf, counted, countsDrawn, lengthsOf } from './drawn-centers.ts';
import * as p from './parameters.ts';
import { predictedAndMeasured } from './predicted-and-measured.ts';
import { statement } from './statement.ts';

interface Usual {
  readonly id: string;
  readonly dimension: number;
  readonly delta: number;
  readonly tokens: number;
}

/** Strong centers of uniform tokens on a sphere of fixed usual dimension. */
function strongCount({ id, dimension, delta, tokens }: Usual) {
  return {
    id,
    parameters: { tokens: p.tokens(tokens), delta: p.delta(delta), runs: p.runs(2000), seed: p.seed() },
    hypotheses: () => [{ says: 'tokens independent and uniform (they are drawn so)', met: true }],
    cells: ({ seed, runs, ...draw }: { seed: number; runs: number; tokens: number; delta: number }): CenterCell[] =>
      seedGroups(seed, runs, 500).map((seeds) => ({ ...draw, dimension, seeds })),
    compute: (cell: CenterCell): number[][] => centersOf(cell, strongRenyiCenters),
  };
}

const STRONG_SAYS =
  'The expected number of strong Rényi centers among n uniform tokens is (1 − (1 − p)ⁿ)/p, p the normalised measure of a cap of angle δ';

export const strongOnCircle = statement({
  ...strongCount({ id: 'strong-centers-circle', dimension: 2, delta: 0.5, tokens: 200 }),
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
  ...strongCount({ id: 'strong-centers-sphere', dimension: 3, delta: 0.5, tokens: 500 }),
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
  hypotheses: () => [{ says: 'tokens independent and uniform (they are drawn so)', met: true }],
  cells: ({ seed, runs, ...draw }): CenterCell[] => seedGroups(seed, runs, 250).map((seeds) => ({ ...draw, seeds })),
  compute: (cell: CenterCell): number[][] => centersOf(cell, strongRenyiCenters),
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
  compute: (cell: CenterCell): number[][] => centersOf(cell, strongRenyiCenters),
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

const KAPPA = 3;

/** Strong centers are shown up to this many times their mean index: e^{−5} of them come later. */
const INDICES_SHOWN = 5;

export const strongIndices = statement({
  ...strongCount({ id: 'strong-center-indices', dimension: 2, delta: 0.5, tokens: 2000 }),
  says: 'Token k is a strong center with probability (1 − p)^{k−1}; the mean index of a strong center of an endless sequence is 1/p.',
  source: 'arXiv:2411.04990, Lemma C.1 (its proof)',
  test: 'shares of draws in which token 2, 5, 10, 20 is one, and the mean of the index, within 4 standard errors',
  expected: 'holds',
  judge(values, { delta }) {
    const lists = values.flat();
    const share = delta / PI;
    const shares = [2, 5, 10, 20].map((k) => {
      const predicted = strongProbability(k, share);
      const hits = lists.filter((list) => list.includes(k - 1)).length;
      return withinErrors(`share in which token ${k} is one`, predicted, shareOf(hits, lists.length, predicted));
    });
    // A ratio of means over draws, each draw giving a sum of indices and a count.
    const mean = meanStrongIndex(share, Number.POSITIVE_INFINITY);
    const residuals = sampleOf(lists.map((list) => list.reduce((sum, k) => sum + (k + 1 - mean), 0)));
    return [...shares, withinErrors('Σ over strong centers of (index − 1/p)', 0, residuals)];
  },
  draw(values, { tokens, delta }) {
    const lists = values.flat();
    const share = delta / PI;
    const last = Math.min(tokens, Math.ceil(INDICES_SHOWN / share));
    const hits = new Array<number>(last).fill(0);
    for (const list of lists) for (const k of list) if (k < last) hits[k]++;
    return curves({
      title: 'How likely a token is a strong center',
      subtitle: `${lists.length} draws`,
      caption: 'Shares of draws in which token k is one, with standard errors, beside (1 − p)^{k−1}.',
      ts: [],
      panels: [
        predictedAndMeasured({
          title: 'Share of draws',
          across: 'token k',
          predicted: [{ name: '(1 − p)^{k−1}', at: (k) => power(1 - share, k - 1) }],
          measured: [
            {
              name: 'measured',
              points: hits.map((count, k) => {
                const { mean, standardError } = shareOf(count, lists.length, strongProbability(k + 1, share));
                return [k + 1, mean, standardError] as const;
              }),
            },
          ],
        }),
      ],
    });
  },
});
