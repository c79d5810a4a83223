/** How a problem is stepped through: an integrator, and a step or tolerances. */
import { LARGEST_STAGE_DIMENSION } from './backends/stages.ts';
import type { Engine, Tolerance } from './core/engine.ts';
import { ParkadeError } from './core/errors.ts';
import { type AnyIntegrator, type ImplicitIntegrator, isImplicit } from './integrators/integrator.ts';
import type { Problem } from './problem.ts';

/** A step of fixed size, or one that follows tolerances; the latter needs an integrator with an error estimate. */
export type Method =
  | { readonly integrator: AnyIntegrator; readonly dt: number }
  | {
      readonly integrator: AnyIntegrator & { readonly errorOrder: number };
      readonly tolerance: Tolerance;
      /** Taken over by this one where stiffness, not accuracy, bounds the steps of an explicit integrator. */
      readonly whenStiff?: ImplicitIntegrator;
    };

/** @throws ParkadeError InvalidParameter for an implicit method on a problem whose stages cannot be solved token by token */
export function checkMethod({ integrator }: Method, engine: Engine, { dynamics, shape }: Problem): void {
  if (!isImplicit(integrator) || engine.stages) return;
  const full = dynamics.parameters.mask === 'full';
  const why = full
    ? 'which under the full mask all feel each other'
    : `and does so on the backends wasm and reference, in double precision, up to dimension ${LARGEST_STAGE_DIMENSION}`;
  const large = shape.d > LARGEST_STAGE_DIMENSION;
  const came = full ? 'mask full' : large ? `dimension ${shape.d}` : 'another backend or precision';
  throw new ParkadeError(
    'InvalidParameter',
    `"integrator" ${integrator.name} should have tokens that feel their predecessors only, since it solves for one after another, ${why}; it came with ${came}. Use ${full ? 'mask causal, or ' : ''}dopri5.`,
  );
}
