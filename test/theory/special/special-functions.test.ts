/** The special functions against mpmath's values, and by their laws. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { besselRatio, exponentialMean, logScaledBesselI, scaledBesselI } from '../../../src/numerics/special/bessel.ts';
import { e1, ei, ein, scaledE1, scaledEi } from '../../../src/numerics/special/exponential-integral.ts';
import { logBeta, logGamma } from '../../../src/numerics/special/gamma.ts';
import { incompleteBeta, logIncompleteBeta } from '../../../src/numerics/special/incomplete-beta.ts';
import { expm1, log1p } from '../../../src/numerics/special/near-one.ts';

/** Rows of [arguments, value]; see golden/make_special_functions.py. */
const golden = JSON.parse(
  readFileSync(new URL('../../golden/special-functions.json', import.meta.url), 'utf8'),
) as Record<string, readonly (readonly number[])[]>;

type Function = (...given: number[]) => number;

/** The largest of `error` over a table, with the row where it is; NaN is the largest of all. */
function worst(
  name: string,
  f: Function,
  error: (found: number, wanted: number) => number,
): [number, readonly number[]] {
  expect(golden[name].length).toBeGreaterThan(30);
  let most: [number, readonly number[]] = [0, []];
  for (const row of golden[name]) {
    const here = error(f(...row.slice(0, -1)), row.at(-1) as number);
    if (!(here <= most[0])) most = [here, row];
  }
  return most;
}

const relative = (found: number, wanted: number) => Math.abs(found / wanted - 1);

/** Where a value near 0 or 1 is meant, what its logarithm errs by absolutely is what the value errs by relatively. */
const ofLogarithm = (found: number, wanted: number) => Math.abs(found - wanted) / (1 + Math.abs(wanted));

/** Sums of some tens of positive terms. Measured: 1.6e-15, at the zero of Ei too. */
const SUMS = 4e-15;
/** A continued fraction, and an exponential of a logarithm of up to 700, whose rounding alone is 700·1.1e-16. Measured 9.6e-14. */
const EXPONENTS = 2e-13;
/** Logarithms: a few roundings of terms not much larger than the result. Measured 6e-15. */
const LOGARITHMS = 2e-14;

describe('against values of 60 digits', () => {
  const functions: Record<string, Function> = { expm1, log1p, ei, e1, ein, scaledEi, scaledE1, logGamma, logBeta };
  test.each(Object.keys(functions))('%s errs by less than 4e-15 of itself', (name) => {
    const [error, at] = worst(name, functions[name], relative);
    expect(error, `${at}`).toBeLessThan(SUMS);
  });

  test('log I_x(a, b) keeps its digits from 1e-300 000 up to where it rounds to log 1', () => {
    const [error, at] = worst('logIncompleteBeta', logIncompleteBeta, relative);
    expect(error, `${at}`).toBeLessThan(EXPONENTS); // the largest where log I = −5e-303
    const [likeLogarithms, where] = worst('logIncompleteBeta', logIncompleteBeta, ofLogarithm);
    expect(likeLogarithms, `${where}`).toBeLessThan(LOGARITHMS);
  });

  test('log e^{−x} I_ν(x), and its value where that is a double', () => {
    const [error, at] = worst('logScaledBessel', logScaledBesselI, ofLogarithm);
    expect(error, `${at}`).toBeLessThan(LOGARITHMS);
    const rows = golden.logScaledBessel.filter(([, , logarithm]) => logarithm > -690);
    expect(rows.length).toBeGreaterThan(50);
    for (const [nu, x, logarithm] of rows) {
      expect(Math.abs(scaledBesselI(nu, x) / Math.exp(logarithm) - 1), `${nu} ${x}`).toBeLessThan(EXPONENTS);
    }
  });
});

describe('exponential integrals', () => {
  test('at 0 and at the ends', () => {
    expect([ei(0), e1(0), ein(0), ei(1000), e1(1000), ei(-1000)]).toEqual([-Infinity, Infinity, 0, Infinity, 0, -0]);
    expect(ei(716)).toBeLessThan(Infinity); // though e^716 is not
  });

  test('Ei′ = e^x/x across every change of method', () => {
    for (const x of [0.2, 0.7, 1, 40, -1, -40]) {
      const h = 1e-3;
      // Central differences: h² times a third derivative of a few times the first, less so by 1e-15/h.
      const slope = (ei(x + h) - ei(x - h)) / (2 * h);
      expect(Math.abs(slope / (Math.exp(x) / x) - 1)).toBeLessThan(1e-4);
      expect(Math.abs(ei(x * (1 + 1e-15)) / ei(x) - 1)).toBeLessThan(1e-13);
    }
  });
});

