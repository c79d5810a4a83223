import { describe, expect, test } from 'vitest';
import { tokensAt } from '../../src/core/recording.ts';
import { prepareRun } from '../../src/run/prepare.ts';
import { run } from '../../src/run/run.ts';
import type { RunSpec } from '../../src/run/spec.ts';
import { uniformTokens } from '../support/draw.ts';
import { describeCommonNoise } from './common.ts';

describe('common noise, 500 paths', () => describeCommonNoise(500));

describe('a run with common noise', () => {
  const noisy: RunSpec = { beta: 4, tokens: 12, dimension: 3, until: 1, dt: 0.125, commonKappa: 8, observe: 'none' };
  const endOf = async (spec: RunSpec) => tokensAt((await run({ ...spec, saveAt: [1] })).trajectory, 0);

  test('keeps equal tokens equal, to the last bit, and tokens of unit length', async () => {
    const rows = [...uniformTokens(3, 2, 3)];
    const twice = [rows.slice(0, 3), rows.slice(0, 3), rows.slice(3), rows.slice(3)];
    const { tokens: _, dimension: __, ...rest } = noisy;
    const x = await endOf({ ...rest, beta: 0, value: 0, initial: twice });
    expect(x.slice(3, 6)).toEqual(x.slice(0, 3));
    expect(x.slice(9, 12)).toEqual(x.slice(6, 9));
    expect(x.slice(0, 3)).not.toEqual(Float64Array.from(rows.slice(0, 3)));
    for (let at = 0; at < 12; at += 3) expect(Math.hypot(...x.subarray(at, at + 3))).toBeCloseTo(1, 14);
  });

  test('is causal: the first tokens keep their bits, whatever follows', async () => {
    const all = await endOf(noisy);
    expect(await endOf({ ...noisy, tokens: 5 })).toEqual(all.slice(0, 15));
  });

  test('goes beside private noise, and is recorded', async () => {
    const { spec, problem } = prepareRun({ ...noisy, kappa: 20 });
    expect(spec).toMatchObject({ integrator: 'splitting', kappa: 20, commonKappa: 8, noiseSeed: 1 });
    expect(problem.noise).toEqual({ kappa: 20, commonKappa: 8, seed: 1 });
    const both = await endOf({ ...noisy, kappa: 20 });
    expect(both).not.toEqual(await endOf(noisy));
    expect(await endOf(spec)).toEqual(both);
  });

  test.each<[Partial<RunSpec>, RegExp]>([
    [{ integrator: 'heun' }, /"commonKappa" should come with integrator splitting.* but came with heun/],
    [{ commonKappa: 0.2 }, /"dt" should be at most κ₀\/2 = 0.1 with "commonKappa"/],
    [{ events: true }, /"events" should be instants of smooth paths.*"commonKappa"/],
    [{ commonKappa: -1 }, /"commonKappa" should be a finite number > 0/],
    [{ dynamics: 'unnormalized' }, /"commonKappa" should add noise on the sphere/],
  ])('%j is refused', (change, sentence) => {
    expect(() => prepareRun({ ...noisy, ...change })).toThrow(sentence);
  });
});
