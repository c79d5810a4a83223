/** The registry of integrators. To add one: a file beside this, and a line here. */
import { dop853 } from './dop853.ts';
import { dopri5 } from './dopri5.ts';
import { esdirk3 } from './esdirk3.ts';
import { esdirk4 } from './esdirk4.ts';
import { euler } from './euler.ts';
import { eulerMaruyama } from './euler-maruyama.ts';
import { heun } from './heun.ts';
import type { ImplicitIntegrator, Integrator } from './integrator.ts';
import { lieEuler } from './lie-euler.ts';
import { residual } from './residual.ts';
import { rk4 } from './rk4.ts';
import { splitting } from './splitting.ts';

export const explicitRegistry = {
  dopri5,
  dop853,
  rk4,
  euler,
  'lie-euler': lieEuler,
  splitting,
  heun,
  'euler-maruyama': eulerMaruyama,
  residual,
} as const satisfies Record<string, Integrator>;

/** For problems whose stages can be solved: attention. */
const implicitRegistry = { esdirk4, esdirk3 } as const satisfies Record<string, ImplicitIntegrator>;

export const integratorRegistry = { ...explicitRegistry, ...implicitRegistry } as const;

export type IntegratorName = keyof typeof integratorRegistry;
