import { describe, expect, test } from 'vitest';
import { tokensAt } from '../../src/core/recording.ts';
import { resume } from '../../src/replay/resume.ts';
import { recordSteps, type StepLog } from '../../src/replay/step-log.ts';
import { prepareRun } from '../../src/run/prepare.ts';
import { execute } from '../../src/run/run.ts';
import type { RunSpec } from '../../src/run/spec.ts';
import type { Trajectory } from '../../src/simulation/trajectory.ts';
import { different, euclidean } from '../support/kinds.ts';
import { largestDifference } from '../support/numeric.ts';

const spec: RunSpec = { tokens: 30, beta: 16, saveAt: 'log:1:1e14:15', rtol: 1e-8, atol: 1e-10, observe: 'none' };

async function stoppedAfter(maxSteps: number, given: RunSpec = spec) {
  const prepared = prepareRun({ ...given, maxSteps });
  const recorder = recordSteps(prepared.problem);
  const { trajectory } = await execute(prepared, { onStep: recorder.add });
  return { trajectory, log: recorder.log() as StepLog };
}

/** Without its steps, as runs are kept that tokens cannot be added to. */
const withoutSteps = (trajectory: Trajectory) => ({ trajectory, log: null });

/** Runs of a second at most, in which every term of the equation has moved the tokens. */
const small: RunSpec = { tokens: 12, beta: 4, until: 3, saveAt: [0.3, 1.1, 2, 3], observe: 'none' };
const masks = [{ mask: 'causal' }, { mask: 'full' }] as const;
const equations: Readonly<Record<string, Partial<RunSpec>>> = {
  CSA: {},
  SA: { mask: 'full' },
  USA: { mask: 'full', normalization: 'count' },
  'causal count': { normalization: 'count' },
  'three dimensions': { dimension: 3, value: { gaussian: 3 } },
  'frozen centers': {
    dynamics: 'frozen-centers',
    centers: [
      [1, 0],
      [0, 1],
    ],
    weights: [2, 2],
  },
  'kinetic decay': { dynamics: 'kinetic-decay' },
  layers: { dynamics: 'layers', layerTime: 0.5, value: { gaussian: 2 } },
  ...different,
  ...euclidean,
};

async function whole(given: RunSpec) {
  const { trajectory } = await execute(prepareRun(given));
  if (trajectory.status !== 'completed') throw new Error(`ended with ${trajectory.status}`);
  return trajectory;
}

/** Stopped by its limit of steps, or by hand, about half way, and continued. */
async function inTwo(given: RunSpec, steps: number, by: 'max-steps' | 'aborted') {
  const signal = { aborted: false };
  const first = prepareRun(by === 'max-steps' ? { ...given, maxSteps: steps } : given);
  const { trajectory: before } = await execute(first, {
    signal,
    onProgress: (_, statistics) => void (signal.aborted = by === 'aborted' && statistics.steps >= steps),
  });
  expect(before.status).toBe(by);
  const { trajectory, log } = await resume(withoutSteps(before), prepareRun(given), {});
  expect(log).toBeNull();
  return trajectory;
}

