/** Every kind of comparison can hold, fail and stay open; the verdict is made of them. */
import { describe, expect, test } from 'vitest';
import {
  type Comparison,
  exists,
  identity,
  noneAbove,
  noViolation,
  shareWithin,
  withinErrors,
} from '../../src/checks/kit/comparison.ts';
import { verdictOf, worded } from '../../src/checks/kit/verdict.ts';
import { sampleOf, shareOf } from '../../src/numerics/sample.ts';

test('mean and standard error', () => {
  const { mean, standardError, count } = sampleOf([1, 2, 3, 6]);
  expect({ mean, count }).toEqual({ mean: 3, count: 4 });
  expect(standardError).toBeCloseTo(Math.sqrt(14 / 3 / 4), 14);
  expect(shareOf(30, 100, 0.5).standardError).toBeCloseTo(0.05, 14);
});

describe('comparisons', () => {
  test('within four standard errors, not five', () => {
    const sample = { mean: 1, standardError: 0.1, count: 90 };
    expect(withinErrors('x', 1.39, sample)).toMatchObject({ outcome: 'holds', prediction: 1.39, measurement: 1 });
    expect(withinErrors('x', 0.5, sample).outcome).toBe('fails');
    expect(withinErrors('x', Number.NaN, sample).outcome).toBe('undecided');
    expect(withinErrors('x', 1, { ...sample, standardError: 0 }).outcome).toBe('holds');
    for (const draws of [[], [1]]) expect(withinErrors('x', 1, sampleOf(draws)).outcome).toBe('undecided');
    expect(withinErrors('x', 1.5, { ...sample, count: 29 }).outcome).toBe('undecided');
    expect(withinErrors('x', 1.1, { ...sample, count: 29 }).outcome).toBe('holds');
  });

  test('few draws, and draws all alike, decide nothing; what the law excludes does', () => {
    expect(withinErrors('x', 1, sampleOf([1, 1.5])).outcome).toBe('undecided');
    expect(withinErrors('x', 9, sampleOf([1, 1.5])).outcome).toBe('undecided');
    const ones = sampleOf(Array.from({ length: 200 }, () => 1));
    expect(withinErrors('x', 1.001, ones)).toMatchObject({
      outcome: 'undecided',
      test: 'within 4.1 standard errors (all 200 draws alike)',
      deviation: null,
    });
    expect(withinErrors('x', 1 + 1e-15, ones).outcome).toBe('holds');
    expect(withinErrors('x', 3, sampleOf(Array.from({ length: 20 }, (_, i) => 1 + (i % 2) * 2e-16))).outcome).toBe(
      'undecided',
    );
  });

  test('shares by the binomial law: what is improbable refutes, few trials do not confirm', () => {
    expect(shareWithin('x', 1, 2, 2)).toMatchObject({ outcome: 'holds', deviation: 0 });
    expect(shareWithin('x', 1, 1, 2).outcome).toBe('fails');
    expect(shareWithin('x', 0, 0, 2).outcome).toBe('holds');
    expect(shareWithin('x', 0.5, 1, 2)).toMatchObject({ outcome: 'undecided', measurement: 0.5, cases: 2 });
    expect(shareWithin('x', 0.5, 0, 0)).toMatchObject({ outcome: 'undecided', measurement: null });
    // One hit of 12 at a probability of 0.001 is nine standard errors off, and comes once in 84 times.
    expect(shareWithin('x', 1e-3, 1, 12)).toMatchObject({
      outcome: 'holds',
      standardError: Math.sqrt((1e-3 * 0.999) / 12),
    });
    // 30 heads in a row, 20 of 20: 2/2³⁰, 2/2²⁰; 15 of 15 is 2/2¹⁵ = 6.1e-5, just too improbable, 14 of 14 not yet.
    for (const count of [30, 20, 15]) expect(shareWithin('x', 0.5, count, count).outcome).toBe('fails');
    expect(shareWithin('x', 0.5, 14, 14).outcome).toBe('holds');
    expect(shareWithin('x', 0.5, 5_200, 10_000).outcome).toBe('holds');
    expect(shareWithin('x', 0.5, 5_201, 10_000).outcome).toBe('fails');
  });

  test('identity within an allowance, with the digits that it leaves sure', () => {
    const close = identity('m', 0.747597920253411, 0.7475979202535, 1e-12, 'rounding');
    expect(close).toMatchObject({ outcome: 'holds', prediction: 0.747597920253411, standardError: null });
    expect(close.shown.prediction).toBe('0.7475979202534');
    expect(identity('m', 1, 1.1, 0.01, 'rounding').outcome).toBe('fails');
    expect(identity('m', 1, 1.0078125, 0.015625, 'rounding').deviation).toBe(0.5);
    expect(identity('m', 1, 1, 0, 'whole numbers')).toMatchObject({ outcome: 'holds', deviation: 0 });
    expect(identity('m', 1, Number.NaN, 0.01, 'rounding')).toMatchObject({ outcome: 'undecided', measurement: null });
    expect(identity('m', 0, null, 0.01, 'no run came to its end').outcome).toBe('undecided');
  });

  test('no violation in any case; without cases, or with open ones, nothing is said', () => {
    expect(noViolation('x', { cases: 10, violations: 0 }).outcome).toBe('holds');
    expect(noViolation('x', { cases: 10, violations: 1, open: 3 }).outcome).toBe('fails');
    expect(noViolation('x', { cases: 10, violations: 0, open: 1 }).outcome).toBe('undecided');
    expect(noViolation('x', { cases: 0, violations: 0, worst: Number.NEGATIVE_INFINITY })).toMatchObject({
      outcome: 'undecided',
      shown: { measurement: '0 of 0' },
    });
    expect(noViolation('x', { cases: 2, violations: 2, worst: Number.NaN }).outcome).toBe('undecided');
  });

  test('no ratio above 1; one that is no number is open, and many are no trouble', () => {
    expect(noneAbove('x', [0.5, 1])).toMatchObject({
      ...{ outcome: 'holds', prediction: 0, measurement: 0, cases: 2, deviation: 1 },
      shown: { measurement: '0 of 2, at worst 1 of what is allowed' },
    });
    expect(noneAbove('x', [0.5, 1.001]).outcome).toBe('fails');
    expect(noneAbove('x', [0.5, Number.NaN]).outcome).toBe('undecided');
    expect(noneAbove('x', [0.5], 1).outcome).toBe('undecided');
    expect(noneAbove('x', [])).toMatchObject({ outcome: 'undecided', shown: { measurement: '0 of 0' } });
    expect(noneAbove('x', new Array<number>(300_000).fill(0.5)).outcome).toBe('holds');
  });

  test('existence', () => {
    expect(exists('x', true, 7, 'at n = 7')).toMatchObject({ outcome: 'holds', measurement: 7, prediction: null });
    expect(exists('x', false, null, 'none').outcome).toBe('fails');
    expect(exists('x', null, null, 'none').outcome).toBe('undecided');
  });
});

