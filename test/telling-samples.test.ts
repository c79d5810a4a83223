/** Tables and panels show the times between which the state changes. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fixed } from '../src/core/number-text.ts';
import { run } from '../src/index.ts';
import { runTable } from '../src/report/run.ts';
import { chooseSamples, isStill, type Quantity, tellingSamples } from '../src/report/telling-samples.ts';
import { geometricTimes, linearTimes } from '../src/run/times.ts';

/** Mergers and births of 200 tokens at β = 64 from seed 1: how many clusters there are from when on. */
const COLLAPSE: readonly (readonly [from: number, clusters: number])[] = [
  [0, 2],
  [0.7, 6],
  [1.5, 9],
  [3, 11],
  [12, 9],
  [60, 8],
  [933, 7],
  [1137, 6],
  [1.015e5, 5],
  [4.43e6, 4],
  [1.62e7, 3],
  [4.52e8, 2],
  [2.12e52, 1],
];
const ts = geometricTimes(0.1, 1e60, 200);
const clustersAt = (t: number) => COLLAPSE.findLast(([from]) => from <= t)![1];
const counts = ts.map(clustersAt);
const captured = ts.map((t) => 0.35 + 0.65 * Math.min(1, t / 15));
const collapse: readonly Quantity[] = [
  { values: counts.map(Math.log), matters: Math.log(2) },
  { values: captured, matters: 0.1 },
];
const chosenTimes = (count: number) => chooseSamples(ts, collapse, count).map((i) => ts[i]);
const between = (times: readonly number[], from: number, to: number) => times.filter((t) => t > from && t < to).length;

describe('the collapse at β = 64', () => {
  test('six panels: no three of them alike (four were)', () => {
    const seen = chosenTimes(6).map(clustersAt);
    for (const count of seen) expect(seen.filter((other) => other === count).length).toBeLessThanOrEqual(2);
    expect(new Set(seen).size).toBeGreaterThanOrEqual(5);
  });

  test('six panels: some between the first and the last merger below t = 1e9 (there was none)', () => {
    expect(between(chosenTimes(6), 933, 4.52e8)).toBeGreaterThanOrEqual(1);
    expect(between(chosenTimes(6), 0.1, 1e9)).toBeGreaterThanOrEqual(3);
  });

  test('a table of twelve rows does not jump from 1.5 to 6.3e5', () => {
    const times = chosenTimes(12);
    expect(between(times, 1.5, 6.3e5)).toBeGreaterThanOrEqual(4);
    // Of the five mergers below 1e9 no two rows hide more than two.
    const rows = times.map(clustersAt);
    for (const [i, t] of times.entries())
      if (i > 0 && times[i - 1] > 60) expect(rows[i - 1] - rows[i], String(t)).toBeLessThanOrEqual(3);
  });
});

test('a fall of the captured share from 92 to 83 % is shown, though it recovers', () => {
  const times = linearTimes(0, 100, 101);
  const share = times.map((t) => (t < 60 ? Math.min(0.92, 0.3 + t / 20) : t < 66 ? 0.83 : 0.95));
  const shown = chooseSamples(times, [{ values: share, matters: 0.1 }], 12).map((i) => share[i]);
  expect(shown).toContain(0.83);
});

test('a short run saved at equal times looks as it did: early times, and the rest of them too', () => {
  const times = linearTimes(0, 150, 101);
  const decay: Quantity = { values: times.map((t) => 1 - Math.exp(-t / 6)), matters: 0.1 };
  const shown = chooseSamples(times, [decay], 6).map((i) => times[i]);
  expect(shown[0]).toBe(0);
  expect(shown[1]).toBeLessThanOrEqual(3);
  expect(between(shown, 3, 20)).toBeGreaterThanOrEqual(2);
  expect(between(shown, 10, 149)).toBeGreaterThanOrEqual(1);
  expect(shown.at(-1)).toBe(150);
});

test('where nothing changes, times are spread by their logarithm', () => {
  const shown = chooseSamples(geometricTimes(1, 1e6, 61), [{ values: new Float64Array(61), matters: 1 }], 4);
  expect(shown).toEqual([0, 16, 38, 60]); // log(1 + (t − 1)/0.26), not quite log t
});

