import type { Integrator } from './integrator.ts';

/**
 * Heun's method, the trapezoidal rule with an Euler step for its end, in the drift and in the noise:
 *
 *   p = x + dt f(x) + √(2/κ) P_x ΔW,   x ← x + dt/2 (f(x) + f(p)) + √(2/κ)/2 (P_x + P_p) ΔW,   then x ← x/|x|,
 *
 * which follows the Stratonovich equation. Order 2 without noise; with it strong order 1 on the circle, where the noise
 * is additive, and 1/2 in higher dimensions, where tangential noises do not commute. Weak order 1, even without forces:
 * x/|x| is not where the great circle goes. From E⟨x(dt), x⟩ to second order, free tokens forget their start as if κ
 * were κ + dt on the circle, κ + (d + 3/2) dt for d ≥ 3.
 */
export const heun: Integrator = {
  name: 'heun',
  title: 'Heun, for noise of weak order 1',
  order: 2,
  errorOrder: null,
  source: 'Heun 1900; for Stratonovich equations: Rümelin, SIAM J. Numer. Anal. 19 (1982)',
  stages: 3, // the third slope is the noise at the predicted tokens
  firstSameAsLast: false,
  noise: { order: 1, shortest: 1, common: false, slowing: (d) => (d === 2 ? 1 : d + 1.5) },
  async step(engine, t, dt, { x, y, error, slopes }) {
    const [slope, predictedSlope, predictedNoise] = slopes;
    const noise = error;
    const weight = engine.noise ? 1 : 0; // at zero a slot is not looked at
    await engine.noise?.(t, t + dt, x, noise);
    await engine.combine(y, x, [dt, weight], [slope, noise]);
    await engine.field(t + dt, y, predictedSlope);
    await engine.noise?.(t, t + dt, y, predictedNoise);
    const halves = [dt / 2, dt / 2, weight / 2, weight / 2];
    await engine.combine(y, x, halves, [slope, predictedSlope, noise, predictedNoise]);
    await engine.normalize(y, x);
  },
};
