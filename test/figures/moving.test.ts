/** Tokens in motion: the clock, frames of one measure, and what cannot move. */
import { describe, expect, test } from 'vitest';
import { movingTokens } from '../../src/figures/index.ts';
import { type RunSpec, run } from '../../src/index.ts';
import { all, drawn, wrongAttributes } from './support.ts';

const spec: RunSpec = { tokens: 20, beta: 16, seed: 3, until: 40, saveAt: 'lin:0:40:21' };
const runs: Readonly<Record<string, RunSpec>> = {
  circle: spec,
  sphere: { ...spec, dimension: 3 },
  'logarithmic times': { ...spec, until: 1e6, saveAt: 'log:0.1:1e6:30' },
  'full attention': { ...spec, mask: 'full' },
  'nothing measured': { ...spec, observe: 'none' },
};

const ticksOf = ({ frames }: ReturnType<typeof movingTokens>) => frames.reduce((sum, { ticks }) => sum + ticks, 0);

test('equal times on the clock are equal times of the run', async () => {
  const moving = movingTokens(await run(spec));
  expect(moving.frames.map(({ t }) => t)).toEqual(Array.from({ length: 21 }, (_, i) => 2 * i));
  expect(ticksOf(moving)).toBe(150);
  // All but the ends last alike, to the tick; the ends half as long, since the clock starts and stops on them.
  for (const { ticks } of moving.frames.slice(1, -1)) expect(Math.abs(ticks - 150 / 20)).toBeLessThan(1);
  for (const { ticks } of [moving.frames[0], moving.frames[20]]) expect(Math.abs(ticks - 75 / 20)).toBeLessThan(1);
});

test('by the logarithm each decade is seen as long as any other', async () => {
  const result = await run({ ...spec, saveAt: 'log:0.1:1e6:71', until: 1e6 });
  const moving = movingTokens(result);
  const within = (from: number, to: number) =>
    moving.frames.reduce((sum, { t, ticks }) => sum + (t >= from && t < to ? ticks : 0), 0);
  for (let decade = -1; decade < 6; decade++) {
    expect(Math.abs(within(0.999 * 10 ** decade, 0.999 * 10 ** (decade + 1)) - 150 / 7)).toBeLessThan(3);
  }
  expect(movingTokens(result, { logTime: true })).toMatchObject({ frames: moving.frames });
  expect(movingTokens(result, { logTime: false }).frames.length).toBeLessThan(moving.frames.length);
});

test('t = 0 is seen before a logarithmic clock starts', async () => {
  const times = [0, ...Array.from({ length: 20 }, (_, i) => 10 ** (i - 1))];
  const { frames } = movingTokens(await run({ ...spec, saveAt: times, until: 1e18 }), { logTime: true });
  expect(frames.map(({ t }) => t)).toEqual(times);
});

describe.each(Object.entries(runs))('%s', (_, given) => {
  test('frames differ in what moves only', async () => {
    const moving = movingTokens(await run(given));
    const pictures = [0, 1, moving.frames.length - 1].map((i) => drawn(moving.figure(i)));
    const rest = pictures.map((svg) => {
      expect(wrongAttributes(svg)).toEqual([]);
      for (const part of all(svg, '[data-panel], [data-now]')) part.remove();
      return svg.outerHTML;
    });
    expect(new Set(rest).size).toBe(1);
  });
});

test('a dot means as many tokens in every frame', async () => {
  const moving = movingTokens(await run({ ...spec, until: 1000, saveAt: 'log:0.1:1000:20' }));
  const radii = new Map<string, string>();
  for (let i = 0; i < moving.frames.length; i++) {
    for (const dot of all(drawn(moving.figure(i)), '[data-tokens]')) {
      const [tokens, radius] = ['data-tokens', 'r'].map((name) => dot.getAttribute(name) as string);
      expect(radii.get(tokens) ?? radius).toBe(radius);
      radii.set(tokens, radius);
    }
  }
  expect(radii.size).toBeGreaterThan(3);
});

test('what cannot move is refused with what to do instead', async () => {
  const five = await run({ ...spec, dimension: 5 });
  expect(() => movingTokens(five)).toThrow(/of dimension 2 or 3, but the tokens have dimension 5; draw curves/);
  const few = await run({ ...spec, saveAt: [0, 1, 40] });
  expect(() => movingTokens(few)).toThrow(/at least 8 saved times, but the run has 3; .*--save-at/);
});
