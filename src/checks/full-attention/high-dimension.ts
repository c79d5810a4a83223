/** In high dimension random tokens of full attention move as if at equal angles. */

import { seedGroups } from '../../core/experiment.ts';
import { larger, log } from '../../numerics/elementary.ts';
import { equiangularCosine } from '../../theory/equiangular.ts';
import { identity, noneAbove } from '../kit/comparison.ts';
import { withPairs } from '../kit/hypotheses.ts';
import * as p from '../kit/parameters.ts';
import { comparedIn } from '../kit/predicted-and-measured.ts';
import { completedRun, eachSeed, ended, type Seeded } from '../kit/runs.ts';
import { statement } from '../kit/statement.ts';
import { pairCosines } from './equiangular-tokens.ts';

/** Largest and mean square deviation of cosines at one time. */
interface Deviation {
  readonly dimension: number;
  readonly t: number;
  readonly largest: number;
  readonly meanSquare: number;
}

/**
 * At the start 4.5 standard deviations d^{−1/2}, 1 in 10⁵, are 1.8 √(log d/d) at d = 512; the rest is for what the flow
 * adds.
 */
const LARGEST_C = 3;

const TIMES = [0.5, 1, 2, 4] as const;

export const highDimension = statement({
  id: 'high-dimension',
  says: 'In high dimension random tokens move as if at equal angles: |⟨x_i, x_j⟩ − γ_β(t)| ≤ C √(log d/d) at all times, with γ_β the equation of equal angles from 0.',
  source: 'arXiv:2312.10794, §6',
  test: 'every pair at t = ½, 1, 2, 4: with C = 3; and the deviations halve from d/4 to d, within 15 %',
  expected: 'holds',
  parameters: {
    beta: p.beta(1),
    tokens: p.tokens(16),
    dimension: p.dimension(512),
    runs: p.runs(4),
    seed: p.seed(),
  },
  hypotheses: ({ dimension, tokens }) => [
    withPairs(tokens),
    { says: 'd ≥ 8, to compare with d/4', met: dimension >= 8, essential: true },
    { says: 'd ≫ n', met: dimension >= 16 * tokens },
    { says: 'n ≥ 8, so that pairs are many', met: tokens >= 8 },
  ],
  cells: ({ seed, runs, dimension, ...setting }) =>
    [dimension, Math.ceil(dimension / 4)].flatMap((d) =>
      seedGroups(seed, runs, 2).map((seeds) => ({ ...setting, dimension: d, seeds })),
    ),
  compute({ seeds, ...setting }: Seeded<'beta' | 'tokens' | 'dimension'>) {
    const { beta, tokens, dimension } = setting;
    return eachSeed(seeds, async (seed): Promise<Deviation[] | null> => {
      const course = await completedRun({ ...setting, seed, mask: 'full', saveAt: TIMES, rtol: 1e-5, atol: 1e-7 });
      return (
        course &&
        TIMES.map((t, i) => {
          const rho = equiangularCosine(t, 0, { tokens, beta });
          const off = pairCosines(course.at(i), course.shape).map((cosine) => cosine - rho);
          const meanSquare = off.reduce((sum, value) => sum + value * value, 0) / off.length;
          return { dimension, t, largest: off.map(Math.abs).reduce(larger), meanSquare };
        })
      );
    });
  },
  judge(values, { dimension }) {
    const { found, open } = ended(values.flat());
    const all = found.flat();
    const allowed = LARGEST_C * Math.sqrt(log(dimension) / dimension);
    const high = all.filter((deviation) => deviation.dimension === dimension);
    const rootOf = (list: readonly Deviation[], t: number) => {
      const squares = list.filter((deviation) => deviation.t === t).map(({ meanSquare }) => meanSquare);
      return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / squares.length);
    };
    const low = all.filter((deviation) => deviation.dimension !== dimension);
    return [
      noneAbove(
        'cosines near γ_β',
        high.map(({ largest }) => largest / allowed),
        open,
      ),
      identity(
        'root mean square deviation at d/4 over that at d, t = ½',
        2,
        rootOf(low, TIMES[0]) / rootOf(high, TIMES[0]),
        0.3,
        'some hundred pairs, and the next order',
      ),
    ];
  },
  draw(values, { dimension }) {
    const dimensions = [
      ...new Set(
        ended(values.flat())
          .found.flat()
          .map((deviation) => deviation.dimension),
      ),
    ];
    const colour = (d: number) => (d === dimension ? 'strong' : 'token');
    return comparedIn({
      title: 'How far cosines are from those of equal angles',
      caption: `Largest deviation of a cosine from γ_β(t) in every run; dashed C √(log d/d) with C = ${LARGEST_C}.`,
      panels: [
        {
          ...{ title: 'Largest deviation', across: 'time t', from: 0, to: TIMES[TIMES.length - 1] },
          predicted: dimensions.map((d) => ({
            ...{ name: `d = ${d}`, color: colour(d), dashed: true },
            at: () => LARGEST_C * Math.sqrt(log(d) / d),
          })),
          measured: dimensions.map((d) => ({
            ...{ name: '', color: colour(d) },
            points: ended(values.flat())
              .found.flat()
              .filter((deviation) => deviation.dimension === d)
              .map(({ t, largest }) => [t, largest]),
          })),
        },
      ],
    });
  },
});
