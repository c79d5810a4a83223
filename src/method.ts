/** How a problem is stepped through: an integrator, and a step or tolerances. */
import { LARGEST_STAGE_DIMENSION } from './backends/stages.ts';
import type { Engine, Tolerance } from './core/engine.ts';
import { ParkadeError } from './core/errors.ts';
import { attentionOf, spaceOf } from './dynamics/index.ts';
import { type AnyIntegrator, type ImplicitIntegrator, isImplicit } from './integrators/integrator.ts';
import type { Problem } from './problem.ts';

/** A step of fixed size, or one that follows tolerances; the latter needs an integrator with an error estimate. */
export type Method =
  | { readonly integrator: AnyIntegrator; readonly dt: number; readonly merge?: false }
  | {
      readonly integrator: AnyIntegrator & { readonly errorOrder: number };
      readonly tolerance: Tolerance;
      /** Taken over by this one where stiffness, not accuracy, bounds the steps of an explicit integrator. */
      readonly whenStiff?: ImplicitIntegrator;
      /** Compute tokens that implicit steps keep together as one particle: an approximation (backends/particles.ts). */
      readonly merge?: boolean;
    };

/**
 * @throws ParkadeError InvalidParameter for an implicit method on a problem whose stages cannot be solved token by token, and for
 *   merging without one, and for steps along great circles of tokens that live in R^d
 */
export function checkMethod(method: Method, engine: Engine, problem: Problem): void {
  const { integrator } = method;
  const { dynamics, shape } = problem;
  if (method.merge) checkMerging(method, engine, problem);
  if ('onSphere' in integrator && spaceOf(dynamics) === 'euclidean') {
    throw new ParkadeError(
      'InvalidParameter',
      `"integrator" ${integrator.name} steps along great circles, so it should come with tokens of the sphere, but came with dynamics ${dynamics.kind}, whose tokens live in R^d; use dopri5 or rk4.`,
    );
  }
  if (!isImplicit(integrator) || engine.stages) return;
  if (attentionOf(dynamics, shape) === null) {
    throw new ParkadeError(
      'InvalidParameter',
      `"integrator" ${integrator.name} solves its equations for attention and frozen-centers only, but came with dynamics ${dynamics.kind}; use auto or dopri5.`,
    );
  }
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

/** Why `merge` is refused, given what it came with. */
export function mergingRefused(came: string): ParkadeError {
  return new ParkadeError(
    'InvalidParameter',
    `"merge" should come with adaptive implicit steps (integrator auto, esdirk3 or esdirk4, no dt) of tokens that feel their predecessors only, in double precision and up to dimension ${LARGEST_STAGE_DIMENSION}, but came with ${came}; drop it or change that.`,
  );
}

function checkMerging(method: Method, engine: Engine, { dynamics, shape }: Problem): void {
  if (!('tolerance' in method)) throw mergingRefused('dt');
  if (!isImplicit(method.integrator) && !method.whenStiff) throw mergingRefused(`integrator ${method.integrator.name}`);
  if (engine.stages) return;
  if (attentionOf(dynamics, shape) === null) throw mergingRefused(`dynamics ${dynamics.kind}`);
  throw mergingRefused(dynamics.parameters.mask === 'full' ? 'mask full' : `single precision or dimension ${shape.d}`);
}
