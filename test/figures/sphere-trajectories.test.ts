/** Paths of tokens on the sphere, of synthetic tokens whose paths are known. */
import { describe, expect, it } from 'vitest';
import {
  figure,
  sceneOf,
  sphereTrajectories,
  type TrajectoryPanel,
  trajectoryBlocks,
} from '../../src/figures/index.ts';
import type { Scene } from '../../src/figures/runs/scene.ts';
import { measure } from '../../src/run/measuring.ts';
import { uniformTokens } from '../support/draw.ts';
import { recorded } from '../support/recorded.ts';
import { all, drawn, overlapping, texts, wrongAttributes } from './support.ts';

/** A scene of tokens that are where `at` tells, by token and time. */
function scene(n: number, times: readonly number[], at: (k: number, t: number) => readonly number[]): Scene {
  const xs = Float64Array.from(times.flatMap((t) => Array.from({ length: n }, (_, k) => at(k, t)).flat()));
  const { trajectory, spec } = recorded({ n, d: 3 }, times, xs);
  return sceneOf({ trajectory, spec, measurements: measure(trajectory, ['centers'], spec) });
}

/** Along the equator, seen from the front: from angle −1 to 1. */
const equator = (t: number) => [Math.cos(2 * t - 1), Math.sin(2 * t - 1), 0];
const times = Array.from({ length: 41 }, (_, i) => i / 40);
const front = [1, 0, 0];

function pathsOf(panels: readonly TrajectoryPanel[], side: 'ahead' | 'behind'): string[] {
  const picture = figure({ title: '', subtitle: '', caption: '', blocks: trajectoryBlocks(panels, front) });
  return all(drawn(picture), `[data-side=${side}] path`).map((path) => path.getAttribute('d') as string);
}

/** Ends of all strokes of a path. */
function points(path: string): number[][] {
  return [...path.matchAll(/[ML]([-\d.]+),([-\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);
}

function lengthOf(path: string): number {
  let sum = 0;
  for (const stroke of path.split('M').slice(1)) {
    const list = points(`M${stroke}`);
    for (let i = 1; i < list.length; i++) sum += Math.hypot(list[i][0] - list[i - 1][0], list[i][1] - list[i - 1][1]);
  }
  return sum;
}

describe('a token along the equator', () => {
  const panels = [{ scene: scene(1, times, (_, t) => equator(t)), title: 'one' }];
  const circles = all(drawn(sphereTrajectories(panels[0].scene, { from: front })), 'circle');
  const radius = Math.max(...circles.map((circle) => Number(circle.getAttribute('r'))));

  it('has a line from where it began to where it is, in parts without gaps', () => {
    const paths = pathsOf(panels, 'ahead');
    const drawnLength = paths.reduce((sum, path) => sum + lengthOf(path), 0);
    expect(radius).toBeGreaterThan(100);
    expect(drawnLength / radius).toBeCloseTo(2 * Math.sin(1), 1);
    expect(pathsOf(panels, 'behind').join('')).toBe('');
    const ends = paths.filter((path) => path !== '').map(points);
    for (let i = 1; i < ends.length; i++) expect(ends[i][0]).toEqual(ends[i - 1].at(-1));
  });

  it('has a line behind where it is behind', () => {
    const behind = scene(1, times, (_, t) => equator(t).map((entry, i) => (i === 0 ? -entry : entry)));
    expect(pathsOf([{ scene: behind, title: '' }], 'ahead').join('')).toBe('');
    expect(lengthOf(pathsOf([{ scene: behind, title: '' }], 'behind').join('')) / radius).toBeCloseTo(
      2 * Math.sin(1),
      1,
    );
  });

  it('has no line over a jump', () => {
    const jumping = scene(1, times, (_, t) => equator(t < 0.5 ? 0.25 * t : 1 - 0.25 * (1 - t)));
    const whole = lengthOf(pathsOf([{ scene: jumping, title: '' }], 'ahead').join('')) / radius;
    expect(whole).toBeCloseTo(2 * (Math.sin(1) - Math.sin(0.75)), 1);
  });

  it('is drawn once where another goes with it', () => {
    const pair = scene(2, times, (k, t) => equator(k === 0 || t > 0.5 ? t : 0.5));
    const alone = lengthOf(pathsOf(panels, 'ahead').join(''));
    expect(lengthOf(pathsOf([{ scene: pair, title: '' }], 'ahead').join(''))).toBeLessThan(1.05 * alone);
  });

  it('fades towards its beginning', () => {
    const svg = drawn(sphereTrajectories(panels[0].scene, { from: front }));
    const opacities = all(svg, '[data-side=ahead] path').map((path) => Number(path.getAttribute('stroke-opacity')));
    expect(opacities).toEqual([...opacities].sort((a, b) => a - b));
    expect(opacities[0]).toBeLessThan(0.3 * opacities[opacities.length - 1]);
  });
});

describe('a panel', () => {
  const tokens = uniformTokens(3, 20, 3);
  const still = scene(20, [0, 1, 2], (k) => [...tokens.subarray(3 * k, 3 * k + 3)]);

  it('shows every token in the end, and rings the first', () => {
    const svg = drawn(sphereTrajectories(still));
    const counted = all(svg, '[data-tokens]').map((dot) => Number(dot.getAttribute('data-tokens')));
    expect(counted.reduce((a, b) => a + b)).toBe(20);
    expect(all(svg, '[data-panel] [data-mark=first]')).toHaveLength(1);
  });

  it('marks a plane by its circle and a line by two crosses, each in the legend once', () => {
    const plane = { kind: 'plane', label: 'a plane', axes: [[1, 0, 0], [0, 1, 0]] } as const; // biome-ignore format: rows
    const line = { kind: 'line', label: 'a line', direction: [1, 0, 0] } as const;
    const panels = [plane, line, line].map((guide, i) => ({ scene: still, title: `panel ${i}`, guide }));
    const svg = drawn(figure({ title: '', subtitle: '', caption: '', blocks: trajectoryBlocks(panels, front) }));
    expect(texts(svg).filter(({ content }) => content === 'a plane' || content === 'a line')).toHaveLength(2);
    const crosses = all(svg, '[data-guide=line]').map((path) => path.getAttribute('d')?.match(/M/g)?.length ?? 0);
    expect(crosses.reduce((a, b) => a + b)).toBe(4);
    expect(all(svg, '[data-guide=plane]')).toHaveLength(2);
  });

  it.each([900, 380])('has sentences below it that cover nothing, %i px wide', (width) => {
    const below = ['λ = 1: two points, ξ and −ξ', '14 tokens at ξ and 18 at −ξ, and a longer sentence after that'];
    const panels = Array.from({ length: 5 }, (_, i) => ({ scene: still, title: `V = diag(1, ${i}, 0.2)`, below }));
    const picture = figure({ title: '', subtitle: '', caption: '', blocks: trajectoryBlocks(panels) });
    const svg = drawn(picture, { width });
    expect(overlapping(texts(svg))).toEqual([]);
    expect(wrongAttributes(svg)).toEqual([]);
  });

  it('stays small with many tokens and times', () => {
    const many = scene(3000, times, (k, t) => {
      const [a, b] = [2.399963 * k + t, Math.acos(1 - (2 * k + 1) / 3000)];
      return [Math.cos(a) * Math.sin(b), Math.sin(a) * Math.sin(b), Math.cos(b)];
    });
    const picture = sphereTrajectories(many);
    expect(picture.caption).toContain('There is one line for every 5 tokens.');
    expect(drawn(picture).outerHTML.length).toBeLessThan(1.5e6);
  });
});
