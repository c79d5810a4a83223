import type { Integrator } from './integrator.ts';

/**
 * x ← exp_x(dt f(x) + √(2/κ) P_x ΔW): a random walk along great circles; without noise it is lie-euler. Its limit is
 * the Stratonovich equation, without a correction: what Itô's equation has towards the center comes of staying on the
 * sphere.
 *
 * Strong order 1 on the circle, where the noise is additive, and exact there for f = 0; 1/2 in higher dimensions. Weak
 * order 1: free tokens forget their start as if κ were κ − (d − 2) dt/3, from E cos|ξ| to second order.
 */
export const eulerMaruyama: Integrator = {
  name: 'euler-maruyama',
  title: 'Euler–Maruyama along great circles, for noise of weak order 1',
  order: 1,
  errorOrder: null,
  source: 'Maruyama 1955; as a geodesic random walk: Jørgensen, Z. Wahrscheinlichkeitstheorie 32 (1975)',
  stages: 1,
  firstSameAsLast: false,
  noise: { order: 1, shortest: 1, common: false, slowing: (d) => -(d - 2) / 3 },
  async step(engine, t, dt, { x, y, error, slopes }) {
    const move = error;
    if (engine.noise) {
      await engine.noise(t, t + dt, x, move);
      await engine.combine(move, move, [dt], slopes);
    } else await engine.combine(move, null, [dt], slopes);
    await engine.exponential(y, x, move);
    await engine.normalize(y, x); // removes rounding only
  },
};
