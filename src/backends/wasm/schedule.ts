/** Which path computes which rows, made ready in the memory of a problem. */
import type { FieldReport } from '../../core/engine.ts';
import type { FieldOptions } from '../backend.ts';
import { direct } from './direct.ts';
import { directSingle } from './direct-single.ts';
import type { Kernels } from './kernels.ts';
import type { Plan, WebAssemblyMemory } from './memory.ts';
import type { PathDefinition, PathSetting } from './path.ts';

/** To add a path: a file beside this, its kernels in assembly/, and a line here. */
export const pathRegistry = { direct } as const satisfies Record<string, PathDefinition>;

export interface Schedule {
  fill(memory: WebAssemblyMemory): void;
  rows(kernels: Kernels, out: number): void;
  report(memory: WebAssemblyMemory): FieldReport;
}

export function scheduleOf(plan: Plan, setting: PathSetting, options: FieldOptions): Schedule {
  const { n } = setting.shape;
  const path = (options.precision === 'single' ? directSingle : direct).place(plan, setting);
  let rows = 0;
  return {
    fill: (memory) => path.fill(memory),
    rows(kernels, out) {
      rows += n;
      path.rows(kernels, 0, n, out);
    },
    report: (memory) => ({ path: 'direct', rows, ...path.report(memory) }),
  };
}
