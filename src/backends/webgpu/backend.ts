/**
 * The WebGPU backend: single precision on a device. Fast and labelled: `auto` never takes it, since its numbers have 24
 * bits. The same device gives the same bits; devices may differ among themselves. Its shaders are loaded when a problem
 * is first prepared: few programs need them, and bundles are smaller without.
 */
import { mistake } from '../../core/errors.ts';
import type { AttentionFieldParameters } from '../../dynamics/attention-field.ts';
import { type Backend, SINGLE_ROUNDOFF } from '../backend.ts';
import { splitAttention } from './split-attention.ts';
import { unavailable } from './unavailable.ts';

/** Rows beyond it would need more than the 65,535 workgroups that every device allows. */
const MOST_ROWS = 4_000_000;

export const webgpu: Backend = {
  name: 'webgpu',
  unitRoundoff: SINGLE_ROUNDOFF,
  ofMachine: true,
  /** Whether there is a device is asked when a problem is prepared: the answer takes time. */
  supports: ({ attention, shape }) => shape.n <= MOST_ROWS && attention !== null,
  async prepare({ attention, shape }, slots, { field = 'auto' } = {}) {
    if (field === 'auto' || field === 'direct') {
      const { prepareWebGpu } = await import('./engine.ts');
      return prepareWebGpu(splitAttention(attention as AttentionFieldParameters, shape), shape, slots, unavailable);
    }
    throw mistake('InvalidParameter', {
      key: 'field',
      subject: `"field" ${field}`,
      expected: 'be asked of the wasm backend',
      came: 'the webgpu backend was taken, which sums directly, in single precision',
      advice: 'drop one of the two',
    });
  },
};
