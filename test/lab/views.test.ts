/** What the views of the lab are drawn from: ticks, thinned lines, wraps, falls, bars, uprights. */
import { describe, expect, test } from 'vitest';
import { anglesWithFirst } from '../../lab/engine/distances.ts';
import { coloursOfCosines } from '../../lab/stage/colours.ts';
import { evenClock, logClock } from '../../lab/state/clock.ts';
import { fallsOf } from '../../lab/views/falls.ts';
import { gramPixels } from '../../lab/views/gram-picture.ts';
import { barsOf, heightOfShare, spreadOf } from '../../lab/views/kit/bars.ts';
import { heightOf } from '../../lab/views/kit/scale.ts';
import { measured, thinned, valueAt } from '../../lab/views/kit/thin.ts';
import { countTicks, evenTicks, niceRange, tickText, timeTicks } from '../../lab/views/kit/ticks.ts';
import { apart, nearestTrack, piecesOf } from '../../lab/views/kit/wrap.ts';
import { lifeAt, uprightsOf } from '../../lab/views/tree.ts';
import { run } from '../../src/index.ts';

/** Digits before the zeros of a number: 500 has one. */
const digitsOf = (t: number) => t.toExponential().split('e')[0].replace('.', '').length;

describe('ticks of time', () => {
  const spans = [0.3, 1, 7.5, 60, 150, 2000, 1e5, 3e6, 1e12];
  const clocks = { even: evenClock, log: logClock };

  describe.each(['even', 'log'] as const)('%s', (kind) => {
    test.each(spans)('until %d: few digits, in order, with room for each, 0 among them', (until) => {
      const clock = clocks[kind](until);
      for (const room of [3, 5, 9]) {
        const ticks = timeTicks(clock, until, room);
        expect(ticks[0]).toBe(0);
        expect(ticks.length).toBeGreaterThanOrEqual(2);
        expect(ticks.length).toBeLessThanOrEqual(room + 2);
        const places = ticks.map(clock.placeOf);
        for (let i = 1; i < ticks.length; i++) {
          expect(places[i] - places[i - 1]).toBeGreaterThanOrEqual(1 / room - 1e-9);
          expect(digitsOf(ticks[i])).toBeLessThanOrEqual(2);
          expect(ticks[i]).toBeLessThanOrEqual(until);
        }
      }
    });
  });

  test('a logarithmic clock has powers of ten', () => {
    expect(timeTicks(logClock(1e5), 1e5, 6)).toEqual(expect.arrayContaining([10, 100, 1000, 1e4, 1e5]));
  });

  test('an even clock has equal steps', () => {
    expect(timeTicks(evenClock(150), 150, 4)).toEqual([0, 50, 100, 150]);
  });

  test('are written shortly', () => {
    expect([0, 0.5, 150, 1000, 1e4, 5e4, 1e6, 2e12].map(tickText)).toEqual([
      ...['0', '0.5', '150', '1,000', '10⁴', '5·10⁴', '10⁶', '2·10¹²'],
    ]);
  });
});

describe('ticks of values', () => {
  test('lie within their range', () => {
    for (const [low, high] of [
      [0, 1],
      [-3.2, 7],
      [0.0123, 0.0131],
      [1e6, 3e6],
    ])
      for (const tick of evenTicks(low, high, 4)) {
        expect(tick).toBeGreaterThanOrEqual(low - 1e-9 * Math.abs(low));
        expect(tick).toBeLessThanOrEqual(high + 1e-9 * Math.abs(high));
      }
  });

  test('a nice range holds all values, and is at most a few times as large', () => {
    for (const values of [
      [0.05, 0.134],
      [3, 3],
      [-1, 1, 0.2],
      [1e-9, 2e-9],
      [0.999999, 1],
    ]) {
      const [low, high] = niceRange(values, [0, 1]);
      expect(low).toBeLessThanOrEqual(Math.min(...values));
      expect(high).toBeGreaterThanOrEqual(Math.max(...values));
      const spread = Math.max(Math.max(...values) - Math.min(...values), 1e-3 * Math.max(...values.map(Math.abs)));
      expect(high - low).toBeLessThan(4 * spread);
    }
    expect(niceRange([], [0, 1])).toEqual([0, 1]);
  });

  test('counts go from 1 to n', () => {
    for (const n of [1, 2, 3, 10, 200, 5000]) {
      const ticks = countTicks(n);
      expect(ticks[0]).toBe(1);
      expect(ticks.at(-1)).toBe(n);
      expect(ticks).toEqual([...new Set(ticks)].sort((a, b) => a - b));
    }
  });

  test('heights go from 0 to 1, evenly or by the logarithm', () => {
    const even = { range: [-1, 3], ticks: [], text: String } as const;
    const log = { range: [1, 100], log: true, ticks: [], text: String } as const;
    expect([-1, 1, 3].map((value) => heightOf(even, value))).toEqual([0, 0.5, 1]);
    expect(heightOf(log, 10)).toBeCloseTo(0.5, 12);
  });
});

