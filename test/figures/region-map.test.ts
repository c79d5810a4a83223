/** The map of regions: every tile is of one kind, areas are right, and nothing overlaps. */
import { expect, test } from 'vitest';
import { regionMap } from '../../src/figures/index.ts';
import { all, drawn, overlapping, texts, wrongAttributes } from './support.ts';

const figure = regionMap({
  title: 'Regions',
  subtitle: '',
  caption: '',
  kinds: [
    { name: 'left', colour: 'token' },
    { name: 'right', colour: 'strong' },
    { name: 'nowhere', colour: 'frozen' },
  ],
  across: { name: 'x', domain: [0, 4] },
  up: { name: 'y', domain: [0, 1] },
  fineness: 8,
  panels: [1, 3].map((border) => ({
    title: `border ${border}`,
    kindAt: (x: number) => (x < border ? 0 : 1),
    points: [{ x: 3.5, y: 0.5, kind: 1 }],
  })),
});

/** Of the rectangles MxvyHxVyHxz of a path. */
function areaOf(path: Element): number {
  const pieces = path.getAttribute('d')!.match(/M[^z]*z/g)!;
  return pieces.reduce((sum, piece) => {
    const [left, low, right, high] = piece.match(/-?[\d.]+/g)!.map(Number);
    return sum + Math.abs((right - left) * (high - low));
  }, 0);
}

test('areas are those of the kinds, kinds that do not occur are not drawn', () => {
  for (const theme of ['light', 'dark'] as const) {
    const svg = drawn(figure, { theme });
    expect(wrongAttributes(svg)).toEqual([]);
    expect(overlapping(texts(svg))).toEqual([]);
    const panels = all(svg, '[data-panel]');
    expect(panels).toHaveLength(2);
    for (const [i, border] of [1, 3].entries()) {
      const [left, right, ...others] = all(panels[i], '[data-kind]').map(areaOf);
      expect(others).toEqual([]);
      // Coordinates are written to a tenth of a unit.
      expect(left / (left + right)).toBeCloseTo(border / 4, 2);
      expect(all(panels[i], 'circle')).toHaveLength(1);
    }
  }
});
