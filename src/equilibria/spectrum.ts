/**
 * The eigenvalues of the Jacobian of a rest, or of a rotating wave in the frame that turns with it, and which of them
 * have to be 0, or imaginary, since the state can be turned, or belongs to a family.
 */

import type { Shape, State } from '../core/state.ts';
import { distanceToEigenvalue } from '../numerics/distance-to-eigenvalue.ts';
import { eigenvalues } from '../numerics/eigenvalues.ts';
import { larger } from '../numerics/elementary.ts';
import { orthonormal } from '../numerics/least-squares.ts';
import { frobeniusNorm, type Matrix } from '../numerics/matrix.ts';
import { dot } from '../numerics/sphere.ts';
import type { Slopes } from './differences.ts';
import { type Frame, frameAt, rowsTimes } from './frame.ts';
import { subtractRotation } from './newton.ts';
import { causalAttention, type Sought } from './search.ts';
import { ROUNDING, rowsOf, wholeSystem } from './systems.ts';

/** Why an eigenvalue has no say in whether a state is stable. */
export type Neutral = 'symmetry' | 'family';

export interface Eigenvalue {
  readonly re: number;
  readonly im: number;
  /** Null for those that decide. */
  readonly neutral: Neutral | null;
  /** Whether it is known on which side of the imaginary axis it is. */
  readonly sure: boolean;
  /** The size of what its block of the Jacobian is made of: velocities over radians. */
  readonly terms: number;
}

/** A diagonal block of the Jacobian, or all of it. */
export interface Block {
  readonly matrix: Matrix;
  readonly size: number;
  /** Coordinate of the frame at which it begins. */
  readonly from: number;
  /** A bound of the norm of what is wrong with it. */
  readonly error: number;
}

/** Eigenvalues nearer to the axis than this share of the Jacobian are looked at more closely. */
const NEAR = 1e-3;
/** A look is work of the order of the block's size cubed. */
const LOOKS = 2e8;
/** The QR iteration is right for a matrix that is so many roundings of its own away. */
const ITERATION = 1e-15;

/** The Jacobian at x in diagonal blocks, those of causal attention by themselves. */
export async function blocksAt(sought: Sought, x: State, rotation: Matrix, frame: Frame): Promise<Block[]> {
  const { equation, t, scale, breathe } = sought;
  const { shape, space } = equation;
  const causal = causalAttention(equation);
  if (!causal) {
    const slopes = await wholeSystem(equation, t, scale, breathe).slopes(x, frame);
    subtractRotation(slopes.columns, frame, rotation, shape);
    return splitInBlocks(slopes, frame);
  }
  const { n, d } = shape;
  const rows = rowsOf(causal, shape);
  const blocks: Block[] = [];
  for (let k = 0; k < n; k++) {
    const u = x.slice(k * d, k * d + d);
    const own = frameAt(u, { n: 1, d }, space);
    const { columns, error } = await rows.system(k).slopes(u, own);
    subtractRotation(columns, own, rotation, { n: 1, d });
    rows.place(k, u);
    blocks.push(blockOf(columns, k * own.each, k * own.each, own.each, error));
  }
  return blocks;
}

/** Where a token and those after it are not felt by those before it, a block ends; the zeros there are exact. */
function splitInBlocks({ columns, error }: Slopes, { size, each }: Frame): Block[] {
  // reach[j]: the first row at which column j is not zero, by tokens.
  const ends: number[] = [];
  let first = size;
  for (let j = size - 1; j > 0; j--) {
    const at = columns[j].findIndex((entry) => entry !== 0);
    if (at >= 0 && at < first) first = at;
    if (j % each === 0 && first >= j) ends.unshift(j);
  }
  const starts = [0, ...ends];
  return starts.map((from, i) => blockOf(columns, from, from, (ends[i] ?? size) - from, error));
}

function blockOf(columns: readonly Float64Array[], column: number, from: number, size: number, error: number): Block {
  const offset = columns.length === size ? 0 : column;
  const matrix = new Float64Array(size * size);
  for (let j = 0; j < size; j++) for (let i = 0; i < size; i++) matrix[i * size + j] = columns[offset + j][offset + i];
  return { matrix, size, from, error };
}

/** What turning does to the state: an orthonormal basis of the velocities Ax, in coordinates of the frame. */
export function orbitOf(symmetries: readonly Matrix[], x: State, shape: Shape, frame: Frame): Float64Array[] {
  const ways = symmetries.map((generator) => frame.down(rowsTimes(generator, x, shape)));
  const most = ways.reduce((a, way) => larger(a, lengthOf(way)), 0);
  return orthonormal(ways.filter((way) => lengthOf(way) > 1e-9 * most && lengthOf(way) > 1e-9));
}

function lengthOf(v: Float64Array): number {
  return Math.sqrt(dot(v, 0, v, 0, v.length));
}

/**
 * All eigenvalues, by falling real parts.
 *
 * @param neutral directions that the Jacobian keeps among themselves: first `turned` of symmetry, then those of a
 *   family
 * @param values their eigenvalues, where blocks do not tell them apart from others
 */
