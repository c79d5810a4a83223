/**
 * When an explicit integrator should hand over: stiffness, not accuracy, bounds its steps, and many of them are still
 * to come.
 */
import type { Engine, Slot, Stages } from '../core/engine.ts';
import type { Awaitable } from '../core/state.ts';
import { type ImplicitIntegrator, isImplicit } from '../integrators/integrator.ts';
import type { Stepper } from '../integrators/stepper.ts';
import type { Method } from './method.ts';

/** Steps between two looks at the Jacobian, each of which costs as much as a field. */
const LOOK_EVERY = 10;
/** So many stiff looks in a row settle it. */
const LOOKS = 3;
/**
 * An implicit step costs about as much as three explicit ones, and grows: below this many it is not worth the change.
 */
const STEPS_WORTH = 300;

/** A question asked after every step: the integrator to go on with, or null. */
export function stiffnessWatch(
  engine: Engine,
  method: Method,
  end: number,
): (stepper: Stepper, t: number, dt: number) => Awaitable<ImplicitIntegrator | null> {
  const { whenStiff } = { whenStiff: undefined, ...method };
  const { stages } = engine;
  if (!whenStiff || !stages) return () => null;
  let steps = 0;
  let stiff = 0;
  async function look(x: Slot, dt: number, from: number, { assess }: Stages): Promise<ImplicitIntegrator | null> {
    const { steepest } = await assess(x, 0);
    stiff = dt * steepest > from ? stiff + 1 : 0;
    return stiff >= LOOKS && whenStiff ? whenStiff : null;
  }
  return ({ integrator, x }, t, dt) => {
    if (isImplicit(integrator) || integrator.stiffFrom === undefined || ++steps % LOOK_EVERY !== 0) return null;
    return (end - t) / dt > STEPS_WORTH ? look(x, dt, integrator.stiffFrom, stages) : null;
  };
}
