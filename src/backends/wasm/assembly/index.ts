/**
 * The kernels that the module exports. Memory is laid out by the caller: addresses come in parameter blocks (parameters.ts).
 */
import { blockedRows, Workspace } from './blocked';
import { directRow as rowAlone, directRows } from './direct';
import { normalizeTokens, Parameters } from './parameters';
import { lowSingleRows } from './single-low';

/** tokens ← x/|x|. */
export function normalize(parameters: usize, x: usize): void {
  normalizeTokens(changetype<Parameters>(parameters), x);
}

/** Rows from `from` (a multiple of four) to `to` of the field, directly. */
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