/** What a choice leaves untold, from its definition. */
function untold(times: readonly number[], values: readonly number[], chosen: readonly number[]): number {
  const step = times[1] - times[0];
  const tau = times.map((t) => Math.log1p((t - times[0]) / step) / Math.log1p((times.at(-1)! - times[0]) / step));
  const range = Math.max(Math.max(...values) - Math.min(...values), 0.1);
  let sum = 0;
  for (let i = 1; i < chosen.length; i++) {
    const within = values.slice(chosen[i - 1], chosen[i] + 1);
    const change = Math.max(...within) - Math.min(...within);
    const rises = within.flatMap((value, j) => within.slice(0, j).map((earlier) => value - earlier));
    const [rise, fall] = [Math.max(0, ...rises), Math.max(0, ...rises.map((by) => -by))];
    const by = values[chosen[i]] - values[chosen[i - 1]];
    const back = by > 0 ? fall : by < 0 ? rise : Math.max(rise, fall);
    sum += ((change + back) / range) ** 2 + (0.6 * (tau[chosen[i]] - tau[chosen[i - 1]])) ** 2;
  }
  return sum;
}

function choices(total: number, count: number): number[][] {
  const inner = (from: number, left: number): number[][] =>
    left === 0
      ? [[]]
      : Array.from({ length: total - 1 - from }, (_, i) => from + i).flatMap((i) =>
          inner(i + 1, left - 1).map((rest) => [i, ...rest]),
        );
  return inner(1, count - 2).map((middle) => [0, ...middle, total - 1]);
}

test('no other choice leaves less untold', () => {
  const values = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 5, maxLength: 10 });
  fc.assert(
    fc.property(values, fc.integer({ min: 2, max: 5 }), (list, count) => {
      const times = list.map((_, i) => i ** 1.5 + i);
      if (list.length <= count) return;
      const chosen = chooseSamples(times, [{ values: list, matters: 0.1 }], count);
      const least = Math.min(...choices(list.length, count).map((other) => untold(times, list, other)));
      expect(untold(times, list, chosen)).toBeLessThanOrEqual(least * (1 + 1e-12));
    }),
  );
});

test('always the first, the last, and as many as asked for, in order, the same each time', () => {
  const noisy: Quantity = { values: ts.map((_, i) => (i % 7 === 3 ? Number.NaN : Math.sin(i * i))), matters: 0.1 };
  for (let count = 2; count <= 199; count += count < 20 ? 1 : 43) {
    const chosen = chooseSamples(ts, [...collapse, noisy], count);
    expect(chosen).toHaveLength(count);
    expect([chosen[0], chosen.at(-1)]).toEqual([0, 199]);
    expect(chosen.every((index, i) => i === 0 || index > chosen[i - 1])).toBe(true);
    expect(chooseSamples(ts, [...collapse, noisy], count)).toEqual(chosen);
  }
  expect(chooseSamples(ts, collapse, 1)).toEqual([199]);
  expect(chooseSamples([0, 1], [], 6)).toEqual([0, 1]);
  expect(chooseSamples([], [], 6)).toEqual([]);
});

test('a hundred thousand times are chosen from in well under a second', () => {
  const many = linearTimes(0, 1, 100_000);
  const begun = performance.now();
  const quantity: Quantity = { values: many.map((t) => Math.exp(-50 * t)), matters: 0.1 };
  expect(chooseSamples(many, [quantity, quantity, quantity], 12)).toHaveLength(12);
  expect(performance.now() - begun).toBeLessThan(5000); // 0.2 s on a machine that does nothing else
});

test('tables and panels of a run show the same times; without measurements the tokens tell', async () => {
  const spec = { tokens: 30, beta: 64, saveAt: 'log:0.1:1e9:80', rtol: 1e-5, atol: 1e-7 } as const;
  const { trajectory, measurements } = await run(spec);
  const shown = tellingSamples(trajectory, measurements, 6);
  expect(runTable({ trajectory, measurements }, 6).rows).toHaveLength(6);
  const bare = tellingSamples(trajectory, {}, 6);
  const early = bare.filter((i) => trajectory.ts[i] > 0.1 && trajectory.ts[i] < 100).length;
  expect(early).toBeGreaterThanOrEqual(1);
  expect(new Set(shown.map((i) => measurements.clusters?.count[i])).size).toBeGreaterThanOrEqual(3);
});

test('tokens that stay are told from those that move a little', async () => {
  const still = async (angles: readonly number[]) => {
    const initial = angles.map((angle) => [Math.cos(angle), Math.sin(angle)]);
    const { trajectory, measurements } = await run({ beta: 1, initial, saveAt: [0, 1, 10, 100] });
    return isStill(trajectory, measurements);
  };
  expect(await still([1, 1, 1])).toBe(true);
  expect(await still([0, 1e-5])).toBe(true);
  expect(await still([0, 0.05])).toBe(false);
});

test('what rounds to zero has no sign', () => {
  expect([-0.00004, -0, 0.00004, -0.00006, -10].map((value) => fixed(value, 4))).toEqual([
    ...['0.0000', '0.0000', '0.0000', '-0.0001', '-10.0000'],
  ]);
});
