/**
 * Rests that are not alone, though no symmetry of the equation moves them: such as the place of the first token for
 * V = I, whatever Q and K are. A direction in which the field does not change to first order is followed a little way;
 * it belongs to a family where there is a rest again, in which nothing has been pulled back.
 */

import type { State } from '../core/state.ts';
import { larger } from '../numerics/elementary.ts';
import { factorColumns, orthonormal } from '../numerics/least-squares.ts';
import { dot } from '../numerics/sphere.ts';
import { isBalanced } from './balance.ts';
import { type Frame, movedAlong } from './frame.ts';
import { type Sought, search } from './search.ts';
import type { Block } from './spectrum.ts';
import { forceOf } from './systems.ts';

/** How far directions are followed, in radians, and how much of the way has to be left when tokens are at rest. */
const WAY = 0.01;
const KEPT = 0.8;
/** At rest is slower than this share of the usual velocity. */
const AT_REST = 1e-14;
/** More directions than this are not tried one by one. */
const MOST_TRIED = 6;

/**
 * The directions along which there are rests, in coordinates of the frame, beside those of symmetry. Where the Jacobian
 * has many blocks they are those of single tokens, and only their number means something.
 *
 * @param turned directions of symmetry, an orthonormal basis
 */
export async function familyAt(
  sought: Sought,
  x: State,
  frame: Frame,
  blocks: readonly Block[],
  turned: readonly Float64Array[],
  rotates: boolean,
): Promise<Float64Array[]> {
  const still = nullDirections(blocks, frame.size);
  const known = blocks.length === 1 ? turned : [];
  const candidates = orthonormal([...known, ...still], 1e-6).slice(known.length);
  // Turning all tokens is a zero of some block, which looks like a direction of its own there.
  const left = turned.length - known.length;
  if (candidates.length <= left) return [];
  const holds = (way: Float64Array) => leadsToRests(sought, x, frame, way, candidates, rotates);
  const mixed = new Float64Array(frame.size);
  candidates.forEach((v, i) => {
    const weight = 1 + (((i + 1) * 0.6180339887498949) % 1);
    for (let l = 0; l < v.length; l++) mixed[l] += weight * v[l];
  });
  if (await holds(mixed)) return candidates.slice(left);
  if (candidates.length === 1 || candidates.length > MOST_TRIED) return [];
  const found: Float64Array[] = [];
  for (const candidate of candidates) if (await holds(candidate)) found.push(candidate);
  return found.slice(left);
}

/** What each block takes to zero, within its error. */
function nullDirections(blocks: readonly Block[], size: number): Float64Array[] {
  return blocks.flatMap((block) => {
    const columns = Array.from({ length: block.size }, (_, j) =>
      Float64Array.from({ length: block.size }, (__, i) => block.matrix[i * block.size + j]),
    );
    const longest = columns.reduce((a, column) => larger(a, dot(column, 0, column, 0, column.length)), 0);
    const least = larger(10 * block.error, 1e-12 * Math.sqrt(longest));
    return factorColumns(columns, block.size, least).nullSpace.map((v) => {
      const whole = new Float64Array(size);
      whole.set(v, block.from);
      return whole;
    });
  });
}

async function leadsToRests(
  sought: Sought,
  x: State,
  frame: Frame,
  way: Float64Array,
  candidates: readonly Float64Array[],
  rotates: boolean,
): Promise<boolean> {
  const { shape, space } = sought.equation;
  const length = Math.sqrt(dot(way, 0, way, 0, way.length));
  for (const by of [WAY / length, -WAY / length]) {
    const start = movedAlong(x, frame.up(way), by, shape, space);
    const { x: there, residual, settled } = await search(sought, start, rotates);
    if (
      !settled ||
      !(residual <= AT_REST * sought.scale) ||
      !(rotates || isBalanced(sought.equation, there, forceOf(sought.equation, sought.t)(there)))
    )
      return false;
    const gone = frame.down(there.map((entry, i) => entry - x[i]));
    for (const v of candidates) {
      const wanted = by * dot(v, 0, way, 0, v.length);
      if (!(Math.abs(dot(v, 0, gone, 0, v.length) - wanted) <= (1 - KEPT) * WAY)) return false;
    }
  }
  return true;
}
