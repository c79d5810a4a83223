import { describe, expect, test } from 'vitest';
import { hammer } from '../../src/figures/basins/basin-map.ts';
import { arcsOf } from '../../src/figures/basins/basin-ring.ts';
import { basinColour, COLOURED, clusterName, sharesOf } from '../../src/figures/basins/basin-scene.ts';
import { palettes } from '../../src/figures/drawing/palette.ts';
import { sizes } from '../../src/figures/drawing/pen.ts';
import { type BasinsScene, basinsFigure } from '../../src/figures/index.ts';
import { renderSvg } from '../../src/node/render/render.ts';
import type { Basins } from '../../src/replay/basins.ts';
import { placeOnGrid, type StartGrid, shareOf, sizeOf, startsOn } from '../../src/replay/start-grid.ts';
import { uniformTokens } from '../support/draw.ts';
import { problemOf } from '../support/problems.ts';
import { all, drawn, fontSizes, parsed, texts, wrongAttributes } from './support.ts';

const circle: StartGrid = { kind: 'circle', count: 90 };
const sphere: StartGrid = { kind: 'sphere', longitudes: 16, latitudes: 8 };

/** Starts divided among clusters by their order, the last of them undecided. */
function sceneOf(grid: StartGrid, count: number, undecidedFrom: number, captured = (i: number) => i): BasinsScene {
  const d = grid.kind === 'circle' ? 2 : 3;
  const starts = sizeOf(grid);
  const tokens = uniformTokens(1, 2 * count, d);
  const basins: Basins = {
    at: 12,
    clusters: Array.from({ length: count }, (_, c) => ({ tokens: [2 * c, 2 * c + 1] })),
    tokens,
    ends: startsOn(grid),
    cluster: Int32Array.from({ length: starts }, (_, i) =>
      i >= undecidedFrom ? -1 : Math.floor((i * count) / starts),
    ),
    captured: Float64Array.from({ length: starts }, (_, i) => (i % 7 === 3 ? NaN : captured(i))),
    undecided: Uint8Array.from({ length: starts }, (_, i) => Number(i >= undecidedFrom)),
    status: 'completed',
    steps: 1,
    divided: 0,
  };
  return { problem: problemOf({ beta: 9 }, tokens, d, 20), grid, basins, threshold: 0.2, radius: 0.2, delta: 0.8 };
}

const scenes: [string, BasinsScene][] = [
  ['circle', sceneOf(circle, 4, 85)],
  ['circle, more clusters than colours', sceneOf(circle, 30, 90)],
  ['circle, one basin', sceneOf(circle, 1, 90)],
  ['circle, all undecided', sceneOf(circle, 3, 0)],
  ['circle, times of many sizes', sceneOf(circle, 3, 90, (i) => 10 ** (i / 5))],
  ['sphere', sceneOf(sphere, 4, 120)],
  ['sphere, one basin', sceneOf(sphere, 1, 128)],
];

