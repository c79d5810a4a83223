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
export const streams = {
  ...{ tokens: 0, query: 1, key: 2, value: 3, jitter: 4, mixture: 5, noise: 6, commonNoise: 7 },
  ...{ output: 8, mlpIn: 10, mlpOut: 11, mlpGate: 12, atlas: 20, pairs: 30, design: 40 },
} as const;
/** Another, of no run: the draws of bootstrap intervals. */
export const BOOTSTRAP_STREAM = 50;
export type Stream = (typeof streams)[keyof typeof streams] | typeof BOOTSTRAP_STREAM;

/**
 * High 32 bits of the product of two 32-bit integers, taken as unsigned; from 16-bit halves, in integer arithmetic
 * only.
 */
function multiplyHigh(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const one = Math.imul(aHigh, bLow);
  const other = Math.imul(aLow, bHigh);
  const carry = (Math.imul(aLow, bLow) >>> 16) + (one & 0xffff) + (other & 0xffff);
  return (Math.imul(aHigh, bHigh) + (one >>> 16) + (other >>> 16) + (carry >>> 16)) | 0;
}

/**
 * One block of Philox4x32-10: out ← four unsigned 32-bit integers.
 *
 * @param counter four 32-bit words
 * @param key two 32-bit words
 */
export function philox(counter: ArrayLike<number>, key: ArrayLike<number>, out: Uint32Array): void {
  let c0 = counter[0] | 0;
  let c1 = counter[1] | 0;
  let c2 = counter[2] | 0;
  let c3 = counter[3] | 0;
  let k0 = key[0] | 0;
  let k1 = key[1] | 0;
  for (let round = 0; round < ROUNDS; round++) {
    const high0 = multiplyHigh(MULTIPLIER_0, c0);
    const low0 = Math.imul(MULTIPLIER_0, c0);
    const high1 = multiplyHigh(MULTIPLIER_1, c2);
    const low1 = Math.imul(MULTIPLIER_1, c2);
    c0 = high1 ^ c1 ^ k0;
    c1 = low1;
    c2 = high0 ^ c3 ^ k1;
    c3 = low0;
    k0 = (k0 + WEYL_0) | 0;
    k1 = (k1 + WEYL_1) | 0;
  }
  out[0] = c0;
  out[1] = c1;
  out[2] = c2;
  out[3] = c3;
}

/**
 * Random numbers of one stream of one seed, addressed by (item, draw); item is a token, a row of a matrix or an
 * instant.
 */
export interface Random {
  /** out ← two uniforms on the open interval (0, 1), odd multiples of 2^−53. */
  uniforms(item: number, draw: number, out: Float64Array): void;
  /** out ← d independent standard normals (Box–Muller), from draws `firstDraw` … firstDraw + ⌈d/2⌉ − 1. */
  normals(item: number, firstDraw: number, out: Float64Array, d: number): void;
}

/** @param seed an integer, 0 … 2^53 − 1 */
export function random(seed: number, stream: Stream): Random {
  const key = Uint32Array.of(seed, Math.floor(seed / 4294967296));
  const counter = Uint32Array.of(0, 0, stream, 0);
  const block = new Uint32Array(4);
  const pair = new Float64Array(2);

  function uniforms(item: number, draw: number, out: Float64Array): void {
    counter[0] = item; // modulo 2^32
    counter[1] = draw;
    counter[3] = Math.floor(item / 4294967296);
    philox(counter, key, block);
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