export function spectrumOf(
  blocks: readonly Block[],
  neutral: readonly Float64Array[],
  turned: number,
  values: readonly (readonly [re: number, im: number])[],
): Eigenvalue[] {
  const [whole] = blocks;
  const found =
    blocks.length === 1 && neutral.length > 0
      ? deflated(whole, neutral, turned)
      : matched(blocks.flatMap(eigenvaluesOf), values, turned);
  return found.sort((a, b) => b.re - a.re || Math.abs(a.im) - Math.abs(b.im) || b.im - a.im);
}

/** In a basis that begins with the neutral directions, the Jacobian has a block of theirs, and one of all others. */
function deflated(block: Block, neutral: readonly Float64Array[], turned: number): Eigenvalue[] {
  const { size, error } = block;
  const m = block.matrix.slice();
  const mirrors: Float64Array[] = [];
  neutral.forEach((given, k) => {
    const v = given.slice();
    for (const mirror of mirrors) reflectVector(mirror, v);
    const mirror = reflectorTo(v, k);
    mirrors.push(mirror);
    reflectRows(m, mirror, size);
    reflectColumns(m, mirror, size);
  });
  const r = neutral.length;
  const terms = termsOf(block);
  const rest = new Float64Array((size - r) * (size - r));
  for (let i = r; i < size; i++) for (let j = r; j < size; j++) rest[(i - r) * (size - r) + j - r] = m[i * size + j];
  const own = new Float64Array(r * r);
  for (let i = 0; i < r; i++) for (let j = 0; j < r; j++) own[i * r + j] = m[i * size + j];
  const { re, im } = eigenvalues(own, r);
  return [
    ...Array.from(re, (part, i): Eigenvalue => {
      return { re: part, im: im[i], neutral: i < turned ? 'symmetry' : 'family', sure: false, terms };
    }),
    ...eigenvaluesOf({ matrix: rest, size: size - r, from: 0, error }),
  ];
}

/** A unit w with (I − 2wwᵀ)v = ±|v| e_k for a v whose first k entries are 0. */
function reflectorTo(v: Float64Array, k: number): Float64Array {
  const w = v.slice();
  for (let i = 0; i < k; i++) w[i] = 0;
  const length = lengthOf(w);
  w[k] += w[k] < 0 ? -length : length;
  const unit = lengthOf(w);
  for (let i = 0; i < w.length; i++) w[i] /= unit;
  return w;
}

function reflectVector(w: Float64Array, v: Float64Array): void {
  const along = 2 * dot(w, 0, v, 0, v.length);
  for (let i = 0; i < v.length; i++) v[i] -= along * w[i];
}

function reflectRows(m: Matrix, w: Float64Array, size: number): void {
  const sums = new Float64Array(size);
  for (let i = 0; i < size; i++) for (let j = 0; j < size; j++) sums[j] += w[i] * m[i * size + j];
  for (let i = 0; i < size; i++) for (let j = 0; j < size; j++) m[i * size + j] -= 2 * w[i] * sums[j];
}

function reflectColumns(m: Matrix, w: Float64Array, size: number): void {
  for (let i = 0; i < size; i++) {
    const along = 2 * dot(m, i * size, w, 0, size);
    for (let j = 0; j < size; j++) m[i * size + j] -= along * w[j];
  }
}

/** Of block after block the eigenvalues that lie nearest to the neutral ones stand for these. */
function matched(
  found: Eigenvalue[],
  values: readonly (readonly [re: number, im: number])[],
  turned: number,
): Eigenvalue[] {
  const taken = found.slice();
  values.forEach(([re, im], k) => {
    let best = -1;
    const apart = (i: number) => Math.abs(taken[i].re - re) + Math.abs(taken[i].im - im);
    for (let i = 0; i < taken.length; i++) {
      if (taken[i].neutral === null && (best < 0 || apart(i) < apart(best))) best = i;
    }
    if (best >= 0) taken[best] = { ...taken[best], neutral: k < turned ? 'symmetry' : 'family', sure: false };
  });
  return taken;
}

/**
 * The eigenvalues of one block. One is sure to be off the imaginary axis where no change of the block as large as its
 * error puts it there: where the distance of the block to a matrix with the eigenvalue i·im is larger.
 */
function eigenvaluesOf(block: Block): Eigenvalue[] {
  const { matrix, size, error } = block;
  if (size === 0) return [];
  const terms = termsOf(block);
  const length = frobeniusNorm(matrix);
  const off = error + ITERATION * size * length;
  const { re, im } = eigenvalues(matrix.slice(), size);
  const near = Array.from(re.keys())
    .filter((i) => !(Math.abs(re[i]) > NEAR * length) && im[i] >= 0)
    .sort((a, b) => Math.abs(re[a]) - Math.abs(re[b]));
  const looks = 2 + Math.floor(LOOKS / (1e6 + size * size * size));
  const doubtful = new Set<number>();
  near.forEach((i, rank) => {
    const isSure = Math.abs(re[i]) > off && (rank >= looks || distanceToEigenvalue(matrix, size, 0, im[i]) > off);
    if (!isSure) for (let j = 0; j < size; j++) if (re[j] === re[i] && Math.abs(im[j]) === im[i]) doubtful.add(j);
  });
  return Array.from(re, (part, i) => ({
    re: part,
    im: im[i],
    neutral: null,
    sure: !(doubtful.has(i) || Number.isNaN(part)),
    terms,
  }));
}

/** An error is a share of the terms where they cancel. */
function termsOf({ matrix, error }: Block): number {
  return larger(frobeniusNorm(matrix), error / ROUNDING);
}
