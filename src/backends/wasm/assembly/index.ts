/**
 * The kernels that the module exports. Memory is laid out by the caller: addresses come in parameter blocks (parameters.ts).
 */
import { blockedRows, Workspace } from './blocked';
import { exp2, power2 } from './exp';
import { power4 } from './exp-single';
import { directRow as rowAlone, directRows } from './direct';
import { normalizeTokens, Parameters } from './parameters';
import { lowSingleRows } from './single-low';

/** tokens ← x/|x|. */
export function normalize(parameters: usize, x: usize): void {
  normalizeTokens(changetype<Parameters>(parameters), x);
}

/** Rows from `from` (a multiple of four) to `to` of the field, directly; d ≤ 3, falling scores, no centers. */
export function direct(parameters: usize, from: i32, to: i32, out: usize): void {
  directRows(changetype<Parameters>(parameters), from, to, out);
}

/** Row k of the field alone, directly; `out` is the address of row 0. */
export function directRow(parameters: usize, k: i32, out: usize): void {
  rowAlone(changetype<Parameters>(parameters), k, out);
}

/** The rows from `from` to `to`, by blocks in a workspace that the caller laid out (class Workspace of blocked.ts). */
export function blocked(parameters: usize, workspace: usize, from: i32, to: i32, out: usize): void {
  blockedRows<f64>(changetype<Parameters>(parameters), changetype<Workspace>(workspace), from, to, out);
}

/** The same in single precision: a workspace of singles; `out` and the parameters' own arrays stay doubles. */
export function blockedSingle(parameters: usize, workspace: usize, from: i32, to: i32, out: usize): void {
  blockedRows<f32>(changetype<Parameters>(parameters), changetype<Workspace>(workspace), from, to, out);
}

/** Circle and sphere in single precision for falling scores; `room` is for the tokens in singles. */
export function lowSingle(parameters: usize, room: usize, from: i32, to: i32, out: usize): void {
  lowSingleRows(changetype<Parameters>(parameters), room, from, to, out);
}

/** An even number of values of 2^(v/256), or of e^v where `natural`: for tests of the exponential. */
export function exponentials(v: usize, count: i32, natural: i32, to: usize): void {
  for (const end = to + 8 * <usize>count; to < end; to += 16, v += 16) {
    v128.store(to, natural ? exp2(v128.load(v)) : power2(v128.load(v)));
  }
}

/** 2^u in singles, a multiple of four of them: for tests of the exponential. */
export function exponentialsSingle(u: usize, count: i32, to: usize): void {
  for (const end = to + 4 * <usize>count; to < end; to += 16, u += 16) v128.store(to, power4(v128.load(u)));
}
