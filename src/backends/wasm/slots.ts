/** The states of a problem in WebAssembly memory, and what integrators do with them (assembly/slots.ts). */
import type { Engine } from '../../core/engine.ts';
import type { Shape, State, VectorField } from '../../core/state.ts';
import { slotEngine } from '../slot-engine.ts';
import type { Kernels } from './kernels.ts';
import type { Plan, WebAssemblyMemory } from './memory.ts';

/** As in assembly/slots.ts. */
const MOST_TERMS = 32;

export interface Slots {
  readonly addresses: readonly number[];
  readonly combination: number;
}

export function placeSlots(plan: Plan, { n, d }: Shape, count: number): Slots {
  return {
    addresses: Array.from({ length: count }, () => plan.place(64 * Math.floor((n * d + 7) / 8))),
    combination: plan.place(32 + 12 * MOST_TERMS),
  };
}

/** The states themselves. */
export function states(memory: WebAssemblyMemory, { addresses }: Slots, { n, d }: Shape): State[] {
  return addresses.map((address) => new Float64Array(memory.buffer, address, n * d));
}

/** The engine over slots, its two busiest operations done by kernels, with the same bits. */
export function slotsEngine(
  memory: WebAssemblyMemory,
  kernels: Kernels,
  field: VectorField,
  shape: Shape,
  placed: Slots,
): Engine {
  const { addresses, combination } = placed;
  const size = shape.n * shape.d;
  const header = new Uint32Array(memory.buffer, combination, 6);
  const coefficientsAt = combination + 32;
  const numbers = new Float64Array(memory.buffer, coefficientsAt, MOST_TERMS);
  const termsAt = coefficientsAt + 8 * MOST_TERMS;
  const terms = new Uint32Array(memory.buffer, termsAt, MOST_TERMS);
  return {
    ...slotEngine(field, shape, states(memory, placed, shape)),
    combine(out, x, coefficients, slots) {
      let count = 0;
      for (let i = 0; i < coefficients.length; i++) {
        if (coefficients[i] === 0) continue;
        numbers[count] = coefficients[i];
        terms[count++] = addresses[slots[i]];
      }
      header[0] = count;
      header[1] = size;
      header[2] = x === null ? 0 : addresses[x];
      header[3] = addresses[out];
      header[4] = coefficientsAt;
      header[5] = termsAt;
      kernels.combine(combination);
    },
    errorNorm: (e, { rtol, atol }) => Math.sqrt(kernels.largestRow(addresses[e], shape.n, shape.d)) / (atol + rtol),
  };
}
