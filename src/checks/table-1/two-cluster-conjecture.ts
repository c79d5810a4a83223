/** The two-cluster conjecture as transcribed, and two tokens that rest elsewhere. */

import { seedGroups } from '../../core/experiment.ts';
import { dot } from '../../numerics/sphere.ts';
import { twoTokenEquilibria } from '../../theory/two-token-equilibria.ts';
import { exists, identity, noViolation } from '../kit/comparison.ts';
import * as p from '../kit/parameters.ts';
import { completedRun, eachSeed, ended } from '../kit/runs.ts';
import { statement } from '../kit/statement.ts';

/** Of runs at rtol 1e-7. */
const NEAR = 1e-6;

/** V = diag(1, ½), QᵀK = diag(0.1, 5), β = 1: found while the theory was written down. */
const COUNTEREXAMPLE = { beta: 1, b1: 0.1, b2: 5, lambda: 1, mu: 0.5 };

/** ⟨x₁, x₂⟩ at the end of many runs of two tokens; null where a run came to none. */
function endCosines(key: readonly [number, number], seeds: readonly number[]): Promise<(number | null)[]> {
  const { beta, lambda, mu } = COUNTEREXAMPLE;
  const setting = { beta, tokens: 2, dimension: 2, value: [lambda, mu], key, saveAt: [1e6], rtol: 1e-7, atol: 1e-9 };
  return eachSeed(seeds, async (seed) => {
    const course = await completedRun({ ...setting, seed });
    return course && dot(course.end, 0, course.end, 2, 2);
  });
}

/** Those off the line through ±ξ. */
function offTheLine(cosines: readonly number[]): number[] {
  return cosines.filter((cosine) => Math.abs(cosine) < 1 - NEAR);
}

export const twoClusterConjecture = statement({
  id: 'two-cluster-conjecture',
  says: 'V diagonalisable with distinct positive eigenvalues, top eigenvector ξ: for any Q, K and almost every start every token tends to ξ or −ξ. Tried at V = diag(1, ½), QᵀK = diag(0.1, 5), β = 1, n = 2.',
  source: 'arXiv:2411.04990, §4 (two-cluster conjecture as transcribed; Table 1, row 3)',
  test: 'whether |⟨x₁, x₂⟩| = 1 to 1e-6 at the end, in every run of random tokens',
  expected: 'fails',
  parameters: { runs: p.runs(400), seed: p.seed() },
  hypotheses: () => [{ says: 'V diagonalisable, eigenvalues distinct and positive (1, ½)', met: true }],
  cells: ({ seed, runs }) => seedGroups(seed, runs, 50).map((seeds) => ({ seeds })),
  compute: ({ seeds }: { seeds: readonly number[] }) => endCosines([COUNTEREXAMPLE.b1, COUNTEREXAMPLE.b2], seeds),
  judge(values) {
    const { found, open } = ended(values.flat());
    return [noViolation('tokens at ±ξ', { cases: found.length, violations: offTheLine(found).length, open })];
  },
});

/** About half of random starts end there: so many without one are a matter of 1 in 16,000. */
const ENOUGH = 14;

export const counterexample = statement({
  id: 'two-cluster-counterexample',
  says: 'There two tokens rest, stably, at ⟨x₁, x₂⟩ = −0.941159; with Q = K = I nothing of the kind exists.',
  source: 'derived; counterexample to the two-cluster conjecture of arXiv:2411.04990, §4, as transcribed',
  test: 'the cosine of the stable equilibrium against the end of every run off the line; both rates negative; no run off the line for QᵀK = I',
  expected: 'holds',
  parameters: { runs: p.runs(200), seed: p.seed() },
  hypotheses: () => [],
  cells: ({ seed, runs }) =>
    seedGroups(seed, runs, 50).flatMap((seeds) => [
      { seeds, key: [COUNTEREXAMPLE.b1, COUNTEREXAMPLE.b2] as const },
      { seeds, key: [1, 1] as const },
    ]),
  async compute({ seeds, key }: { seeds: readonly number[]; key: readonly [number, number] }) {
    return { plain: key[0] === key[1], cosines: await endCosines(key, seeds) };
  },
  judge(values) {
    const endsOf = (plain: boolean) =>
      ended(values.filter((value) => value.plain === plain).flatMap(({ cosines }) => cosines));
    const ends = endsOf(false).found;
    const found = offTheLine(ends);
    const control = endsOf(true);
    const worst = found.reduce(
      (most, cosine) => (Math.abs(cosine - found[0]) > Math.abs(most - found[0]) ? cosine : most),
      found[0],
    );
    const stable = twoTokenEquilibria(COUNTEREXAMPLE).find(({ stable, cosine }) => stable && Math.abs(cosine) < 1);
    const { mu, lambda } = COUNTEREXAMPLE;
    return [
      exists(
        'runs that end off the line',
        found.length > 0 ? true : ends.length < ENOUGH ? null : false,
        found.length,
        `${found.length} of ${ends.length}`,
      ),
      identity(
        '⟨x₁, x₂⟩ of the one farthest from the others',
        stable?.cosine ?? Number.NaN,
        worst,
        1e-6,
        'tolerances of the runs',
      ),
      exists(
        'a stable equilibrium',
        stable !== undefined && mu < lambda,
        stable?.rate ?? null,
        `rates ${stable?.rate.toFixed(4)} and ${(mu - lambda).toFixed(4)}`,
      ),
      noViolation('runs on the line for QᵀK = I', {
        cases: control.found.length,
        violations: offTheLine(control.found).length,
        open: control.open,
      }),
    ];
  },
});
