import { describe, expect, test } from 'vitest';
import { capturedShare } from '../../src/analysis/capture.ts';
import { clusters } from '../../src/analysis/clusters.ts';
import { meanCosine } from '../../src/analysis/cosine.ts';
import { ensembleEnergy } from '../../src/analysis/energy.ts';
import { observableRegistry } from '../../src/analysis/index.ts';
import { orderParameter } from '../../src/analysis/order-parameter.ts';
import { renyiCenters, strongRenyiCenters } from '../../src/analysis/renyi-centers.ts';
import { tokensAt } from '../../src/core/recording.ts';
import { measure } from '../../src/run/measuring.ts';
import { prepareRun } from '../../src/run/prepare.ts';
import { run } from '../../src/run/run.ts';
import type { RunSpec } from '../../src/run/spec.ts';

const specs: Record<string, RunSpec> = {
  circle: { beta: 16, tokens: 40, until: 5, saveAt: 'lin:0:5:6', observe: 'all', radius: [0.1, 0.3] },
  sphere: { beta: 4, tokens: 30, dimension: 3, until: 3, saveAt: [1, 3], observe: 'all' },
  'one token': { beta: 4, tokens: 1, dimension: 3, until: 2, saveAt: [0, 2], observe: 'all' },
  'no temperature': { beta: 0, tokens: 5, until: 1, saveAt: [0, 1], observe: 'all' },
};

function numbersIn(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(numbersIn);
}

describe.each(Object.entries(specs))('%s', (_, spec) => {
  test('every measurement is there, plain JSON, without NaN', async () => {
    const { measurements } = await run(spec);
    expect(Object.keys(measurements).sort()).toEqual(Object.keys(observableRegistry).sort());
    for (const [name, result] of Object.entries(measurements)) {
      expect(JSON.parse(JSON.stringify(result)), name).toEqual(result);
      expect(numbersIn(result).every(Number.isFinite), name).toBe(true);
    }
  });

  test('measured later, from the stored trajectory, it is the same', async () => {
    const { trajectory, measurements, spec: resolved } = await run(spec);
    expect(measure(trajectory, resolved.observe, prepareRun(spec).measurement)).toEqual(measurements);
  });

  test('measured without storing, it is the same', async () => {
    const { measurements, trajectory } = await run(spec, { store: false });
    expect(trajectory.xs).toHaveLength(0);
    expect(measurements).toEqual((await run(spec)).measurements);
  });
});

describe('along a run', () => {
  test('measurements are those of the tokens at each saved time', async () => {
    const { trajectory, measurements, spec } = await run(specs.circle);
    const shape = trajectory.problem.shape;
    const { initial } = trajectory.problem;
    const [renyi, strong] = [renyiCenters(initial, shape, spec.delta), strongRenyiCenters(initial, shape, spec.delta)];
    expect(measurements.centers).toEqual({ delta: spec.delta, renyi, strong });
    for (let i = 0; i < trajectory.ts.length; i++) {
      const x = tokensAt(trajectory, i);
      const found = clusters(x, shape, spec.threshold);
      expect(measurements.clusters?.count[i]).toBe(found.count);
      expect(measurements.clusters?.sizes[i]).toEqual(found.sizes.sort((a, b) => b - a));
      expect(measurements.energy?.[i]).toBe(ensembleEnergy(x, shape, 16));
      expect(measurements.cosine?.mean[i]).toBe(meanCosine(x, shape));
      expect(measurements['order-parameter']?.[i]).toBe(orderParameter(x, shape));
      for (const at of measurements.capture?.radii ?? []) {
        expect(at.renyiMoving[i]).toBe(capturedShare(x, shape, x, renyi, at.radius));
        expect(at.strongInitial[i]).toBe(capturedShare(x, shape, initial, strong, at.radius));
      }
    }
    expect(measurements.capture?.radii.map(({ radius }) => radius)).toEqual([0.1, 0.3]);
    expect(measurements.capture?.renyiShift[0]).toBe(0);
  });

  test('what is captured by strong centers is captured by ordinary ones', async () => {
    const { measurements } = await run(specs.circle);
    for (const at of measurements.capture?.radii ?? []) {
      for (const [i, share] of at.strongMoving.entries()) expect(share).toBeLessThanOrEqual(at.renyiMoving[i]);
    }
  });

  test('only what is asked for is measured', async () => {
    expect((await run({ beta: 1, tokens: 3, until: 1, observe: 'none' })).measurements).toEqual({});
    const some = await run({ beta: 1, tokens: 3, until: 1, observe: ['energy', 'cosine'] });
    expect(Object.keys(some.measurements)).toEqual(['energy', 'cosine']);
    const usual = await run({ beta: 1, tokens: 3, until: 1 });
    expect(Object.keys(usual.measurements)).not.toContain('token-energy');
  });
});

test('every observable has a name, its own key, a title, a unit and a source', () => {
  for (const [key, make] of Object.entries(observableRegistry)) {
    const observable = make({ delta: 0.5, threshold: 0.1, radius: [0.1] });
    expect(observable.name).toBe(key);
    for (const text of [observable.title, observable.unit, observable.source]) expect(text).not.toBe('');
  }
});
