/** Which cases the bench measures, and which of them a filter picks. */
import { expect, test } from 'vitest';
import { fieldCases, matches } from '../../bench/cases.ts';

const some = { d: 2, n: 2_000, beta: 9, matrices: 'identity', threads: 1 };

test('a filter holds for every key, and for any value of a key', () => {
  expect(matches('', some)).toBe(true);
  expect(matches('d=2,n=2000', some)).toBe(true);
  expect(matches('n=200,n=2_000', some)).toBe(true);
  expect(matches('d=2,n=200', some)).toBe(false);
  expect(matches('d=3,n=2000', some)).toBe(false);
  expect(matches('simulation=figure-2', some)).toBe(false);
});

test('no case is measured twice', () => {
  const names = fieldCases().map((given) => JSON.stringify(given));
  expect(new Set(names).size).toBe(names.length);
});

test('sizes ascend within a group: each foretells the next', () => {
  const last = new Map<string, number>();
  for (const { n, ...group } of fieldCases()) {
    const name = JSON.stringify(group);
    expect(n).toBeGreaterThan(last.get(name) ?? 0);
    last.set(name, n);
  }
});
