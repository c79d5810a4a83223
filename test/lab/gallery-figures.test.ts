/** Figures that the gallery offers: those of the registry, for the runs that they can show, drawn from what a worker hands over. */
import { type FigureName, figureRegistry } from 'parkade/figures';
import { expect, test } from 'vitest';
import { finished } from '../../lab/engine/finished.ts';
import { figureOfRun } from '../../lab/gallery/draw.ts';
import { figureCards } from '../../lab/gallery/figures.ts';
import { drawn, texts, wrongAttributes } from '../figures/support.ts';
import { filmed } from './support/film.ts';

const common = { tokens: 12, beta: 9, seed: 1, until: 20, events: true } as const;

test('every figure of the registry has a card, in its order', () => {
  expect(figureCards.map(({ name }) => name)).toEqual(Object.keys(figureRegistry));
});

test.each([2, 3, 5])('cards suit the runs that figures can show: d = %i', async (dimension) => {
  const run = await filmed({ ...common, dimension });
  const whole = structuredClone(finished(run.running, run.result.trajectory, run.result));
  for (const { name, suits } of figureCards) {
    expect(suits(run.film.run), name).toBe(figureRegistry[name].supports(run.film.run));
    if (!suits(run.film.run)) continue;
    const svg = drawn(figureOfRun(name, { ...common, dimension }, whole, false));
    expect(texts(svg).length, name).toBeGreaterThan(3);
    expect(wrongAttributes(svg), name).toEqual([]);
  }
});

test('the merge tree needs events, as its figure says', async () => {
  const { film } = await filmed({ ...common, events: false });
  for (const { name, suits } of figureCards) {
    const { needsEvents = false } = figureRegistry[name as FigureName] as { needsEvents?: boolean };
    expect(!suits({ ...film.run, d: film.run.d }) && figureRegistry[name].supports(film.run), name).toBe(needsEvents);
  }
});

test('they are drawn at frames, which are where something moves, also when time runs over powers of ten', async () => {
  const { running, result, frames } = await filmed({ ...common, dimension: 2, rtol: 1e-6, atol: 1e-8, until: 1e9 });
  const { ts, xs } = finished(running, result.trajectory, result).trajectory;
  expect(ts.length).toBe(Math.min(400, frames.length));
  expect(xs.length).toBe(ts.length * 24);
  expect(ts.filter((t) => t < 100).length).toBeGreaterThan(20);
  expect([ts[0], ts[ts.length - 1]]).toEqual([0, 1e9]);
});