describe('lines', () => {
  test('thinned points are apart, and the first and the last stay', () => {
    const places = Array.from({ length: 1000 }, (_, i) => (i / 999) ** 3);
    const kept = thinned(places, 0.02);
    expect(kept[0]).toBe(0);
    expect(kept.at(-1)).toBe(999);
    expect(kept.length).toBeLessThanOrEqual(52);
    for (let i = 1; i < kept.length - 1; i++)
      expect(places[kept[i]] - places[kept[i - 1]]).toBeGreaterThanOrEqual(0.02);
    expect(thinned([], 0.1)).toEqual([]);
    expect(thinned([0], 0.1)).toEqual([0]);
  });

  test('what was not measured is passed over', () => {
    const values = Float32Array.of(NaN, 2, NaN, NaN, 5);
    expect(measured(values)).toEqual([1, 4]);
    expect([0, 1, 3, 4, 9].map((frame) => valueAt(values, frame))).toEqual([2, 2, 2, 5, 5]);
    expect(valueAt(Float32Array.of(NaN), 0)).toBeNaN();
  });

  test('no piece of an angle crosses the picture; both together go the short way', () => {
    const turn = 2 * Math.PI;
    for (const from of [-3, -1, 0, 2, 3.1])
      for (const to of [-3.1, -2, 0, 1, 3]) {
        const pieces = piecesOf(from, to, turn);
        expect(pieces[0][0]).toBe(from);
        expect(pieces.at(-1)?.[1]).toBe(to);
        for (const [a, b] of pieces) expect(Math.abs(b - a)).toBeLessThanOrEqual(Math.PI + 1e-12);
        for (const [a, b] of pieces) expect(Math.abs(b - a)).toBeCloseTo(apart(from, to, turn), 12);
      }
    expect(piecesOf(0, 3, null)).toEqual([[0, 3]]);
    expect([...piecesOf(NaN, 1, turn), ...piecesOf(1, NaN, null)]).toEqual([]);
  });

  test('the nearest line is found across the seam, and of equal ones the earliest', () => {
    const round = (a: number, b: number) => apart(a, b, 2 * Math.PI);
    expect(nearestTrack(Float32Array.of(0, 3.1, 1, 1), -3.1, round).token).toBe(1);
    expect(nearestTrack(Float32Array.of(0, 3.1, 1, 1), 1.1, round).token).toBe(2);
  });
});

describe('falls', () => {
  test('are all stretches that only go down, with what was lost', () => {
    expect(fallsOf([1, 2, 1.5, 1.25, 3, 3, 2])).toEqual([
      { from: 1, to: 3, drop: 0.75 },
      { from: 5, to: 6, drop: 1 },
    ]);
  });

  test('of what only grows there are none, nor of rounding', () => {
    expect(fallsOf([])).toEqual([]);
    expect(fallsOf([1, 1, 2, 3])).toEqual([]);
    expect(fallsOf([1, 1 - 1e-7, 1, 1 - 2e-7])).toEqual([]);
  });
});

