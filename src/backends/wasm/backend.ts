/**
 * The WebAssembly backend: attention computed by kernels with 128-bit vectors (assembly/), along one of several paths. Its bytes
 * arrive in a module, so that it loads alike in Node, in workers, in a browser and through any bundler.
 */
import type { Shape, VectorField } from '../../core/state.ts';
import type { AttentionFieldParameters } from '../../dynamics/attention-field.ts';
import type { DynamicsDefinition } from '../../dynamics/dynamics.ts';
import { type Dynamics, dynamicsRegistry } from '../../dynamics/index.ts';
import type { Backend } from '../backend.ts';
import { slotEngine } from '../slot-engine.ts';
import { placeCommon } from './common.ts';
import { kernelBytes } from './kernels.generated.ts';
import type { Kernels } from './kernels.ts';
import { LARGEST_MEMORY, PAGE, planMemory, type WebAssemblyInterface } from './memory.ts';
import { scheduleOf } from './schedule.ts';

declare const WebAssembly: WebAssemblyInterface;

function attentionOf({ kind, parameters }: Dynamics, shape: Shape): AttentionFieldParameters | null {
  const definition = dynamicsRegistry[kind] as DynamicsDefinition<typeof parameters>;
  return definition.attention?.(parameters, shape) ?? null;
}

/** Whether this engine runs the kernels: it has WebAssembly with 128-bit vectors. Asked once. */
let runs: boolean | undefined;
function isAvailable(): boolean {
  runs ??= typeof WebAssembly === 'object' && WebAssembly.validate(kernelBytes);
  return runs;
}

/** More slots than any integrator asks for, for the question whether a problem fits. */
const MANY_SLOTS = 16;

function placeSlots(plan: ReturnType<typeof planMemory>, { n, d }: Shape, count: number): number[] {
  return Array.from({ length: count }, () => plan.place(8 * n * d));
}

export const wasm: Backend = {
  name: 'wasm',
  unitRoundoff: 1.1102230246251565e-16,
  supports(dynamics, shape) {
    if (!isAvailable()) return false;
    const attention = attentionOf(dynamics, shape);
    if (attention === null) return false;
    const plan = planMemory();
    placeCommon(plan, shape, attention);
    placeSlots(plan, shape, MANY_SLOTS);
    return plan.end <= LARGEST_MEMORY;
  },
  async prepare(dynamics, shape, slotCount, options = {}) {
    const attention = attentionOf(dynamics, shape) as AttentionFieldParameters;
    const plan = planMemory();
    const common = placeCommon(plan, shape, attention);
    const slots = placeSlots(plan, shape, slotCount);
    const schedule = scheduleOf(plan, { shape, attention, common, accuracy: options.accuracy ?? Infinity }, options);
    const memory = new WebAssembly.Memory({ initial: Math.floor(plan.end / PAGE) + 1 });
    const { instance } = await WebAssembly.instantiate(kernelBytes, { env: { memory } });
    const kernels = instance.exports as Kernels;
    common.fill(memory);
    schedule.fill(memory);
    const field: VectorField = (_t, x, out) => {
      kernels.normalize(common.parameters, x.byteOffset);
      schedule.rows(kernels, out.byteOffset);
    };
    const size = shape.n * shape.d;
    const engine = slotEngine(
      field,
      shape,
      slots.map((address) => new Float64Array(memory.buffer, address, size)),
    );
    return { ...engine, report: () => schedule.report(memory) };
  },
};
