/** How many Rényi centers random tokens have: Lemma C.1, and Rényi's parking. */
import { renyiCenters, strongRenyiCenters } from '../analysis/renyi-centers.ts';
import { exp, log, PI, power } from '../core/elementary.ts';
import { seedGroups } from '../experiment.ts';
import { countHistogram, curves, type Figure } from '../figures/index.ts';
import { brief } from '../report.ts';
import { prepareRun } from '../run.ts';
import { capMeasure } from '../theory/cap-measure.ts';
import { acceptanceProbability, circleCenters, freeShare } from '../theory/circle-centers.ts';
import { expectedRenyiCenters } from '../theory/random-sequential-adsorption.ts';
import {
  expectedStrongCenters,
  meanStrongIndex,
  printedStrongCentersOnSphere,
  strongProbability,
} from '../theory/strong-centers.ts';
import { expectedStrongCentersVonMisesFisher } from '../theory/strong-centers-of-laws.ts';
import { identity, sampleOf, shareOf, withinErrors } from './comparison.ts';
import * as p from './parameters.ts';
import { predictedAndMeasured } from './predicted-and-measured.ts';
import { statement } from './statement.ts';

interface Draw {
  readonly tokens: number;
  readonly dimension: number;
  readonly delta: number;
  /** κ of the von Mises–Fisher law; absent for uniform tokens. */
  readonly concentration?: number;
}

type Cell = Draw & { readonly seeds: readonly number[] };

/** Tokens of one seed, as parkade simulate draws them. */
function tokensOf({ tokens, dimension, concentration }: Draw, seed: number) {
  const axis = Array.from({ length: dimension }, (_, i) => (i === 0 ? 1 : 0));
  const law = concentration === undefined ? {} : { initial: 'von-mises-fisher', directions: [axis], concentration };
  const { problem } = prepareRun({ beta: 1, until: 1, tokens, dimension, seed, ...law });
  return problem;
}

function centersOf(cell: Cell, kind: typeof renyiCenters): number[][] {
  return cell.seeds.map((seed) => {
    const { initial, shape } = tokensOf(cell, seed);
    return kind(initial, shape, cell.delta);
  });
}

function counted(lists: readonly (readonly number[])[]) {
  return sampleOf(lists.map((list) => list.length));
}

/** The counts of all draws beside their predicted mean, and a printed one where that is another. */
function countsDrawn(across: string, counts: readonly number[], predicted: number, printed?: number): Figure {
  const { mean } = sampleOf(counts);
  return countHistogram({
    title: `How many ${across} random tokens have`,
    subtitle: `${counts.length} draws`,
    caption: `Bars: draws with that many ${across}; lines: the measured mean and the predicted one.`,
    across,
    counts,
    marks: [
      { name: `measured mean ${brief(mean)}`, value: mean, color: 'strong' },
      { name: `predicted mean ${brief(predicted)}`, value: predicted, color: 'ordinary', dashed: true },
      ...(printed === undefined
        ? []
        : [{ name: `as printed ${brief(printed)}`, value: printed, color: 'muted', dashed: true } as const]),
    ],
  });
}

function lengthsOf(lists: readonly (readonly number[])[]): number[] {
  return lists.map((list) => list.length);
}

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
    cells: ({ seed, runs, ...draw }: { seed: number; runs: number; tokens: number; delta: number }): Cell[] =>
      seedGroups(seed, runs, 500).map((seeds) => ({ ...draw, dimension, seeds })),
    compute: (cell: Cell): number[][] => centersOf(cell, strongRenyiCenters),
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
  cells: ({ seed, runs, ...draw }): Cell[] => seedGroups(seed, runs, 250).map((seeds) => ({ ...draw, seeds })),
  compute: (cell: Cell): number[][] => centersOf(cell, strongRenyiCenters),
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
  cells: ({ seed, runs, ...draw }): Cell[] =>
    seedGroups(seed, runs, 250).map((seeds) => ({ ...draw, concentration: KAPPA, seeds })),
  compute: (cell: Cell): number[][] => centersOf(cell, strongRenyiCenters),
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

export const ordinaryOnCircle = statement({
  id: 'renyi-centers-circle',
  says: 'Rényi centers of an endless sequence on the circle are cars parked on a street of 2π/δ − 1 car lengths and one more: E N = 1 + M(2π/δ − 1), and Var N likewise; about 2πm/δ with m = 0.7476.',
  source: 'Rényi 1958; arXiv:2411.04990, §5.1',
  test: 'mean and variance of the count, at n large enough that parking is over but for a thousandth, within 4 standard errors',
  expected: 'holds',
  parameters: { tokens: p.tokens(40_000), delta: p.delta(0.5), runs: p.runs(1500), seed: p.seed() },
  hypotheses: ({ tokens, delta }) => [
    { says: 'n ≫ 2π/δ: the deficit, about 0.32·(2π/δ)²/n centers, is below 0.01', met: deficit(tokens, delta) < 0.01 },
  ],
  cells: ({ seed, runs, ...draw }): Cell[] =>
    seedGroups(seed, runs, 250).map((seeds) => ({ ...draw, dimension: 2, seeds })),
  compute: (cell: Cell): number[] => centersOf(cell, renyiCenters).map((list) => list.length),
  judge(values, { tokens, delta }) {
    const counts = values.flat();
    const sample = sampleOf(counts);
    const { mean, variance } = circleCenters(delta);
    const squares = sampleOf(counts.map((count) => (count - mean) * (count - mean)));
    return [
      withinErrors('mean count', mean - deficit(tokens, delta), sample),
      withinErrors('variance of the count', variance, squares),
    ];
  },
  draw: (values, { tokens, delta }) =>
    countsDrawn('Rényi centers', values.flat(), circleCenters(delta).mean - deficit(tokens, delta)),
});

