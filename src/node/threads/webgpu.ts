/** WebGPU for Node: the optional package `webgpu` (Dawn), loaded when a problem asks for it. */
/// <reference path="./webgpu-package.d.ts" />
import { provideGpu } from '../../backends/webgpu/device.ts';
import type { Gpu } from '../../backends/webgpu/gpu.ts';
import { mistake } from '../../core/errors.ts';

/** The version that was tested; package.json names it as an optional peer. */
const INSTALL = 'npm install webgpu@0.6.2';

/** Kept for ever: Dawn crashes when its instance is collected while an adapter or a device of it still works. */
let instance: Gpu | undefined;

provideGpu(async () => {
  if (instance) return instance;
  let dawn: typeof import('webgpu');
  try {
    dawn = await import('webgpu');
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND';
    throw mistake(
      'InvalidParameter',
      {
        key: 'backend',
        subject: '"backend" webgpu',
        expected: 'find the package webgpu in Node',
        came: `it ${missing ? 'is not installed' : `does not load (${(cause as Error).message})`}`,
        advice: `install it with "${INSTALL}" (130 MB) or use backend "auto"`,
      },
      cause,
    );
  }
  instance = dawn.create([]);
  return instance;
});
