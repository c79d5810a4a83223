import type { Integrator } from './integrator.ts';

/** x ← exp_x(dt f(x)): a step along the great circle, never off the sphere. */
export const lieEuler: Integrator = {
  name: 'lie-euler',
  title: 'Lie–Euler, along great circles',
  order: 1,
  errorOrder: null,
  source: 'Iserles, Munthe-Kaas, Nørsett & Zanna, Acta Numerica 9 (2000)',
  stages: 1,
  firstSameAsLast: false,
  onSphere: true,
  async step(engine, _t, dt, { x, y, error, slopes }) {
    await engine.combine(error, null, [dt], slopes);
    await engine.exponential(y, x, error);
    await engine.normalize(y, x); // removes rounding only
  },
};
