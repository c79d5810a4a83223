/** What computed a run, in the worker that did. */
import { backendRegistry, prepareRun, type RunResult, resolveEquation } from 'parkade';
import type { Computed } from './computed.ts';

let kernels: boolean | undefined;

/** Whether kernels run at all: asked with attention of one token. */
function hasKernels(): boolean {
  if (kernels === undefined) {
    const { dynamics, shape } = prepareRun({ tokens: 1, beta: 1, until: 1 }).problem;
    kernels = backendRegistry.wasm.supports(resolveEquation(dynamics, shape));
  }
  return kernels;
}

export function computedOf({ spec, trajectory: { backend, fieldReport } }: RunResult): Computed {
  return {
    ...{ backend, path: fieldReport.path, threads: fieldReport.threads ?? 1 },
    ...{ precision: backend === 'webgpu' ? 'single' : (spec.precision ?? 'double') },
    ...{ asked: spec.backend ?? 'auto', isolated: crossOriginIsolated === true, kernels: hasKernels() },
  };
}