test('the verdict tells the printed form from the corrected one', () => {
  const of = (form: Comparison['form'], outcome: Comparison['outcome']) =>
    ({ ...identity('', 0, 0, 0, ''), form, outcome }) as const;
  expect(verdictOf([of('both', 'holds')])).toBe('holds');
  expect(verdictOf([of('both', 'holds'), of('both', 'fails')])).toBe('fails');
  expect(verdictOf([of('both', 'holds'), of('both', 'undecided')])).toBe('undecided');
  expect(verdictOf([of('printed', 'fails'), of('corrected', 'holds')])).toBe('fails as printed, holds corrected');
  expect(verdictOf([of('printed', 'fails'), of('corrected', 'holds'), of('both', 'fails')])).toBe('fails');
  expect(verdictOf([of('printed', 'fails'), of('corrected', 'undecided')])).toBe('undecided');
  expect(verdictOf([of('printed', 'holds'), of('corrected', 'fails')])).toBe('holds');
  expect(verdictOf([of('printed digits', 'fails'), of('corrected', 'holds')])).toBe('misprint');
  expect(verdictOf([of('printed digits', 'fails'), of('corrected', 'fails')])).toBe('fails');
  expect(verdictOf([of('printed digits', 'fails'), of('printed', 'fails'), of('corrected', 'holds')])).toBe(
    'fails as printed, holds corrected',
  );
  expect(verdictOf([])).toBe('undecided');
});

test('outside the hypotheses a verdict is not one on the statement, and its words say so', () => {
  expect(worded('fails', true)).toBe('fails');
  expect(worded('fails', false)).toBe('fails outside its hypotheses');
  expect(worded('undecided', false)).toBe('undecided');
});
