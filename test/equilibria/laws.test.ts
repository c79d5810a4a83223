/** What holds of every rest: symmetries of the equation, order of tokens, what is refused and what is not found. */
import { expect, test } from 'vitest';
import { resolveEquation } from '../../src/dynamics/equation.ts';
import { findEquilibrium } from '../../src/equilibria/find-equilibrium.ts';
import { configurationOf } from '../../src/equilibria/kind.ts';
import { atAngles, gaussianMatrix, orthogonalMatrix, uniformTokens } from '../support/draw.ts';
import { dynamicsOf } from '../support/kinds.ts';
import { applied, multiply, type Rows, transpose } from '../support/linear.ts';
import { largestDifference } from '../support/numeric.ts';
import { equation } from '../support/problems.ts';
import { found, foundOf, neutral, rates } from './support.ts';

const turned = (x: Float64Array, rotation: Rows) => {
  const d = rotation.length;
  return Float64Array.from({ length: x.length / d }, (_, k) => k).reduce((out, k) => {
    out.set(applied(rotation, [...x.subarray(k * d, k * d + d)]), k * d);
    return out;
  }, new Float64Array(x.length));
};

test.each(['causal', 'full'] as const)(
  '%s: turning the equation turns the rest, and keeps its spectrum',
  async (mask) => {
    const d = 3;
    const rotation = orthogonalMatrix(4, d);
    const conjugate = (m: Rows) => multiply(multiply(rotation, m), transpose(rotation));
    const [b, value] = [
      gaussianMatrix(5, d),
      [
        [1, 0.2, 0],
        [0, 0.3, 0],
        [0, 0, -0.5],
      ],
    ];
    const x = uniformTokens(6, 4, d).map((entry, i) => 0.1 * entry + (i % d === 0 ? 1 : 0));
    const plain = await foundOf({ beta: 1, key: b, value, mask }, x, d);
    const other = await foundOf({ beta: 1, key: conjugate(b), value: conjugate(value), mask }, turned(x, rotation), d);
    expect(largestDifference(turned(plain.x, rotation), other.x)).toBeLessThan(1e-12);
    expect(largestDifference(rates(plain), rates(other))).toBeLessThan(1e-12);
  },
);

test('full attention: the order of the tokens changes nothing', async () => {
  const given = { beta: 2, value: [1, 0.6], key: [0.1, 5], mask: 'full' as const };
  const [one, two] = [
    [0.02, -0.03, 2.9, 3.2],
    [3.2, 0.02, 2.9, -0.03],
  ];
  const [first, second] = [await foundOf(given, atAngles(one), 2), await foundOf(given, atAngles(two), 2)];
  expect(largestDifference(rates(first), rates(second))).toBeLessThan(1e-12);
});

test('equations that are not attention: by differences, as exact as attention is where both are the same', async () => {
  const start = atAngles([0, 2.8, 0.1]);
  const given = { beta: 1, value: [1, 0.5], key: [0.1, 5] };
  const plain = await foundOf(given, start, 2);
  for (const mask of ['causal', 'full'] as const) {
    const attention = await foundOf({ ...given, mask }, start, 2);
    const heads = dynamicsOf({ ...given, mask, dynamics: 'multi-head', heads: 1 });
    const same = await found(heads, start, 2);
    expect(largestDifference(same.x, attention.x)).toBeLessThan(1e-12);
    expect(largestDifference(rates(same), rates(attention))).toBeLessThan(1e-10);
    expect(same.spectrum.error).toBeLessThan(1e-9);
  }
  expect(plain.spectrum.stability).toBe('stable');
});

test('an equation of R^d: V = −I and β = 0 pull the mean to 0, and any two opposite tokens are a rest', async () => {
  const dynamics = dynamicsOf({ dynamics: 'unnormalized', beta: 0, value: -1, mask: 'full' });
  const result = await found(dynamics, Float64Array.of(0.3, 0.1, 0, 0.2), 2);
  expect([result.x[0] + result.x[2], result.x[1] + result.x[3]].map(Math.abs).reduce((a, b) => a + b)).toBeLessThan(
    1e-15,
  );
  expect(largestDifference(rates(result), [-1, -1])).toBeLessThan(1e-12);
  expect(neutral(result)).toEqual({ symmetry: 1, family: 1 });
  expect(result).toMatchObject({ status: 'rest', configuration: null, spectrum: { stability: 'stable' } });
});

test('tokens that drift are at no rest, however slowly', async () => {
  for (const mask of ['causal', 'full'] as const) {
    const resolved = resolveEquation(equation({ beta: 40, mask }), { n: 4, d: 2 });
    const x = atAngles([0, 0, 1.5, 1.5]);
    const result = await findEquilibrium(resolved, x);
    expect(result.status).toBe('not found');
    expect(result.speed).toBeGreaterThan(0);
    expect(result.speed).toBeLessThan(1e-15);
    expect(largestDifference(result.x, x)).toBe(0);
  }
});

test('a rest far from the tokens says how far it was', async () => {
  const result = await foundOf({ beta: 1 }, atAngles([0, 0.4]), 2);
  expect(result.moved).toBeCloseTo(0.4, 12);
  const resolved = resolveEquation(equation({ beta: 1 }), { n: 2, d: 2 });
  const beyond = await findEquilibrium(resolved, atAngles([0, 0.4]), { within: 0.3 });
  expect(beyond).toMatchObject({ status: 'not found', moved: result.moved });
});

test('causal attention has no limit of coordinates, full attention has 1,500', async () => {
  const many = Float64Array.from({ length: 2 * 1600 }, (_, i) => (i % 2 === 0 ? 1 : 0.001 * (i % 7)));
  const causal = await foundOf({ beta: 1 }, many, 2);
  expect(causal.spectrum.eigenvalues).toHaveLength(1600);
  const full = resolveEquation(equation({ beta: 1, mask: 'full' }), { n: 1600, d: 2 });
  await expect(findEquilibrium(full, many)).rejects.toThrow(
    '"tokens" should have at most 1500 coordinates in all, n(d − 1), for a Jacobian that is not block by block, but there are 1600; take fewer tokens, or causal attention, which has no such limit.',
  );
  await expect(findEquilibrium(full, new Float64Array(3))).rejects.toThrow(
    '"x" should hold n·d = 3200 numbers, but 3 numbers came',
  );
});

test.each([
  ['one point', [0.3, 0.3, 0.3]],
  ['antipodal', [0.3, 0.3 + Math.PI, 0.3]],
  ['equispaced', [0, 1, 2, 3, 4].map((k) => (2 * Math.PI * k) / 5)],
  ['equispaced', [0, 1, 2, 3, 0].map((k) => (2 * Math.PI * k) / 4)],
  ['none', [0, 1, 2]],
] as const)('a configuration of kind %s', (kind, angles) => {
  expect(configurationOf(atAngles(angles), { n: angles.length, d: 2 }).kind).toBe(kind);
});

test('four tokens of S² as far from each other as can be are a simplex', () => {
  const x = Float64Array.of(1, 1, 1, 1, -1, -1, -1, 1, -1, -1, -1, 1).map((entry) => entry / Math.sqrt(3));
  expect(configurationOf(x, { n: 4, d: 3 })).toMatchObject({ kind: 'simplex', span: 3, sizes: [1, 1, 1, 1] });
});
