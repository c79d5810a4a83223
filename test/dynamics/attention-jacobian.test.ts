import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { attentionJacobian } from '../../src/dynamics/attention-jacobian.ts';
import { resolveEquation } from '../../src/dynamics/equation.ts';
import { referenceRows } from '../../src/dynamics/row-sums.ts';
import { forAll, matrices, type RandomTokens, seeds, tokens } from '../support/arbitraries.ts';
import { gaussianMatrix, orthogonalMatrix, uniformTokens } from '../support/draw.ts';
import { applied, dotProduct, type Rows } from '../support/linear.ts';
import { largestDifference, largestEntry } from '../support/numeric.ts';
import { type Equation, equation, fieldOf } from '../support/problems.ts';

/** Both sum the same terms in another order or scaling: a few n roundoffs of sizes up to ‖V‖ and, by count, e^{β‖B‖}/n. */
const FORCE_TOLERANCE = 1e-13;
/**
 * Central differences over ±h and ±2h, extrapolated, err by 4h⁴/30 times a fifth derivative, up to (1 + β‖B‖)⁵ of the field, and by
 * rounding, 2e-15/h of it: with h = 2e-4 and β‖B‖ ≤ 15 that is 2e-10 and 1e-11 of the field; the rest is margin.
 */
const STEP = 2e-4;
const SLOPE_TOLERANCE = 1e-9;

interface Row {
  readonly force: Float64Array;
  readonly jacobian: Rows;
}

/** F and its Jacobian at the last token of x. */
function lastRow(given: Equation, x: Float64Array, d: number): Row {
  const shape = { n: x.length / d, d };
  const attention = resolveEquation(equation(given), shape).attention;
  if (attention === null) throw new Error('no attention');
  const rows = referenceRows(attention, shape);
  for (let k = 0; k < shape.n - 1; k++) rows.place(k, x.subarray(k * d, (k + 1) * d));
  const u = x.slice(-d);
  const { force, jacobian } = attentionJacobian(attention, shape)(u, rows.sums(u, shape.n - 1));
  return {
    force: force.slice(),
    jacobian: Array.from({ length: d }, (_, i) => Array.from(jacobian.subarray(i * d, (i + 1) * d))),
  };
}

/** The last token's velocity as the reference field has it. */
function lastVelocity(given: Equation, x: Float64Array, d: number): Float64Array {
  return fieldOf(given, x, d).slice(-d);
}

/** d/dα at 0 of the last token's velocity as it moves to u cos α + e sin α: central differences, extrapolated. */
function response(given: Equation, x: Float64Array, d: number, e: readonly number[]): number[] {
  const at = (angle: number) => {
    const moved = x.slice();
    for (let i = 0; i < d; i++) {
      moved[x.length - d + i] = Math.cos(angle) * x[x.length - d + i] + Math.sin(angle) * e[i];
    }
    return lastVelocity(given, moved, d);
  };
  const over = (h: number) => {
    const behind = at(-h);
    return Array.from(at(h), (entry, i) => (entry - behind[i]) / (2 * h));
  };
  const coarse = over(2 * STEP);
  return over(STEP).map((entry, i) => (4 * entry - coarse[i]) / 3);
}

/** d − 1 orthonormal tangents at the unit vector u. */
function tangentsAt(u: ArrayLike<number>, seed: number): number[][] {
  const frame: number[][] = [Array.from(u)];
  for (const row of orthogonalMatrix(seed, u.length)) {
    let rest = row;
    for (let pass = 0; pass < 2; pass++) {
      for (const e of frame) {
        const along = dotProduct(e, rest);
        rest = rest.map((entry, i) => entry - along * e[i]);
      }
    }
    const length = Math.hypot(...rest);
    if (length > 0.1 && frame.length < u.length) frame.push(rest.map((entry) => entry / length));
  }
  return frame.slice(1);
}

