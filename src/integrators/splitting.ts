import type { Engine, Slot } from '../core/engine.ts';
import type { Integrator } from './integrator.ts';

/**
 * Of the step, the noise that comes first and last: near McLachlan's best, 0.1932, and a sum of powers of two, which
 * paths of noise like.
 */
const OUTER = 3 / 16;

/**
 * Noise and drift in turn, symmetrically:
 *
 *   x ← N_{αdt} D_{dt/2} N_{(1−2α)dt} D_{dt/2} N_{αdt} x,  α = 3/16,
 *
 * N the motion by noise alone, right in law however long the step, D Kutta's method of order 3 for ẋ = f. So it is of
 * weak order 2: averages over runs err by O(dt²), and without forces not at all. Along one path of noise it has strong
 * order 1 on the circle and 1/2 in higher dimensions, where tangential noises do not commute. For a linear force −ax
 * the variance is wrong by (a dt)²/48 of it; the usual N_{dt/2} D_dt N_{dt/2} would leave (a dt)²/3.
 */
export const splitting: Integrator = {
  name: 'splitting',
  title: 'symmetric splitting of noise and drift',
  order: 3,
  errorOrder: null,
  source:
    'McLachlan, SIAM J. Sci. Comput. 16 (1995); of noise on manifolds: Leimkuhler & Matthews, Proc. R. Soc. A 472 (2016); drift: Kutta 1901',
  stages: 4, // slopes[0] may not be written
  firstSameAsLast: false,
  ownSlopes: true,
  noise: { order: 2, shortest: OUTER, common: true, slowing: () => 0 },
  async step(engine, t, dt, { x, y, error, slopes }) {
    const [, ...own] = slopes;
    const middle = t + dt / 2;
    await diffuse(engine, t, OUTER * dt, x, error);
    await drift(engine, t, dt / 2, error, y, own);
    await diffuse(engine, t + OUTER * dt, (1 - 2 * OUTER) * dt, y, error);
    await drift(engine, middle, dt / 2, error, y, own);
    await diffuse(engine, t + (1 - OUTER) * dt, OUTER * dt, y, y, true);
  },
};

async function diffuse(engine: Engine, t: number, dt: number, from: Slot, to: Slot, reversed = false): Promise<void> {
  if (engine.diffuse) await engine.diffuse(t, dt, from, to, reversed);
  else if (to !== from) await engine.combine(to, from, [], []);
}

/** y ← the solution of ẋ = f(t, x) after dt. */
async function drift(engine: Engine, t: number, dt: number, x: Slot, y: Slot, slopes: readonly Slot[]): Promise<void> {
  await engine.field(t, x, slopes[0]);
  await engine.combine(y, x, [dt / 2], slopes);
  await engine.field(t + dt / 2, y, slopes[1]);
  await engine.combine(y, x, [-dt, 2 * dt], slopes);
  await engine.field(t + dt, y, slopes[2]);
  await engine.combine(y, x, [dt / 6, (2 * dt) / 3, dt / 6], slopes);
  await engine.normalize(y, x);
}