/** Centers still to come after n tokens: (2π/δ)·e^{−2γ}/τ, τ = nδ/2π. */
function deficit(n: number, delta: number): number {
  const length = (2 * PI) / delta;
  return (0.31524 * length * length) / n;
}

export const acceptance = statement({
  id: 'renyi-acceptance',
  says: 'On a long circle token k becomes a Rényi center with probability e^{−2 Ein((k−1)δ/2π)}.',
  source: 'Rényi 1958; derived for arXiv:2411.04990, §5.1',
  test: 'centers among tokens 2–100, 101–300, 301–1000 in random draws within 4 standard errors',
  expected: 'holds',
  parameters: { tokens: p.tokens(1000), delta: p.delta(0.005), runs: p.runs(400), seed: p.seed() },
  hypotheses: ({ delta }) => [{ says: 'δ ≪ 2π (the error is of order δ)', met: delta <= 0.01 }],
  cells: ({ seed, runs, ...draw }): Cell[] =>
    seedGroups(seed, runs, 100).map((seeds) => ({ ...draw, dimension: 2, seeds })),
  compute: (cell: Cell): number[][] => centersOf(cell, renyiCenters),
  judge: (values, { tokens, delta }) =>
    [
      [2, 100],
      [101, 300],
      [301, 1000],
    ]
      .filter(([, to]) => to <= tokens)
      .map(([from, to]) => {
        let predicted = 0;
        for (let k = from; k <= to; k++) predicted += acceptanceProbability(k, delta);
        const sample = sampleOf(values.flat().map((list) => list.filter((k) => k + 1 >= from && k + 1 <= to).length));
        return withinErrors(`centers among tokens ${from} to ${to}`, predicted, sample);
      }),
  draw(values, { tokens, delta }) {
    const lists = values.flat();
    return curves({
      title: 'How likely a token becomes a Rényi center',
      subtitle: `${lists.length} draws, δ = ${delta}`,
      caption:
        'Shares of the tokens of a range of k that are Rényi centers, with standard errors, beside e^{−2 Ein((k−1)δ/2π)}.',
      ts: [],
      logTime: true,
      panels: [
        predictedAndMeasured({
          title: 'Share of tokens',
          ...{ across: 'token k', logAcross: true, from: 1, to: tokens },
          predicted: [{ name: 'predicted', at: (k) => freeShare(((k - 1) * delta) / (2 * PI)) }],
          measured: [{ name: 'measured', points: accepted(lists, tokens) }],
        }),
      ],
    });
  },
});

/** Over ranges of k, each half as long again as the one before: its middle, the share of its tokens that are centers, the standard error. */
function accepted(lists: readonly (readonly number[])[], tokens: number): [number, number, number][] {
  const points: [number, number, number][] = [];
  for (let from = 2; from <= tokens; ) {
    const to = Math.min(tokens, Math.max(from, Math.floor(1.5 * from)));
    const width = to - from + 1;
    const sample = sampleOf(lists.map((list) => list.filter((k) => k + 1 >= from && k + 1 <= to).length / width));
    points.push([exp((log(from) + log(to)) / 2), sample.mean, sample.standardError]);
    from = to + 1;
  }
  return points;
}

export const parkingDensity = statement({
  id: 'parking-density-sphere',
  says: 'Rényi centers on S² are random sequential adsorption of caps of radius δ/2: for small δ and many tokens their number is 0.547/σ(B_{δ/2}), about 2.19 times that of strong centers.',
  source: 'derived for arXiv:2411.04990, §5.1; density: Torquato, Uche & Stillinger 2006',
  test: 'count extrapolated in n^{−1/2} from n and n/4 within 3 % of the asymptote (curvature and the fit leave about 2 %)',
  expected: 'holds',
  parameters: { tokens: p.tokens(40_000), delta: p.delta(0.2), runs: p.runs(12), seed: p.seed() },
  hypotheses: ({ delta }) => [{ says: 'δ ≪ 1', met: delta <= 0.3 }],
  cells: ({ seed, runs, ...draw }): Cell[] =>
    seedGroups(seed, runs, 3).map((seeds) => ({ ...draw, dimension: 3, seeds })),
  compute: (cell: Cell): [number, number][] =>
    centersOf(cell, renyiCenters).map((list) => [list.filter((k) => k < cell.tokens / 4).length, list.length]),
  judge(values, { delta }) {
    // N(n) = N∞ − a n^{−1/2} (Feder): N∞ = 2N(n) − N(n/4).
    const sample = sampleOf(values.flat().map(([quarter, whole]) => 2 * whole - quarter));
    const predicted = expectedRenyiCenters(delta, 3);
    return [identity('count for n → ∞', predicted, sample.mean, 0.03 * predicted, 'finite δ and the extrapolation')];
  },
});
