/**
 * The WebAssembly backend: the direct field of attention with two tokens in the lanes of a vector (assembly/index.ts). Its bytes
 * arrive in a module, so that it loads alike in Node, in workers, in a browser and through any bundler.
 */
import type { Shape, VectorField } from '../../core/state.ts';
import type { AttentionFieldParameters } from '../../dynamics/attention-field.ts';
import type { DynamicsDefinition } from '../../dynamics/dynamics.ts';
import { type Dynamics, dynamicsRegistry } from '../../dynamics/index.ts';
import { splitIdentity, transpose } from '../../dynamics/matrix.ts';
import type { Backend } from '../backend.ts';
import { slotEngine } from '../slot-engine.ts';
import { kernelBytes } from './kernels.generated.ts';

/** The little of the WebAssembly interface that is used here; this part of the project knows neither DOM nor Node types. */
interface WebAssemblyMemory {
  readonly buffer: ArrayBuffer;
}
interface Kernels {
  field(parameters: number, x: number, out: number): void;
}
declare const WebAssembly: {
  readonly Memory: new (limits: { initial: number }) => WebAssemblyMemory;
  validate(bytes: Uint8Array): boolean;
  instantiate(bytes: Uint8Array, imports: object): Promise<{ instance: { exports: unknown } }>;
};

const PAGE = 65_536;
/** 32-bit addresses reach 4 GiB; larger problems are for another backend. */
const LARGEST_MEMORY = 4_000_000_000;
/** Bytes of the parameter block, generously. */
const PARAMETER_BLOCK = 256;

/** Addresses in the memory of one problem, in the order they lie there. */
interface Layout {
  readonly tokenStride: number;
  readonly centerStride: number;
  readonly tokens: number;
  readonly centers: number;
  readonly weights: number;
  readonly cross: number;
  readonly value: number;
  readonly rest: number;
  readonly scores: number;
  readonly query: number;
  readonly shift: number;
  readonly slots: readonly number[];
  readonly end: number;
}

function layoutOf({ n, d }: Shape, m: number, slotCount: number): Layout {
  let end = PARAMETER_BLOCK;
  const place = (bytes: number): number => {
    const address = end;
    end += Math.floor((bytes + 15) / 16) * 16; // vectors are loaded fastest from multiples of 16
    return address;
  };
  const tokenStride = 8 * (4 * Math.floor((n + 3) / 4)); // rows are padded to a multiple of four
  const centerStride = 8 * m;
  return {
    tokenStride,
    centerStride,
    tokens: place(d * tokenStride),
    centers: place(d * centerStride),
    weights: place(8 * m),
    cross: place(8 * d * d),
    value: place(8 * d * d),
    rest: place(8 * d * d),
    scores: place(16 * (n + m)),
    query: place(16 * d),
    shift: place(16 * d),
    slots: Array.from({ length: slotCount }, () => place(8 * n * d)),
    get end() {
      return end;
    },
  };
}

/** Fills the parameter block (class Parameters of the kernels) and the arrays it points to. */
function fill(memory: WebAssemblyMemory, { n, d }: Shape, attention: AttentionFieldParameters, layout: Layout): void {
  const { beta, queryKey, value, mask, normalization, centers, weights } = attention;
  const m = weights.length;
  const { scale, rest: cross } = splitIdentity(queryKey, d);
  const { rest } = splitIdentity(value, d);
  const view = new DataView(memory.buffer);
  const flags = [n, d, m, mask === 'causal', normalization === 'count', cross !== null, rest !== null, 0];
  flags.forEach((flag, i) => void view.setInt32(4 * i, Number(flag), true));
  view.setFloat64(32, beta, true);
  view.setFloat64(40, scale, true);
  const { tokens, tokenStride, centerStride, scores, query, shift } = layout;
  const addresses = [
    tokens,
    tokenStride,
    layout.centers,
    centerStride,
    layout.weights,
    layout.cross,
    layout.value,
    layout.rest,
  ];
  [...addresses, scores, query, shift].forEach((address, i) => void view.setUint32(48 + 4 * i, address, true));

  const put = (address: number, values: ArrayLike<number>) =>
    new Float64Array(memory.buffer, address, values.length).set(values);
  for (let j = 0; j < m; j++) {
    for (let i = 0; i < d; i++) put(layout.centers + i * centerStride + 8 * j, [centers[j * d + i]]);
  }
  put(layout.weights, weights);
  if (cross) put(layout.cross, transpose(cross, d));
  put(layout.value, value);
  if (rest) put(layout.rest, rest);
}

function attentionOf({ kind, parameters }: Dynamics, shape: Shape): AttentionFieldParameters | null {
  const definition = dynamicsRegistry[kind] as DynamicsDefinition<typeof parameters>;
  return definition.attention?.(parameters, shape) ?? null;
}

/** Whether this engine runs the kernels: it has WebAssembly with 128-bit vectors. Asked once. */
let runs: boolean | undefined;
function isAvailable(): boolean {
  runs ??= typeof WebAssembly === 'object' && WebAssembly.validate(kernelBytes);
  return runs;
}

/** More slots than any integrator asks for, for the question whether a problem fits. */
const MANY_SLOTS = 16;

export const wasm: Backend = {
  name: 'wasm',
  unitRoundoff: 1.1102230246251565e-16,
  supports(dynamics, shape) {
    if (!isAvailable()) return false;
    const attention = attentionOf(dynamics, shape);
    return attention !== null && layoutOf(shape, attention.weights.length, MANY_SLOTS).end <= LARGEST_MEMORY;
  },
  async prepare(dynamics, shape, slotCount) {
    const attention = attentionOf(dynamics, shape) as AttentionFieldParameters;
    const layout = layoutOf(shape, attention.weights.length, slotCount);
    const memory = new WebAssembly.Memory({ initial: Math.floor(layout.end / PAGE) + 1 });
    const { instance } = await WebAssembly.instantiate(kernelBytes, { env: { memory } });
    const kernels = instance.exports as Kernels;
    fill(memory, shape, attention, layout);
    const field: VectorField = (_t, x, out) => kernels.field(0, x.byteOffset, out.byteOffset);
    const size = shape.n * shape.d;
    return slotEngine(
      field,
      shape,
      layout.slots.map((address) => new Float64Array(memory.buffer, address, size)),
    );
  },
};
