/** Rescaled tokens of R^d that end on three hyperplanes at most. */

import { seedGroups } from '../../core/experiment.ts';
import type { State } from '../../core/state.ts';
import { larger, smaller } from '../../numerics/elementary.ts';
import { noneAbove } from '../kit/comparison.ts';
import * as p from '../kit/parameters.ts';
import { completedRun, eachSeed, ended, type Seeded } from '../kit/runs.ts';
import { statement } from '../kit/statement.ts';

type Cell = Seeded<'beta' | 'tokens' | 'until'>;

const PLANES = 3;
/** The other eigenvalue of V. */
const SECOND = 0.2;

/** First coordinates this near, over their range at the start, are of one plane. */
const ONE_PLANE = 0.02;

interface End {
  /** Hyperplanes. */
  readonly count: number;
  /**
   * Whether a token still moved over the second half of the run, or would have in a unit of time where that is shorter.
   */
  readonly moves: boolean;
}

export const threePlanes = statement({
  id: 'three-hyperplanes',
  says: 'ẋ_i = Σ_j P_ij V x_j in R^d where the largest eigenvalue of V is positive and simple, with eigenvector φ, and ⟨Qφ, Kφ⟩ > 0: rescaled tokens z_i = e^{−tV}x_i end on three hyperplanes of constant φ-coordinate at most. Here V = diag(1, 0.2), Q = K = I.',
  source: 'arXiv:2305.05465',
  test: 'values of the first coordinate at the end of random runs, equal within 2 % of their range at the start: three at most; with more, a run that still moves over its second half is undecided',
  expected: 'holds',
  parameters: { beta: p.beta(1), tokens: p.tokens(20), until: p.until(10), runs: p.runs(12), seed: p.seed() },
  hypotheses: ({ beta, until }) => [
    { says: 'β > 0', met: beta > 0 },
    { says: 't → ∞ (here t ≥ 8)', met: until >= 8 },
  ],
  cells: ({ seed, runs, ...setting }): Cell[] => seedGroups(seed, runs, 12).map((seeds) => ({ ...setting, seeds })),
  compute: ({ beta, tokens, until, seeds }: Cell) =>
    eachSeed(seeds, async (seed): Promise<End | null> => {
      const course = await completedRun({
        ...{ dynamics: 'unnormalized', picture: 'rescaled', mask: 'full', beta },
        ...{ tokens, dimension: 2, seed, value: [1, SECOND], saveAt: [until / 2, until], rtol: 1e-6, atol: 1e-9 },
      });
      if (course === null) return null;
      const placesOf = (x: State) => Array.from({ length: tokens }, (_, k) => x[2 * k]).sort((a, b) => a - b);
      const start = placesOf(course.initial);
      const range = start[tokens - 1] - start[0];
      const places = placesOf(course.end);
      const before = placesOf(course.at(0));
      const moved = places.map((place, i) => Math.abs(place - before[i])).reduce(larger);
      const count = 1 + places.slice(1).filter((place, i) => place - places[i] > ONE_PLANE * range).length;
      return { count, moves: moved > ONE_PLANE * range * smaller(1, until / 2) };
    }),
  judge(values) {
    const { found, open } = ended(values.flat());
    const decided = found.filter(({ count, moves }) => count <= PLANES || !moves);
    const ratios = decided.map(({ count }) => count / PLANES);
    return [noneAbove('hyperplanes', ratios, open + found.length - decided.length)];
  },
});
