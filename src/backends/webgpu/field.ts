/** The field of one problem on a device: its shaders, their parameters, the order they run in. */

import type { Shape } from '../../core/state.ts';
import type { Device } from './device.ts';
import { FIELD_CONSTANTS, FIELD_PARAMETERS, partialSource } from './field.wgsl.ts';
import type { GpuBuffer } from './gpu.ts';
import { CHUNK, type Layout } from './layout.ts';
import type { Recorder } from './recorder.ts';
import { rowSource } from './rows.wgsl.ts';
import type { SplitAttention } from './split-attention.ts';

/** Puts what does not change into memory: centers, weights, Cᵀ and W. */
export function fillConstants(
  device: Device,
  memory: GpuBuffer,
  split: SplitAttention,
  d: number,
  layout: Layout,
): void {
  const { centers, weights } = split.attention;
  const put = (address: number, values: ArrayLike<number>) =>
    device.gpu.queue.writeBuffer(memory, 4 * address, Float32Array.from(values));
  if (weights.length > 0) {
    for (let i = 0; i < d; i++) {
      const coordinate = Float32Array.from(weights, (_, j) => centers[j * d + i]);
      put(layout.sources + i * layout.stride + layout.rows, coordinate);
    }
    put(layout.weights + layout.rows, weights);
  }
  if (split.cross) put(layout.cross, split.cross);
  if (split.rest) put(layout.rest, split.rest);
}

/** Records out ← f(x) for slots at addresses `x` and `out`. */
type RecordField = (x: number, out: number) => void;

export async function prepareField(
  device: Device,
  recorder: Recorder,
  split: SplitAttention,
  { n, d }: Shape,
  layout: Layout,
): Promise<RecordField> {
  // Without C and with b ≥ 0 a relative score is −(βb/2)|x_j − x_k|² ≤ 0.
  const variant = { d, cross: split.cross !== null, shifted: split.cross !== null || split.b < 0 };
  const [partial, unit, merge, finish] = await Promise.all([
    device.pipeline(partialSource(variant), 'partial'),
    ...['unit', 'merge', 'finish'].map((name) => device.pipeline(rowSource, name)),
  ]);

  const { attention } = split;
  const { rows, stride, sources, weights, query, sums, partials, cross, rest } = layout;
  const words: Record<string, number> = { n, d, m: attention.weights.length, rows, stride };
  Object.assign(words, { sources, weights, query, sums, partials, cross, rest });
  const switches = {
    causal: attention.mask === 'causal',
    count: attention.normalization === 'count',
    hasCross: variant.cross,
    hasRest: split.rest !== null,
    shifted: variant.shifted,
  };
  for (const [name, on] of Object.entries(switches)) words[name] = on ? 1 : 0;
  const constants: Record<string, number> = { beta: attention.beta, b: split.b, lambda: split.lambda };
  const integers = new Uint32Array(FIELD_PARAMETERS.length + FIELD_CONSTANTS.length);
  FIELD_PARAMETERS.forEach((name, i) => void (integers[i] = words[name] ?? 0));
  const floats = new Float32Array(integers.buffer);
  FIELD_CONSTANTS.forEach((name, i) => void (floats[FIELD_PARAMETERS.length + i] = constants[name]));
  const block = new Uint8Array(integers.buffer);
  const set = (name: (typeof FIELD_PARAMETERS)[number], value: number) =>
    void (integers[FIELD_PARAMETERS.indexOf(name)] = value);

  const blocksOfRows = Math.floor((n + 63) / 64);
  return (x, out) => {
    set('x', x);
    set('out', out);
    recorder.dispatch(unit, block, blocksOfRows, 1);
    for (let first = 0; first < layout.chunks; first += layout.round) {
      const left = layout.chunks - first;
      const chunks = left < layout.round ? left : layout.round;
      set('first', first);
      set('chunks', chunks);
      recorder.dispatch(partial, block, blocksOfRows, chunks);
      recorder.dispatch(merge, block, blocksOfRows, 1);
      if (left > chunks) recorder.flush(); // systems reset a device that is busy for seconds with one submission
    }
    recorder.dispatch(finish, block, blocksOfRows, 1);
  };
}

/** Additions that a source may go through inside its chunk: one of 32 in a tile by a tree, one of 8 tiles in turn. */
const ADDITIONS = 24;

/**
 * A bound on |error of ẋ_k| in any coordinate, to first order in 2^−24: sums inside a chunk and over chunks, an
 * exponent of size β‖B‖ that is known to that many roundoffs, lengths and products over d coordinates. The factor
 * covers the few operations of each kind.
 */
export function errorBound({ attention, exponent, size, roundoff }: SplitAttention, { n, d }: Shape): number {
  const chunks = (n + attention.weights.length) / CHUNK;
  return 16 * (ADDITIONS + chunks + d + exponent) * size * roundoff;
}
