/** The WebGPU backend in the page. */
export * from '../../support/webgpu-cases.ts';
