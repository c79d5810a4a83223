/**
 * The WebGPU backend: single precision on a device. Fast and labelled: `auto` never takes it, since its numbers have 24 bits. The same
 * device gives the same bits; devices may differ among themselves. Its shaders are loaded when a problem is first prepared: few programs
 * need them, and bundles are smaller without.
 */
import { ParkadeError } from '../../core/errors.ts';
import { type Backend, SINGLE_ROUNDOFF } from '../backend.ts';

/** Rows beyond it would need more than the 65,535 workgroups that every device allows. */
const MOST_ROWS = 4_000_000;

export const webgpu: Backend = {
  name: 'webgpu',
  unitRoundoff: SINGLE_ROUNDOFF,
  /** Whether there is a device is asked when a problem is prepared: the answer takes time. */
  supports: ({ attention, shape }) => shape.n <= MOST_ROWS && attention !== null,
  async prepare(equation, slots, { field = 'auto' } = {}) {
    if (field === 'auto' || field === 'direct') return (await import('./engine.ts')).prepareWebGpu(equation, slots);
    throw new ParkadeError(
      'InvalidParameter',
      `"field" ${field} should be asked of the wasm backend; webgpu sums directly, in single precision. Drop one of the two.`,
    );
  },
};
