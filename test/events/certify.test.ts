import { describe, expect, test } from 'vitest';
import { certify, TIME_BAR } from '../../src/events/certify.ts';
import type { Event } from '../../src/events/event.ts';

const step = { index: 0, theta: 1, dt: 1 };
const merger = (t: number, a: number[], b: number[]): Event => ({
  kind: 'merger',
  t,
  step,
  before: [a, b],
  after: [...a, ...b].sort((p, q) => p - q),
});
const capture = (t: number, token: number, center: number): Event => ({
  kind: 'capture',
  t,
  step,
  token,
  center,
  before: [],
  after: [token],
});
const verdicts = (events: Event[], finer: Event[], undecided = new Map<number, number>()) =>
  certify(events, finer, undecided).certificates.map(({ verdict }) => verdict);

describe('an event is certified', () => {
  test('when the finer run has the same members within the bar', () => {
    const [event] = [merger(10, [0], [1])];
    expect(verdicts([event], [merger(10 * (1 + 0.9 * TIME_BAR), [0], [1])])).toEqual(['certified']);
    expect(verdicts([event], [merger(10 * (1 + 1.1 * TIME_BAR), [0], [1])])).toEqual(['undecided']);
  });

  test('not with other members, not with another center, not as another kind', () => {
    expect(verdicts([merger(10, [0], [1])], [merger(10, [0], [1, 2])])).toEqual(['undecided']);
    expect(verdicts([capture(1, 5, 0)], [capture(1, 5, 3)])).toEqual(['undecided']);
    expect(verdicts([merger(10, [0], [1])], [capture(10, 1, 0)])).toEqual(['undecided']);
  });

  test('each with a partner of its own, the nearest', () => {
    const twice = [merger(1, [0], [1]), merger(5, [0], [1])];
    expect(verdicts(twice, [twice[1]])).toEqual(['undecided', 'undecided']); // the first takes it, too far away
    expect(verdicts(twice, twice)).toEqual(['certified', 'certified']);
  });

  test('not when a token in it was undecided before', () => {
    const events = [merger(10, [0], [1, 4])];
    expect(verdicts(events, events, new Map([[4, 9]]))).toEqual(['undecided']);
    expect(verdicts(events, events, new Map([[4, 11]]))).toEqual(['certified']);
    expect(verdicts(events, events, new Map([[3, 0]]))).toEqual(['certified']);
  });
});

test('what only the finer run has is reported', () => {
  const { certificates, missed } = certify([], [merger(3, [0], [1])], new Map());
  expect(certificates).toEqual([]);
  expect(missed).toHaveLength(1);
});
