/** Captures on the circle by sorted angles, against every token and every center. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anglesOf } from '../../src/analysis/circle.ts';
import { countNear } from '../../src/analysis/circle-cover.ts';
import { geodesicDistance } from '../../src/numerics/sphere.ts';
import { between, forAll, seeds } from '../support/arbitraries.ts';
import { uniformTokens } from '../support/draw.ts';

test('the tokens near some centers are counted once each, across the angle 0 too', () => {
  const cases = fc.tuple(seeds, fc.integer({ min: 1, max: 80 }), fc.integer({ min: 0, max: 12 }), between(0.001, 3.3));
  forAll(cases, 1000, ([seed, n, m, reach]) => {
    const x = uniformTokens(seed, n, 2);
    const centers = uniformTokens(seed + 1, m, 2);
    const near = (k: number) =>
      Array.from({ length: m }, (_, c) => geodesicDistance(x, 2 * k, centers, 2 * c, 2)).some((a) => a < reach);
    const wanted = Array.from({ length: n }, (_, k) => k).filter(near).length;
    expect(countNear(anglesOf(x).sort(), anglesOf(centers).sort(), reach)).toBe(wanted);
  });
});

test('nothing is near no center, nor nearer than nothing', () => {
  const x = Float64Array.of(1, 0);
  expect(countNear(Float64Array.of(0), new Float64Array(0), 1)).toBe(0);
  expect(countNear(Float64Array.of(0), anglesOf(x).sort(), NaN)).toBe(0);
});
