/** Retrieval from a causal sequence on the circle: the U shape, when it ends, and what is retrieved worst. */
import { exp, PI } from '../core/elementary.ts';
import { curves } from '../figures/index.ts';
import { brief } from '../report.ts';
import {
  criticalTime,
  modeRates,
  provedUntil,
  type Retrieval,
  retrievalScore,
  worstSource,
} from '../theory/kinetic.ts';
import { identity, noViolation } from './comparison.ts';
import { byBessel } from './kinetic.ts';
import * as p from './parameters.ts';
import { predictedAndMeasured, throughPoints } from './predicted-and-measured.ts';
import { statement } from './statement.ts';

const RETRIEVAL = { codewords: 8, lambda: 1 } as const;
/** ω_n below 1e-10 from here on at M = 8. */
const MOST_MODES = 18;

/** S_t(σ₀) = Σ e^{−π²n²/2M²} g_{a_n}(t; 1, σ₀), by Bessel functions. */
function scoreByBessel(t: number, source: number, { beta, codewords, lambda }: Retrieval): number {
  const rates = modeRates(beta, MOST_MODES);
  let sum = 0;
  for (let n = 1; n < MOST_MODES; n++) {
    const weight = exp((-PI * PI * n * n) / (2 * codewords * codewords));
    if (rates[n] > 1e-16) sum += weight * byBessel(rates[n], t, 1, source, lambda);
  }
  return sum;
}

/** Times as shares of the proved window. */
const WITHIN = [0.1, 0.5, 1] as const;
/** Of σ₀, logarithmic towards 0 and even towards 1. */
const SOURCES = [
  ...Array.from({ length: 60 }, (_, i) => exp(-12 + i / 6)),
  ...Array.from({ length: 60 }, (_, i) => 0.16 + (0.839 * i) / 59),
];

interface Shaped {
  readonly lambda: number;
  readonly cases: number;
  readonly violations: number;
  /** S_t by Bessel functions at the sources that are drawn, for each time. */
  readonly scores: readonly (readonly number[])[];
}

/** From 0.02 on every fifth source. */
function isDrawn(i: number): boolean {
  return SOURCES[i] > 0.02 && i % 5 === 0;
}

/** Colours of the times. */
const SHADES = ['token', 'frozen', 'strong'] as const;

function isPossible(beta: number): boolean {
  return beta > 0 && beta <= 700;
}

export const uShape = statement({
  id: 'retrieval-u-shape',
  says: 'For λ, β > 0 and t sup a_n ≤ min{3 − √3, 2(1 − e^{−λ})} the retrieval score S_t(σ₀) = Σ ω_n g_{a_n}(t; 1, σ₀) grows without bound towards σ₀ = 0, rises towards 1 and has one minimum between: what is in the middle is retrieved worst. Here M = 8, λ = ½, 1, 3.',
  source: 'arXiv:2605.09213, main theorem',
  test: 'signs of the differences of S_t, by Bessel functions, on 120 sources at a tenth, half and all of the proved time: down, then up, one change',
  expected: 'holds',
  parameters: { beta: p.beta(1) },
  hypotheses: ({ beta }) => [{ says: 'β in (0, 700]', met: isPossible(beta) }],
  // Elsewhere there is no score.
  cells: ({ beta }) => (isPossible(beta) ? [0.5, 1, 3].map((lambda) => ({ beta, lambda })) : []),
  compute({ beta, lambda }: { beta: number; lambda: number }): Shaped {
    const retrieval = { ...RETRIEVAL, beta, lambda };
    const drawn: number[][] = [];
    let violations = 0;
    for (const share of WITHIN) {
      const scores = SOURCES.map((source) => scoreByBessel(share * provedUntil(retrieval), source, retrieval));
      drawn.push(scores.filter((_, i) => isDrawn(i)));
      const rises = scores.slice(1).map((score, i) => score > scores[i]);
      const changes = rises.slice(1).filter((rise, i) => rise !== rises[i]).length;
      if (rises[0] || !rises[rises.length - 1] || changes !== 1) violations++;
    }
    return { lambda, cases: WITHIN.length, violations, scores: drawn };
  },
  judge: (values) => [
    noViolation('S_t is U-shaped', {
      cases: values.reduce((sum, { cases }) => sum + cases, 0),
      violations: values.reduce((sum, { violations }) => sum + violations, 0),
    }),
  ],
  draw(values, { beta }) {
    const sources = SOURCES.filter((_, i) => isDrawn(i));
    return curves({
      title: 'How well sources along the sequence are retrieved',
      caption:
        'S_t over its least value against the source σ₀, at a tenth, half and all of the proved time t*: dots by Bessel functions, curves by the series.',
      ts: [],
      panels: values.map(({ lambda, scores }) => {
        const retrieval = { ...RETRIEVAL, beta, lambda };
        const until = provedUntil(retrieval);
        const least = scores.map((list) => Math.min(...list));
        return predictedAndMeasured({
          ...{
            title: `S_t/min S_t at λ = ${lambda}`,
            across: 'source σ₀',
            from: 0.02,
            to: 0.999,
            log: true,
            wide: true,
          },
          predicted: WITHIN.map((share, i) => ({
            ...{ name: `${brief(share)} t*`, color: SHADES[i] },
            at: (source) => retrievalScore(share * until, source, retrieval) / least[i],
          })),
          measured: scores.map((list, i) => ({
            ...{ name: '', color: SHADES[i] },
            points: list.map((score, j) => [sources[j], score / least[i]]),
          })),
        });
      }),
    });
  },
});

