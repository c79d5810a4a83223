import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pythonWith } from '../cli/python.ts';
import { between, forAll } from './arbitraries.ts';
import { add, divide, exponential, low, multiply, squareRoot, subtract, twoProduct, twoSum } from './double-double.ts';

type Pair = readonly [number, number];
/** 2^−106: what the errors of the operations are counted in. */
const UNIT = 2 ** -106;

function paired(high: number): Pair {
  return [high, low[0]];
}

/** |a − b|/|b| in units. */
function unitsApart(a: Pair, b: Pair): number {
  const high = subtract(...a, ...b);
  return Math.abs((high + low[0]) / b[0]) / UNIT;
}

/** The exact value of a pair as an integer multiple of 2^−1074. */
function exact(...parts: readonly number[]): bigint {
  const word = new DataView(new ArrayBuffer(8));
  return parts.reduce((sum, part) => {
    word.setFloat64(0, part);
    const bits = word.getBigUint64(0);
    const exponent = Number((bits >> 52n) & 0x7ffn);
    const mantissa = (bits & 0xfffffffffffffn) | (exponent > 0 ? 1n << 52n : 0n);
    const size = mantissa << BigInt(Math.max(0, exponent - 1));
    return part < 0 ? sum - size : sum + size;
  }, 0n);
}

/** Pairs that use both parts, of sizes 2^−60 … 2^60 and either sign. */
const pairs = fc
  .record({
    high: between(1, 2),
    part: between(-1, 1),
    exponent: fc.integer({ min: -60, max: 60 }),
    minus: fc.boolean(),
  })
  .map(({ high, part, exponent, minus }) => {
    const size = (minus ? -1 : 1) * 2 ** exponent;
    return paired(twoSum(high * size, part * size * 2 ** -54));
  });

const positive = pairs.map(([high, rest]): Pair => (high < 0 ? [-high, -rest] : [high, rest]));

describe('against integers of any length', () => {
  const SCALE = 1n << 1074n;

  test('two-sum and two-product are exact', () => {
    forAll(fc.tuple(pairs, pairs), 500, ([[a], [b]]) => {
      expect(exact(...paired(twoSum(a, b)))).toBe(exact(a) + exact(b));
      expect(exact(...paired(twoProduct(a, b))) * SCALE).toBe(exact(a) * exact(b));
    });
  });

  /** |result·divisor − expected| / |expected|, in units. */
  function relative(result: bigint, expected: bigint): number {
    const difference = result > expected ? result - expected : expected - result;
    const size = expected < 0n ? -expected : expected;
    return size === 0n ? Number(difference) : Number((difference << 120n) / size) / 2 ** 14;
  }

  test('sums err by at most 3 units, cancelling or not', () => {
    forAll(fc.tuple(pairs, pairs, between(-1, 1)), 1000, ([a, b, near]) => {
      const almost: Pair = [-a[0], near * a[1]];
      expect(relative(exact(...paired(add(...a, ...b))), exact(...a) + exact(...b))).toBeLessThan(3.01);
      expect(relative(exact(...paired(add(...a, ...almost))), exact(...a) + exact(...almost))).toBeLessThan(3.01);
    });
  });

  test('products err by at most 7 units, quotients by 15, roots by 8', () => {
    forAll(fc.tuple(pairs, positive), 1000, ([a, b]) => {
      const product = exact(...paired(multiply(...a, ...b)));
      expect(relative(product * SCALE, exact(...a) * exact(...b))).toBeLessThan(7);
      const quotient = exact(...paired(divide(...a, ...b)));
      expect(relative(quotient * exact(...b), exact(...a) * SCALE)).toBeLessThan(15);
      const root = exact(...paired(squareRoot(...b)));
      expect(relative(root * root, exact(...b) * SCALE) / 2).toBeLessThan(8);
    });
  });
});

describe('exponential', () => {
  // 1e-31. Measured: 3.8.
  const UNITS = 8;

  test('agrees with values of 1300 bits', () => {
    const { exp } = JSON.parse(readFileSync(new URL('../golden/elementary.json', import.meta.url), 'utf8'));
    // Rows are [x, e^x, what rounding left]; below −650 the low part is subnormal.
    const rows = (exp as [number, number, number][]).filter(([x]) => Math.abs(x) < 650);
    expect(rows.length).toBeGreaterThan(100);
    for (const [x, high, rest] of rows) {
      expect(unitsApart(paired(exponential(x, 0)), [high, rest]), `e^${x}`).toBeLessThan(UNITS);
    }
  });

  test('turns sums into products', () => {
    forAll(fc.tuple(between(-300, 300), between(-300, 300)), 2000, ([a, b]) => {
      const [ea, eb] = [paired(exponential(a, 0)), paired(exponential(b, 0))];
      const sum = paired(twoSum(a, b));
      expect(unitsApart(paired(multiply(...ea, ...eb)), paired(exponential(...sum)))).toBeLessThan(3 * UNITS);
    });
  });

  test('ends in 0, Infinity and NaN where doubles do', () => {
    expect(paired(exponential(0, 0))).toEqual([1, 0]);
    expect(paired(exponential(-746, 0))).toEqual([0, 0]);
    expect(exponential(710, 0)).toBe(Infinity);
    expect(exponential(NaN, 0)).toBeNaN();
    expect(exponential(-740, 0) / Math.exp(-740)).toBeCloseTo(1, 2); // four bits of a subnormal
  });
});

const python = pythonWith('decimal');
const program = `
import json, sys
from decimal import Decimal as D, getcontext
getcontext().prec = 60
def error(high, low, value): return float(abs(D(high) + D(low) - value) / abs(value))
rows = json.load(sys.stdin, parse_int=float)
print(json.dumps({
  "exp": max(error(*e, (D(a[0]) + D(a[1])).exp()) for a, e, _ in rows),
  "root": max(error(*r, abs(D(a[0]) + D(a[1])).sqrt()) for a, _, r in rows),
}))
`;

test.skipIf(python === null)("exponentials and roots agree with Python's decimal to 60 digits (needs python3)", () => {
  const rows = fc.sample(fc.noBias(fc.tuple(between(-600, 600), between(-1e-15, 1e-15))), { numRuns: 1000, seed: 3 });
  const cases = rows.map(([x, rest]) => {
    const a = paired(twoSum(x, rest));
    const size: Pair = a[0] < 0 ? [-a[0], -a[1]] : a;
    return [a, paired(exponential(...a)), paired(squareRoot(...size))];
  });
  const { stdout, stderr } = spawnSync(python as string, ['-c', program], {
    input: JSON.stringify(cases),
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  const { exp, root } = JSON.parse(stdout);
  expect(exp).toBeLessThan(8 * UNIT);
  expect(root).toBeLessThan(8 * UNIT);
});
