import { describe, expect, test } from 'vitest';
import { prepareRun } from '../../src/run/prepare.ts';
import { execute, run } from '../../src/run/run.ts';
import type { RunSpec } from '../../src/run/spec.ts';

const noisy: RunSpec = { beta: 9, tokens: 20, until: 2, dt: 0.1, kappa: 20, observe: 'none' };

describe('a specification with noise', () => {
  test('is stepped by splitting, with the seed of the tokens unless told otherwise', () => {
    const { spec, problem } = prepareRun({ ...noisy, seed: 7 });
    expect(spec).toMatchObject({ integrator: 'splitting', kappa: 20, noiseSeed: 7 });
    expect(problem.noise).toEqual({ kappa: 20, seed: 7 });
    expect(prepareRun({ ...noisy, noiseSeed: 3 }).spec).toMatchObject({ noiseSeed: 3, seed: 1 });
    expect(prepareRun({ beta: 9, until: 2 }).problem.noise).toBeUndefined();
  });

  test('run again as it was resolved gives the same bits; another seed of noise, others from the same start', async () => {
    const first = await run(noisy);
    expect((await run(first.spec)).trajectory.xs).toEqual(first.trajectory.xs);
    const other = await run({ ...noisy, noiseSeed: 2 });
    expect(other.trajectory.xs.slice(0, 40)).toEqual(first.trajectory.xs.slice(0, 40));
    expect(other.trajectory.xs).not.toEqual(first.trajectory.xs);
  });

  test('moves the first token too, and goes with layers', async () => {
    const { trajectory } = await execute(
      prepareRun({ ...noisy, dynamics: 'layers', layerTime: 0.25, query: { gaussian: 1 } }),
    );
    const { xs, statistics } = trajectory;
    expect(xs.slice(-40, -38)).not.toEqual(xs.slice(0, 2));
    expect(statistics.steps).toBe(24); // three in each of eight layers: 0.1, 0.1, 0.05
  });

  test.each<[Partial<RunSpec>, RegExp]>([
    [
      { integrator: 'rk4' },
      /"kappa" adds noise, so it should come with splitting, heun or euler-maruyama with a fixed dt.* rk4/,
    ],
    [{ integrator: 'residual' }, /"kappa" adds noise/],
    [{ dt: undefined as never }, /"dt" should be the step of a run with noise/],
    [{ dt: undefined as never, integrator: 'auto' }, /"kappa" adds noise.*adaptive steps of dop853/],
    [{ dt: undefined as never, integrator: 'esdirk4', merge: true }, /"kappa" adds noise.*adaptive steps of esdirk4/],
    [{ integrator: 'heun', dt: undefined as never, rtol: 1e-6 }, /heun makes no error estimate/],
    [{ dt: 1e-7, until: 1e-5 }, /"dt" should be at least 5\.1e-6 with "kappa"/],
    [{ kappa: 0.1 }, /"dt" should be at most κ\/2 = 0.05 with "kappa".* below a radian, but came as 0.1/],
    [{ kappa: 1e-300 }, /"dt" should be at most κ\/2 = 5e-301/],
    [{ until: 1e10 }, /"until" should be below 2\^32/],
    [{ kappa: undefined as never, noiseSeed: 1 }, /"noiseSeed" should come only with kappa/],
    [{ kappa: 0 }, /"kappa" should be a finite number > 0/],
    [{ events: true }, /"events" should be instants of smooth paths/],
  ])('%j is refused', (change, sentence) => {
    const spec = Object.fromEntries(Object.entries({ ...noisy, ...change }).filter(([, value]) => value !== undefined));
    expect(() => prepareRun(spec as unknown as RunSpec)).toThrow(sentence);
  });
});

describe('a specification with layers', () => {
  const layered: RunSpec = { beta: 4, tokens: 12, until: 1, dynamics: 'layers', layerTime: 0.25, observe: 'none' };

  test('steps a layer at a time where an integrator has no error estimate and no dt is given', async () => {
    const { spec, trajectory } = await run({ ...layered, integrator: 'residual' });
    expect(spec.dt).toBe(0.25);
    expect(trajectory.statistics.steps).toBe(4);
    expect(prepareRun({ beta: 4, until: 2, dynamics: 'layers', integrator: 'euler' }).spec).toMatchObject({
      layerTime: 1,
      dt: 1,
    });
    expect(prepareRun(layered).spec).toMatchObject({ integrator: 'auto', rtol: 1e-8 });
  });

  test('run again as it was resolved gives the same bits', async () => {
    const first = await run({ ...layered, layers: [{ beta: 9, query: { gaussian: 1 } }, { value: [1, 0.5] }] });
    expect((await run(JSON.parse(JSON.stringify(first.spec)))).trajectory.xs).toEqual(first.trajectory.xs);
  });

  test.each<[Partial<RunSpec>, RegExp]>([
    [{ layerTime: 0 }, /"layerTime" should be a finite time > 0/],
    [{ layers: [] }, /"layers" should be a list of objects/],
    [{ layers: [{}, { value: [1, 2, 3] }] }, /In layer 1 \(from 0\): "value" should be a 2×2 matrix/],
    [{ layers: [{ bta: 2 }] as never }, /but layers\[0\] has a key "bta"/],
    [{ layers: [{}, { beta: -2 }] }, /"layers" should be .* keys among beta, .* but layers\[1\]\.beta came as -2/],
    [{ dynamics: 'attention' }, /"layerTime" should come only with dynamics block or layers/],
  ])('%j is refused', (change, sentence) => {
    expect(() => prepareRun({ ...layered, ...change })).toThrow(sentence);
  });

  test('is not merged', async () => {
    await expect(run({ ...layered, merge: true })).rejects.toThrow(/"merge" should come with .*dynamics layers/);
  });
});
