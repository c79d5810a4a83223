/** Commands gathered and handed to the device together: a step is one submission, not a dozen. */
import type { Device } from './device.ts';
import { type GpuBuffer, type GpuEncoder, type GpuHandle, type GpuPass, usage } from './gpu.ts';

/** Bytes of one parameter block: what offsets must be multiples of on every device. */
const BLOCK = 256;
/** Blocks of one submission. */
const BLOCKS = 256;

export interface Recorder {
  /** x·y workgroups of a pipeline with these parameters, copied now. */
  dispatch(pipeline: GpuHandle, parameters: Uint8Array, x: number, y: number): void;
  clear(buffer: GpuBuffer): void;
  copy(from: GpuBuffer, offset: number, to: GpuBuffer, size: number): void;
  /** Hands what was gathered to the device. */
  flush(): void;
  dispose(): void;
}

/** @param memory the storage of one problem; @param largest one word that kernels find maxima in */
export function recorder({ gpu, bindings }: Device, memory: GpuBuffer, largest: GpuBuffer): Recorder {
  const uniforms = gpu.createBuffer({ size: BLOCK * BLOCKS, usage: usage.uniform | usage.copyTarget });
  const blocks = new Uint8Array(BLOCK * BLOCKS);
  const group = gpu.createBindGroup({
    layout: bindings,
    entries: [
      { binding: 0, resource: { buffer: memory } },
      { binding: 1, resource: { buffer: uniforms, size: BLOCK } },
      { binding: 2, resource: { buffer: largest } },
    ],
  });
  let used = 0;
  let encoder: GpuEncoder | null = null;
  let pass: GpuPass | null = null;

  /** Outside passes, where copies are allowed. */
  function between(): GpuEncoder {
    pass?.end();
    pass = null;
    encoder ??= gpu.createCommandEncoder();
    return encoder;
  }

  function flush(): void {
    if (!encoder) return;
    const commands = between().finish();
    gpu.queue.writeBuffer(uniforms, 0, blocks.subarray(0, used * BLOCK));
    gpu.queue.submit([commands]);
    encoder = null;
    used = 0;
  }

  return {
    dispatch(pipeline, parameters, x, y) {
      if (used === BLOCKS) flush();
      blocks.set(parameters, used * BLOCK);
      pass ??= between().beginComputePass();
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, group, [used * BLOCK]);
      pass.dispatchWorkgroups(x, y);
      used++;
    },
    clear: (buffer) => between().clearBuffer(buffer, 0, buffer.size),
    copy: (from, offset, to, size) => between().copyBufferToBuffer(from, offset, to, 0, size),
    flush,
    dispose: () => uniforms.destroy(),
  };
}
