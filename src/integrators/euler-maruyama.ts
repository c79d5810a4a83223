import type { Integrator } from './integrator.ts';

/**
 * x ← exp_x(dt f(x) + √(2/κ) P_x ΔW): a random walk along great circles; without noise it is lie-euler. Its limit is the Stratonovich
 * equation, without a correction: what Itô's equation has towards the center comes of staying on the sphere.
 *
 * Strong order 1 on the circle, where the noise is additive, and exact there for f = 0; 1/2 in higher dimensions. Weak order 1.
 */
export const eulerMaruyama: Integrator = {
  name: 'euler-maruyama',
  title: 'Euler–Maruyama along great circles, for noise',
  order: 1,
  errorOrder: null,
  source: 'Maruyama 1955; as a geodesic random walk: Jørgensen, Z. Wahrscheinlichkeitstheorie 32 (1975)',
  stages: 1,
  firstSameAsLast: false,
  noise: true,
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
