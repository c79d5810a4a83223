/**
 * Tokens at equal angles: under full attention they stay so and follow one equation; under causal attention they do
 * not.
 */

import { exp, larger } from '../../numerics/elementary.ts';
import { largestOf, smallestOf } from '../../numerics/extremes.ts';
import { brief } from '../../report/run.ts';
import { type Equiangular, equiangularCosine, equiangularGaps } from '../../theory/equiangular.ts';
import { exists, identity } from '../kit/comparison.ts';
import { withPairs, withVelocities } from '../kit/hypotheses.ts';
import * as p from '../kit/parameters.ts';
import { comparedIn, throughPoints } from '../kit/predicted-and-measured.ts';
import { completedRun } from '../kit/runs.ts';
import { statement } from '../kit/statement.ts';
import { equiangularRows, MASKS, pairCosines } from './equiangular-tokens.ts';

interface RunCell {
  readonly kind: keyof typeof MASKS;
  /** ρ at the start. */
  readonly from: number;
  readonly beta: number;
  readonly tokens: number;
  readonly until: number;
}

interface Cosines {
  readonly cell: RunCell;
  /** Null where the run came to no end. */
  readonly mean: number | null;
  /** Largest less smallest cosine. */
  readonly spread: number | null;
  /** Times, and the smallest and largest cosine then. */
  readonly path: readonly (readonly [t: number, smallest: number, largest: number])[];
}

/** Times on the way that are drawn. */
const STOPS = 12;

/** Cosines that differ by this are no longer equal, far beyond what runs are off by. */
const SPREAD = 1e-3;

/** From this cosine on all have met, and no spread is left to see. */
const MET = 0.99;

/** Of a run at tolerances of 1e-11. */
const ACCURACY = 1e-9;

export const equalAngles = statement({
  id: 'equal-angles',
  says: 'Full attention with Q = K = V = I keeps tokens at equal angles, ⟨x_i, x_j⟩ = ρ: ρ̇ = 2e^{βρ}(1 − ρ)((n−1)ρ + 1)/(e^β + (n−1)e^{βρ}) under SA, (2/n)e^{βρ}(1 − ρ)((n−1)ρ + 1) under USA. Causal attention does not keep them so.',
  source: 'arXiv:2312.10794, §6; CSA derived',
  test: 'runs from orthonormal tokens and from half way to the simplex: spread of the cosines, and their mean against the equation; spread under CSA',
  expected: 'holds',
  parameters: { beta: p.beta(3), tokens: p.tokens(8), until: p.until(1) },
  hypotheses: ({ beta, tokens, until }) => [
    withPairs(tokens),
    withVelocities(beta),
    { says: 'n ≥ 3', met: tokens >= 3 },
    { says: 'for CSA to show it: t of the order of e^β/2 or above', met: 20 * until >= exp(beta) / 2 },
  ],
  cells: ({ beta, tokens, until }): RunCell[] =>
    (['SA', 'USA', 'CSA'] as const).flatMap((kind) =>
      [0, -0.5 / Math.max(1, tokens - 1)].map((from) => ({ kind, from, beta, tokens, until })),
    ),
  async compute(cell: RunCell): Promise<Cosines> {
    const { kind, from, beta, tokens, until } = cell;
    const spec = { beta, initial: equiangularRows(tokens, from) };
    const saveAt = Array.from({ length: STOPS }, (_, i) => (until * (i + 1)) / STOPS);
    const course = await completedRun({ ...spec, ...MASKS[kind], saveAt, rtol: 1e-11, atol: 1e-13 });
    if (course === null) return { cell, mean: null, spread: null, path: [] };
    const { ts, shape, at } = course;
    const cosinesAt = (i: number) => pairCosines(at(i), shape);
    const path = Array.from(ts, (t, i) => [t, smallestOf(cosinesAt(i)), largestOf(cosinesAt(i))] as const);
    const cosines = cosinesAt(ts.length - 1);
    const mean = cosines.reduce((sum, cosine) => sum + cosine, 0) / cosines.length;
    return { cell, mean, spread: largestOf(cosines) - smallestOf(cosines), path };
  },
  judge: (values) =>
    values.flatMap(({ cell, mean, spread, path }) => {
      const { kind, from, beta, tokens, until } = cell;
      const where = `${kind} from ρ = ${from.toFixed(3)}`;
      if (kind === 'CSA') {
        const widest = path.reduce((most, [, smallest, largest]) => larger(most, largest - smallest), 0);
        const seen = path.length > 0 && path[0][1] < MET;
        const found = widest > SPREAD || (seen ? false : null);
        return [exists(`${where}: a spread of cosines`, found, widest, widest.toFixed(5))];
      }
      const rho = equiangularCosine(until, from, { tokens, beta, normalization: MASKS[kind].normalization });
      return [
        identity(`${where}: spread of cosines`, 0, spread, ACCURACY, 'tolerances of 1e-11 a step'),
        identity(`${where}: cosine at t = ${until}`, rho, mean, ACCURACY, 'tolerances of 1e-11 a step'),
      ];
    }),
  draw(values, { until }) {
    return comparedIn({
      title: 'Cosines of tokens that begin at equal angles',
      caption:
        'Smallest and largest cosine of all pairs over time, from orthonormal tokens and from half way to the simplex: curves by the equation, dots by the runs. For CSA there is no such equation.',
      panels: values
        .filter(({ path }) => path.length > 0)
        .map(({ cell: { kind, from, ...given }, path }) => ({
          ...{ title: `${kind} from ρ = ${brief(from).replace('-', '−')}`, across: 'time t', from: 0, to: until },
          predicted: kind === 'CSA' ? [] : [{ name: '', at: cosineCurve(from, until, { ...given, ...MASKS[kind] }) }],
          measured: [
            { name: '', points: path.map(([t, smallest]) => [t, smallest]) },
            { name: '', points: path.map(([t, , largest]) => [t, largest]) },
          ],
        })),
    });
  },
});

/** The equation of equal angles as a curve, solved once. */
function cosineCurve(from: number, until: number, model: Equiangular): (t: number) => number {
  const times = Array.from({ length: 101 }, (_, i) => (until * i) / 100);
  const gaps = equiangularGaps(times, from, model);
  return throughPoints(times.map((t, i) => [t, 1 - gaps[i]]));
}
