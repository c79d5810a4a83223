/** The subspace conjecture: where tokens end if the largest eigenvalue of V is multiple. */

import { seedGroups } from '../../core/experiment.ts';
import { larger } from '../../numerics/elementary.ts';
import { noneAbove } from '../kit/comparison.ts';
import { outlastsMetastability } from '../kit/hypotheses.ts';
import * as p from '../kit/parameters.ts';
import { completedRun, eachSeed, ended, type Seeded } from '../kit/runs.ts';
import { statement } from '../kit/statement.ts';
import { farthestFrom } from '../kit/tokens.ts';

/**
 * That tokens are at a point, and that they no longer move over half of the run. Points of L are neighbours at rest, so
 * errors of steps add up there, to some twenty tolerances in 800 runs: 1e-9 leaves room.
 */
const NEAR = 1e-6;

/** Over half of this a token at speeds of attention, if it moves at all, goes farther than `NEAR`. */
const LONG = 100;

interface End {
  /** Largest distance of a token from the direction of P_L x₁(0), and of P_{L^⊥} x₁(0). */
  readonly toL: number;
  readonly toComplement: number;
  /** Largest change of a coordinate over the second half. */
  readonly moved: number;
}

export const subspaceConjecture = statement({
  id: 'subspace-conjecture',
  says: 'λ > 0 with eigenspace L of dimension ≥ 2, VL^⊥ ⊆ L^⊥, ⟨Vz, z⟩ < λ|z|² on L^⊥: every token tends to P_L x₁(0)/|P_L x₁(0)|. Here V = diag(1, …, 1, 0.2), Q and K Gaussian.',
  source: 'arXiv:2411.04990, §4 (subspace conjecture; Table 1, row 2)',
  erratum: 'Its formula prints P_{L^⊥} where words and context mean P_L.',
  test: 'distance of every token from the point at the end, in every run; runs that still move over their second half, or end before t = 100, are open',
  expected: 'fails as printed, holds corrected',
  parameters: {
    beta: p.beta(1),
    tokens: p.tokens(10),
    dimension: p.dimension(3),
    until: p.until(1e12),
    runs: p.runs(40),
    seed: p.seed(),
  },
  hypotheses: ({ beta, dimension, until }) => [
    { says: 'dim L = d − 1 ≥ 2', met: dimension >= 3 },
    { says: 'V symmetric, the other eigenvalue 0.2 < λ = 1', met: true },
    {
      says: 't → ∞ (here log t ≥ 8βd and t ≥ 100): tokens that attend to nothing near by have had time to move',
      met: outlastsMetastability(until, beta, dimension),
    },
  ],
  cells: ({ seed, runs, ...setting }) => seedGroups(seed, runs, 10).map((seeds) => ({ ...setting, seeds })),
  compute(cell: Seeded<'beta' | 'tokens' | 'dimension' | 'until'>) {
    const { beta, tokens, dimension: d, until, seeds } = cell;
    const value = Array.from({ length: d }, (_, i) => (i === d - 1 ? 0.2 : 1));
    return eachSeed(seeds, async (seed): Promise<End | null> => {
      const gaussian = { gaussian: seed, scale: 1 } as const;
      const course = await completedRun({
        ...{ beta, tokens, dimension: d, seed, value, query: gaussian, key: gaussian },
        ...{ saveAt: [until / 2, until], rtol: 1e-9, atol: 1e-11 },
      });
      if (course === null) return null;
      const { shape, initial, end } = course;
      const part = (inL: boolean) => initial.slice(0, d).map((entry, i) => (inL === i < d - 1 ? entry : 0));
      const before = course.at(0);
      const moved = end.reduce((most, entry, i) => larger(most, Math.abs(entry - before[i])), 0);
      return { toL: farthestFrom(end, part(true), shape), toComplement: farthestFrom(end, part(false), shape), moved };
    });
  },
  judge(values, { until }) {
    const all = values.flat();
    // In a short time nothing moves: that is no rest.
    const resting = ended(all).found.filter(({ moved }) => moved <= NEAR && until >= LONG);
    const open = all.length - resting.length;
    const over = (distances: readonly number[]) => distances.map((distance) => distance / NEAR);
    return [
      noneAbove('tokens at P_{L^⊥}x₁(0)', over(resting.map(({ toComplement }) => toComplement)), open, 'printed'),
      noneAbove('tokens at P_L x₁(0)', over(resting.map(({ toL }) => toL)), open, 'corrected'),
    ];
  },
});
