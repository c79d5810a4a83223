/** Names of curves: at their ends, wherever those are, on no curve and on no other name. */
import { expect, test } from 'vitest';
import { type CurvePanel, curves } from '../../src/figures/index.ts';
import { drawn, overlapping, texts } from './support.ts';

const ts = Array.from({ length: 41 }, (_, i) => i);
const until = (last: number, f: (t: number) => number) => ts.map((t) => (t <= last ? f(t) : null));
const panel: CurvePanel = {
  title: 'Curves',
  domain: [0, 1],
  wide: true,
  series: [
    { name: 'whole', values: ts.map(() => 0.8) },
    { name: 'early', values: until(15, (t) => 0.5 - t / 40) },
    { name: 'later', values: until(25, () => 0.5) },
    { name: 'at the floor', values: until(20, (t) => 1 - t / 20) },
  ],
};

test.each([390, 900])('those that end early have their names beside their ends, %i px wide', (width) => {
  const svg = drawn(curves({ title: 'Ends', ts, panels: [panel] }), { width });
  const lines = texts(svg);
  expect(overlapping(lines)).toEqual([]);
  const layout = Math.min(600, width);
  const right = 12 + Math.max(...panel.series.map(({ name }) => name.length)) * 4;
  const of = (name: string) => lines.find(({ content }) => content === name)!;
  expect(of('whole').left).toBeGreaterThan(layout - 16 - 2 * right);
  const [from, to] = [16 + 40, of('whole').left - 7];
  for (const [name, end] of [
    ['early', 15],
    ['later', 25],
    ['at the floor', 20],
  ] as const) {
    const x = from + (end / 40) * (to - from);
    const { left, right } = of(name);
    expect(Math.max(left - x, x - right, 0), name).toBeLessThanOrEqual(13);
  }
});

test('where there is no room beside an end the name is in the margin', () => {
  // Sixty curves fill the panel.
  const many = Array.from({ length: 60 }, (_, i) => ({ name: '', values: ts.map(() => (i + 0.5) / 60) }));
  const crowded = { ...panel, series: [...many, { name: 'early', values: until(15, () => 0.5) }] };
  const lines = texts(drawn(curves({ title: 'Ends', ts, panels: [crowded] })));
  expect(lines.find(({ content }) => content === 'early')!.right).toBeGreaterThan(570);
});
