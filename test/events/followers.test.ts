import { describe, expect, test } from 'vitest';
import type { StepTaken } from '../../src/core/step.ts';
import type { Event, EventLengths } from '../../src/events/event.ts';
import { eventFinder } from '../../src/events/find-events.ts';

const lengths: EventLengths = { threshold: 0.2, radius: 0.1, delta: 0.5 };

type Motion = (t: number) => readonly number[];

function onCircle(angles: readonly number[]): Float64Array {
  return Float64Array.from(angles.flatMap((angle) => [Math.cos(angle), Math.sin(angle)]));
}

/** Events of tokens on the circle whose angles are given functions of time, looked at in steps of dt. */
async function eventsOf(motion: Motion, until: number, dt: number, given = lengths): Promise<readonly Event[]> {
  const finder = eventFinder({ n: motion(0).length, d: 2 }, given, onCircle(motion(0)));
  for (let i = 0; i * dt < until; i++) {
    const t = i * dt;
    const state = async (theta: number) => onCircle(motion(t + theta * dt));
    await finder.follow({ t, dt, end: t + dt, implicit: false, state } satisfies StepTaken);
  }
  expect(finder.unresolved).toEqual([]);
  return finder.events;
}

/** Roots are found to 1e-9 of a step. */
const TIME = 1e-8;

describe('two tokens that approach', () => {
  const approach: Motion = (t) => [0, 1 - t];

  test('merge where their distance is the threshold, are captured at the radius, collapse at the threshold', async () => {
    const events = await eventsOf(approach, 1, 0.3);
    expect(events.map(({ kind }) => kind)).toEqual(['merger', 'collapse']);
    // Token 1 is a center itself: more than δ from token 0. Centers are not captured.
    for (const { t } of events) expect(Math.abs(t - 0.8)).toBeLessThan(TIME);
    expect(events[0]).toMatchObject({ before: [[0], [1]], after: [0, 1] });
    expect(events[1]).toMatchObject({ before: [0], after: [0, 1] });
  });

  test('the times do not depend on the steps', async () => {
    const [coarse, fine] = [await eventsOf(approach, 1, 1), await eventsOf(approach, 1, 0.013)];
    expect(coarse.map(({ kind }) => kind)).toEqual(fine.map(({ kind }) => kind));
    coarse.forEach((event, i) => void expect(Math.abs(event.t - fine[i].t)).toBeLessThan(TIME));
  });

  test('say where in their step they lie', async () => {
    const [{ step, t }] = await eventsOf(approach, 1, 0.3);
    expect(step).toMatchObject({ index: 2, dt: 0.3 });
    expect(Math.abs(0.6 + step.theta * 0.3 - t)).toBeLessThan(1e-12);
  });
});

test('a token within δ of an earlier one is no center, and is captured at the radius', async () => {
  const events = await eventsOf((t) => [0, 0.4 - t], 0.4, 0.07);
  expect(events.map(({ kind, t }) => [kind, Math.round(t * 1e6) / 1e6])).toEqual([
    ['merger', 0.2],
    ['collapse', 0.2],
    ['capture', 0.3],
  ]);
  expect(events[2]).toMatchObject({ token: 1, center: 0, before: [], after: [1] });
});

test('a cluster that comes apart is a birth', async () => {
  const events = await eventsOf((t) => [0, 0.05, 0.1 + t], 1, 0.4);
  expect(events.map(({ kind }) => kind)).toEqual(['birth']);
  expect(Math.abs(events[0].t - 0.15)).toBeLessThan(TIME);
  expect(events[0]).toMatchObject({ before: [0, 1, 2], after: [[0, 1], [2]] });
});

test('a token that changes sides within one step leaves one cluster and joins another', async () => {
  // From the neighbourhood of token 0 to that of token 1.
  const events = await eventsOf((t) => [0, 1, 0.1 + 0.8 * t], 1, 1);
  const clusters = events.filter(({ kind }) => kind === 'birth' || kind === 'merger');
  expect(clusters.map(({ kind }) => kind)).toEqual(['birth', 'merger']);
  expect(clusters[0]).toMatchObject({ before: [0, 2], after: [[0], [2]] });
  expect(clusters[1]).toMatchObject({ before: [[1], [2]], after: [1, 2] });
  expect(Math.abs(clusters[0].t - 0.125)).toBeLessThan(TIME);
  expect(Math.abs(clusters[1].t - 0.875)).toBeLessThan(TIME);
});

test('several mergers within one step come in the order of time, each with its own members', async () => {
  const events = await eventsOf((t) => [0, 1 - 0.9 * t, 2 - 1.75 * t, 3 - 2.7 * t], 1, 1);
  const mergers = events.filter(({ kind }) => kind === 'merger');
  expect(mergers).toHaveLength(3);
  for (let i = 1; i < mergers.length; i++) expect(mergers[i].t).toBeGreaterThanOrEqual(mergers[i - 1].t);
  expect(mergers.map((event) => event.kind === 'merger' && event.before)).toEqual([
    [[2], [3]],
    [[0], [1]],
    [
      [0, 1],
      [2, 3],
    ],
  ]);
});

test('a token let go by one center may be caught by another', async () => {
  const events = await eventsOf((t) => [0, 0.6, 0.05 + 0.5 * t], 1, 0.5, { threshold: 0.05, radius: 0.1, delta: 0.5 });
  const captures = events.filter(({ kind }) => kind === 'capture');
  expect(captures).toHaveLength(1); // it was held by token 0 from the beginning
  expect(captures[0]).toMatchObject({ token: 2, center: 1, before: [], after: [2] });
  expect(Math.abs(captures[0].t - 0.9)).toBeLessThan(TIME);
});

test('a token within reach of two centers changes hands when the first lets it go, whatever the steps', async () => {
  const motion: Motion = (t) => [0, 0.55, 0.27 + 0.2 * t];
  const reach = { threshold: 0.05, radius: 0.3, delta: 0.5 };
  for (const dt of [1, 0.3, 0.01]) {
    const captures = (await eventsOf(motion, 1, dt, reach)).filter(({ kind }) => kind === 'capture');
    expect(captures).toHaveLength(1);
    expect(captures[0]).toMatchObject({ token: 2, center: 1 });
    expect(Math.abs(captures[0].t - 0.15)).toBeLessThan(TIME);
  }
});

test('of two centers that have come together the earlier one catches, whichever is nearer by rounding', async () => {
  for (const hair of [-1e-12, 1e-12]) {
    // Tokens 0 and 1 are centers and meet at t = 1; token 3, within δ of the center 2, comes to them afterwards.
    const motion: Motion = (t) => [0, t < 1 ? 0.6 * (1 - t) : hair, 2, t < 1 ? 1.7 : 1.7 - 0.85 * (t - 1)];
    const captures = (await eventsOf(motion, 3, 0.25)).filter(({ kind }) => kind === 'capture');
    expect(captures.map((event) => event.kind === 'capture' && [event.token, event.center])).toEqual([[3, 0]]);
  }
});

test('nothing happens to tokens that rest', async () => {
  expect(await eventsOf(() => [0, 0.1, 2], 3, 1)).toEqual([]);
});
