/** An edited run that stopped goes on as if it had not, and may be edited later than it has come. */
import { describe, expect, test } from 'vitest';
import { type Edit, execute, type PreparedRun, prepareRun, type RunSpec, resume } from '../../src/index.ts';
import { largestDifference } from '../support/numeric.ts';

const edits: Edit[] = [
  { t: 0, kind: 'freeze', token: 2 },
  { t: 0.5, kind: 'add', x: 2.5 },
  { t: 0.5, kind: 'move', token: 0, x: [0, 1] },
  { t: 1.05, kind: 'remove' },
  { t: 1.05, kind: 'remove' },
  { t: 1.5, kind: 'release', token: 2 },
  { t: 2, kind: 'add', x: -1 },
];
const spec: RunSpec = {
  tokens: 6,
  beta: 4,
  until: 3,
  saveAt: [0, 0.33, 0.5, 1, 1.05, 1.2, 2, 2.5, 3],
  observe: 'none',
  edits,
};

async function stoppedAfter(maxSteps: number, given: RunSpec) {
  const { trajectory } = await execute(prepareRun({ ...given, maxSteps }));
  return { trajectory, log: null };
}

describe.each([
  { dt: 0.1, integrator: 'rk4' },
  { dt: 0.1, integrator: 'euler', kappa: undefined },
  { dt: 0.1, kappa: 8, commonKappa: 9 },
  { dt: 0.1, integrator: 'lie-euler', dimension: 3 },
] as Partial<RunSpec>[])('%j', (how) => {
  const edited =
    how.dimension === 3 ? edits.map((edit) => ('x' in edit ? { ...edit, x: [0, 0.6, 0.8] } : edit)) : edits;
  const given = { ...spec, ...how, edits: edited } as RunSpec;

  test('stopped anywhere, it has the bits of one made at a stretch', async () => {
    const { trajectory: whole } = await execute(prepareRun(given));
    expect(whole.status).toBe('completed');
    for (const steps of [0, 1, 5, 6, 10, 11, 12, 16, 22, 29]) {
      const stopped = await stoppedAfter(steps === 0 ? 1 : steps, given);
      expect(stopped.trajectory.status).toBe('max-steps');
      const { trajectory } = await resume(stopped, prepareRun(given));
      expect(trajectory.ts).toEqual(whole.ts);
      expect(trajectory.xs).toEqual(whole.xs);
      expect(trajectory.last).toEqual(whole.last);
      expect(trajectory.present).toEqual(whole.present);
      expect(trajectory.initial).toEqual(whole.initial);
      expect(trajectory.statistics.steps).toBe(whole.statistics.steps);
    }
  });
});

test.each(['dopri5', 'esdirk4'] as const)('%s begins anew and agrees within the tolerance', async (integrator) => {
  const given: RunSpec = { ...spec, integrator, rtol: 1e-10, atol: 1e-12 };
  const { trajectory: whole } = await execute(prepareRun(given));
  for (const steps of [3, 20, 40]) {
    const { trajectory } = await resume(await stoppedAfter(steps, given), prepareRun(given));
    expect(largestDifference(trajectory.xs, whole.xs)).toBeLessThan(1e-8);
    expect(trajectory.present).toEqual(whole.present);
  }
});

test('the limit of steps and the stop are those of the whole run', async () => {
  const given: RunSpec = { ...spec, dt: 0.1, integrator: 'rk4' };
  for (const maxSteps of [4, 5, 12]) {
    const { trajectory } = await stoppedAfter(maxSteps, given);
    expect(trajectory.statistics.steps).toBe(maxSteps);
  }
  let steps = 0;
  const signal = { aborted: false };
  const { trajectory } = await execute(prepareRun(given), {
    signal,
    onProgress(t, statistics) {
      expect(statistics.steps).toBe(++steps);
      if (t >= 1) signal.aborted = true;
    },
  });
  expect(trajectory.status).toBe('aborted');
  expect(trajectory.statistics).toMatchObject({ steps: 10, reached: 1 });
  expect([...trajectory.ts]).toEqual([0, 0.33, 0.5, 1]);
});

test('later edits may be new, earlier ones may not', async () => {
  const given: RunSpec = { ...spec, dt: 0.1, integrator: 'rk4' };
  const { edits: _, ...plain } = given;
  const first = await execute(prepareRun({ ...plain, until: 1, saveAt: [0, 0.5, 1] }));
  const later: Edit[] = [
    { t: 1.5, kind: 'add', x: 3 },
    { t: 2, kind: 'freeze', token: 0 },
  ];
  const goOn = (prepared: PreparedRun) => resume({ trajectory: first.trajectory, log: null }, prepared);
  const whole = await execute(prepareRun({ ...plain, saveAt: [0, 0.5, 1, 2, 3], edits: later }));
  const { trajectory } = await goOn(prepareRun({ ...plain, saveAt: [0, 0.5, 1, 2, 3], edits: later }));
  expect(trajectory.xs).toEqual(whole.trajectory.xs);
  expect([...(trajectory.present ?? [])]).toEqual([6, 6, 6, 7, 7]);
  await expect(goOn(prepareRun({ ...plain, edits: [{ t: 1, kind: 'move', token: 1, x: 0 }] }))).rejects.toThrow(
    '"edits" should be those of the run up to t = 1, which it has reached, but others came; give new ones at later times only.',
  );
});
