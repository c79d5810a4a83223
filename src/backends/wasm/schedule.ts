/** Which path computes which rows, made ready in the memory of a problem. */
import type { FieldReport } from '../../core/engine.ts';
import { ParkadeError } from '../../core/errors.ts';
import type { FieldOptions } from '../backend.ts';
import { direct } from './direct.ts';
import type { Kernels } from './kernels.ts';
import type { Plan, WebAssemblyMemory } from './memory.ts';
import type { PathDefinition, PathSetting } from './path.ts';
import { sphereHarmonics } from './sphere-harmonics.ts';

/** To add a path: a file beside this, its kernels in assembly/, and a line here. */
export const pathRegistry = { direct, harmonic: sphereHarmonics } as const satisfies Record<string, PathDefinition>;

export interface Schedule {
  fill(memory: WebAssemblyMemory): void;
  rows(kernels: Kernels, out: number): void;
  report(memory: WebAssemblyMemory): FieldReport;
}

export function scheduleOf(plan: Plan, setting: PathSetting, { field = 'direct' }: FieldOptions): Schedule {
  const { n } = setting.shape;
  const definition = field === 'harmonic' ? sphereHarmonics : direct;
  const refusal = field === 'local' ? 'it is not there' : definition.refusal(setting.attention, setting.shape);
  if (refusal !== null)
    throw new ParkadeError('InvalidParameter', `The ${field} field does not cover this: ${refusal}.`);
  const path = definition.place(plan, setting);
  let rows = 0;
  return {
    fill: (memory) => path.fill(memory),
    rows(kernels, out) {
      rows += n;
      path.rows(kernels, 0, n, out);
    },
    report: (memory) => ({ path: definition.name, rows, ...path.report(memory) }),
  };
}
