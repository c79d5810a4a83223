import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { between, forAll, seeds } from '../support/arbitraries.ts';
import { atAngles, gaussianMatrix, orthogonalMatrix } from '../support/draw.ts';
import { dotProduct, multiply, transpose } from '../support/linear.ts';
import { type Equation, fieldOf } from '../support/problems.ts';

const TOLERANCE = 1e-4;
const STEP = 1e-4;

/** An orthonormal frame of R^d, as rows: the first one is where the cluster is, the others span its tangent space. */
type Frame = readonly (readonly number[])[];

/** n tokens in one place. */
function cluster(n: number, place: readonly number[]): Float64Array {
  return Float64Array.from(Array.from({ length: n }, () => place).flat());
}

/** Velocities of all tokens, in frame coordinates, per unit that token j moves along frame vector i: a central difference. */
function response(given: Equation, n: number, frame: Frame, j: number, i: number): number[][] {
  const d = frame.length;
  const at = (angle: number) => {
    const x = cluster(n, frame[0]);
    for (let l = 0; l < d; l++) x[j * d + l] = Math.cos(angle) * frame[0][l] + Math.sin(angle) * frame[i][l];
    return fieldOf(given, x, d);
  };
  const [ahead, behind] = [at(STEP), at(-STEP)];
  const slope = ahead.map((entry, l) => (entry - behind[l]) / (2 * STEP));
  return Array.from({ length: n }, (_, k) => frame.map((e) => dotProduct(e, slope.subarray(k * d, (k + 1) * d))));
}

const cases = fc
  .record({ n: fc.integer({ min: 1, max: 6 }), d: fc.integer({ min: 2, max: 4 }), beta: between(0, 5), seed: seeds })
  .map(({ n, d, beta, seed }) => ({
    n,
    d,
    frame: orthogonalMatrix(seed, d),
    given: { beta, query: gaussianMatrix(seed + 1, d), key: gaussianMatrix(seed + 2, d) },
  }));

describe('at a single cluster the velocities respond', () => {
  test('for V = I with −(1 − 1/k) to the token itself, 1/k to earlier and 0 to later ones, whatever Q, K and β', () => {
    forAll(cases, 60, ({ n, d, frame, given }) => {
      for (let j = 0; j < n; j++) {
        for (let i = 1; i < d; i++) {
          for (const [k, velocity] of response(given, n, frame, j, i).entries()) {
            const wanted = j > k ? 0 : 1 / (k + 1) - (j === k ? 1 : 0);
            for (let l = 1; l < d; l++) expect(Math.abs(velocity[l] - (l === i ? wanted : 0))).toBeLessThan(TOLERANCE);
          }
        }
      }
    });
  });

  test('so binomials (k−1 over m−1) decay at the rate 1 − 1/m', () => {
    const [n, d, m] = [6, 3, 3];
    const frame = orthogonalMatrix(5, d);
    const given = { beta: 1, query: gaussianMatrix(6, d) };
    const binomials = [0, 0, 1, 3, 6, 10];
    const responses = binomials.map((_, j) => response(given, n, frame, j, 1));
    for (let k = 0; k < n; k++) {
      const speed = binomials.reduce((sum, amplitude, j) => sum + amplitude * responses[j][k][1], 0);
      expect(Math.abs(speed + (1 - 1 / m) * binomials[k])).toBeLessThan(TOLERANCE);
    }
  });

  test('for symmetric V with Vξ = λξ with μ_i/k − λ to the token itself', () => {
    forAll(cases, 60, ({ n, d, frame, given }) => {
      const spectrum = [1, 0.4, -0.3, 0.9].slice(0, d);
      const diagonal = spectrum.map((mu, i) => spectrum.map((_, j) => (i === j ? mu : 0)));
      const value = multiply(multiply(transpose(frame), diagonal), frame);
      for (let k = 0; k < n; k++) {
        for (let i = 1; i < d; i++) {
          const velocity = response({ ...given, value }, n, frame, k, i)[k];
          for (let l = 1; l < d; l++) {
            const wanted = l === i ? spectrum[i] / (k + 1) - spectrum[0] : 0;
            expect(Math.abs(velocity[l] - wanted)).toBeLessThan(TOLERANCE);
          }
        }
      }
    });
  });

  test('as in the example V = diag(1, .4, −.3), n = 4', () => {
    const frame = [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ];
    const given = { beta: 2, value: [1, 0.4, -0.3], key: gaussianMatrix(3, 3) };
    const rates = [0, 1, 2, 3].flatMap((k) => [1, 2].map((i) => response(given, 4, frame, k, i)[k][i]));
    const wanted = [-1.3, -1.15, -1.1, -1.075, -0.9, -0.8667, -0.8, -0.6];
    for (const [i, rate] of rates.sort((a, b) => a - b).entries())
      expect(Math.abs(rate - wanted[i])).toBeLessThan(TOLERANCE);
  });

  test('under full attention with the mean minus the token: all differences decay at the rate 1', () => {
    forAll(cases, 30, ({ n, d, frame, given }) => {
      for (const [k, velocity] of response({ ...given, mask: 'full' }, n, frame, 0, d - 1).entries()) {
        expect(Math.abs(velocity[d - 1] - (1 / n - (k === 0 ? 1 : 0)))).toBeLessThan(TOLERANCE);
      }
    });
  });
});

test('two antipodal tokens part at the rate 1/(1 + e^{2β})', () => {
  for (const beta of [0, 0.5, 1, 3]) {
    const speed = fieldOf({ beta }, atAngles([0, Math.PI - STEP]), 2)[3] / Math.cos(Math.PI - STEP);
    expect(Math.abs(-speed / STEP - 1 / (1 + Math.exp(2 * beta)))).toBeLessThan(TOLERANCE);
  }
});
