import { mistake, type ParkadeError } from '../../core/errors.ts';

/** "backend" webgpu …: the one sentence for everything that a device may lack. */
export function unavailable(reason: string): ParkadeError {
  return mistake('InvalidParameter', {
    key: 'backend',
    subject: '"backend" webgpu',
    expected: 'have a WebGPU device',
    came: reason,
    advice: 'use backend "auto"',
  });
}
