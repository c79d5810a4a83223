import { test } from 'vitest';
import { appendFileSync } from 'node:fs';
import { prepareRun } from '../../src/run.ts';
import { simulate } from '../../src/simulate.ts';
import { esdirk4 } from '../../src/integrators/esdirk4.ts';
import { tokensAt } from '../../src/trajectory.ts';
import { adaptiveDopri5, problemOf } from '../support/problems.ts';
import { uniformTokens, gaussianMatrix } from '../support/draw.ts';
import { largestDifference } from '../support/numeric.ts';
const log = (...a: unknown[]) => appendFileSync('/tmp/pr.log', a.map((x) => typeof x === 'string' ? x : JSON.stringify(x)).join(' ') + '\n');
const times = [10, 100, 1000, 3000];
async function both(name: string, problem: any, rtol: number) {
  const t0 = performance.now();
  const e = await simulate(problem, { integrator: adaptiveDopri5, tolerance: { rtol: 1e-11, atol: 0 } }, { saveAt: times });
  const t1 = performance.now();
  const i = await simulate(problem, { integrator: esdirk4, tolerance: { rtol, atol: 0 } }, { saveAt: times });
  const t2 = performance.now();
  log(name, rtol, times.map((_, k) => largestDifference(tokensAt(e, k), tokensAt(i, k))), e.status, i.status, Math.round(t1 - t0), Math.round(t2 - t1), e.statistics, i.statistics, i.undecided, e.backend);
}
test('p', async () => {
  for (const rtol of [1e-8, 1e-9]) {
    for (const beta of [16, 64]) await both('circle' + beta, prepareRun({ beta, tokens: 200, until: 3000, seed: 1 }).problem, rtol);
    await both('sphere', prepareRun({ beta: 9, tokens: 60, dimension: 3, until: 3000, seed: 1 }).problem, rtol);
    await both('qk4', problemOf({ beta: 4, query: gaussianMatrix(1, 4), key: gaussianMatrix(2, 4) }, uniformTokens(3, 30, 4), 4, 3000), rtol);
    await both('qkv3', problemOf({ beta: 4, query: gaussianMatrix(1, 3), key: gaussianMatrix(2, 3), value: gaussianMatrix(5, 3) }, uniformTokens(3, 20, 3), 3, 3000), rtol);
  }
}, 300000);