describe.each(scenes)('%s', (_, scene) => {
  const svg = drawn(basinsFigure(scene));

  test('is well-formed, has no wrong number, no overflow, and no text smaller than a label', () => {
    expect(wrongAttributes(svg)).toEqual([]);
    const { width, height } = parsed(renderSvg(basinsFigure(scene)));
    expect(width).toBe(900);
    expect(height).toBeGreaterThan(300);
    expect(Math.min(...fontSizes(svg))).toBeGreaterThanOrEqual(sizes.label);
    for (const { left, right } of texts(svg)) {
      expect(left).toBeGreaterThanOrEqual(0);
      expect(right).toBeLessThanOrEqual(600);
    }
  });

  test('is drawn in both themes and on a narrow screen, the same bytes every time', () => {
    const options = { theme: 'dark', width: 360 } as const;
    expect(wrongAttributes(drawn(basinsFigure(scene), options))).toEqual([]);
    expect(renderSvg(basinsFigure(scene), options)).toBe(renderSvg(basinsFigure(scene), options));
  });

  test('shows each basin in its colour, and every token', () => {
    const found = sharesOf(scene);
    for (const element of all(svg, '[data-basin]')) {
      const basin = found.find(({ name }) => name === element.getAttribute('data-basin'));
      const colour = basin ? basinColour(palettes.light, basin.rank) : palettes.light.ink;
      expect(element.getAttribute('fill')).toBe(colour);
    }
    const drawnBasins = new Set(all(svg, '[data-basin]').map((element) => element.getAttribute('data-basin')));
    for (const { name, share } of found) expect(drawnBasins.has(name)).toBe(share > 0);
    expect(all(svg, '[data-token]')).toHaveLength(scene.problem.shape.n);
  });

  test('says the shares, which with the undecided add up to one', () => {
    const shares = sharesOf(scene).reduce((sum, { share }) => sum + share, 0);
    const { undecided } = scene.basins;
    const lacking = [...undecided].reduce((sum, flag, i) => sum + flag * shareOf(scene.grid, i), 0);
    expect(shares + lacking).toBeCloseTo(1, 12);
    expect(svg.textContent?.includes('undecided: ')).toBe(lacking > 0);
  });
});

test('the ring joins neighbours of one basin, over its beginning too', () => {
  const scene = sceneOf(circle, 3, 90);
  expect(arcsOf(scene, 90).map(({ cluster, from, to }) => [cluster, to - from + 1])).toEqual([
    [0, 30],
    [1, 30],
    [2, 30],
  ]);
  scene.basins.cluster.fill(0, 80);
  expect(arcsOf(scene, 90)).toEqual([
    { cluster: 1, from: 30, to: 59 },
    { cluster: 2, from: 60, to: 79 },
    { cluster: 0, from: 80, to: 119 },
  ]);
});

test('starts are unit rows, spread over all of the circle or sphere, and their shares add up to one', () => {
  for (const grid of [circle, sphere]) {
    const d = grid.kind === 'circle' ? 2 : 3;
    const starts = startsOn(grid);
    const mean = new Float64Array(d);
    let sum = 0;
    for (let i = 0; i < sizeOf(grid); i++) {
      const row = starts.subarray(i * d, (i + 1) * d);
      expect(Math.hypot(...row)).toBeCloseTo(1, 14);
      row.forEach((value, j) => void (mean[j] += shareOf(grid, i) * value));
      sum += shareOf(grid, i);
      const [longitude] = placeOnGrid(grid, i);
      const radius = Math.hypot(row[0], row[1]);
      expect(row[0]).toBeCloseTo(radius * Math.cos(longitude), 13);
      expect(row[1]).toBeCloseTo(radius * Math.sin(longitude), 13);
    }
    expect(sum).toBeCloseTo(1, 13);
    for (const value of mean) expect(value).toBeCloseTo(0, 13);
  }
});

test("Hammer's projection keeps areas", () => {
  const h = 1e-4;
  for (const [longitude, latitude] of [
    [0, 0],
    [1, 0.7],
    [-2.5, -1.2],
    [3, 1.4],
  ]) {
    const slope = (dx: number, dy: number) => {
      const [a, b] = [hammer(longitude + dx, latitude + dy), hammer(longitude - dx, latitude - dy)];
      return [(a[0] - b[0]) / (2 * h), (a[1] - b[1]) / (2 * h)];
    };
    const [east, north] = [slope(h, 0), slope(0, h)];
    expect(east[0] * north[1] - east[1] * north[0]).toBeCloseTo(Math.cos(latitude), 6);
  }
});

test('names and colours go on without end', () => {
  expect([0, 25, 26, 53].map(clusterName)).toEqual(['A', 'Z', 'A1', 'B2']);
  const colours = Array.from({ length: COLOURED + 1 }, (_, rank) => basinColour(palettes.light, rank));
  expect(new Set(colours).size).toBe(COLOURED + 1);
  for (const colour of colours) expect(colour).toMatch(/^#[0-9a-f]{6}$/);
});
