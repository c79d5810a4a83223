import { describe, expect, test } from 'vitest';
import { geometricTimes, linearTimes, resolveTimes } from '../src/run/times.ts';

describe('saved times', () => {
  test('are a number, a list, or equal or geometric steps', () => {
    expect(resolveTimes(3)).toEqual([3]);
    expect(resolveTimes([1, 4, 10])).toEqual([1, 4, 10]);
    expect(resolveTimes('lin:0:150:4')).toEqual([0, 50, 100, 150]);
    expect(resolveTimes('log:0.1:1000:5')).toEqual(geometricTimes(0.1, 1000, 5));
  });

  test('have exact ends', () => {
    for (const [from, to, count] of [
      [0.1, 0.3, 7],
      [1e-3, 777.7, 50],
      [1 / 3, 2 / 3, 3],
    ]) {
      for (const times of [linearTimes(from, to, count), geometricTimes(from, to, count)]) {
        expect(times).toHaveLength(count);
        expect([times[0], times[count - 1]]).toEqual([from, to]);
        for (let i = 1; i < count; i++) expect(times[i]).toBeGreaterThan(times[i - 1]);
      }
    }
  });

  test('in geometric progression have equal ratios', () => {
    for (const [i, time] of geometricTimes(0.1, 1000, 5).entries())
      expect(Math.abs(time / 10 ** (i - 1) - 1)).toBeLessThan(1e-14);
  });

  test.each(['lin', 'lin:0:1', 'lin:1:1:5', 'lin:2:1:5', 'lin:0:1:1', 'lin:0:1:2.5', 'lin:0:Infinity:3', 'lin:-1:1:3'])(
    '%s is refused with an example of what would do',
    (given) => {
      expect(() => resolveTimes(given)).toThrow(/^"saveAt" should be times such as 1,4,10.*try lin:0:150:301/);
    },
  );

  test.each(['log:0:1:5', 'log:-1:1:5', 'log:1:2:x', 'log:1:2:', 'exp:1:2:5', 'soon', 'lin:0:1:3:4', 'lin:0:1:1e9'])(
    '%s too',
    (given) => {
      expect(() => resolveTimes(given)).toThrow(/"saveAt"/);
    },
  );
});