describe('gamma and beta', () => {
  test('Γ(x + 1) = xΓ(x), and B is symmetric', () => {
    for (const x of [1e-3, 0.3, 0.5, 1.2, 1.5, 2.4, 7, 9.5, 12, 400.5]) {
      expect(Math.abs(logGamma(x + 1) - logGamma(x) - Math.log(x))).toBeLessThan(
        1e-15 * (4 + 4 * Math.abs(logGamma(x + 1))),
      );
      expect(logBeta(x, 3.5)).toBe(logBeta(3.5, x));
    }
    expect([logGamma(0), logGamma(Infinity)]).toEqual([Infinity, Infinity]);
    expect(() => logGamma(-1)).toThrow('a number ≥ 0');
    expect(() => logBeta(-1, 1)).toThrow('finite numbers > 0');
  });
});

describe('the incomplete beta function', () => {
  test('I_x(a, b) + I_{1−x}(b, a) = 1, its ends, and I_x(1, b) = 1 − (1 − x)^b', () => {
    for (const [a, b] of [
      [0.5, 0.5],
      [3, 0.5],
      [20, 31],
      [499.5, 499.5],
    ]) {
      for (const x of [0, 1e-9, 0.2, 0.5, 0.501, 0.9, 1]) {
        expect(Math.abs(incompleteBeta(x, a, b) + incompleteBeta(1 - x, b, a, x) - 1)).toBeLessThan(1e-13);
      }
      expect([incompleteBeta(0, a, b), incompleteBeta(1, a, b)]).toEqual([0, 1]);
    }
    for (const x of [1e-12, 0.1, 0.7])
      expect(Math.abs(incompleteBeta(x, 1, 7) / -expm1(7 * log1p(-x)) - 1)).toBeLessThan(1e-14);
  });

  test('takes 1 − x from whoever knows it better', () => {
    // I_{1−ε}(1, ½) = 1 − √ε
    expect(1 - incompleteBeta(1, 1, 0.5, 1e-20)).toBeCloseTo(1e-10, 15);
    expect(incompleteBeta(1, 1, 0.5)).toBe(1);
  });
});

describe('Bessel functions', () => {
  test('I_{ν−1} − I_{ν+1} = 2ν I_ν/x, and ratios are ratios', () => {
    for (const x of [0.01, 1, 30, 1e4]) {
      for (const nu of [1, 1.5, 2, 7.5, 20]) {
        const [below, here, above] = [nu - 1, nu, nu + 1].map((order) => scaledBesselI(order, x));
        expect(Math.abs(below - above - (2 * nu * here) / x)).toBeLessThan(1e-13 * below);
        expect(Math.abs(besselRatio(nu, x) / (here / below) - 1)).toBeLessThan(1e-13);
      }
    }
    expect(besselRatio(0.5, 2)).toBeCloseTo(Math.tanh(2), 15);
  });

  test('other orders are refused', () => {
    expect(() => scaledBesselI(0.3, 1)).toThrow(/half a whole number/);
    expect(() => logScaledBesselI(-1, 1)).toThrow(/half a whole number/);
  });

  test('the mean of e^{z(u − 1)} over spheres: closed forms in ℝ¹ and ℝ³, the same by series and by Bessel functions', () => {
    for (const z of [0, 1e-8, 0.3, 5, 59.9, 60.1, 300]) {
      expect(exponentialMean(z, 1)).toBeCloseTo(Math.exp(-z) * Math.cosh(z), 15);
      if (z > 0) expect(Math.abs(exponentialMean(z, 3) / (-expm1(-2 * z) / (2 * z)) - 1)).toBeLessThan(EXPONENTS);
      expect(Math.abs(exponentialMean(z, 2) / scaledBesselI(0, z) - 1)).toBeLessThan(1e-13);
    }
    for (const d of [2, 3, 8, 200, 1000]) {
      // log slope −1 + …: 2e-9 of z = 60 changes it by less than 2e-9·60.
      expect(Math.abs(exponentialMean(60 * (1 + 1e-12), d) / exponentialMean(60, d) - 1)).toBeLessThan(1e-10);
    }
  });
});
