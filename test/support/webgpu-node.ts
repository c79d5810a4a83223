/** Whether Node has a WebGPU device here: the optional package, and an adapter that it finds. */
import { createRequire } from 'node:module';
import '../../src/node/threads/webgpu.ts';
import { acquireDevice, releaseDevice } from '../../src/backends/webgpu/device.ts';
import { unavailable } from '../../src/backends/webgpu/unavailable.ts';

async function probe(): Promise<'absent' | 'no adapter' | 'ready'> {
  try {
    createRequire(import.meta.url).resolve('webgpu');
  } catch {
    return 'absent';
  }
  try {
    await acquireDevice(unavailable);
    releaseDevice();
    return 'ready';
  } catch {
    return 'no adapter';
  }
}

export const nodeGpu: 'absent' | 'no adapter' | 'ready' = await probe();
