/**
 * `npm run bench:orders`: dop853 beside dopri5 on Figure 2's problem (n = 200, β = 64, t ≤ 150, atol = rtol/100), 20
 * seeds by turns: ratios of evaluations of the field and of processor time, medians with quartiles.
 */
import { execute, prepareRun } from 'parkade';
import { machine } from './machine.ts';
import { summarize } from './statistics.ts';

const SEEDS = 20;
const TOLERANCES = [1e-6, 3e-8, 1e-8, 1e-10, 1e-12];
type Name = 'dopri5' | 'dop853';

async function spent(integrator: Name, rtol: number, seed: number): Promise<{ evaluations: number; seconds: number }> {
  const saveAt = [0, 1, 2, 5, 10, 20, 40, 75, 150];
  const spec = { beta: 64, tokens: 200, saveAt, integrator, rtol, atol: rtol / 100, seed, observe: 'none' } as const;
  const prepared = prepareRun(spec);
  const from = process.cpuUsage();
  const { trajectory } = await execute(prepared);
  const { user, system } = process.cpuUsage(from);
  return { evaluations: trajectory.statistics.fieldEvaluations, seconds: (user + system) / 1e6 };
}

function told(ratios: readonly number[]): string {
  const { median, lower, upper } = summarize(ratios);
  return `${median.toFixed(3)} (${lower.toFixed(3)} to ${upper.toFixed(3)})`;
}

console.log(machine());
for (const name of ['dopri5', 'dop853'] as const) await spent(name, 1e-6, 1); // compiled before the first is timed
for (const rtol of TOLERANCES) {
  const evaluations: number[] = [];
  const seconds: number[] = [];
  for (let seed = 1; seed <= SEEDS; seed++) {
    const order: Name[] = seed % 2 ? ['dopri5', 'dop853'] : ['dop853', 'dopri5'];
    const by = new Map<Name, Awaited<ReturnType<typeof spent>>>();
    for (const name of order) by.set(name, await spent(name, rtol, seed));
    const [five, eight] = [by.get('dopri5'), by.get('dop853')];
    if (!five || !eight) continue;
    evaluations.push(eight.evaluations / five.evaluations);
    seconds.push(eight.seconds / five.seconds);
  }
  console.log(`rtol ${rtol}: dop853 takes ${told(evaluations)} of dopri5's evaluations, ${told(seconds)} of its time.`);
}
