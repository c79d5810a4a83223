/** Scaled Bessel functions against a table made with 80 to 1,000 digits, and against their sum. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { scaledBessel } from '../src/numerics/bessel.ts';

/** [x, m, e^{−x} I_m(x)]: the power series in Python's decimal arithmetic, rounded once. */
const table = JSON.parse(readFileSync(new URL('golden/scaled-bessel.json', import.meta.url), 'utf8')) as number[][];

/** A division and a few products a step of the recurrence, each step contracting what came before. */
const TOLERANCE = 1e-13;

describe('scaled Bessel functions', () => {
  test('agree with the table to 13 digits, from 1e-300 to 1024 and to order 285', () => {
    expect(table.length).toBeGreaterThan(40);
    for (const [x, m, value] of table) {
      expect(Math.abs(scaledBessel(x, m + 1)[m] / value - 1), `e^-${x} I_${m}(${x})`).toBeLessThan(TOLERANCE);
    }
  });

  test.each([0, 1e-3, 1, 64, 1024, 1e4])('sum to one at x = %d: I_0 + 2 Σ I_m = e^x', (x) => {
    const values = scaledBessel(x, 1200);
    const sum = values.reduceRight((total, value, m) => total + (m === 0 ? value : 2 * value), 0);
    expect(Math.abs(sum - 1)).toBeLessThan(1e-14);
  });

  test('are 1, 0, 0, … at x = 0', () => {
    expect([...scaledBessel(0, 4)]).toEqual([1, 0, 0, 0]);
  });

  test('do not depend on how many are asked for', () => {
    const [few, many] = [scaledBessel(9, 5), scaledBessel(9, 50)];
    for (let m = 0; m < 5; m++) expect(Math.abs(few[m] / many[m] - 1)).toBeLessThan(4e-16);
  });
});