describe('bars', () => {
  test('stand for every share once, with the largest of those together', () => {
    const shares = Float32Array.from({ length: 2000 }, (_, i) => ((i * 37) % 101) / 101);
    const bars = barsOf(shares, 340);
    expect(bars.length).toBeLessThanOrEqual(340);
    let next = 0;
    for (const { from, to, share, bar } of bars) {
      expect(from).toBe(next);
      expect(share).toBe(Math.max(...shares.subarray(from, to)));
      expect(shares[bar]).toBe(share);
      next = to;
    }
    expect(next).toBe(2000);
  });

  test('heights go from 0 to 1, small ones raised', () => {
    expect([0, 0.01, 1, 2, -1].map(heightOfShare)).toEqual([0, 0.1, 1, 1, 0]);
  });

  test('a total is spread over as many as have equal shares', () => {
    expect(spreadOf([1, 0, 0])).toBeCloseTo(1, 12);
    expect(spreadOf([2, 2, 2, 2, 0])).toBeCloseTo(4, 12);
    expect(spreadOf([0.9, 0.1])).toBeGreaterThan(1);
    expect(spreadOf([0.9, 0.1])).toBeLessThan(2);
  });
});

describe('the picture of the Gram matrix', () => {
  const gram = { size: 2, tokens: Int32Array.of(0, 1), cosines: Float32Array.of(1, -1, -1, 1) };

  test('what the causal mask hides is paler, and nothing else', () => {
    const alphas = (causal: boolean) => [3, 7, 11, 15].map((at) => gramPixels(gram, causal, false)[at]);
    expect(alphas(false)).toEqual([255, 255, 255, 255]);
    const [own, hidden, seen, other] = alphas(true);
    expect([own, seen, other]).toEqual([255, 255, 255]);
    expect(hidden).toBeLessThan(128);
  });

  test.each([true, false])(
    'colours (dark: %s): blue below 0, orange above, told apart by lightness from the middle',
    (dark) => {
      const colours = coloursOfCosines(101, dark);
      const lightness = (i: number) => [0.3, 0.59, 0.11].reduce((sum, part, c) => sum + part * colours[3 * i + c], 0);
      expect(colours[2]).toBeGreaterThan(colours[0]);
      expect(colours[300]).toBeGreaterThan(colours[302]);
      for (const end of [0, 100]) expect(Math.abs(lightness(end) - lightness(50))).toBeGreaterThan(100);
    },
  );
});

test('angles with the first token: exact for small and large ones, of rows of any length', () => {
  const angles = [0, 1e-7, 0.3, Math.PI / 2, Math.PI - 1e-7, Math.PI];
  const x = Float64Array.from(angles.flatMap((a, k) => [Math.cos(a), Math.sin(a), 0].map((entry) => (k + 1) * entry)));
  const into = new Float32Array(1 + angles.length);
  anglesWithFirst(x, { n: angles.length, d: 3 }, into, 1);
  angles.forEach((angle, k) => void expect(into[k + 1]).toBeCloseTo(angle, 6));
  expect(into[2] / 1e-7).toBeCloseTo(1, 5);
});

describe('the merge tree', () => {
  test('has an upright for every event, and one cluster nearest at every time', async () => {
    const { events } = await run({
      tokens: 60,
      beta: 64,
      seed: 2,
      until: 20,
      events: true,
      saveAt: [0],
      observe: 'none',
    });
    const tree = events?.tree;
    if (!tree) throw new Error('no tree');
    const places = tree.map(({ id }) => id);
    const happened = events.list.filter(({ kind }) => kind === 'merger' || kind === 'birth');
    const uprights = uprightsOf(tree, places);
    for (const wanted of ['merger', 'birth']) expect(happened.map(({ kind }) => kind)).toContain(wanted);
    expect(uprights.map(({ t }) => t)).toEqual(happened.map(({ t }) => t));
    expect(uprights.map(({ birth }) => birth)).toEqual(happened.map(({ kind }) => kind === 'birth'));
    for (const { low, high } of uprights) expect(high).toBeGreaterThan(low);
    for (const { born, id } of tree) expect(lifeAt(tree, born, (life) => Math.abs(life.id - id))?.id).toBe(id);
    expect(lifeAt(tree, -1, () => 0)).toBeNull();
  });
});
