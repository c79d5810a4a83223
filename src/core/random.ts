/**
 * Counter-based random numbers: Philox4x32-10 of Salmon, Moraes, Dror & Shaw (SC'11). A number is a function of
 * (seed, stream, item, draw), so token k is the same whatever n is and whatever was drawn before.
 */
import { cos, log, PI, sin } from './elementary.ts';

const ROUNDS = 10;
const MULTIPLIER_0 = 0xd2511f53;
const MULTIPLIER_1 = 0xcd9e8d57;
const WEYL_0 = 0x9e3779b9;
const WEYL_1 = 0xbb67ae85;

/** Independent uses of one seed. A number once given never changes its meaning: seeds in papers point here. */
export const streams = { tokens: 0, query: 1, key: 2, value: 3, jitter: 4, mixture: 5, atlas: 20 } as const;
export type Stream = (typeof streams)[keyof typeof streams];

/** High 32 bits of the product of two unsigned 32-bit integers. */
function multiplyHigh(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16);
  return (aHigh * bHigh + Math.floor(middle / 65536) + (((middle & 0xffff) + aLow * bHigh) >>> 0) / 65536) >>> 0;
}

/**
 * One block of Philox4x32-10: out ← four unsigned 32-bit integers.
 *
 * @param counter four 32-bit words
 * @param key two 32-bit words
 */
export function philox(counter: readonly number[], key: readonly number[], out: Uint32Array): void {
  let [c0, c1, c2, c3] = counter as [number, number, number, number];
  let [k0, k1] = key as [number, number];
  for (let round = 0; round < ROUNDS; round++) {
    const high0 = multiplyHigh(MULTIPLIER_0, c0);
    const low0 = Math.imul(MULTIPLIER_0, c0);
    const high1 = multiplyHigh(MULTIPLIER_1, c2);
    const low1 = Math.imul(MULTIPLIER_1, c2);
    c0 = (high1 ^ c1 ^ k0) >>> 0;
    c1 = low1 >>> 0;
    c2 = (high0 ^ c3 ^ k1) >>> 0;
    c3 = low0 >>> 0;
    k0 = (k0 + WEYL_0) >>> 0;
    k1 = (k1 + WEYL_1) >>> 0;
  }
  out[0] = c0;
  out[1] = c1;
  out[2] = c2;
  out[3] = c3;
}

/** Random numbers of one stream of one seed, addressed by (item, draw); item is a token or a matrix entry. */
export interface Random {
  /** out ← two uniforms on the open interval (0, 1), odd multiples of 2^−53. */
  uniforms(item: number, draw: number, out: Float64Array): void;
  /** out ← d independent standard normals (Box–Muller), from draws `firstDraw` … firstDraw + ⌈d/2⌉ − 1. */
  normals(item: number, firstDraw: number, out: Float64Array, d: number): void;
}

/** @param seed an integer, 0 … 2^53 − 1 */
export function random(seed: number, stream: Stream): Random {
  const key = [seed >>> 0, Math.floor(seed / 4294967296) >>> 0];
  const block = new Uint32Array(4);
  const pair = new Float64Array(2);

  function uniforms(item: number, draw: number, out: Float64Array): void {
    philox([item >>> 0, draw >>> 0, stream, Math.floor(item / 4294967296)], key, block);
    for (let i = 0; i < 2; i++) {
      const integer = (block[2 * i] >>> 6) * 67108864 + (block[2 * i + 1] >>> 6); // 26 + 26 bits
      out[i] = (integer + 0.5) * 2.220446049250313e-16; // · 2^−52, exact: never 0, never 1
    }
  }

  function normals(item: number, firstDraw: number, out: Float64Array, d: number): void {
    for (let i = 0; i < d; i += 2) {
      uniforms(item, firstDraw + i / 2, pair);
      const radius = Math.sqrt(-2 * log(pair[0]));
      const angle = 2 * PI * pair[1];
      out[i] = radius * cos(angle);
      if (i + 1 < d) out[i + 1] = radius * sin(angle);
    }
  }

  return { uniforms, normals };
}
