/** Numbers as people read them: alike everywhere, with their sign, and so that they can be typed. */
import { expect, test } from 'vitest';
import { quoted } from '../../src/core/errors.ts';
import { brief, exact, inFull } from '../../src/core/number-text.ts';
import { parseWord } from '../../src/core/word.ts';
import { describeRun } from '../../src/report/run.ts';
import { prepareRun } from '../../src/run/prepare.ts';
import { run } from '../../src/run/run.ts';

test.each([
  [0, '0', '0'],
  [-0, '0', '-0'],
  [1e-6, '1e-6', '1e-6'],
  [-1e-6, '-1e-6', '-1e-6'],
  [1.23456789e-7, '1.235e-7', '1.23456789e-7'],
  [0.00012, '0.00012', '0.00012'],
  [-0.1 - 0.2, '-0.3', '-0.30000000000000004'],
  [1_000_000, '1e+6', '1000000'],
  [1e300, '1e+300', '1e+300'],
  [Infinity, 'Infinity', 'Infinity'],
  [NaN, 'NaN', 'NaN'],
])('%d is %s in brief and %s in full', (value, short, full) => {
  expect([brief(value), inFull(value)]).toEqual([short, full]);
  expect(Object.is(Number(inFull(value)), value)).toBe(true);
  expect(Object.is(Number(exact(value)), value)).toBe(true);
});

test('sentences have them so', async () => {
  expect(quoted(1e-6)).toBe('1e-6');
  expect(describeRun(await run({ beta: 1, until: 1, tokens: 2, rtol: 1e-6 }))).toContain('rtol 1e-6 ');
  expect(() => prepareRun({ beta: 1, until: 2e-6, saveAt: [5e-6] })).toThrow('"until" = 2e-6, but asks for t = 5e-6');
  expect(() => prepareRun({ beta: 1, until: 1, kappa: 1e-5, dt: 1e-5 })).toThrow('κ/2 = 5e-6');
});

test('minus signs are understood as people type and paste them', () => {
  expect(parseWord('−0.5')).toBe(-0.5);
  expect(parseWord('1,−.5,2e−3')).toEqual([1, -0.5, 0.002]);
  expect(Object.is(parseWord('-0'), -0)).toBe(true);
});
