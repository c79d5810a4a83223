/** Slopes of lines that are known, and what their intervals cover. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type FitPoint, slopeOf } from '../../src/sweeps/fit.ts';

const points = (xs: readonly number[], y: (x: number) => number, error: number | null): FitPoint[] =>
  xs.map((x) => ({ x, y: y(x), standardError: error }));

test('a line is recovered, whatever its errors', () => {
  fc.assert(
    fc.property(
      fc.double({ min: -10, max: 10, noNaN: true }),
      fc.double({ min: -10, max: 10, noNaN: true }),
      fc.array(fc.double({ min: 0.1, max: 3, noNaN: true }), { minLength: 5, maxLength: 5 }),
      (slope, height, errors) => {
        const line = [1, 2, 4, 8, 16].map((x, i) => ({ x, y: height + slope * x, standardError: errors[i] }));
        const fit = slopeOf(line);
        expect(fit?.slope).toBeCloseTo(slope, 9);
        expect(fit?.at(3)).toBeCloseTo(height + 3 * slope, 9);
        expect(fit?.straight).toBe('not refuted');
      },
    ),
  );
});

test('a power law is a line on logarithmic scales', () => {
  const fit = slopeOf(
    points([10, 100, 1000, 10000], (x) => 3 * x ** 0.5, 0.1),
    { logX: true, logY: true },
  );
  expect(fit?.slope).toBeCloseTo(0.5, 12);
  expect(fit?.at(50)).toBeCloseTo(3 * Math.sqrt(50), 10);
});

test('weights and the standard error are those of the textbook (numpy.polyfit, cov="unscaled")', () => {
  const fit = slopeOf([
    { x: 0, y: 1, standardError: 0.1 },
    { x: 1, y: 2.2, standardError: 0.2 },
    { x: 2, y: 2.9, standardError: 0.1 },
    { x: 3, y: 4.3, standardError: 0.3 },
  ]);
  expect(fit?.slope).toBeCloseTo(0.9868932038834954, 12);
  expect(fit?.standardError).toBeCloseTo(0.0642356100012525, 12);
  expect(fit?.lackOfFit?.freedom).toBe(2);
});

test('a curve is refuted, and the interval is then as wide as the scatter', () => {
  const fit = slopeOf(points([1, 2, 3, 4, 5, 6], (x) => x * x, 0.05));
  expect(fit?.straight).toBe('refuted');
  expect((fit?.interval[1] ?? 0) - (fit?.interval[0] ?? 0)).toBeGreaterThan(1);
  expect(slopeOf(points([1, 2, 3, 4, 5, 6], (x) => x * x, 50))?.straight).toBe('not refuted');
});

test('without errors, with two points, or nearly refuted: undecided', () => {
  expect(slopeOf(points([1, 2, 3], (x) => x, null))).toMatchObject({ straight: 'undecided', lackOfFit: null });
  expect(slopeOf(points([1, 2, 3], (x) => x, 0))?.straight).toBe('undecided');
  const two = slopeOf(points([1, 2], (x) => x, null));
  expect(two?.interval).toEqual([-Infinity, Infinity]);
  expect(slopeOf(points([1, 2], (x) => x, 0.1))?.interval[1]).toBeLessThan(2);
  // One degree of freedom and χ² = 6: a chance of 0.014.
  const bent = slopeOf([0, 6 ** 0.5 * 1.5 ** 0.5, 0].map((y, x) => ({ x, y, standardError: 1 })));
  expect(bent?.lackOfFit?.chiSquared).toBeCloseTo(6, 10);
  expect(bent?.straight).toBe('undecided');
});

test('what is not positive or not finite is left out and counted; one x is no line', () => {
  const fit = slopeOf(
    points([0, 1, 10, 100], (x) => x, null),
    { logX: true, logY: true },
  );
  expect(fit).toMatchObject({ points: 3, leftOut: 1 });
  expect(slopeOf(points([2, 2, 2], (x) => x, 1))).toBeNull();
  expect(slopeOf([])).toBeNull();
});

test('of draws with known errors the interval holds the slope in 95 of 100 cases', () => {
  // A plain generator of uniform numbers; sums of twelve are nearly normal.
  let state = 12345;
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const normal = () => Array.from({ length: 12 }, uniform).reduce((sum, u) => sum + u, -6);
  let [held, refuted] = [0, 0];
  for (let draw = 0; draw < 2000; draw++) {
    const fit = slopeOf([1, 2, 3, 4, 5].map((x) => ({ x, y: 2 * x + normal(), standardError: 1 })));
    const [low, high] = fit?.interval ?? [0, 0];
    if (low <= 2 && high >= 2) held++;
    if (fit?.straight === 'refuted') refuted++;
  }
  expect(held / 2000).toBeGreaterThan(0.93);
  expect(held / 2000).toBeLessThan(0.97);
  expect(refuted).toBeLessThan(12);
});
