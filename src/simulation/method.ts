/** How a problem is stepped through: an integrator, and a step or tolerances. */
import { LARGEST_STAGE_DIMENSION } from '../backends/stages.ts';
import type { Engine, Tolerance } from '../core/engine.ts';
import { invalid, mistake, type ParkadeError, quoted } from '../core/errors.ts';
import { inFull } from '../core/number-text.ts';
import type { Noise } from '../core/state.ts';
import type { Equation } from '../dynamics/equation.ts';
import { spaceOf } from '../dynamics/index.ts';
import { explicitRegistry } from '../integrators/index.ts';
import { type AnyIntegrator, type ImplicitIntegrator, type Integrator, isImplicit } from '../integrators/integrator.ts';
import { FINEST_CELL, LAST_TIME } from '../numerics/wiener.ts';
import { equationOf, type Problem } from './problem.ts';

/** A step of fixed size, or one that follows tolerances; the latter needs an integrator with an error estimate. */
export type Method = FixedSteps | AdaptiveSteps;

interface FixedSteps {
  readonly kind: 'fixed';
  readonly integrator: AnyIntegrator;
  readonly dt: number;
  readonly merge?: false;
}

export interface AdaptiveSteps {
  readonly kind: 'adaptive';
  readonly integrator: AnyIntegrator & { readonly errorOrder: number };
  readonly tolerance: Tolerance;
  /** Taken over by this one where stiffness, not accuracy, bounds the steps of an explicit integrator. */
  readonly whenStiff?: ImplicitIntegrator;
  /** Compute tokens that implicit steps keep together as one particle: an approximation (backends/particles.ts). */
  readonly merge?: boolean;
}

/**
 * Whether a method has its parts.
 * @throws ParkadeError InvalidParameter for a kind, an integrator, a step or a tolerance that is missing or impossible
 */
export function checkParts(method: Method): void {
  const { kind, integrator } = method ?? {};
  if (kind !== 'fixed' && kind !== 'adaptive') {
    const expected = 'have the kind "fixed", with dt, or "adaptive", with a tolerance';
    throw invalid('method', expected, `came with ${quoted(kind)}`, 'add it');
  }
  if (typeof integrator !== 'object' || integrator === null || typeof integrator.name !== 'string') {
    const came = `came with ${quoted(integrator)}`;
    throw invalid('method', 'have an integrator of integratorRegistry', came, 'write integratorRegistry.dopri5, say');
  }
  if (method.kind === 'fixed') {
    if (method.dt > 0 && method.dt < Infinity) return;
    throw invalid('dt', 'be a finite number > 0', `came as ${quoted(method.dt)}`, 'change it');
  }
  const { rtol, atol } = method.tolerance ?? {};
  if (rtol >= 0 && atol >= 0 && rtol + atol > 0 && rtol + atol < Infinity) return;
  const expected = 'have a tolerance { rtol, atol } of finite numbers ≥ 0, not both 0';
  throw invalid('method', expected, `came with ${quoted(method.tolerance)}`, 'write { rtol: 1e-8, atol: 1e-10 }, say');
}

/**
 * @throws ParkadeError InvalidParameter for an implicit method on a problem whose stages cannot be solved token by
 *   token, for merging without one, for noise that the method would leave out, and for steps along great circles of
 *   tokens that live in R^d
 */
export function checkMethod(method: Method, engine: Engine, problem: Problem): void {
  const { integrator } = method;
  const { dynamics, shape } = problem;
  if (problem.noise) checkNoise(method, problem);
  if (method.merge) checkMerging(method, engine, problem);
  if ('onSphere' in integrator && spaceOf(dynamics) === 'euclidean') {
    throw mistake('InvalidParameter', {
      key: 'integrator',
      subject: `"integrator" ${integrator.name} steps along great circles, so it`,
      expected: 'come with tokens of the sphere',
      came: `came with dynamics ${dynamics.kind}, whose tokens live in R^d`,
      advice: 'use dopri5 or rk4',
    });
  }
  if ('output' in integrator && !engine.output) throw noOutput(integrator.name, equationOf(problem));
  if (!isImplicit(integrator) || engine.stages) return;
  if (equationOf(problem).attention === null) {
    throw mistake('InvalidParameter', {
      key: 'integrator',
      subject: `"integrator" ${integrator.name}`,
      expected:
        'come with an equation that it can solve for one token after another: a causal one on the sphere that depends on time and lengths nowhere, with weights that do not jump',
      came: `came with dynamics ${dynamics.kind} as it is`,
      advice: 'use auto or dopri5',
    });
  }
  const full = dynamics.parameters.mask === 'full';
  const why = full
    ? 'which under the full mask all feel each other'
    : `and does so on the backends wasm and reference, in double precision, up to dimension ${LARGEST_STAGE_DIMENSION}`;
  const large = shape.d > LARGEST_STAGE_DIMENSION;
  const came = full ? 'mask full' : large ? `dimension ${shape.d}` : 'another backend or precision';
  throw mistake('InvalidParameter', {
    key: 'integrator',
    subject: `"integrator" ${integrator.name}`,
    expected: `have tokens that feel their predecessors only, since it solves for one after another, ${why}`,
    came: `came with ${came}`,
    advice: `use ${full ? 'mask causal, or ' : ''}dopri5`,
  });
}

