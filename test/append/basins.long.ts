/** Basins of 200 random starts on the circle and on the sphere, each against its own simulation. */
import { expect, test } from 'vitest';
import { integratorRegistry } from '../../src/integrators/index.ts';
import { basinsOf } from '../../src/replay/basins.ts';
import type { Method } from '../../src/simulation/method.ts';
import { uniformTokens } from '../support/draw.ts';
import { adaptiveDopri5, problemOf } from '../support/problems.ts';
import { clusterNear, lastToken, recordedRun, rowOf, withStart } from './basins-support.ts';

const STARTS = 200;
/** Basin boundaries are thin: so many starts of the 200 may be undecided. */
const MOST_UNDECIDED = 0.02 * STARTS;

const tolerance = { rtol: 1e-8, atol: 1e-10 };
const explicit: Method = { kind: 'adaptive' as const, integrator: adaptiveDopri5, tolerance };
const auto: Method = {
  kind: 'adaptive' as const,
  integrator: adaptiveDopri5,
  whenStiff: integratorRegistry.esdirk4,
  tolerance,
};

test.each([
  { beta: 64, n: 200, d: 2, until: 150, threshold: 0.125, method: explicit },
  { beta: 25, n: 60, d: 2, until: 1e5, threshold: 0.2, method: auto },
  { beta: 9, n: 100, d: 3, until: 50, threshold: 1 / 3, method: explicit },
  { beta: 16, n: 60, d: 3, until: 1e4, threshold: 0.25, method: auto },
])('β = $beta, n = $n, d = $d, t = $until', async ({ beta, n, d, until, threshold, method }) => {
  const problem = problemOf({ beta }, uniformTokens(1, n, d), d, until);
  const run = await recordedRun(problem, method);
  const starts = uniformTokens(77, STARTS, d);
  const basins = await basinsOf(run, starts, { threshold, radius: threshold });
  expect(basins.status).toBe('completed');
  let undecided = 0;
  const wrong: number[] = [];
  for (let p = 0; p < STARTS; p++) {
    if (basins.undecided[p] === 1) {
      undecided++;
      continue;
    }
    const end = lastToken(await withStart(problem, method, rowOf(starts, p, d), [until]), 0);
    if (clusterNear(basins, end, threshold) !== basins.cluster[p]) wrong.push(p);
  }
  console.log(`β = ${beta}, d = ${d}: ${undecided} of ${STARTS} starts undecided, ${wrong.length} others wrong`);
  expect(wrong).toEqual([]);
  expect(undecided).toBeLessThanOrEqual(MOST_UNDECIDED);
});
