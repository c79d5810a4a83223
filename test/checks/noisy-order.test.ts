/** What the check allows for steps, against the law that the steps themselves have; and that it can fail. */
import { describe, expect, test } from 'vitest';
import { equilibriumOrder, meanFieldOrder } from '../../src/checks/kinetic/kuramoto-order.ts';
import { noisyOrder, OF_STEPS, ordersOf } from '../../src/checks/kinetic/noisy-order.ts';

const DT = 1 / 8;

const TWO_PI = 2 * Math.PI;
const ANGLES = Array.from({ length: 96 }, (_, i) => (TWO_PI * i) / 96);
const MODES = 40;

/** E cos mθ of a symmetric density on the circle after noise for a share of `DT`. */
const mixed = (moments: readonly number[], share: number, kappa: number) =>
  moments.map((moment, m) => moment * Math.exp((-m * m * share * DT) / kappa));

/** The same after the forces P_x m of the density's own mean m, for half of `DT`, by Kutta's method as the integrator has it. */
function driven(moments: readonly number[]): number[] {
  const weights = ANGLES.map(
    (angle) =>
      moments.reduce((sum, moment, m) => sum + (m === 0 ? 1 : 2) * moment * Math.cos(m * angle), 0) / ANGLES.length,
  );
  const x = ANGLES.map((angle): [number, number] => [Math.cos(angle), Math.sin(angle)]);
  const force = (y: readonly (readonly [number, number])[]) => {
    const unit = y.map(([a, b]): [number, number] => [a / Math.hypot(a, b), b / Math.hypot(a, b)]);
    const mean = unit.reduce((sum, [a], i) => sum + weights[i] * a, 0);
    return unit.map(([a, b]): [number, number] => [mean * b * b, -mean * a * b]);
  };
  const plus = (terms: readonly (readonly [number, readonly [number, number][]])[]) =>
    x.map(([a, b], i): [number, number] => [
      terms.reduce((sum, [weight, slope]) => sum + weight * slope[i][0], a),
      terms.reduce((sum, [weight, slope]) => sum + weight * slope[i][1], b),
    ]);
  const h = DT / 2;
  const first = force(x);
  const second = force(plus([[h / 2, first]]));
  const third = force(plus([[-h, first], [2 * h, second]])); // biome-ignore format: a row of the tableau
  const end = plus([[h / 6, first], [(2 * h) / 3, second], [h / 6, third]]); // biome-ignore format: weights
  return Array.from({ length: MODES }, (_, m) =>
    end.reduce((sum, [a, b], i) => sum + weights[i] * Math.cos(m * Math.atan2(b, a)), 0),
  );
}

/** The order at which steps of `DT` leave mean field at rest. */
function steppedOrder(kappa: number): number {
  let moments = Array.from({ length: MODES }, (_, m) => 0.8 ** m);
  for (let step = 0; step < 400; step++) {
    moments = driven(mixed(moments, 3 / 16, kappa));
    moments = driven(mixed(moments, 5 / 8, kappa));
    moments = mixed(moments, 3 / 16, kappa);
  }
  return moments[1];
}

/** What Kutta's method of order 3 makes of ẏ = ay. */
const grown = (a: number, dt: number) => 1 + a * dt + (a * dt) ** 2 / 2 + (a * dt) ** 3 / 6;

describe('the allowance for steps', () => {
  // Below κ = 2, as n → ∞: the amplitude of the first mode decays by noise at 1/κ and grows by the field at ½; n E R² = 1 without a field.
  test.each([0.5, 1, 1.4])('covers what they are wrong by at κ = %f, and is no more than ten times that', (kappa) => {
    const kept = (share: number) => Math.exp((-2 * share * DT) / kappa);
    const noise = (square: number, share: number) => kept(share) * square + 1 - kept(share);
    let square = 1;
    for (let i = 0; i < 5000; i++) {
      square = noise(square, 3 / 16) * grown(0.5, DT / 2) ** 2;
      square = noise(square, 5 / 8) * grown(0.5, DT / 2) ** 2;
      square = noise(square, 3 / 16);
    }
    const wrong = Math.abs(square * (1 - kappa / 2) - 1);
    expect(wrong).toBeLessThan(OF_STEPS);
    expect(wrong).toBeGreaterThan(OF_STEPS / 10);
  });

  // Above, the density itself is carried through the steps until it rests: about 0.7240 for 0.7241 at κ = 3, as docs/numerics.md has it.
  test.each([3, 6])('covers what they are wrong by at κ = %f, and is no more than thirty times that', (kappa) => {
    const wrong = Math.abs((steppedOrder(kappa) / meanFieldOrder(kappa)) ** 2 - 1);
    expect(wrong).toBeLessThan(OF_STEPS);
    expect(wrong).toBeGreaterThan(OF_STEPS / 30);
  });
});

test('runs by a method of first order fail the check', async () => {
  // Of 400 tokens E R² at κ = 3 is known to 0.7 % then; heun makes it 3 % too large.
  const given = { tokens: 400, until: 1500, runs: 1, seed: 1 };
  const exact = (kappa: number) => {
    const square = equilibriumOrder(kappa, given.tokens) / given.tokens;
    return Array.from({ length: 60 }, (_, i) => Math.sqrt(square * (i % 2 === 0 ? 1.1 : 0.9)));
  };
  const values = await Promise.all(
    noisyOrder.cells(given).map((cell) => (cell.kappa === 3 ? ordersOf(cell, 'heun') : exact(cell.kappa))),
  );
  const outcomes = noisyOrder.judge(values, given).map(({ what, outcome }) => [what, outcome]);
  expect(outcomes.filter(([, outcome]) => outcome !== 'holds')).toEqual([['n E R² at κ = 3', 'fails']]);
});
