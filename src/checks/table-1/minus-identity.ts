/** Row 4 of Table 1 at V = −I. */
import { dot } from '../../numerics/sphere.ts';
import { identity } from '../kit/comparison.ts';
import * as p from '../kit/parameters.ts';
import { completedRun, eachSeed, largestOf, seedsFrom } from '../kit/runs.ts';
import { statement } from '../kit/statement.ts';

export const minusIdentity = statement({
  id: 'minus-identity',
  says: 'V = −I, Q = K = I: x₂ → −x₁(0), and x₃ goes to the equator orthogonal to x₁.',
  source: 'derived for arXiv:2411.04990, Table 1, row 4',
  test: '⟨x₁, x₂⟩ and ⟨x₁, x₃⟩ at the end of every run',
  expected: 'holds',
  parameters: { beta: p.beta(2), dimension: p.dimension(3), runs: p.runs(20), seed: p.seed() },
  hypotheses: ({ beta }) => [{ says: '0 < β ≤ 10, so that t = 10¹² is late', met: beta > 0 && beta <= 10 }],
  cells: (draws) => [draws],
  async compute({ beta, dimension: d, runs, seed }: { beta: number; dimension: number; runs: number; seed: number }) {
    const setting = { beta, tokens: 3, dimension: d, value: -1, saveAt: [1e12], rtol: 1e-7, atol: 1e-9 };
    const cosines = await eachSeed(seedsFrom(seed, runs), async (one) => {
      const x = (await completedRun({ ...setting, seed: one }))?.end;
      return x === undefined ? null : { second: dot(x, 0, x, d, d), third: dot(x, 0, x, 2 * d, d) };
    });
    return {
      second: largestOf(cosines.map((found) => found && Math.abs(found.second + 1))),
      third: largestOf(cosines.map((found) => found && Math.abs(found.third))),
    };
  },
  judge: ([{ second, third }]) => [
    identity('largest |⟨x₁, x₂⟩ + 1|', 0, second, 1e-6, 'tolerances of the runs'),
    identity('largest |⟨x₁, x₃⟩|', 0, third, 1e-6, 'tolerances of the runs'),
  ],
});
