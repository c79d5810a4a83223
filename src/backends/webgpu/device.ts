/** The device that computes: found where there is one, asked for once, shared by all problems. */
import { COMPUTE_STAGE, type Gpu, type GpuAdapterInfo, type GpuDevice, type GpuHandle } from './gpu.ts';

declare const navigator: { readonly gpu?: Gpu } | undefined;

/** An open device with what every problem on it shares. */
export interface Device {
  readonly gpu: GpuDevice;
  /** The adapter in words; says so when it is software. */
  readonly title: string;
  readonly bindings: GpuHandle;
  /** The pipeline of an entry point of a source, compiled once. */
  pipeline(source: string, entryPoint: string): Promise<GpuHandle>;
  /** @throws ParkadeError InvalidParameter if the device was lost or refused a command */
  check(): void;
  readonly unavailable: Unavailable;
}

/** The error that says why there is no device to compute on (unavailable.ts). */
type Unavailable = (reason: string) => Error;

type GpuProvider = () => Promise<Gpu>;
let provider: GpuProvider | undefined;

/** Tells where WebGPU comes from in an engine without `navigator.gpu`; asked only when a problem wants it. */
export function provideGpu(given: GpuProvider): void {
  provider = given;
}

let opened: Promise<Device> | undefined;
let users = 0;

/**
 * The device, opened if need be. Whoever asked hands it back with `releaseDevice`.
 * @throws ParkadeError InvalidParameter when there is none
 */
export async function acquireDevice(unavailable: Unavailable): Promise<Device> {
  users++;
  opened ??= openDevice(unavailable);
  try {
    return await opened;
  } catch (error) {
    releaseDevice();
    throw error;
  }
}

/** The last one destroys the device: a program that has done its work should be able to end. */
export function releaseDevice(): void {
  users--;
  if (users > 0 || !opened) return;
  opened.then(
    ({ gpu }) => gpu.destroy(),
    () => {},
  );
  opened = undefined;
}

async function openDevice(unavailable: Unavailable): Promise<Device> {
  const gpu = typeof navigator === 'object' && navigator.gpu ? navigator.gpu : await provider?.();
  if (!gpu) throw unavailable('this engine has no WebGPU');
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) throw unavailable('WebGPU finds no adapter, neither a GPU nor a software one');
  const { maxStorageBufferBindingSize, maxBufferSize } = adapter.limits;
  const device = await adapter.requestDevice({ requiredLimits: { maxStorageBufferBindingSize, maxBufferSize } });
  return describe(device, titleOf(adapter.info), unavailable);
}

function describe(gpu: GpuDevice, title: string, unavailable: Unavailable): Device {
  let trouble: string | undefined;
  gpu.addEventListener('uncapturederror', ({ error }) => {
    trouble ??= `refused a command (${error.message})`;
  });
  gpu.lost.then(({ message }) => {
    trouble ??= `was lost (${message})`;
  });
  const bindings = gpu.createBindGroupLayout({
    entries: [
      { binding: 0, visibility: COMPUTE_STAGE, buffer: { type: 'storage' } },
      { binding: 1, visibility: COMPUTE_STAGE, buffer: { type: 'uniform', hasDynamicOffset: true } },
      { binding: 2, visibility: COMPUTE_STAGE, buffer: { type: 'storage' } },
    ],
  });
  const layout = gpu.createPipelineLayout({ bindGroupLayouts: [bindings] });
  const modules = new Map<string, GpuHandle>();
  const pipelines = new Map<string, Promise<GpuHandle>>();
  return {
    gpu,
    title,
    bindings,
    pipeline(source, entryPoint) {
      const key = `${entryPoint}\n${source}`;
      const module = modules.get(source) ?? gpu.createShaderModule({ code: source });
      modules.set(source, module);
      const made = pipelines.get(key) ?? gpu.createComputePipelineAsync({ layout, compute: { module, entryPoint } });
      pipelines.set(key, made);
      return made;
    },
    check() {
      if (trouble) throw unavailable(`the device ${trouble}`);
    },
    unavailable,
  };
}

/** Adapters that run shaders on the processor: WebGPU's own word for them, or their names. */
const SOFTWARE = /swiftshader|llvmpipe|lavapipe|basic render|software/i;

function titleOf({ vendor, architecture, device, description, isFallbackAdapter }: GpuAdapterInfo): string {
  const name =
    description || [vendor, architecture, device].filter((word) => word !== '').join(' ') || 'unnamed adapter';
  return isFallbackAdapter || SOFTWARE.test(`${name} ${architecture}`) ? `${name}, a software adapter` : name;
}