describe('every equation goes on from its last tokens, without its steps', () => {
  const all = Object.entries(equations).flatMap(([name, keys]) =>
    masks.filter(({ mask }) => (keys.mask ?? mask) === mask).map((mask) => [name, { ...mask, ...keys }] as const),
  );
  test.each(all)('%s %o', async (_name, keys) => {
    const fixed = { ...small, ...keys, integrator: 'rk4', dt: 0.1 } as RunSpec;
    const stretch = await whole(fixed);
    for (const by of ['max-steps', 'aborted'] as const) {
      const gone = await inTwo(fixed, 13, by);
      expect(gone.status).toBe('completed');
      expect(gone.ts).toEqual(stretch.ts);
      expect(gone.xs).toEqual(stretch.xs); // the very bits: the grid goes on
      expect(gone.last).toEqual(stretch.last);
    }
    const adaptive = { ...small, ...keys, rtol: 1e-9, atol: 1e-11 } as RunSpec;
    const steps = Math.floor((await whole(adaptive)).statistics.steps / 2);
    const gone = await inTwo(adaptive, steps, 'aborted');
    // Two runs at the same tolerance: each step errs by 1e-9, and so do what follows it a few tens of times more.
    expect(largestDifference(gone.xs, (await whole(adaptive)).xs)).toBeLessThan(1e-6);
  });

  test.each([
    ['euler', { integrator: 'euler', dt: 0.1 }],
    ['lie-euler', { integrator: 'lie-euler', dt: 0.1, mask: 'full' }],
    ['residual', { integrator: 'residual', dynamics: 'layers', layerTime: 0.25 }],
    ['a step that is no divisor of the end', { integrator: 'rk4', dt: 0.07 }],
    ['heun with noise', { integrator: 'heun', dt: 0.1, kappa: 8, mask: 'full' }],
    ['euler-maruyama with noise, d = 3', { integrator: 'euler-maruyama', dt: 0.125, kappa: 8, dimension: 3 }],
  ] as const)('%s: the very bits of a run at a stretch', async (_name, keys) => {
    const given = { ...small, saveAt: [0.3, 1, 2, 3], ...keys } as RunSpec;
    expect((await inTwo(given, 7, 'max-steps')).xs).toEqual((await whole(given)).xs);
  });

  test.each([
    ['esdirk3', { integrator: 'esdirk3' }],
    ['esdirk4', { integrator: 'esdirk4' }],
    ['esdirk4, fixed steps', { integrator: 'esdirk4', dt: 0.1 }],
    ['dopri5, fixed steps', { integrator: 'dopri5', dt: 0.05 }],
    ['merging', { merge: true, beta: 9, until: 1e4, saveAt: [1, 1e4] }],
  ] as const)('%s: as accurate as a run at a stretch', async (_name, keys) => {
    const given = { ...small, ...keys } as RunSpec;
    const stretch = await whole(given);
    const gone = await inTwo(given, Math.floor(stretch.statistics.steps / 2), 'max-steps');
    expect(largestDifference(gone.xs, stretch.xs)).toBeLessThan(1e-5);
  });

  test('a run that is over goes on to a later end, on the same grid where that reaches it', async () => {
    for (const until of [2, 2.03]) {
      const early = await whole({ ...small, integrator: 'rk4', dt: 0.1, until, saveAt: [1] });
      const later: RunSpec = { ...small, integrator: 'rk4', dt: 0.1, until: 4, saveAt: [1, 4] };
      const { trajectory } = await resume(withoutSteps(early), prepareRun(later), {});
      const difference = largestDifference(trajectory.xs, (await whole(later)).xs);
      if (until === 2) expect(difference).toBe(0);
      else expect(difference).toBeLessThan(1e-4);
    }
  });

  test('what was not kept is refused', async () => {
    const before = await whole(small);
    const forgotten = withoutSteps({ ...before, last: null });
    await expect(resume(forgotten, prepareRun({ ...small, until: 4 }), {})).rejects.toThrow(/they were not kept/);
  });
});

describe('a run that was stopped and continued', () => {
  test.each([0, 40, 400])('after %d steps: as one made in one go, and what it had keeps its bits', async (steps) => {
    const before = steps === 0 ? await stoppedAfter(1) : await stoppedAfter(steps);
    expect(before.trajectory.status).toBe('max-steps');
    const { trajectory, log } = await resume(before, prepareRun(spec), {});
    const { trajectory: whole } = await execute(prepareRun(spec));
    expect(trajectory.status).toBe('completed');
    expect([...trajectory.ts]).toEqual([...whole.ts]);
    for (let i = 0; i < before.trajectory.ts.length; i++) {
      expect(tokensAt(trajectory, i)).toEqual(tokensAt(before.trajectory, i));
    }
    // Two runs at the same tolerance differ by what their steps err: some hundred of them, amplified at mergers.
    expect(largestDifference(trajectory.xs, whole.xs)).toBeLessThan(1e-4);
    expect(trajectory.statistics.steps).toBe((log as StepLog).dts.length);
    expect((log as StepLog).states).toHaveLength((log as StepLog).dts.length * 60);
    expect(trajectory.statistics.implicitFrom).not.toBeNull();
  });

  test('may end later than it was meant to', async () => {
    const before = await stoppedAfter(10_000, { ...spec, saveAt: [1, 10], until: 10 });
    expect(before.trajectory.status).toBe('completed');
    const { trajectory } = await resume(before, prepareRun({ ...spec, saveAt: [1, 10, 100], until: 100 }), {});
    const { trajectory: whole } = await execute(prepareRun({ ...spec, saveAt: [1, 10, 100], until: 100 }));
    expect([...trajectory.ts]).toEqual([1, 10, 100]);
    expect(largestDifference(trajectory.xs, whole.xs)).toBeLessThan(1e-6);
  });
});
