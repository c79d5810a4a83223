/** The registry of integrators. To add one: a file beside this, and a line here. */
import { dopri5 } from './dopri5.ts';
import { euler } from './euler.ts';
import type { Integrator } from './integrator.ts';
import { lieEuler } from './lie-euler.ts';
import { rk4 } from './rk4.ts';

export const integratorRegistry = {
  dopri5,
  rk4,
  euler,
  'lie-euler': lieEuler,
} as const satisfies Record<string, Integrator>;

export type IntegratorName = keyof typeof integratorRegistry;
