/**
 * The kernels that the module exports. Memory is laid out by the caller: addresses come in parameter blocks
 * (parameters.ts).
 */
import { blockedRows, Workspace } from './blocked';
import { circleGeneralRows } from './circle-general';
import { circleHarmonicRows } from './circle-harmonics';
import { CircleSums } from './circle-sums';
import { exp2, power2 } from './exp';
import { power4 } from './exp-single';
import { lowSingleRows } from './single-low';
import { directRow as rowAlone, directRows } from './direct';
import { Cells, localRows } from './local';
import { normalizeTokens, Parameters } from './parameters';
import { rowSums as sumsOfRow, RowWork } from './row-sums';
import { SphereHarmonics } from './sphere-block';
import { Combination, combineStates, largestSquare } from './slots';
import { sphereRows } from './sphere-harmonics';

/** tokens ← x/|x|. */
export function normalize(parameters: usize, x: usize): void {
  normalizeTokens(changetype<Parameters>(parameters), x);
}

/** Rows from `from` (a multiple of four) to `to` of the field, directly. */
export function direct(parameters: usize, _block: usize, from: i32, to: i32, out: usize): void {
  directRows(changetype<Parameters>(parameters), from, to, out);
}

/** Rows from `from` (a multiple of sixteen) to `to` of a field on the circle, by prefix sums of harmonics. */
export function circleHarmonics(parameters: usize, sums: usize, from: i32, to: i32, out: usize): void {
  const p = changetype<Parameters>(parameters);
  const h = changetype<CircleSums>(sums);
  if (h.general) circleGeneralRows(p, h, from, to, out);
  else circleHarmonicRows(p, h, from, to, out);
}

/** Rows from `from` to `to` of the field, by sums over the cells that matter. */
export function local(parameters: usize, cells: usize, from: i32, to: i32, out: usize): void {
  localRows(changetype<Parameters>(parameters), changetype<Cells>(cells), from, to, out);
}

/** Row k of the field alone, directly; `out` is the address of row 0. */
export function directRow(parameters: usize, k: i32, out: usize): void {
  rowAlone(changetype<Parameters>(parameters), k, out);
}

/**
 * What an implicit step needs of a token that sees the first `seen` rows and the centers (class RowWork of
 * row-sums.ts).
 */
export function rowSums(parameters: usize, work: usize, seen: i32, withSpread: bool): void {
  sumsOfRow(changetype<Parameters>(parameters), changetype<RowWork>(work), seen, withSpread);
}

/** Rows from `from` (a multiple of sixteen) to `to` of a field on the sphere, by prefix sums of spherical harmonics. */
export function sphereHarmonics(_parameters: usize, settings: usize, from: i32, to: i32, out: usize): void {
  sphereRows(changetype<SphereHarmonics>(settings), from, to, out);
}

/** Rows from `from` to `to`, directly and by blocks. */
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

/** A linear combination of states (class Combination of slots.ts). */
export function combine(combination: usize): void {
  combineStates(changetype<Combination>(combination));
}

/** The largest squared length of the rows of a state. */
export function largestRow(e: usize, n: i32, d: i32): f64 {
  return largestSquare(e, n, d);
}
