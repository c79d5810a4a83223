/** Lemma 5.1: how long strong centers stay where they are. */

import { seedGroups } from '../../core/experiment.ts';
import { larger } from '../../numerics/elementary.ts';
import { strongestAngle } from '../../theory/interaction.ts';
import { exactSurvivalTime, survival } from '../../theory/lemma-5-1.ts';
import { identity, noneAbove, noViolation } from '../kit/comparison.ts';
import * as p from '../kit/parameters.ts';
import { comparedIn, sortedRatios } from '../kit/predicted-and-measured.ts';
import { completedRun, eachSeed, ended, type Seeded } from '../kit/runs.ts';
import { statement } from '../kit/statement.ts';

export const lemma51 = statement({
  id: 'lemma-5-1',
  says: 'A strong center with all earlier tokens farther than c(1 + 2ε)β^{−1/2}, c > √β τ*_β, moves less than εcβ^{−1/2} for t ≤ T_j = ε e^{c²/2 − c⁴/(24β)}/s_j.',
  source: 'arXiv:2411.04990, Lemma 5.1',
  test: 'displacement over the allowed one, up to T_j, for every strong center of every run, at ε = .05, .1, .2, .5',
  expected: 'holds',
  parameters: {
    beta: p.beta(64),
    tokens: p.tokens(40),
    delta: p.delta(0.25),
    until: p.until(1e42),
    runs: p.runs(16),
    seed: p.seed(),
  },
  hypotheses: ({ beta, delta }) => [
    { says: 'β > 0', met: beta > 0 },
    {
      says: 'δ ≥ τ*_β, so that c > √β τ*_β can be (each center is tried where it is)',
      met: delta >= strongestAngle(beta),
    },
  ],
  cells: ({ seed, runs, ...setting }) => seedGroups(seed, runs, 2).map((seeds) => ({ ...setting, seeds })),
  compute(cell: Seeded<'beta' | 'tokens' | 'delta' | 'until'>) {
    const { seeds, until, ...setting } = cell;
    const tolerances = { rtol: 1e-6, atol: 1e-8 };
    return eachSeed(seeds, async (seed): Promise<(number | null)[] | null> => {
      const course = await completedRun({
        ...setting,
        dimension: 2,
        seed,
        saveAt: [until],
        events: true,
        ...tolerances,
      });
      if (course === null) return null;
      return (course.events?.survival ?? []).map(({ displacement, allowed }) =>
        displacement === null ? null : displacement / allowed,
      );
    });
  },
  judge(values) {
    const runs = ended(values.flat());
    const centers = ended(runs.found.flat());
    return [noneAbove('centers within what is allowed', centers.found, centers.open + runs.open)];
  },
  draw(values) {
    const displacements = ended(ended(values.flat()).found.flat()).found;
    const still = displacements.filter((displacement) => displacement === 0).length;
    const left = still === 0 ? '' : `; ${still} of ${displacements.length} that did not move are left out`;
    return comparedIn({
      title: 'How far strong centers move',
      caption: `Displacements of strong centers up to T_j over the allowed εcβ^{−1/2}, from small to large, all runs and ε together${left}.`,
      panels: [sortedRatios('Displacement', [{ name: 'measured' }], [displacements])],
    });
  },
});

export const survivalTimes = statement({
  id: 'lemma-5-1-explicit',
  says: 'T_j s_j h(cβ^{−1/2}) < εcβ^{−1/2} follows from T_j s_j < ε e^{c²/2 − c⁴/(24β)}: the explicit time is never the longer one.',
  source: 'arXiv:2411.04990, Lemma 5.1',
  test: 'explicit over exact time on a grid of β, ε and separations where c > √β τ*_β; the example β = 64, separation ½, ε = 0.1',
  expected: 'holds',
  parameters: {},
  hypotheses: () => [],
  cells: () => [null],
  compute(_: null) {
    let [cases, violations, worst] = [0, 0, 0];
    for (const beta of [1, 2, 9, 64, 400])
      for (const epsilon of [0.01, 0.1, 0.5])
        for (let i = 1; i <= 60; i++) {
          const separation = (i / 60) * 3.1;
          const { applies, until } = survival(beta, epsilon, separation, 3);
          if (!applies) continue;
          const ratio = until / exactSurvivalTime(beta, epsilon, separation, 3);
          cases++;
          if (ratio > 1) violations++;
          worst = larger(worst, ratio);
        }
    const example = [survival(64, 0.1, 0.5, 1).until, exactSurvivalTime(64, 0.1, 0.5, 1)] as const;
    return { cases, violations, worst, example };
  },
  judge: ([{ cases, violations, worst, example }]) => [
    noViolation('explicit ≤ exact', { cases, violations, worst }),
    identity('explicit T_j s_j of the example', 23.869, example[0], 5e-4, 'the last digit given'),
    identity('exact T_j s_j of the example', 24.586, example[1], 5e-4, 'the last digit given'),
  ],
});