const sizeOf = (m: Equation['value']) =>
  Array.isArray(m) ? Math.hypot(...m.flat()) : typeof m === 'number' ? Math.abs(m) : 1;

/** How large the field and each derivative of it may be, against which errors are measured. */
function scaleOf(given: Equation, n: number): { field: number; slope: number } {
  const bend = given.beta * sizeOf(given.query) * sizeOf(given.key);
  const field = (given.normalization === 'count' ? Math.exp(bend) : 1) * sizeOf(given.value) * (n + 5);
  return { field, slope: field * (1 + bend) };
}

interface Case extends RandomTokens {
  readonly given: Equation;
  readonly seed: number;
}

function casesOf(equations: (d: number) => fc.Arbitrary<Omit<Equation, 'beta'>>): fc.Arbitrary<Case> {
  return tokens(9, fc.constantFrom(2, 3, 5)).chain(({ n, d, x }) =>
    fc
      .record({ rest: equations(d), beta: fc.constantFrom(0, 0.7, 3), seed: seeds })
      .map(({ rest, beta, seed }) => ({ n, d, x, seed, given: { ...rest, beta } })),
  );
}

const centers = (d: number) =>
  seeds.map((seed) => {
    const rows = uniformTokens(seed, 3, d);
    return {
      centers: [0, 1, 2].map((j) => Array.from(rows.subarray(j * d, (j + 1) * d))),
      weights: [1, 2.5, 0.3],
    };
  });

const families: Readonly<Record<string, fc.Arbitrary<Case>>> = {
  'Q = K = V = I': casesOf(() => fc.constant({})),
  'V = λI, B = bI': casesOf(() => fc.constantFrom({ value: -1.5, query: 0.7 }, { value: 2, query: -0.6 })),
  'any Q, K, V = I': casesOf((d) => fc.record({ query: matrices(d), key: matrices(d) })),
  'any Q, K, V': casesOf((d) => fc.record({ query: matrices(d), key: matrices(d), value: matrices(d) })),
  'any V, Q = K = I': casesOf((d) => fc.record({ value: matrices(d) })),
  centers: casesOf(centers),
  'centers, any Q, K, V': casesOf((d) =>
    fc
      .tuple(centers(d), fc.record({ query: matrices(d), key: matrices(d), value: matrices(d) }))
      .map(([a, b]) => ({ ...a, ...b })),
  ),
  'division by n': casesOf(() => fc.constant({ normalization: 'count' as const })),
  'any Q, K, V, divided by n': casesOf((d) =>
    fc.record({
      query: matrices(d),
      key: matrices(d),
      value: matrices(d),
      normalization: fc.constant('count' as const),
    }),
  ),
};

describe.each(Object.entries(families))('%s', (_, cases) => {
  test("the force is the reference field's row", () => {
    forAll(cases, 40, ({ n, d, x, given }) => {
      const { force } = lastRow(given, x, d);
      const { field } = scaleOf(given, n);
      expect(largestDifference(force, lastVelocity(given, x, d))).toBeLessThan(FORCE_TOLERANCE * field);
    });
  });

  test('the Jacobian is the slope of the field along every tangent, as differences have it', () => {
    forAll(cases, 40, ({ n, d, x, given, seed }) => {
      const { jacobian } = lastRow(given, x, d);
      const { slope } = scaleOf(given, n);
      const tangents = tangentsAt(x.subarray(-d), seed);
      expect(tangents).toHaveLength(d - 1);
      for (const e of tangents) {
        const [wanted, computed] = [response(given, x, d, e), applied(jacobian, e)];
        // The field turns its plane with the token: what counts is the tangential part.
        for (const f of tangents) {
          expect(Math.abs(dotProduct(f, computed) - dotProduct(f, wanted))).toBeLessThan(SLOPE_TOLERANCE * slope);
        }
      }
    });
  });

  test('the Jacobian maps tangents to tangents and the normal to 0', () => {
    forAll(cases, 40, ({ n, d, x, given }) => {
      const { jacobian, force } = lastRow(given, x, d);
      const { slope } = scaleOf(given, n);
      const u = x.subarray(-d);
      for (const entry of applied(jacobian, u)) expect(Math.abs(entry)).toBeLessThan(FORCE_TOLERANCE * slope);
      for (let i = 0; i < d; i++) {
        const column = jacobian.map((row) => row[i]);
        expect(Math.abs(dotProduct(column, u))).toBeLessThan(FORCE_TOLERANCE * slope);
      }
      expect(Math.abs(dotProduct(force, u))).toBeLessThan(FORCE_TOLERANCE * slope);
    });
  });
});

