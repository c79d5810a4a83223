import { describe, expect, test } from 'vitest';
import { capOutline } from '../../src/figures/parking/parked-sphere.ts';
import { parkingFigure } from '../../src/figures/parking/parking.ts';
import { uniform } from '../../src/initial/uniform.ts';
import { park } from '../../src/parking/park.ts';
import { countsOf, saturation, tokenCounts } from '../../src/parking/saturation.ts';
import { draw } from '../support/draw.ts';
import { all, drawn, overlapping, parsed, texts, wrongAttributes } from './support.ts';

function figureFor(n: number, d: number, delta: number, runs: number) {
  const ns = tokenCounts(n);
  const parked = Array.from({ length: runs }, (_, r) => park(uniform.sequence({}, d, 1 + r), { n, d }, delta));
  const counts = parked.map((one) => countsOf(one, ns));
  const [{ places, renyi, strong }] = parked;
  const flags = renyi.map((k) => strong.includes(k));
  return {
    figure: parkingFigure(saturation({ delta, dimension: d, uniform: true }, ns, counts), { places, strong: flags }, 1),
    flags,
  };
}

describe.each([
  ['a circle', 1000, 2, 0.3, 3],
  ['a piece of a circle', 5000, 2, 0.004, 1],
  ['a sphere', 1000, 3, 0.3, 3],
  ['a sphere of two large caps', 100, 3, 2.8, 1],
  ['pieces of a sphere', 4000, 3, 0.015, 1],
  ['curves alone', 300, 5, 0.9, 2],
  ['one token', 1, 2, 1, 1],
] as const)('%s', (_, n, d, delta, runs) => {
  const { figure, flags } = figureFor(n, d, delta, runs);

  test.each(['light', 'dark'] as const)('is well-formed SVG on %s, without texts on each other', (theme) => {
    for (const width of [900, 420]) {
      const svg = drawn(figure, { theme, width });
      expect(wrongAttributes(svg)).toEqual([]);
      expect(overlapping(texts(svg))).toEqual([]);
      expect(parsed(svg.outerHTML).width).toBe(width);
    }
  });

  test('draws every center where all are to be seen', () => {
    const svg = drawn(figure);
    const strong = all(svg, '[data-center="strong"], [data-centers="strong"] path').length;
    const ordinary = all(svg, '[data-center="ordinary"], [data-centers="ordinary"] path').length;
    if (d === 2 && delta > 0.02)
      expect([strong, strong + ordinary]).toEqual([flags.filter(Boolean).length, flags.length]);
    if (d === 3 && delta > 0.02) expect(strong + ordinary).toBeGreaterThanOrEqual(flags.length); // twice at the limb
    if (d === 3 && delta > 0.02) {
      const notes = texts(svg).map(({ content }) => /(\d+) strong, (\d+) other$/.exec(content) ?? []);
      const counted = [1, 2].map((i) => notes.reduce((sum, { [i]: count = '0' }) => sum + Number(count), 0));
      expect(counted).toEqual([flags.filter(Boolean).length, flags.filter((strong) => !strong).length]);
    }
    if (d > 3) expect(strong + ordinary).toBe(0);
    else expect(strong).toBeGreaterThan(0);
  });
});

test('the outline of a cap has the area of what is seen of it', () => {
  const { normal, uniform: share } = draw(4);
  for (let i = 0; i < 40; i++) {
    const v = [normal(), normal(), normal()];
    const [x, y, z] = v.map((value) => value / Math.hypot(...v));
    const radius = 0.1 + 1.3 * share();
    const outline = capOutline(x, y, z, radius);
    let area = 0;
    for (const [j, [ax, ay]] of outline.entries()) {
      const [bx, by] = outline[(j + 1) % outline.length];
      area += (ax * by - bx * ay) / 2;
    }
    // By counting points of a grid on the disc whose place on the front lies in the cap.
    const tiles = 400;
    let inside = 0;
    for (let a = 0; a < tiles; a++) {
      for (let b = 0; b < tiles; b++) {
        const [px, py] = [(2 * (a + 0.5)) / tiles - 1, (2 * (b + 0.5)) / tiles - 1];
        const rest = 1 - px * px - py * py;
        if (rest > 0 && px * x + py * y + Math.sqrt(rest) * z > Math.cos(radius)) inside++;
      }
    }
    // A grid of tiles 0.005 wide and outlines of some dozens of pieces.
    expect(Math.abs(Math.abs(area) - (4 * inside) / (tiles * tiles))).toBeLessThan(0.012);
  }
});
