/** An engine whose every operation is a shader in single precision, and whose every slot lies on the device. */

import type { Engine, FieldReport, Slot } from '../../core/engine.ts';
import type { Shape } from '../../core/state.ts';
import { acquireDevice, type Device, releaseDevice } from './device.ts';
import { errorBound, fillConstants, prepareField } from './field.ts';
import { type GpuBuffer, MAP_READ, usage } from './gpu.ts';
import { type Layout, layoutOf, PARTIAL_NUMBERS } from './layout.ts';
import { type Recorder, recorder } from './recorder.ts';
import { prepareSlots, type SlotOperations } from './slots.ts';
import type { SplitAttention } from './split-attention.ts';

/** @param partialNumbers room for partial sums; tests make it small */
export async function prepareWebGpu(
  split: SplitAttention,
  shape: Shape,
  slots: number,
  unavailable: Device['unavailable'],
  partialNumbers: number = PARTIAL_NUMBERS,
): Promise<Engine & { report(): FieldReport }> {
  const needs = { m: split.attention.weights.length, slots, cross: split.cross !== null, rest: split.rest !== null };
  const layout = layoutOf(shape, { ...needs, partialNumbers });
  const device = await acquireDevice(unavailable);
  try {
    return await engineOn(device, split, shape, layout);
  } catch (error) {
    releaseDevice();
    throw error;
  }
}

async function engineOn(
  device: Device,
  split: SplitAttention,
  shape: Shape,
  layout: Layout,
): Promise<Engine & { report(): FieldReport }> {
  const { memory, largest, staging, ...buffers } = await allocate(device, shape, layout);
  const commands = recorder(device, memory, largest);
  fillConstants(device, memory, split, shape.d, layout);
  const field = await prepareField(device, commands, split, shape, layout);
  const slots = await prepareSlots(device, commands, shape, layout);
  device.check();
  let rows = 0;
  return {
    ...transfers(device, commands, memory, staging, shape, layout),
    ...slots,
    ...maxima(device, commands, slots, largest, staging),
    field(_t, x, out) {
      rows += shape.n;
      field(layout.slots[x], layout.slots[out]);
    },
    report: () => ({
      path: `webgpu, direct, single precision, on ${device.title}`,
      errorBound: errorBound(split, shape),
      directRows: rows,
      rows,
    }),
    dispose() {
      commands.dispose();
      buffers.dispose();
      releaseDevice();
    },
  };
}

interface Buffers {
  readonly memory: GpuBuffer;
  /** One word that kernels find maxima in. */
  readonly largest: GpuBuffer;
  /** For reading: a slot, or that word. */
  readonly staging: GpuBuffer;
  dispose(): void;
}

/** @throws ParkadeError InvalidParameter when the device has no room */
async function allocate({ gpu, unavailable }: Device, { n, d }: Shape, layout: Layout): Promise<Buffers> {
  const { maxBufferSize, maxStorageBufferBindingSize } = gpu.limits;
  const most = maxBufferSize < maxStorageBufferBindingSize ? maxBufferSize : maxStorageBufferBindingSize;
  const size = 4 * layout.end;
  const tooLarge = `n = ${n}, d = ${d} takes ${Math.floor(size / 1e6)} MB, more than it gives`;
  if (size > most) throw unavailable(tooLarge);
  gpu.pushErrorScope('out-of-memory');
  const buffers = [
    gpu.createBuffer({ size, usage: usage.storage | usage.copySource | usage.copyTarget }),
    gpu.createBuffer({ size: 4, usage: usage.storage | usage.copySource | usage.copyTarget }),
    gpu.createBuffer({ size: 4 * d * layout.rows, usage: usage.mapRead | usage.copyTarget }),
  ];
  const dispose = () => {
    for (const buffer of buffers) buffer.destroy();
  };
  if (await gpu.popErrorScope()) {
    dispose();
    throw unavailable(tooLarge);
  }
  const [memory, largest, staging] = buffers;
  return { memory, largest, staging, dispose };
}

/** Bytes of the staging buffer, once all commands are done. */
async function fetched(device: Device, commands: Recorder, staging: GpuBuffer, size: number): Promise<ArrayBuffer> {
  commands.flush();
  try {
    await staging.mapAsync(MAP_READ, 0, size);
  } catch (error) {
    device.check();
    throw error;
  }
  const bytes = staging.getMappedRange(0, size).slice(0);
  staging.unmap();
  device.check();
  return bytes;
}

/** Tokens lie row by row outside, coordinate by coordinate on the device. */
function transfers(
  device: Device,
  commands: Recorder,
  memory: GpuBuffer,
  staging: GpuBuffer,
  { n, d }: Shape,
  { rows, slots }: Layout,
): Pick<Engine, 'read' | 'write'> {
  return {
    write(slot, x) {
      const columns = new Float32Array(d * rows);
      for (let k = 0; k < n; k++) for (let i = 0; i < d; i++) columns[i * rows + k] = x[k * d + i];
      commands.flush(); // what was recorded before comes before
      device.gpu.queue.writeBuffer(memory, 4 * slots[slot], columns);
    },
    async read(slot, into) {
      const size = 4 * d * rows;
      commands.copy(memory, 4 * slots[slot], staging, size);
      const columns = new Float32Array(await fetched(device, commands, staging, size));
      for (let k = 0; k < n; k++) for (let i = 0; i < d; i++) into[k * d + i] = columns[i * rows + k];
    },
  };
}

/** What the device finds a maximum for; infinity and NaN are larger than any number. */
function maxima(
  device: Device,
  commands: Recorder,
  slots: SlotOperations,
  largest: GpuBuffer,
  staging: GpuBuffer,
): Pick<Engine, 'errorNorm' | 'finite'> {
  async function maximum(record: (x: Slot) => void, x: Slot): Promise<number> {
    commands.clear(largest);
    record(x);
    commands.copy(largest, 0, staging, 4);
    return new Float32Array(await fetched(device, commands, staging, 4))[0];
  }
  return {
    errorNorm: async (e, { rtol, atol }) => (await maximum(slots.lengths, e)) / (atol + rtol),
    finite: async (x) => Number.isFinite(await maximum(slots.entries, x)),
  };
}
