/** Panels of predictions and measurements: every number at its place, nothing beyond the panel. */
import { expect, test } from 'vitest';
import { predictedAndMeasured, sortedRatios, throughPoints } from '../../src/checks/kit/predicted-and-measured.ts';

test('measurements stay at their places among those of the curves', () => {
  const { ts, series } = predictedAndMeasured({
    ...{ title: '', across: 'x', from: 0, to: 4 },
    predicted: [{ name: 'p', at: (x) => x * x }],
    measured: [
      {
        name: 'a',
        points: [
          [2, 5, 0.5],
          [1, 3],
        ],
      },
      { name: 'b', points: [[2, 7]] },
    ],
  });
  const xs = Array.from(ts ?? []);
  expect(xs).toEqual([...xs].sort((a, b) => a - b));
  expect([xs[0], xs[xs.length - 1]]).toEqual([0, 4]);
  expect(Array.from(series[0].values)).toEqual(xs.map((x) => x * x));
  const points = ({ values, errors }: (typeof series)[number]) =>
    xs.flatMap((x, i) => (values[i] === null ? [] : [[x, values[i], errors?.[i]]]));
  expect(points(series[1])).toEqual([
    [1, 3, null],
    [2, 5, 0.5],
  ]);
  expect(points(series[2])).toEqual([[2, 7, null]]);
});

test('curves end where they leave the domain', () => {
  const { series } = predictedAndMeasured({
    ...{ title: '', across: 'x', from: 0, to: 4, domain: [0, 2] },
    predicted: [{ name: '', at: (x) => x }],
  });
  const shown = Array.from(series[0].values).filter(Number.isFinite) as number[];
  expect(Math.max(...shown)).toBeLessThanOrEqual(2);
  expect(shown.length).toBeLessThan(series[0].values.length);
});

test('a broken line goes through its points, straight between them and nowhere else', () => {
  const line = throughPoints([
    [1, 2],
    [3, 6],
    [4, 0],
  ]);
  expect([1, 2, 3, 3.5, 4].map(line)).toEqual([2, 4, 6, 3, 0]);
  expect([0.9, 4.1].map(line)).toEqual([Number.NaN, Number.NaN]);
});

test('sorted ratios end at the largest, at the share 1', () => {
  const { ts, series } = predictedAndMeasured(sortedRatios('', [{ name: 'runs' }], [[0.5, 0.1, 2]]));
  const at = Array.from(series[1].values).findLastIndex((value) => value !== null);
  expect([ts?.[at], series[1].values[at]]).toEqual([1, 2]);
});
