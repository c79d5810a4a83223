/** Many runs on several threads: the results of one run after another, in order. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { trajectoryHash } from '../src/node/store/run-folder.ts';
import { prepareRun } from '../src/run/prepare.ts';
import { execute } from '../src/run/run.ts';
import type { RunSpec } from '../src/run/spec.ts';
import { scratchFolder } from './cli/parkade.ts';
import { executeMany, openJournal, threadsFor, workOf } from './support/built.ts';

/** Runs of different lengths, the first the longest, so that they do not end in order. */
function specs(count: number): RunSpec[] {
  return Array.from({ length: count }, (_, i) => ({
    ...{ tokens: 40, dimension: 2 + (i % 2), beta: 9, seed: i + 1, until: i === 0 ? 50 : 2 },
    ...{ saveAt: [0, 1, 2], observe: ['clusters'] as const },
  }));
}

const prepared = specs(20).map(prepareRun);
/** One by one, here. */
const oneByOne: Awaited<ReturnType<typeof execute>>[] = [];
for (const one of prepared) oneByOne.push(await execute(one));

test.each([1, 3])('on %d threads the hashes of one by one, in order', async (threads) => {
  const results = await executeMany(prepared, { threads });
  expect(results).toHaveLength(20);
  for (const [i, { spec, trajectory, measurements }] of results.entries()) {
    const alone = oneByOne[i];
    expect(spec.seed).toBe(i + 1);
    expect(trajectoryHash(trajectory)).toBe(trajectoryHash(alone.trajectory));
    expect(trajectory.problem).toBe(prepared[i].problem);
    expect(measurements).toEqual(alone.measurements);
  }
});

test('progress counts up to the number of runs', async () => {
  const told: number[] = [];
  await executeMany(specs(30).map(prepareRun), { threads: 2, onProgress: (done) => void told.push(done) });
  expect(told.length).toBeGreaterThan(1);
  expect(told).toEqual([...told].sort((a, b) => a - b));
  expect(new Set(told).size).toBe(told.length);
  expect(told.at(-1)).toBe(30);
});

test('store: false sends measurements and no tokens', async () => {
  const prepared = specs(5).map(prepareRun);
  const [kept, dropped] = [await executeMany(prepared), await executeMany(prepared, { store: false })];
  expect(kept.every(({ trajectory }) => trajectory.xs.length > 0)).toBe(true);
  expect(dropped.every(({ trajectory }) => trajectory.xs.length === 0)).toBe(true);
  expect(dropped.map(({ measurements }) => measurements)).toEqual(kept.map(({ measurements }) => measurements));
  expect(dropped.map(({ trajectory }) => [...trajectory.ts])).toEqual(kept.map(({ trajectory }) => [...trajectory.ts]));
});

test('an abort leaves the runs that had ended, up to the first that had not', async () => {
  // The later ones take a minute each: the test ends because the worker is stopped in the middle of one. On two threads
  // the first run may be the last of those that end.
  const prepared = specs(60).map((spec, i) =>
    prepareRun(i < 12 ? spec : { ...spec, integrator: 'rk4', dt: 1e-4, until: 20 }),
  );
  const controller = new AbortController();
  const running = executeMany(prepared, {
    threads: 1,
    signal: controller.signal,
    onProgress: (done) => {
      if (done === 6) controller.abort();
    },
  });
  const results = await running;
  expect(results.length).toBeGreaterThan(0);
  expect(results.length).toBeLessThanOrEqual(6);
  for (const [i, { spec }] of results.entries()) expect(spec.seed).toBe(i + 1);
  expect(results[0].trajectory.status).toBe('completed');

  const already = new AbortController();
  already.abort();
  expect(await executeMany(prepared, { threads: 2, signal: already.signal })).toEqual([]);
});

test('runs that a journal has are not made again, and come back to the last bit', async () => {
  const prepared = specs(12).map(prepareRun);
  const whole = await executeMany(prepared, { threads: 2 });
  const path = join(scratchFolder(), 'runs.partial.jsonl');
  const work = workOf(prepared);
  const controller = new AbortController();
  const first = openJournal(path);
  const onProgress = (done: number) => {
    if (done === 3) controller.abort();
  };
  await executeMany(prepared, { threads: 2, journal: first, signal: controller.signal, onProgress });
  expect(first.ended(work)).toBe(3);

  const again = openJournal(path);
  expect(again.ended(work)).toBe(3);
  let made = 0;
  expect(await executeMany(prepared, { threads: 2, journal: again, onProgress: () => made++ })).toEqual(whole);
  expect(made).toBe(prepared.length - 3);
  // All are known now; the values are taken as they are, from whoever wrote them.
  const all = openJournal(path);
  expect(await executeMany(prepared, { journal: all, onProgress: () => made++ })).toEqual(whole);
  expect({ made, kept: all.ended(work) }).toEqual({ made: prepared.length - 3, kept: prepared.length });
});

test('a mistake in one run is told in its own sentence', async () => {
  const prepared = specs(6).map(prepareRun);
  prepared[3] = { ...prepared[3], spec: { ...prepared[3].spec, field: 'harmonic', dimension: 5 } };
  await expect(executeMany(prepared, { threads: 2 })).rejects.toThrow(
    /^"field" harmonic does not cover this problem: /,
  );
});

test('no runs are no results; threads are as many as there are runs, at least one', async () => {
  expect(await executeMany([])).toEqual([]);
  expect([threadsFor(0, 4), threadsFor(3, 4), threadsFor(9, 4)]).toEqual([1, 3, 4]);
});

test('a mistake that only a worker meets is told as one', async () => {
  // That weights which are not normalised have no output to add is known when the engine is.
  const residual = prepareRun({
    dynamics: 'kinetic-decay',
    beta: 1,
    tokens: 4,
    until: 1,
    integrator: 'residual',
    dt: 0.5,
  });
  await expect(executeMany([residual, residual])).rejects.toMatchObject({
    name: 'ParkadeError',
    code: 'InvalidParameter',
    message: expect.stringMatching(/^"integrator" residual /),
  });
});