/** Which of the two lacks attention as it is before it is projected: the equation, or the backend. */
function noOutput(integrator: string, { dynamics, pieces, attention }: Equation): ParkadeError {
  const has = pieces !== null || attention !== null;
  const should = has ? 'backends wasm and reference' : 'any dynamics but kinetic-decay and the rescaled picture of unnormalized';
  const [came, advice] = has ? ['another backend', 'use "backend" wasm'] : [`dynamics ${dynamics.kind}`, 'use euler'];
  return mistake('InvalidParameter', {
    key: 'integrator',
    subject: `"integrator" ${integrator} adds attention as it is before it is projected, so it`,
    expected: `come with ${should}, which have it`,
    came: `came with ${came}`,
    advice,
  });
}

const NOISY = Object.values(explicitRegistry as Record<string, Integrator>).filter(({ noise }) => noise);

function oneOf(integrators: readonly Integrator[]): string {
  return integrators
    .map(({ name }) => name)
    .join(', ')
    .replace(/, ([^,]*)$/, ' or $1');
}

/**
 * Noise is followed by some methods only, in fixed steps, and its paths are known to some depth in time.
 * @throws ParkadeError InvalidParameter
 */
export function checkNoise(
  method: Method,
  { noise, tSpan, dynamics }: Pick<Problem, 'noise' | 'tSpan' | 'dynamics'>,
): void {
  if (!noise) return;
  const key = noise.kappa === undefined ? 'commonKappa' : 'kappa';
  if (spaceOf(dynamics) === 'euclidean') {
    const came = `came with dynamics ${dynamics.kind}, whose tokens live in R^d`;
    throw invalid(key, 'add noise on the sphere', came, 'drop it');
  }
  const { integrator } = method;
  if (method.kind === 'adaptive' || !('noise' in integrator) || !integrator.noise) {
    const came = method.kind === 'adaptive' ? `adaptive steps of ${integrator.name}` : integrator.name;
    throw mistake('InvalidParameter', {
      key,
      subject: `"${key}" adds noise, so it`,
      expected: `come with ${oneOf(NOISY)} with a fixed dt, which alone can follow it`,
      came: `came with ${came}`,
      advice: `use integrator splitting and give dt, or drop ${key}`,
    });
  }
  if (noise.commonKappa !== undefined && !integrator.noise.common) {
    throw invalid(
      'commonKappa',
      `come with integrator ${oneOf(NOISY.filter(({ noise: order }) => order?.common))}, which follows noise that all tokens have in common`,
      `came with ${integrator.name}`,
      'drop one of them',
    );
  }
  checkNoisySteps(method.dt, FINEST_CELL / integrator.noise.shortest, noise, key);
  if (!(tSpan[1] < LAST_TIME)) {
    throw invalid(
      'until',
      `be below 2^32 with "${key}", where paths of noise end`,
      `came as ${tSpan[1]}`,
      'end earlier',
    );
  }
}

function checkNoisySteps(dt: number, finest: number, noise: Noise, key: string): void {
  if (dt < finest) {
    throw invalid(
      'dt',
      `be at least ${finest.toExponential(1)} with "${key}", since paths of noise are resolved no finer`,
      `came as ${inFull(dt)}`,
      'enlarge dt',
    );
  }
  // √(2dt/κ) ≤ 1: a token that a step throws around the circle has been followed nowhere.
  for (const [name, symbol] of [['kappa', 'κ'] as const, ['commonKappa', 'κ₀'] as const]) {
    const kappa = noise[name];
    if (kappa === undefined || 2 * dt <= kappa) continue;
    throw invalid(
      'dt',
      `be at most ${symbol}/2 = ${inFull(kappa / 2)} with "${name}", so that the noise √(2dt/${symbol}) of a step stays below a radian`,
      `came as ${inFull(dt)}`,
      `lower dt or raise ${name}`,
    );
  }
}

/** Why `merge` is refused, given what it came with. */
export function mergingRefused(came: string): ParkadeError {
  return invalid(
    'merge',
    `come with adaptive implicit steps (integrator auto, esdirk3 or esdirk4, no dt) of tokens that feel their predecessors only, in double precision and up to dimension ${LARGEST_STAGE_DIMENSION}`,
    `came with ${came}`,
    'drop it or change that',
  );
}

function checkMerging(method: Method, engine: Engine, problem: Problem): void {
  const { dynamics, shape } = problem;
  if (method.kind === 'fixed') throw mergingRefused('dt');
  if (engine.enter) throw mergingRefused(`dynamics ${dynamics.kind}`);
  if (!isImplicit(method.integrator) && !method.whenStiff) throw mergingRefused(`integrator ${method.integrator.name}`);
  if (engine.stages) return;
  if (equationOf(problem).attention === null) throw mergingRefused(`dynamics ${dynamics.kind}`);
  throw mergingRefused(dynamics.parameters.mask === 'full' ? 'mask full' : `single precision or dimension ${shape.d}`);
}
