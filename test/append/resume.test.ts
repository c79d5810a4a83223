import { describe, expect, test } from 'vitest';
import { resume } from '../../src/resume.ts';
import { execute, prepareRun } from '../../src/run.ts';
import type { RunSpec } from '../../src/spec.ts';
import { recordSteps, type StepLog } from '../../src/step-log.ts';
import { tokensAt } from '../../src/trajectory.ts';
import { largestDifference } from '../support/numeric.ts';

const spec: RunSpec = { tokens: 30, beta: 16, saveAt: 'log:1:1e14:15', rtol: 1e-8, atol: 1e-10, observe: 'none' };

async function stoppedAfter(maxSteps: number, given: RunSpec = spec) {
  const prepared = prepareRun({ ...given, maxSteps });
  const recorder = recordSteps(prepared.problem);
  const { trajectory } = await execute(prepared, { onStep: recorder.add });
  return { trajectory, log: recorder.log() as StepLog };
}

describe('a run that was stopped and gone on with', () => {
  test.each([0, 40, 400])('after %d steps: as one made at a stretch, and what it had keeps its bits', async (steps) => {
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
