import type { Engine, Stages } from '../core/engine.ts';

/**
 * An engine that hands everything on to the one that is current, which may change but always has the same slots and
 * operations.
 */
export function delegatingEngine(current: () => Engine): Engine {
  const { stages, output } = current();
  const { around, growth, steepest } = { ...stages };
  const currentStages = () => current().stages as Stages;
  return {
    write: (slot, x) => current().write(slot, x),
    read: (slot, into) => current().read(slot, into),
    field: (t, x, out) => current().field(t, x, out),
    combine: (...terms) => current().combine(...terms),
    normalize: (x, from) => current().normalize(x, from),
    exponential: (out, x, v) => current().exponential(out, x, v),
    errorNorm: (e, tolerance, x) => current().errorNorm(e, tolerance, x),
    finite: (x) => current().finite(x),
    ...(output && { output: (...slots) => (current().output as typeof output)(...slots) }),
    ...(stages && {
      stages: {
        solve: (...stage) => currentStages().solve(...stage),
        ...(steepest && { steepest: (x) => (currentStages().steepest as typeof steepest)(x) }),
        ...(growth && { growth: (...asked) => (currentStages().growth as typeof growth)(...asked) }),
        ...(around && { around: (x) => (currentStages().around as typeof around)(x) }),
        assess: (...rows) => currentStages().assess(...rows),
        angularErrorNorm: (...norm) => currentStages().angularErrorNorm(...norm),
        ...(stages.cost !== undefined && { cost: stages.cost }),
      },
    }),
    dispose: () => current().dispose(),
  };
}
