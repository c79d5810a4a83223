import type { Engine, Stages } from '../core/engine.ts';

/**
 * An engine that hands everything on to the one that is current, which may change but always has the same slots and
 * operations.
 */
export function delegatingEngine(current: () => Engine): Engine {
  const { stages, output } = current();
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
        around: (x) => currentStages().around(x),
        assess: (...rows) => currentStages().assess(...rows),
        angularErrorNorm: (...norm) => currentStages().angularErrorNorm(...norm),
      },
    }),
    dispose: () => current().dispose(),
  };
}
