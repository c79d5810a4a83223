/** What all paths share in memory: the parameter block (class Parameters of the kernels), matrices, centers, tokens. */
import type { Shape } from '../../core/state.ts';
import type { AttentionFieldParameters } from '../../dynamics/attention-field.ts';
import { splitIdentity, transpose } from '../../numerics/matrix.ts';
import { type Plan, putNumbers, type WebAssemblyMemory } from './memory.ts';

/** Bytes of the parameter block, generously. */
const PARAMETER_BLOCK = 128;

/** Addresses, and strides between coordinates in bytes. */
export interface Common {
  readonly parameters: number;
  readonly tokens: number;
  readonly tokenStride: number;
  fill(memory: WebAssemblyMemory): void;
}

/** One for each thread: they share everything but the parameter block and room for intermediate results. */
export function placeCommon(plan: Plan, shape: Shape, attention: AttentionFieldParameters, threads: number): Common[] {
  const { n, d } = shape;
  const m = attention.weights.length;
  const tokenStride = 8 * 4 * Math.floor((n + 3) / 4); // rows are padded to a multiple of four
  const centerStride = 8 * m;
  const shared = {
    tokens: plan.place(d * tokenStride),
    tokenStride,
    centers: plan.place(d * centerStride),
    centerStride,
    weights: plan.place(8 * m),
    cross: plan.place(8 * d * d),
    value: plan.place(8 * d * d),
    rest: plan.place(8 * d * d),
  };
  return Array.from({ length: threads }, () => {
    const parameters = plan.place(PARAMETER_BLOCK);
    const own = { scores: plan.place(16 * (n + m)), query: plan.place(16 * d), shift: plan.place(16 * d) };
    const addresses = [...Object.values(shared), ...Object.values(own)];
    return {
      parameters,
      tokens: shared.tokens,
      tokenStride,
      fill: (memory) => fill(memory, parameters, shape, attention, addresses, shared),
    };
  });
}

type Addresses = Record<'centers' | 'centerStride' | 'weights' | 'cross' | 'value' | 'rest', number>;

/** Fills the parameter block, whose addresses are in the order of `addresses`, and the arrays they point to. */
function fill(
  memory: WebAssemblyMemory,
  parameters: number,
  { n, d }: Shape,
  { beta, queryKey, value, mask, normalization, centers, weights }: AttentionFieldParameters,
  addresses: readonly number[],
  at: Addresses,
): void {
  const m = weights.length;
  const { scale, rest: cross } = splitIdentity(queryKey, d);
  const { rest } = splitIdentity(value, d);
  const view = new DataView(memory.buffer, parameters);
  const flags = [n, d, m, mask === 'causal', normalization === 'count', cross !== null, rest !== null, 0];
  flags.forEach((flag, i) => void view.setInt32(4 * i, Number(flag), true));
  view.setFloat64(32, beta, true);
  view.setFloat64(40, scale, true);
  addresses.forEach((address, i) => void view.setUint32(48 + 4 * i, address, true));
  for (let j = 0; j < m; j++) {
    for (let i = 0; i < d; i++) putNumbers(memory, at.centers + i * at.centerStride + 8 * j, [centers[j * d + i]]);
  }
  putNumbers(memory, at.weights, weights);
  if (cross) putNumbers(memory, at.cross, transpose(cross, d));
  putNumbers(memory, at.value, value);
  if (rest) putNumbers(memory, at.rest, rest);
}
