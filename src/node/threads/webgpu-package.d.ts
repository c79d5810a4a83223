/** The little of the optional package that is used here, for when it is not installed. */
declare module 'webgpu' {
  export function create(options: readonly string[]): import('../../backends/webgpu/gpu.ts').Gpu;
}
