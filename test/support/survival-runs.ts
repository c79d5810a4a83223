/** Random runs against Lemma 5.1, as many as asked for. */

import { SURVIVAL_EPSILONS, survivalFollower, survivalTests } from '../../src/events/survival.ts';
import { larger } from '../../src/numerics/elementary.ts';
import { prepareRun } from '../../src/run/prepare.ts';
import { execute } from '../../src/run/run.ts';
import { strongestAngle } from '../../src/theory/interaction.ts';

export interface Survivals {
  readonly runs: number;
  /** By ε: centers tested, those whose bound was broken, those that could not be followed to T_j, the largest displacement/allowed. */
  readonly rows: {
    readonly epsilon: number;
    readonly tested: number;
    readonly violated: number;
    readonly open: number;
    readonly largest: number;
  }[];
}

/** Beyond it no time is representable in a run; T_j stays far below at the β in question. */
const LATEST = 1e290;

/**
 * Uniform tokens on the circle, seeds 1, 2, …; strong centers at the smallest separation at which the lemma can apply, τ*, so that
 * every token it speaks of is tested.
 */
export async function survivals(
  runs: number,
  tokens: number,
  beta: number,
  onRun: (seed: number, rows: Survivals['rows']) => void = () => {},
): Promise<Survivals> {
  const rows = SURVIVAL_EPSILONS.map((epsilon) => ({ epsilon, tested: 0, violated: 0, open: 0, largest: 0 }));
  for (let seed = 1; seed <= runs; seed++) {
    const spec = { beta, tokens, dimension: 2, seed, rtol: 1e-6, atol: 1e-8, observe: 'none' } as const;
    const { shape, initial } = prepareRun({ ...spec, until: 1 }).problem;
    const tests = survivalTests(initial, shape, beta, strongestAngle(beta)).filter(({ until }) => until < LATEST);
    const follower = survivalFollower(shape, initial, tests);
    const until = tests.reduce((most, test) => larger(most, test.until), 1e-3);
    const options = { store: false, onStep: follower.follow };
    const { trajectory } = await execute(prepareRun({ ...spec, until, saveAt: [until] }), options);
    if (trajectory.status !== 'completed') throw new Error(`seed ${seed} ended with ${trajectory.status}`);
    for (const { epsilon, displacement, allowed } of follower.result()) {
      const row = rows[SURVIVAL_EPSILONS.indexOf(epsilon as 0.05)];
      row.tested++;
      if (displacement === null) row.open++;
      else if (!(displacement <= allowed)) row.violated++;
      row.largest = larger(row.largest, (displacement ?? 0) / allowed);
    }
    onRun(seed, rows);
  }
  return { runs, rows };
}
