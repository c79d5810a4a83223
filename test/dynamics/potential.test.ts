import fc from 'fast-check';
import { expect, test } from 'vitest';
import { tokenEnergies } from '../../src/analysis/energy.ts';
import { between, forAll, seeds, tokens } from '../support/arbitraries.ts';
import { draw, gaussianMatrix, uniformTokens } from '../support/draw.ts';
import { applied, dotProduct, multiply, type Rows, transpose } from '../support/linear.ts';
import { fieldOf } from '../support/problems.ts';

const TOLERANCE = 1e-6;
const STEP = 1e-5; // central differences: STEP² β² and rounding/STEP stay below 1e-7

interface Direction {
  readonly k: number;
  readonly v: Float64Array;
}

/** x with token k moved by `angle` along the great circle in the unit tangent direction v. */
function moved(x: Float64Array, d: number, { k, v }: Direction, angle: number): Float64Array {
  const y = x.slice();
  for (let i = 0; i < d; i++) y[k * d + i] = Math.cos(angle) * x[k * d + i] + Math.sin(angle) * v[i];
  return y;
}

function tangentDirection(x: Float64Array, d: number, k: number, seed: number): Direction {
  const { normal } = draw(seed);
  const row = x.subarray(k * d, (k + 1) * d);
  const raw = row.map(() => normal());
  const along = dotProduct(raw, row);
  const tangent = raw.map((entry, i) => entry - along * row[i]);
  return { k, v: tangent.map((entry) => entry / Math.hypot(...tangent)) };
}

/** −∂E/∂(token k along v), by central differences. */
function force(energy: (x: Float64Array) => number, x: Float64Array, d: number, direction: Direction): number {
  return -(energy(moved(x, d, direction, STEP)) - energy(moved(x, d, direction, -STEP))) / (2 * STEP);
}

/** The kernel e^{β(⟨x, y⟩ − 1)} of two tokens, or of a token and a center. */
function kernel(beta: number, x: ArrayLike<number>, y: ArrayLike<number>): number {
  return Math.exp(beta * (dotProduct(x, y) - 1));
}

const cases = fc
  .record({ random: tokens(8), beta: between(0.2, 16), seed: seeds })
  .map(({ random, beta, seed }) => ({ ...random, beta, seed, k: random.n - 1 }));

function rowOf(x: Float64Array, k: number, d: number): Float64Array {
  return x.subarray(k * d, (k + 1) * d);
}

test('each token slides down its own energy: ẋ_k = −∇E_k/Z_k', () => {
  forAll(cases, 300, ({ d, x, beta, seed, k }) => {
    const direction = tangentDirection(x, d, k, seed);
    let z = 0;
    for (let j = 0; j <= k; j++) z += kernel(beta, rowOf(x, k, d), rowOf(x, j, d));
    const shape = { n: k + 1, d };
    const pulled = force((y) => tokenEnergies(y, shape, beta)[k], x, d, direction) / z;
    const speed = dotProduct(rowOf(fieldOf({ beta }, x, d), k, d), direction.v);
    expect(Math.abs(speed - pulled)).toBeLessThan(TOLERANCE);
  });
});

test('with frozen centers their terms are added', () => {
  forAll(cases, 200, ({ d, x, beta, seed, k }) => {
    const rows = uniformTokens(seed + 1, 3, d);
    const centers = [0, 1, 2].map((j) => Array.from(rowOf(rows, j, d)));
    const weights = [1, 2, 0.5];
    const frozen = (y: Float64Array) =>
      centers.reduce((sum, center, j) => sum + weights[j] * kernel(beta, rowOf(y, k, d), center), 0);
    let z = frozen(x);
    for (let j = 0; j <= k; j++) z += kernel(beta, rowOf(x, k, d), rowOf(x, j, d));
    const direction = tangentDirection(x, d, k, seed);
    const energy = (y: Float64Array) => tokenEnergies(y, { n: k + 1, d }, beta)[k] - frozen(y) / beta;
    const speed = dotProduct(rowOf(fieldOf({ beta, centers, weights }, x, d), k, d), direction.v);
    expect(Math.abs(speed - force(energy, x, d, direction) / z)).toBeLessThan(TOLERANCE);
  });
});

test('with V = B = Bᵀ the energy has the token’s own term, by half', () => {
  forAll(cases, 200, ({ d, x, beta: warm, seed, k }) => {
    const beta = warm / 4; // exponents up to 4·|B| ≈ 20 without shift
    const root: Rows = gaussianMatrix(seed, d);
    const b = multiply(transpose(root), root);
    const weight = (y: Float64Array, j: number) =>
      Math.exp(beta * dotProduct(rowOf(y, k, d), applied(b, rowOf(y, j, d))));
    const energy = (y: Float64Array) => {
      let sum = weight(y, k) / 2;
      for (let j = 0; j < k; j++) sum += weight(y, j);
      return -sum / beta;
    };
    let z = 0;
    for (let j = 0; j <= k; j++) z += weight(x, j);
    const direction = tangentDirection(x, d, k, seed);
    const speed = dotProduct(rowOf(fieldOf({ beta, key: b, value: b }, x, d), k, d), direction.v);
    expect(Math.abs(speed - force(energy, x, d, direction) / z)).toBeLessThan(TOLERANCE * Math.max(1, Math.abs(speed)));
  });
});

test('another temperature would be noticed', () => {
  const [d, beta, k] = [3, 4, 4];
  const x = uniformTokens(3, 5, d);
  const direction = tangentDirection(x, d, k, 1);
  let z = 0;
  for (let j = 0; j <= k; j++) z += kernel(beta, rowOf(x, k, d), rowOf(x, j, d));
  const pulled = force((y) => tokenEnergies(y, { n: 5, d }, 1.01 * beta)[k], x, d, direction) / z;
  const speed = dotProduct(rowOf(fieldOf({ beta }, x, d), k, d), direction.v);
  expect(Math.abs(speed - pulled)).toBeGreaterThan(100 * TOLERANCE);
});
