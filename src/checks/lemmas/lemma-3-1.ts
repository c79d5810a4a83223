/** Lemma 3.1: the first token sees itself only, and goes where V sends it. */

import { resolveMatrix } from '../../dynamics/matrix-spec.ts';
import { atan2, larger, log } from '../../numerics/elementary.ts';
import { streams } from '../../numerics/random.ts';
import type { RunSpec } from '../../run/spec.ts';
import { firstTokenAt, firstTokenDecay } from '../../theory/first-token.ts';
import { identity } from '../kit/comparison.ts';
import * as p from '../kit/parameters.ts';
import { completedRun, eachSeed, largestOf, seedsFrom } from '../kit/runs.ts';
import { statement } from '../kit/statement.ts';
import { rowsOf } from '../kit/tokens.ts';

function firstToken(value: NonNullable<RunSpec['value']>, initial: readonly number[], saveAt: number[]) {
  return completedRun({ beta: 1, initial: [initial], value, saveAt, rtol: 1e-11, atol: 1e-13 });
}

export const lemma31 = statement({
  id: 'first-token',
  says: 'Token 1 of CSA is x(t) = e^{tV}x(0)/|e^{tV}x(0)|, for any V.',
  source: 'arXiv:2411.04990, §3',
  test: 'largest difference from the closed form at t = 1, 4, 16 over random Gaussian V',
  expected: 'holds',
  parameters: { dimension: p.dimension(4), runs: p.runs(20), seed: p.seed() },
  hypotheses: () => [],
  cells: (draws) => [draws],
  async compute({ dimension: d, runs, seed }: { dimension: number; runs: number; seed: number }) {
    const times = [1, 4, 16];
    const start = Array.from({ length: d }, (_, j) => 1 / (j + 1));
    const differences = await eachSeed(seedsFrom(seed, runs), async (one) => {
      const v = resolveMatrix({ gaussian: one }, d, 'value', streams.value);
      const course = await firstToken(rowsOf(v, { n: d, d }), start, times);
      if (course === null) return null;
      const differenceAt = (time: number, i: number) => {
        const x = course.at(i);
        return firstTokenAt(v, course.initial, time).reduce(
          (most, entry, j) => larger(most, Math.abs(entry - x[j])),
          0,
        );
      };
      return times.map(differenceAt).reduce(larger);
    });
    return largestOf(differences);
  },
  judge: ([worst]) => [
    identity('largest difference', 0, worst, 1e-7, 'tolerances of 1e-11 a step, growing with e^{t·spread}'),
  ],
});

const DIAGONAL = [
  [1, 0, 0],
  [0, 0.5, 0],
  [0, 0, 0.2],
] as const;

export const lemma31Semisimple = statement({
  id: 'first-token-exponential',
  says: 'For semisimple V the distance of token 1 to the leading eigenspace decays like e^{−gap·t}, gap the distance to the next real part.',
  source: 'arXiv:2411.04990, Lemma 3.1',
  test: 'rate between t = 10 and 20 for V = diag(1, ½, 0.2)',
  expected: 'holds',
  parameters: {},
  hypotheses: () => [],
  cells: () => [null],
  async compute(_: null): Promise<number | null> {
    const course = await firstToken(DIAGONAL, [1, 1, 1], [10, 20]);
    const distance = (x: Float64Array) => Math.sqrt(x[1] * x[1] + x[2] * x[2]);
    return course && log(distance(course.at(0)) / distance(course.end)) / 10;
  },
  judge: ([rate]) => [
    identity('rate', firstTokenDecay(Float64Array.from(DIAGONAL.flat()), 3).gap, rate, 1e-3, 'e^{−0.3t} of the third'),
  ],
});

export const lemma31Jordan = statement({
  id: 'first-token-jordan',
  says: 'With a Jordan block at the leading eigenvalue the distance of token 1 to L decays like 1/t only.',
  source: 'arXiv:2411.04990, Lemma 3.1',
  test: 'angle times t at t = 10³ for V = ((1, 1), (0, 1)), within 2/t of 1',
  expected: 'holds',
  parameters: {},
  hypotheses: () => [],
  cells: () => [null],
  async compute(_: null): Promise<number | null> {
    const value = [
      [1, 1],
      [0, 1],
    ];
    const course = await firstToken(value, [0.6, 0.8], [1000]);
    return course && 1000 * atan2(course.end[1], course.end[0]);
  },
  judge: ([product]) => [identity('angle · t', 1, product, 2e-3, 'the next term, of order 1/t')],
});
