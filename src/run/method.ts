/** How a specification says that a run is stepped: an integrator, a step or tolerances. */
import { invalid, mistake } from '../core/errors.ts';
import type { Shape } from '../core/state.ts';
import { integratorRegistry } from '../integrators/index.ts';
import { type AnyIntegrator, isImplicit } from '../integrators/integrator.ts';
import { type AdaptiveSteps, type Method, mergingRefused } from '../simulation/method.ts';
import type { RunSpec } from './spec.ts';

const DEFAULT_TOLERANCE = { rtol: 1e-8, atol: 1e-10 };

/**
 * What `auto` begins with at a relative tolerance, and what it goes on with where steps are bounded by stiffness. On
 * Figure 2's problem dop853 takes 1.1 of dopri5's evaluations at 1e-6, 0.85 at 3e-8, 0.78 at 1e-8, 0.55 at 1e-10.
 */
const AUTO = {
  integrator: (rtol: number) => (rtol <= HIGH_ORDER_UP_TO ? integratorRegistry.dop853 : integratorRegistry.dopri5),
  whenStiff: integratorRegistry.esdirk4,
};
const HIGH_ORDER_UP_TO = 3e-8;

/** Implicit stages sum over every pair: with more tokens `auto` keeps to explicit steps, and to their memory. */
const MOST_IMPLICIT_TOKENS = 20_000;

export function methodOf(spec: RunSpec, { n }: Shape): { method: Method; keys: Partial<RunSpec> } {
  const noisy = spec.kappa !== undefined || spec.commonKappa !== undefined;
  const usual = spec.dt === undefined ? 'auto' : 'dopri5';
  const name = spec.integrator ?? (noisy ? 'splitting' : usual);
  const integrator: AnyIntegrator =
    name === 'auto' ? AUTO.integrator(spec.rtol ?? DEFAULT_TOLERANCE.rtol) : integratorRegistry[name];
  const instead = noisy ? 'give dt' : 'give dt, or use dopri5'; // dopri5 knows no noise
  const tolerances = spec.rtol !== undefined || spec.atol !== undefined;
  if (integrator.errorOrder === null && tolerances) {
    throw mistake('InvalidParameter', {
      key: 'integrator',
      subject: `"integrator" ${name} makes no error estimate, so it`,
      expected: 'come without rtol and atol',
      came: 'they came',
      advice: instead,
    });
  }
  const dt = spec.dt ?? (integrator.errorOrder === null ? spec.layerTime : undefined); // a step a layer
  if (integrator.errorOrder === null && dt === undefined) {
    throw noisy
      ? invalid('dt', 'be the step of a run with noise, a finite number > 0', 'is missing', 'give dt, 0.125 for one')
      : invalid('dt', `be a finite number > 0 for ${name}, which makes no error estimate`, 'is missing', instead);
  }
  if (spec.dt !== undefined && (tolerances || name === 'auto')) {
    const chosen = tolerances ? 'rtol and atol choose it' : 'the integrator auto chooses it';
    throw mistake('InvalidParameter', {
      key: 'dt',
      subject: `"dt" fixes the step while ${chosen}; one of them`,
      expected: 'be given',
      came: 'both came',
      advice: 'drop one',
    });
  }
  if (spec.merge && spec.dt !== undefined) throw mergingRefused('dt');
  if (spec.merge && name !== 'auto' && !isImplicit(integrator)) throw mergingRefused(`integrator ${name}`);
  if (dt !== undefined) return { method: { kind: 'fixed', integrator, dt }, keys: { integrator: name, dt } };
  const tolerance = { rtol: spec.rtol ?? DEFAULT_TOLERANCE.rtol, atol: spec.atol ?? DEFAULT_TOLERANCE.atol };
  if (tolerance.rtol + tolerance.atol === 0) {
    throw mistake('InvalidParameter', {
      key: 'rtol',
      subject: '"rtol" and "atol"',
      expected: 'not both be 0',
      came: 'both came as 0',
      advice: 'give one of them, such as rtol: 1e-8',
    });
  }
  const merge = spec.merge ? { merge: true } : {};
  const adaptive: AdaptiveSteps = {
    kind: 'adaptive',
    integrator: integrator as AdaptiveSteps['integrator'],
    tolerance,
    ...merge,
  };
  return {
    method: name === 'auto' && n <= MOST_IMPLICIT_TOKENS ? { ...adaptive, whenStiff: AUTO.whenStiff } : adaptive,
    keys: { integrator: name, ...tolerance, ...merge },
  };
}
