/** One is singular, all others are plural, in sentences too. */
import { expect, test } from 'vitest';
import { counted } from '../../src/core/counted.ts';
import { eventRemarks } from '../../src/report/events.ts';
import { runRemarks } from '../../src/report/run.ts';
import { run } from '../../src/run/run.ts';

test.each([
  [0, 'step', undefined, '0 steps'],
  [1, 'step', undefined, '1 step'],
  [2, 'step', undefined, '2 steps'],
  [1, 'matrix', 'matrices', '1 matrix'],
  [3, 'matrix', 'matrices', '3 matrices'],
])('%d %s', (count, one, many, expected) => {
  expect(counted(count, one, many)).toBe(expected);
});

test('the remarks of a run of one step', async () => {
  const result = await run({ beta: 1, tokens: 2, until: 0.1, dt: 0.1 });
  expect(runRemarks(result, 0).join('\n')).toContain('Status: completed after 1 step (0 rejected) and ');
});

test('the remarks of few events', async () => {
  const { events } = await run({ beta: 1, initial: [0, 0.9], until: 3, certify: true });
  const text = eventRemarks(events as NonNullable<typeof events>).join('\n');
  expect(text).toMatch(/^Events: 1 capture within .*, 0 births and 1 merger of clusters/);
  expect(text).not.toMatch(/\b1 (captures|births|mergers|events|are)\b/);
});
