/** The exponentials of the kernels, against values to 128 bits made here from integers. */
import { beforeAll, describe, expect, test } from 'vitest';
import { kernelBytes } from '../../src/backends/wasm/kernels.generated.ts';
import type { Kernels } from '../../src/backends/wasm/kernels.ts';
import { draw } from '../support/draw.ts';

const BITS = 128n;
const ONE = 1n << BITS;

/** Σ 1/(k 2^k) in fixed point. */
const LN2 = Array.from({ length: 140 }, (_, i) => ONE / (BigInt(i + 1) << BigInt(i + 1))).reduce((a, b) => a + b);

/** A double of at most 2^12 in fixed point; what lies below 2^−128 is dropped. */
function fixed(x: number): bigint {
  return BigInt(Math.trunc(x * 2 ** 128));
}

/** e^r in fixed point for a small r in fixed point. */
function exponential(r: bigint): bigint {
  let [sum, term] = [ONE, ONE];
  for (let k = 1n; term !== 0n && term !== -1n; k++) {
    term = ((term * r) >> BITS) / k;
    sum += term;
  }
  return sum;
}

/** By how many units of 2^−53 relative to it `value` misses e^r·2^k. */
function missed(value: number, r: bigint, k: number): number {
  const exact = exponential(r);
  const scaled = fixed(value * 2 ** -Math.floor(k / 2) * 2 ** (Math.floor(k / 2) - k));
  return Number(((scaled - exact) << 73n) / exact) / 2 ** 20;
}

let kernels: Kernels;
let memory: WebAssembly.Memory;
beforeAll(async () => {
  memory = new WebAssembly.Memory({ initial: 64 });
  const { instance } = await WebAssembly.instantiate(kernelBytes as BufferSource, { env: { memory } });
  kernels = instance.exports as unknown as Kernels;
});

function computed(v: Float64Array, natural: boolean): Float64Array {
  const [from, to] = [65_536, 65_536 + 8 * v.length];
  new Float64Array(memory.buffer, from).set(v);
  kernels.exponentials(from, v.length, Number(natural), to);
  return new Float64Array(memory.buffer, to, v.length).slice();
}

/** Arguments over a range, crowded at zero, with both signs. */
function spread(count: number, low: number, high: number): Float64Array {
  const { uniform } = draw(7);
  return Float64Array.from({ length: count }, (_, i) => {
    if (i % 3 === 0) return (uniform() < 0.5 ? low : high) * uniform() ** 8;
    return low + (high - low) * uniform();
  });
}

describe('the exponential of the kernels', () => {
  test('is right to 2.05 roundoffs at 100,000 powers 2^(v/256)', () => {
    const v = spread(100_000, -1020 * 256, 1022 * 256);
    const values = computed(v, false);
    let worst = 0;
    values.forEach((value, i) => {
      const k = Math.round(v[i] / 256);
      worst = Math.max(worst, Math.abs(missed(value, (fixed(v[i] / 256 - k) * LN2) >> BITS, k)));
    });
    expect(worst).toBeLessThan(2.05);
    expect(worst).toBeGreaterThan(1);
  });

  test('is right to 2.05 roundoffs at 20,000 values e^x', () => {
    const x = spread(20_000, -706, 709);
    const values = computed(x, true);
    let worst = 0;
    values.forEach((value, i) => {
      const k = Math.round(x[i] / Math.LN2);
      worst = Math.max(worst, Math.abs(missed(value, fixed(x[i]) - BigInt(k) * LN2, k)));
    });
    expect(worst).toBeLessThan(2.05);
    expect(worst).toBeGreaterThan(1);
  });

  test('is 1 at 0, 0 far below all weights, and keeps what is no number', () => {
    const ends = Float64Array.of(0, -0, -1e9, -Infinity, Number.NaN, -261_120);
    expect([...computed(ends, false)]).toEqual([1, 1, 0, 0, Number.NaN, 2 ** -1020]);
    expect([...computed(Float64Array.of(0, Number.NaN), true)]).toEqual([1, Number.NaN]);
    expect([...computed(Float64Array.of(-1e9, -Infinity), true)]).toEqual([0, 0]);
  });

  test('is right to 2.2 roundoffs in single precision', () => {
    const u = Float32Array.from(spread(100_000, -124, 126));
    const [from, to] = [65_536, 65_536 + 4 * u.length];
    new Float32Array(memory.buffer, from).set(u);
    kernels.exponentialsSingle(from, u.length, to);
    const values = new Float32Array(memory.buffer, to, u.length);
    let worst = 0;
    values.forEach((value, i) => {
      worst = Math.max(worst, Math.abs(value / 2 ** u[i] - 1) * 2 ** 24);
    });
    expect(worst).toBeLessThan(2.2);
    expect(worst).toBeGreaterThan(0.5);
  });
});
