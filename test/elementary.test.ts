import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { atan2, cos, exp, log, PI, power, sin } from '../src/numerics/elementary.ts';
import { between, forAll } from './support/arbitraries.ts';

/** Rows of [argument(s), correctly rounded result, what rounding left]; see golden/make_elementary.py. */
type Golden = Readonly<Record<'exp' | 'log' | 'sin' | 'cos' | 'atan2', readonly (readonly number[])[]>>;
const golden: Golden = JSON.parse(readFileSync(new URL('golden/elementary.json', import.meta.url), 'utf8'));

/** The distance from |y| to the next double above, down to the subnormals. */
function ulp(y: number): number {
  const size = Math.abs(y);
  if (size < 2 ** -1021) return 2 ** -1074;
  let unit = 2 ** (Math.floor(Math.log2(size)) - 52);
  if (unit * 2 ** 52 > size) unit /= 2; // log2 may round up to the next power
  return unit;
}

function errorInUlps(y: number, high: number, low: number): number {
  return Math.abs((y - high) / ulp(high) - low / ulp(high));
}

function worst(rows: Golden['exp'], f: (...given: number[]) => number): { error: number; at: readonly number[] } {
  let found: { error: number; at: readonly number[] } = { error: 0, at: [] };
  for (const row of rows) {
    const [given, [high, low]] = [row.slice(0, -2), row.slice(-2)];
    const error = errorInUlps(f(...given), high, low);
    if (Number.isNaN(error)) return { error, at: row };
    if (error > found.error) found = { error, at: row };
  }
  return found;
}

// Measured on 10⁵ random arguments each against 300 bits: exp 0.98, log 0.83, sin 0.74, cos 0.76, atan2 1.40.
const ONE_ULP = 1;
const ATAN2_ULPS = 1.5;

describe('against values of 1300 bits', () => {
  test('exp errs by less than an ulp, to the last finite and the last subnormal result', () => {
    expect(worst(golden.exp, exp).error, `at ${worst(golden.exp, exp).at}`).toBeLessThan(ONE_ULP);
  });

  test('log errs by less than an ulp, near 1 and on subnormals too', () => {
    expect(worst(golden.log, log).error, `at ${worst(golden.log, log).at}`).toBeLessThan(ONE_ULP);
  });

  test.each([
    ['sin', sin],
    ['cos', cos],
  ] as const)('%s errs by less than an ulp up to a million, near multiples of π/2 too', (name, f) => {
    expect(worst(golden[name], f).error, `at ${worst(golden[name], f).at}`).toBeLessThan(ONE_ULP);
  });

  test('atan2 errs by less than 1.5 ulp in every quadrant and where its table changes', () => {
    expect(worst(golden.atan2, atan2).error, `at ${worst(golden.atan2, atan2).at}`).toBeLessThan(ATAN2_ULPS);
  });

  test('an ulp more would be noticed', () => {
    const nudged = worst(
      golden.exp.filter(([x]) => x < 700),
      (x) => exp(x) + 2 * ulp(exp(x)),
    );
    expect(nudged.error).toBeGreaterThan(ONE_ULP);
  });
});

describe('special values', () => {
  test('exp', () => {
    expect([exp(0), exp(-0), exp(-Infinity), exp(Infinity), exp(NaN)]).toEqual([1, 1, 0, Infinity, NaN]);
    expect([exp(710), exp(-746), exp(1e300), exp(-1e300)]).toEqual([Infinity, 0, Infinity, 0]);
  });

  test('exp overflows only where the result does', () => {
    for (let x = 709.7; x <= 709.782712893384; x += 1e-4) expect(exp(x), `at ${x}`).toBeLessThan(Infinity);
  });

  test('log', () => {
    expect([log(1), log(0), log(-0), log(-1), log(Infinity), log(NaN)]).toEqual([
      0,
      -Infinity,
      -Infinity,
      NaN,
      Infinity,
      NaN,
    ]);
  });

  test('sin and cos', () => {
    expect([sin(0), cos(0), sin(PI / 2), cos(PI)]).toEqual([0, 1, 1, -1]);
    for (const x of [NaN, Infinity, -Infinity, 1.1e6, -1e300]) expect([sin(x), cos(x)]).toEqual([NaN, NaN]);
  });

  test('atan2 on the axes and at the origin', () => {
    expect([atan2(0, 1), atan2(1, 0), atan2(0, -1), atan2(-1, 0)]).toEqual([0, PI / 2, PI, -PI / 2]);
    expect([atan2(0, 0), atan2(1, 1), atan2(-1, -1)]).toEqual([0, PI / 4, (-3 * PI) / 4]);
  });
});

describe('laws', () => {
  const ROUNDINGS = 4 * Number.EPSILON; // a few results of 1.5 ulp and a sum

  test('sin² + cos² = 1', () => {
    forAll(between(-1000, 1000), 2000, (x) => {
      expect(Math.abs(sin(x) ** 2 + cos(x) ** 2 - 1)).toBeLessThan(ROUNDINGS);
    });
  });

  test('sin is odd and cos even, to the bit', () => {
    forAll(between(-1000, 1000), 1000, (x) => {
      expect(sin(-x) + 0).toBe(-sin(x) + 0);
      expect(cos(-x)).toBe(cos(x));
    });
  });

  test('exp and log undo each other', () => {
    forAll(between(-700, 700), 1000, (x) => {
      expect(Math.abs(log(exp(x)) - x)).toBeLessThan(2 * Number.EPSILON * Math.max(1, Math.abs(x)));
    });
  });

  test('exp and log never decrease', () => {
    forAll(fc.tuple(between(-740, 709), between(0, 1e-6)), 2000, ([x, more]) => {
      expect(exp(x + more * Math.abs(x))).toBeGreaterThanOrEqual(exp(x));
    });
    forAll(fc.tuple(between(1e-300, 1e3), between(0, 1e-6)), 2000, ([x, more]) => {
      expect(log(x + more * x)).toBeGreaterThanOrEqual(log(x));
    });
  });

  test('neighbouring arguments of exp keep their order where its table changes', () => {
    for (let j = -200; j <= 200; j++) {
      const edge = ((j + 0.5) * Math.LN2) / 32;
      const step = Math.abs(edge) * Number.EPSILON;
      for (let i = -3; i < 3; i++) expect(exp(edge + (i + 1) * step)).toBeGreaterThanOrEqual(exp(edge + i * step));
    }
  });

  test('atan2 finds the angle again, whatever the radius', () => {
    forAll(fc.tuple(between(-3.14159, 3.14159), between(-300, 300)), 2000, ([angle, size]) => {
      const radius = exp(size);
      expect(Math.abs(atan2(radius * sin(angle), radius * cos(angle)) - angle)).toBeLessThan(8 * Number.EPSILON);
    });
  });

  test('power is a power', () => {
    forAll(fc.tuple(between(1e-6, 1e6), between(-3, 3)), 500, ([x, a]) => {
      const wanted = x ** a;
      expect(Math.abs(power(x, a) / wanted - 1)).toBeLessThan(1e-14); // (1 + |a log x|)·2e-16
    });
  });
});
