/**
 * The little of the WebGPU interface that is used here, with the numbers of its flags: this part of the project knows
 * no DOM types. W3C WebGPU, https://www.w3.org/TR/webgpu/.
 */

export interface Gpu {
  requestAdapter(options?: { powerPreference?: 'high-performance' }): Promise<GpuAdapter | null>;
}

interface GpuAdapter {
  readonly info: GpuAdapterInfo;
  readonly limits: GpuLimits;
  requestDevice(descriptor: { requiredLimits: Record<string, number> }): Promise<GpuDevice>;
}

export interface GpuAdapterInfo {
  readonly vendor: string;
  readonly architecture: string;
  readonly device: string;
  readonly description: string;
  readonly isFallbackAdapter?: boolean;
}

interface GpuLimits {
  readonly maxStorageBufferBindingSize: number;
  readonly maxBufferSize: number;
}

export interface GpuDevice {
  readonly limits: GpuLimits;
  readonly queue: GpuQueue;
  readonly lost: Promise<{ readonly message: string }>;
  createBuffer(descriptor: { size: number; usage: number }): GpuBuffer;
  createShaderModule(descriptor: { code: string }): GpuHandle;
  createBindGroupLayout(descriptor: { entries: readonly object[] }): GpuHandle;
  createPipelineLayout(descriptor: { bindGroupLayouts: readonly GpuHandle[] }): GpuHandle;
  createBindGroup(descriptor: { layout: GpuHandle; entries: readonly object[] }): GpuHandle;
  createComputePipelineAsync(descriptor: {
    layout: GpuHandle;
    compute: { module: GpuHandle; entryPoint: string };
  }): Promise<GpuHandle>;
  createCommandEncoder(): GpuEncoder;
  pushErrorScope(filter: 'out-of-memory'): void;
  popErrorScope(): Promise<{ readonly message: string } | null>;
  addEventListener(type: 'uncapturederror', listener: (event: { error: { message: string } }) => void): void;
  destroy(): void;
}

/** A shader module, a pipeline, a layout or a bind group: things that are only handed on. */
export interface GpuHandle {
  readonly label: string;
}

export interface GpuBuffer {
  readonly size: number;
  mapAsync(mode: number, offset: number, size: number): Promise<void>;
  getMappedRange(offset: number, size: number): ArrayBuffer;
  unmap(): void;
  destroy(): void;
}

interface GpuQueue {
  writeBuffer(buffer: GpuBuffer, offset: number, data: Float32Array | Uint8Array): void;
  submit(commands: readonly object[]): void;
}

export interface GpuEncoder {
  beginComputePass(): GpuPass;
  clearBuffer(buffer: GpuBuffer, offset: number, size: number): void;
  copyBufferToBuffer(from: GpuBuffer, offset: number, to: GpuBuffer, toOffset: number, size: number): void;
  finish(): object;
}

export interface GpuPass {
  setPipeline(pipeline: GpuHandle): void;
  setBindGroup(index: number, group: GpuHandle, offsets: readonly number[]): void;
  dispatchWorkgroups(x: number, y: number): void;
  end(): void;
}

export const usage = { mapRead: 1, copySource: 4, copyTarget: 8, uniform: 64, storage: 128 } as const;
export const MAP_READ = 1;
export const COMPUTE_STAGE = 4;
