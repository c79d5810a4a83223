import { describe, expect, it } from 'vitest';
import { linearTicks, logTicks, timeAxis } from '../../src/figures/drawing/cartesian.ts';
import { apart } from '../../src/figures/drawing/end-labels.ts';
import { gather, gatherAtMost } from '../../src/figures/drawing/gather.ts';
import { balanced, formatDistinct, formatNumber, textWidth, wrapText } from '../../src/figures/drawing/text.ts';
import { nearestTimes } from '../../src/figures/runs/scene.ts';

describe('text', () => {
  it.each([
    [0, '0'],
    [0.5, '0.5'],
    [-2, '−2'],
    [1024, '1024'],
    [150.123, '150'],
    [1 / 3, '0.333'],
    [1e6, '10⁶'],
    [2.5e-7, '2.5×10⁻⁷'],
    [-1.25e9, '−1.25×10⁹'],
    [-1e9, '−10⁹'],
  ])('writes %f as %s', (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });

  it('tells numbers apart', () => {
    expect(formatDistinct([1.0001, 1.0002])).toEqual(['1.0001', '1.0002']);
    expect(formatDistinct([0.5, 0.5])).toEqual(['0.5', '0.5']);
  });

  it('balances lines: as many as without, none wider, the last no orphan', () => {
    for (const words of [
      'two points so far, of 20 and 12 tokens',
      'one point in L',
      'a',
      '',
      'unbreakable-word-wider-than-that',
    ]) {
      for (const width of [60, 120, 180]) {
        const [plain, even] = [wrapText(words, 11, width), balanced(words, 11, width)];
        expect(even.join(' ')).toBe(plain.join(' '));
        expect(even).toHaveLength(plain.length);
        const widest = (lines: string[]) => Math.max(0, ...lines.map((line) => textWidth(line, 11)));
        expect(widest(even)).toBeLessThanOrEqual(widest(plain));
      }
    }
    const [first, last] = balanced('one point where the first token began, L', 11, 200);
    expect(textWidth(last, 11)).toBeGreaterThan(0.5 * textWidth(first, 11));
  });

  it('wraps words within the width', () => {
    const lines = wrapText('tokens gather into long-lived clusters around centers', 11, 120);
    expect(lines.length).toBeGreaterThan(1);
    for (const line of lines) expect(textWidth(line, 11)).toBeLessThanOrEqual(120);
    expect(lines.join(' ')).toBe('tokens gather into long-lived clusters around centers');
    expect(wrapText('', 11, 100)).toEqual([]);
    expect(wrapText('incomprehensibilities', 11, 70)).toEqual(['incomprehen', 'sibilities']);
  });
});

describe('gather', () => {
  const circle = (angles: number[]) => Float64Array.from(angles.flatMap((a) => [Math.cos(a), Math.sin(a)]));

  it('counts every token once and joins only what is near', () => {
    const dots = gather(circle([0, 0.001, 1, 1.0005, 3, -0.001]), { n: 6, d: 2 }, 0.01);
    expect(dots.map(({ tokens }) => tokens)).toEqual([3, 2, 1]);
    expect(dots[0].place[0]).toBeCloseTo(1, 6);
    expect(dots[0].place[1]).toBeCloseTo(0, 6);
  });

  it('finds neighbours across boxes: no two founders within the tolerance', () => {
    const angles = Array.from({ length: 3000 }, (_, k) => (k * 2.399963) % 6.283185);
    const dots = gather(circle(angles), { n: 3000, d: 2 }, 0.05);
    expect(dots.reduce((sum, { tokens }) => sum + tokens, 0)).toBe(3000);
    expect(dots.length).toBeLessThan((2 * Math.PI) / 0.05 + 2);
  });

  it('leaves out what is not finite, and obeys a bound', () => {
    expect(gather(new Float64Array([Number.NaN, 0, 1, 0]), { n: 2, d: 2 }, 0.1)).toHaveLength(1);
    const many = circle(Array.from({ length: 500 }, (_, k) => k));
    expect(gatherAtMost(many, { n: 500, d: 2 }, 1e-6, 20).length).toBeLessThanOrEqual(20);
  });
});

describe('times', () => {
  it('finds saved times nearest to wanted ones', () => {
    expect(nearestTimes([0, 1, 2], [1.9, 0.2, 2.2])).toEqual([0, 2]);
  });

  it('leaves 0 out of a log axis, and falls back to a linear one', () => {
    expect(timeAxis([0, 1, 10], true)).toMatchObject({ axis: { log: true, domain: [1, 10] }, shown: [1, 2] });
    expect(timeAxis([0, 1], true)).toMatchObject({ axis: { log: false }, shown: [0, 1] });
    expect(timeAxis([3], false).axis.ticks).toEqual([3]);
  });
});

describe('ticks', () => {
  it('are round and few', () => {
    expect(linearTicks([0, 150], 3)).toEqual([0, 50, 100, 150]);
    expect(linearTicks([0, 1], 3)).toEqual([0, 0.5, 1]);
    expect(linearTicks([-0.0023, 0.0011], 4)).toEqual([-0.002, -0.001, 0, 0.001]);
    expect(linearTicks([2, 2], 3)).toEqual([2]);
    expect(linearTicks([0.03, 0.98], 4)).toEqual([0.2, 0.4, 0.6, 0.8]); // 0.5 alone would tell no scale
    expect(linearTicks([1, 1 + 4e-16], 3)).toEqual([1]);
    expect(logTicks([0.5, 2000], 6)).toEqual([1, 10, 100, 1000]);
    expect(logTicks([1e-6, 1e6], 5).length).toBeLessThanOrEqual(6);
    expect(logTicks([2, 30], 6)).toEqual([2, 5, 10, 20]);
    expect(logTicks([1.1, 1.4], 4).length).toBeGreaterThan(1);
  });
});

describe('labels at line ends', () => {
  it('are kept apart, in order, and inside', () => {
    const placed = apart([{ y: 98 }, { y: 99 }, { y: 10 }, { y: 100 }], 0, 100).map(({ y }) => y);
    expect(placed).toEqual([10, 74, 87, 100]);
    const crowded = apart([{ y: 5 }, { y: 5 }, { y: 5 }], 0, 20).map(({ y }) => y);
    expect(crowded).toEqual([0, 13, 26]);
  });
});
