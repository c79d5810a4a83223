/** Which source of a causal sequence is retrieved worst. */
import { smallestOf } from '../../numerics/extremes.ts';
import { worstSource } from '../../theory/kinetic.ts';
import { identity } from '../kit/comparison.ts';
import { comparedIn, throughPoints } from '../kit/predicted-and-measured.ts';
import { statement } from '../kit/statement.ts';
import { RETRIEVAL, scoreByBessel } from './retrieval-score.ts';

const AT_TIMES = [0.25, 0.5, 1, 1.3, 2] as const;

/** Steps of the grid of sources. */
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
    const score = smallestOf(scores);
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
    comparedIn({
      title: 'Which source is retrieved worst',
      caption:
        'σ₀ at the minimum of S_t over t at β = λ = 1, M = 8: dots on a grid by Bessel functions, the curve by the series.',
      panels: [
        {
          ...{ title: 'σ₀', across: 'time t', from: 0.2, to: 2.1, domain: [0, 1] },
          predicted: [{ name: 'predicted', at: throughPoints(worstSources(0.2, 2.1)) }],
          measured: [{ name: 'measured', points: values.map(({ t, source }) => [t, source]) }],
        },
      ],
    }),
});
