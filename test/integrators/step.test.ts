import { describe, expect, test } from 'vitest';
import { dopri5 } from '../../src/integrators/dopri5.ts';
import { explicitRegistry } from '../../src/integrators/index.ts';
import { flatStep, type Slope } from '../support/flat-engine.ts';
import { slope } from '../support/numeric.ts';

const ROUNDING = 1e-15;

function factorial(k: number): number {
  return k < 2 ? 1 : k * factorial(k - 1);
}

/** A field with time in it and all products of y: y₁′ = y₂ cos t, y₂′ = −y₁ + y₂²/4. */
const curved: Slope = (t, [a, b]) => [b * Math.cos(t), -a + (b * b) / 4];

const FINE = 256;
/** y after dt, by a great many small steps of the order-5 method. */
async function fineStep(f: Slope, t: number, y: readonly number[], dt: number): Promise<number[]> {
  let state = [...y];
  for (let i = 0; i < FINE; i++) state = [...(await flatStep(dopri5, f, t + (dt * i) / FINE, state, dt / FINE)).y];
  return state;
}

function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Math.hypot(...Array.from(a, (entry, i) => entry - b[i]));
}

/** Of `splitting`, whose step is two of Kutta's method of order 3: that is Simpson's rule, right for cubics too. */
const HALVES = { parts: 2, quadrature: 4 };

describe.each(Object.values(explicitRegistry))('one step of $name', (integrator) => {
  const { parts, quadrature } = integrator.name === 'splitting' ? HALVES : { parts: 1, quadrature: integrator.order };

  test('integrates powers of t below its order exactly: Σ b_i c_i^k = 1/(k + 1)', async () => {
    for (let k = 0; k < quadrature; k++) {
      const { y } = await flatStep(integrator, (t) => [t ** k], 0, [0], 1);
      expect(Math.abs(y[0] - 1 / (k + 1))).toBeLessThan(ROUNDING);
    }
    const { y } = await flatStep(integrator, (t) => [t ** quadrature], 0, [0], 1);
    expect(Math.abs(y[0] - 1 / (quadrature + 1))).toBeGreaterThan(1e-5); // and no further
  });

  test('multiplies y′ = zy by the series of e^z up to its order', async () => {
    // From order 8 on what comes after the series is more than one term, and small only for small z.
    for (const z of integrator.order < 8 ? [-1, 0.5, 1] : [-0.05, 0.025, 0.05]) {
      const { y } = await flatStep(integrator, (_, [value]) => [z * value], 0, [1], 1);
      let series = 0;
      for (let k = 0; k <= integrator.order; k++) series += (z / parts) ** k / factorial(k);
      if (integrator.order === 5) series += z ** 6 / 600; // Dormand and Prince's sixth stage
      expect(Math.abs(y[0] - series ** parts)).toBeLessThan(ROUNDING);
    }
  });

  test('errs by O(dt^(order + 1)) where time and tokens mix', async () => {
    const finest = integrator.order > 5 ? 0.15 : integrator.order > 2 ? 0.02 : 0.005;
    const steps = [4 * finest, 2 * finest, finest];
    const errors: number[] = [];
    for (const dt of steps) {
      const { y } = await flatStep(integrator, curved, 0.3, [1, 0.5], dt);
      errors.push(distance(y, await fineStep(curved, 0.3, [1, 0.5], dt)));
    }
    const observed = slope(steps.map(Math.log), errors.map(Math.log));
    expect(Math.abs(observed - integrator.order - 1)).toBeLessThan(0.25);
  });
});

describe.each(Object.values(explicitRegistry).filter(({ errorOrder }) => errorOrder !== null))(
  'the error estimate of $name',
  (integrator) => {
    test('has the order it says: it shrinks like dt^(errorOrder + 1)', async () => {
      const steps = [0.2, 0.1, 0.05];
      const errors: number[] = [];
      for (const dt of steps) errors.push((await flatStep(integrator, curved, 0.3, [1, 0.5], dt)).errorNorm);
      const observed = slope(steps.map(Math.log), errors.map(Math.log));
      expect(Math.abs(observed - (integrator.errorOrder as number) - 1)).toBeLessThan(0.25);
    });

    test('vanishes for an equation that both methods solve exactly', async () => {
      const { error } = await flatStep(integrator, (t) => [1 + t], 0, [0], 1);
      expect(Math.abs(error[0])).toBeLessThan(ROUNDING);
    });
  },
);

describe.each(Object.values(explicitRegistry).filter(({ interpolate }) => interpolate))(
  'the continuous extension of $name',
  (integrator) => {
    test('joins both ends of the step', async () => {
      const step = await flatStep(integrator, curved, 0.3, [1, 0.5], 0.4);
      expect(distance(await step.interpolate(0), [1, 0.5])).toBe(0);
      expect(distance(await step.interpolate(1), step.y)).toBeLessThan(ROUNDING);
    });

    test('leaves and arrives with the slopes of the field', async () => {
      const [dt, small] = [0.4, 1e-6];
      const step = await flatStep(integrator, curved, 0.3, [1, 0.5], dt);
      const out = (await step.interpolate(small)).map((entry, i) => (entry - [1, 0.5][i]) / (dt * small));
      expect(distance(out, curved(0.3, Float64Array.of(1, 0.5)))).toBeLessThan(1e-5);
      const into = (await step.interpolate(1 - small)).map((entry, i) => (step.y[i] - entry) / (dt * small));
      expect(distance(into, curved(0.3 + dt, step.y))).toBeLessThan(1e-5);
    });

    test('is one order below the method: within the step it errs by O(dt^order)', async () => {
      const steps = integrator.order > 5 ? [0.4, 0.3, 0.2] : [0.4, 0.2, 0.1];
      for (const theta of [0.2, 0.5, 0.9]) {
        const errors: number[] = [];
        for (const dt of steps) {
          const step = await flatStep(integrator, curved, 0.3, [1, 0.5], dt);
          errors.push(distance(await step.interpolate(theta), await fineStep(curved, 0.3, [1, 0.5], theta * dt)));
        }
        const observed = slope(steps.map(Math.log), errors.map(Math.log));
        expect(observed, `θ = ${theta}: errors ${errors}`).toBeGreaterThan(integrator.order - 0.3);
      }
    });
  },
);
