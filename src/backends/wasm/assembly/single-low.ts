/**
 * Circle and sphere in single precision for scores that fall with distance: four rows in the lanes of a vector, sources
 * one after another. Sums are made over stretches of sources and then added, so that errors grow with the length of one
 * and their number, not with the product.
 */
import { LOG2_E, power4 } from './exp-single';
import { finishRow } from './finish';
import { at, Parameters } from './parameters';

const STRETCH: i32 = 64;

/**
 * In the room for singles: the factor of the scores (in memory, like the constants of power4), the sums of four rows,
 * the tokens.
 */
const SUMS: usize = 16;
const TOKENS: usize = 80;

/**
 * out_k for the rows from `from` (a multiple of four) to `to`, d = 2 or 3; `room` has TOKENS + d·tokenStride/2 bytes.
 */
export function lowSingleRows(p: Parameters, room: usize, from: i32, to: i32, out: usize): void {
  const stride = p.tokenStride >> 1;
  const singles = room + TOKENS;
  for (let i = 0; i < p.d; i++) {
    for (let j = 0; j < roundUp4(p.n); j++) store<f32>(singles + stride * i + 4 * j, <f32>load<f64>(at(p.tokens, p.tokenStride, i, j)));
  }
  store<f32>(room, <f32>(-0.5 * p.scale * p.beta * LOG2_E));
  for (let k = from; k < to; k += 4) {
    if (p.d == 2) circleRows(p, room, k);
    else sphereRows(p, room, k);
    for (let l = 0; l < 4 && k + l < p.n; l++) finishSingle(p, k + l, room + SUMS + 4 * l, out);
  }
}

// @ts-ignore: decorator
@inline
function roundUp4(n: i32): i32 {
  return (n + 3) & ~3;
}

/** All ones in the lanes of the tokens k, …, k + 3 that see token j. */
// @ts-ignore: decorator
@inline
function visible(j: i32, k: i32): v128 {
  return i32x4.gt_s(i32x4(1, 2, 3, 4), i32x4.splat(j - k));
}

/** The sums z and the shifts of the tokens k, …, k + 3, 16 bytes each; d = 2. */
function circleRows(p: Parameters, room: usize, k: i32): void {
  const sums = room + SUMS;
  const u = room + TOKENS;
  const v = u + (p.tokenStride >> 1);
  const xk = v128.load(u + 4 * k);
  const yk = v128.load(v + 4 * k);
  const seen = p.causal ? k + 4 : p.n;
  const masked = p.causal ? k : p.n;
  clear(sums, 3);
  for (let begin = 0; begin < seen; begin += STRETCH) {
    let z = f32x4.splat(0);
    let s = z;
    let t = z;
    for (let j = begin, end = min(begin + STRETCH, seen); j < end; j++) {
      const dx = f32x4.sub(v128.load32_splat(u + 4 * j), xk);
      const dy = f32x4.sub(v128.load32_splat(v + 4 * j), yk);
      const square = f32x4.add(f32x4.mul(dx, dx), f32x4.mul(dy, dy));
      let weight = power4(f32x4.mul(v128.load32_splat(room), square));
      if (j >= masked) weight = v128.and(weight, visible(j, k));
      z = f32x4.add(z, weight);
      s = f32x4.add(s, f32x4.mul(weight, dx));
      t = f32x4.add(t, f32x4.mul(weight, dy));
    }
    addTo(sums, z);
    addTo(sums + 16, s);
    addTo(sums + 32, t);
  }
}

/** The same for d = 3. */
function sphereRows(p: Parameters, room: usize, k: i32): void {
  const sums = room + SUMS;
  const u = room + TOKENS;
  const v = u + (p.tokenStride >> 1);
  const w = v + (p.tokenStride >> 1);
  const xk = v128.load(u + 4 * k);
  const yk = v128.load(v + 4 * k);
  const qk = v128.load(w + 4 * k);
  const seen = p.causal ? k + 4 : p.n;
  const masked = p.causal ? k : p.n;
  clear(sums, 4);
  for (let begin = 0; begin < seen; begin += STRETCH) {
    let z = f32x4.splat(0);
    let r = z;
    let s = z;
    let t = z;
    for (let j = begin, end = min(begin + STRETCH, seen); j < end; j++) {
      const dx = f32x4.sub(v128.load32_splat(u + 4 * j), xk);
      const dy = f32x4.sub(v128.load32_splat(v + 4 * j), yk);
      const dq = f32x4.sub(v128.load32_splat(w + 4 * j), qk);
      const square = f32x4.add(f32x4.add(f32x4.mul(dx, dx), f32x4.mul(dy, dy)), f32x4.mul(dq, dq));
      let weight = power4(f32x4.mul(v128.load32_splat(room), square));
      if (j >= masked) weight = v128.and(weight, visible(j, k));
      z = f32x4.add(z, weight);
      r = f32x4.add(r, f32x4.mul(weight, dx));
      s = f32x4.add(s, f32x4.mul(weight, dy));
      t = f32x4.add(t, f32x4.mul(weight, dq));
    }
    addTo(sums, z);
    addTo(sums + 16, r);
    addTo(sums + 32, s);
    addTo(sums + 48, t);
  }
}

function clear(at: usize, vectors: i32): void {
  for (let i = 0; i < vectors; i++) v128.store(at + 16 * i, f32x4.splat(0));
}

// @ts-ignore: decorator
@inline
function addTo(at: usize, sum: v128): void {
  v128.store(at, f32x4.add(v128.load(at), sum));
}

/** Row k, in doubles, from its sums: z at `sums`, the shift's entries 16 bytes apart after it. */
function finishSingle(p: Parameters, k: i32, sums: usize, out: usize): void {
  const z = <f64>load<f32>(sums);
  for (let i = 0; i < p.d; i++) store<f64>(p.shift + 16 * i, <f64>load<f32>(sums + 16 * (i + 1)));
  finishRow(p, k, z, 0, p.shift, out);
}