/** Distance from σ₀ = 1 at which slopes are taken; they are extrapolated from it and its double. */
const NEAR_END = 1e-3;

export const retrievalEnd = statement({
  id: 'retrieval-critical-time',
  says: 'The slope of S_t(σ₀) at σ₀ = 1 changes its sign at t_crit = 2(1 − e^{−λ}) Σω_n a_n/Σω_n a_n²: at λ = 1, M = 8 at 2.457489, 0.600716, 0.174018 for β = 1, 2, 3.',
  source: 'arXiv:2605.09213; numbers derived',
  test: 'zero in t of the slope of S_t, by Bessel functions and differences towards σ₀ = 1, bisected; relative difference within 1e-4',
  expected: 'holds',
  parameters: {},
  hypotheses: () => [],
  cells: () => [1, 2, 3].map((beta) => ({ beta })),
  compute({ beta }: { readonly beta: number }): { beta: number; zero: number } {
    const retrieval = { ...RETRIEVAL, beta };
    const slopeAt = (t: number, off: number) => {
      const step = off / 4;
      const score = (distance: number) => scoreByBessel(t, 1 - distance, retrieval);
      return (score(off - step) - score(off + step)) / (2 * step);
    };
    const slope = (t: number) => 2 * slopeAt(t, NEAR_END) - slopeAt(t, 2 * NEAR_END);
    let [low, high] = [0.01, 10];
    for (let i = 0; i < 40; i++) {
      const middle = (low + high) / 2;
      if (slope(middle) > 0) low = middle;
      else high = middle;
    }
    return { beta, zero: (low + high) / 2 };
  },
  judge: (values) =>
    values.map(({ beta, zero }) => {
      const predicted = criticalTime({ ...RETRIEVAL, beta });
      return identity(`t_crit at β = ${beta}`, predicted, zero, 1e-4 * predicted, 'extrapolation to σ₀ = 1');
    }),
  draw: (values) =>
    curves({
      title: 'How long the last tokens are retrieved better',
      caption:
        't_crit over β at λ = 1, M = 8: dots where the slope of S_t at σ₀ = 1 changes its sign, the curve by the formula.',
      ts: [],
      panels: [
        predictedAndMeasured({
          ...{ title: 't_crit', across: 'β', from: 0.8, to: 3.2, log: true },
          predicted: [{ name: 'predicted', at: (beta) => criticalTime({ ...RETRIEVAL, beta }) }],
          measured: [{ name: 'measured', points: values.map(({ beta, zero }) => [beta, zero]) }],
        }),
      ],
    }),
});

const AT_TIMES = [0.25, 0.5, 1, 1.3, 2] as const;
const GRID = 200;

/** The curve of worst sources at a few times: each takes a search. */
function worstSources(from: number, to: number): [number, number][] {
  const times = Array.from({ length: 12 }, (_, i) => from + ((to - from) * i) / 11);
  return times.map((t) => [t, worstSource(t, { ...RETRIEVAL, beta: 1 })?.source ?? 1]);
}

export const worstRetrieved = statement({
  id: 'retrieval-worst-source',
  says: 'What is retrieved worst moves towards the end: at β = λ = 1, M = 8 the minimum of S_t is at σ₀ = .06, .13, .26, .35, .63 for t = .25, .5, 1, 1.3, 2.',
  source: 'derived from arXiv:2605.09213',
  test: 'least of S_t, by Bessel functions, on 200 even sources, against the minimum by golden section of the series; within half a step of the grid and a little',
  expected: 'holds',
  parameters: {},
  hypotheses: () => [],
  cells: () => AT_TIMES.map((t) => ({ t })),
  compute({ t }: { readonly t: number }): { t: number; source: number; score: number } {
    const retrieval = { ...RETRIEVAL, beta: 1 };
    const scores = Array.from({ length: GRID - 1 }, (_, i) => scoreByBessel(t, (i + 1) / GRID, retrieval));
    const score = Math.min(...scores);
    return { t, source: (scores.indexOf(score) + 1) / GRID, score };
  },
  judge: (values) =>
    values.flatMap(({ t, source, score }) => {
      const predicted = worstSource(t, { ...RETRIEVAL, beta: 1 });
      const [at, least] = predicted === null ? [Number.NaN, Number.NaN] : [predicted.source, predicted.score];
      return [
        identity(`where, at t = ${t}`, at, source, 0.6 / GRID, 'step of the grid'),
        identity(`how low, at t = ${t}`, least, score, 1e-3 * least, 'step of the grid, squared'),
      ];
    }),
  draw: (values) =>
    curves({
      title: 'Which source is retrieved worst',
      caption:
        'σ₀ at the minimum of S_t over t at β = λ = 1, M = 8: dots on a grid by Bessel functions, the curve by the series.',
      ts: [],
      panels: [
        predictedAndMeasured({
          ...{ title: 'σ₀', across: 'time t', from: 0.2, to: 2.1, domain: [0, 1] },
          predicted: [{ name: 'predicted', at: throughPoints(worstSources(0.2, 2.1)) }],
          measured: [{ name: 'measured', points: values.map(({ t, source }) => [t, source]) }],
        }),
      ],
    }),
});
