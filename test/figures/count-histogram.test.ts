/** Histograms of counts: what bars and marks stand for, and that nothing lies on anything else. */
import { expect, test } from 'vitest';
import { countHistogram } from '../../src/figures/index.ts';
import { all, drawn, overlapping, texts, wrongAttributes } from './support.ts';

const marks = [
  { name: 'measured mean 4', value: 4, color: 'strong' },
  { name: 'as printed 9.5', value: 9.5, color: 'ordinary', dashed: true },
] as const;

function histogram(counts: readonly number[]): SVGSVGElement {
  return drawn(countHistogram({ title: 'Counts', across: 'centers', counts, marks }));
}

/** Heights of the bars, in layout units. */
function heights(svg: Element): number[] {
  return all(svg, 'g[fill-opacity] > rect').map((rect) => Number(rect.getAttribute('height')));
}

test('a bar is as high as its count is frequent', () => {
  const found = heights(histogram([3, 3, 3, 3, 4, 4, 6]));
  expect(found.length).toBe(4);
  // Half a unit of room on every side of a bar, and two decimals.
  const [three, four, , six] = found.map((height) => height + 1);
  expect(Math.abs(three / six - 4)).toBeLessThan(0.1);
  expect(Math.abs(four / six - 2)).toBeLessThan(0.1);
});

test('marks lie at their values on the axis of the counts, also beyond the bars', () => {
  const svg = histogram([3, 4, 4, 5]);
  const [measured, printed] = ['strong', 'ordinary'].map((color) =>
    Number(/^M([\d.]+),/.exec(all(svg, `[data-mark="${color}"]`)[0].getAttribute('d') ?? '')?.[1]),
  );
  // The axis reaches from 2.5 to 9.5, the field from 40 to the width of the figure's content less 8.
  expect(printed).toBeCloseTo(600 - 2 * 16 - 8, 1);
  expect((measured - 40) / (printed - 40)).toBeCloseTo((4 - 2.5) / (9.5 - 2.5), 3);
});

test.each([
  ['one count', [7, 7]],
  ['many counts', Array.from({ length: 500 }, (_, i) => i)],
  ['no counts', []],
])('is drawn whole for %s', (_, counts) => {
  const svg = histogram(counts);
  expect(wrongAttributes(svg)).toEqual([]);
  expect(overlapping(texts(svg))).toEqual([]);
  expect(heights(svg).length).toBeLessThanOrEqual(60);
});