describe('a token at the very place of all that it sees', () => {
  const given: readonly [string, Omit<Equation, 'beta'>][] = [
    ['Q = K = V = I', {}],
    ['V = λI', { value: -1.5 }],
    ['random Q, K', { query: gaussianMatrix(1, 3), key: gaussianMatrix(2, 3) }],
    ['divided by n', { normalization: 'count', query: gaussianMatrix(1, 3) }],
  ];

  test.each(given)('feels nothing, exactly: %s', (_, rest) => {
    for (const beta of [0, 1, 64, 400]) {
      if (rest.normalization === 'count' && beta > 100) continue; // the weights overflow
      const place = uniformTokens(7, 1, 3);
      const x = Float64Array.from([0, 1, 2, 3].flatMap(() => Array.from(place)));
      expect(largestEntry(lastRow({ ...rest, beta }, x, 3).force)).toBe(0);
    }
  });

  test('returns to it at the rate 1 − 1/m for V = I, whatever Q, K and β', () => {
    for (let m = 1; m <= 7; m++) {
      for (const d of [2, 3, 5]) {
        const [place] = [uniformTokens(10 + m, 1, d)];
        const x = Float64Array.from(Array.from({ length: m }).flatMap(() => Array.from(place)));
        const { jacobian } = lastRow({ beta: 5, query: gaussianMatrix(m, d), key: gaussianMatrix(m + 50, d) }, x, d);
        for (let i = 0; i < d; i++) {
          for (let j = 0; j < d; j++) {
            const tangential = (i === j ? 1 : 0) - place[i] * place[j];
            expect(Math.abs(jacobian[i][j] + (1 - 1 / m) * tangential)).toBeLessThan(1e-14);
          }
        }
      }
    }
  });

  test('turns as V says, less λ, for symmetric V with Vξ = λξ: μ_i/m − λ', () => {
    const frame = orthogonalMatrix(3, 4);
    const spectrum = [1, 0.4, -0.3, 0.9];
    const value = frame[0].map((_, i) =>
      frame[0].map((__, j) => spectrum.reduce((sum, mu, l) => sum + mu * frame[l][i] * frame[l][j], 0)),
    );
    for (let m = 1; m <= 4; m++) {
      const x = Float64Array.from(Array.from({ length: m }).flatMap(() => frame[0]));
      const { jacobian } = lastRow({ beta: 2, query: gaussianMatrix(5, 4), value }, x, 4);
      for (let i = 1; i < 4; i++) {
        for (let l = 1; l < 4; l++) {
          const entry = dotProduct(frame[l], applied(jacobian, frame[i]));
          expect(Math.abs(entry - (l === i ? spectrum[i] / m - spectrum[0] : 0))).toBeLessThan(1e-14);
        }
      }
    }
  });
});

test('two antipodal tokens: the second leaves at the rate 1/(1 + e^{2β})', () => {
  for (const beta of [0, 1, 9, 64, 300]) {
    const { jacobian } = lastRow({ beta }, Float64Array.of(1, 0, -1, 0), 2);
    const wanted = 1 / (1 + Math.exp(2 * beta));
    expect(Math.abs((jacobian[0][0] + jacobian[1][1]) / wanted - 1)).toBeLessThan(1e-13);
  }
});
