/** The tour: what each step says should be seen is seen in its runs, and only once the thing was done. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { RunFacts } from '../../lab/gallery/facts.ts';
import { steps, type TourStep } from '../../lab/tour/steps.ts';
import { filmed } from './support/film.ts';

/** Two sentences at most. */
function sentences(text: string): number {
  return text.split(/[.?!](?=\s|$)/).filter((part) => part.trim() !== '').length;
}

test('six steps, of two sentences at most, with one thing to do', () => {
  expect(steps.map(({ title }) => title)).toEqual([
    'A token sees only the past',
    'Parking',
    'Why the first one wins',
    'e²ᵝ is for ever',
    'V decides',
    'No energy',
  ]);
  for (const { says, act, expect: wanted } of steps) {
    expect(sentences(says)).toBeLessThanOrEqual(2);
    expect(sentences(wanted)).toBe(1);
    expect(Object.keys(act.change).length).toBeGreaterThan(0);
    expect(act.label.length).toBeLessThan(24);
  }
});

describe.each(steps)('$title', (step: TourStep) => {
  let [before, after]: RunFacts[] = [];
  beforeAll(async () => {
    const first = await filmed(step.spec);
    const second = await filmed({ ...step.spec, ...step.act.change });
    expect([first.result.trajectory.status, second.result.trajectory.status]).toEqual(['completed', 'completed']);
    [before, after] = [first.facts, second.facts];
  });

  test('what should be seen is seen', () => {
    const { seen, measured } = step.check(before, after);
    expect(measured).not.toMatch(/NaN|undefined|Infinity/);
    expect(seen, measured).toBe(true);
  });

  test('not before the thing was done, and not the other way round', () => {
    expect(step.check(before, before).seen).toBe(false);
    expect(step.check(after, before).seen).toBe(step.title === 'Why the first one wins');
  });
});
