/**
 * The rows of a composition whose tokens feel their predecessors only, for implicit steps: y_k as a function of the
 * token's own place u, by the chain of what the block sees of it, its heads and its perceptron, and
 *
 *   F = P_u G,   P_u ∂F P_u = P_u ∂G P_u − ⟨u, G⟩ P_u,
 *
 * G = y for post, α(A/|A| + M/|M|) for ngpt.
 */
import type { Shape } from '../../core/state.ts';
import { largestOf } from '../../numerics/extremes.ts';
import {
  frobeniusNorm,
  multiplyMatrices,
  multiplyVector,
  projectBothSides,
  splitIdentity,
} from '../../numerics/matrix.ts';
import { dot, norm as lengthOf } from '../../numerics/sphere.ts';
import { perceptronOf } from '../perceptron.ts';
import { perceptronSlope } from '../perceptron-slope.ts';
import type { RowSlope, RowSystem } from '../row-system.ts';
import type { Composition } from './composition.ts';
import { type HeadRow, headRow } from './head-row.ts';
import { maskOf } from './mask.ts';
import { post } from './norm.ts';
import { rowTurner } from './positions.ts';
import { softmax } from './weighing.ts';

/** A part of y at one token: its value, and how it turns with s. */
interface PartRow {
  readonly value: Float64Array;
  readonly slope: Float64Array;
  place(k: number, s: Float64Array): void;
  /** @param whole false where what is along u may be left out */
  look(k: number, s: Float64Array, whole: boolean): void;
}

/** @returns null where a token feels later ones, where weights jump, and where time or length matter */
export function rowsOf(composition: Composition, { n, d }: Shape): RowSystem | null {
  const { norm = post, weighing = softmax, mask, mlp = null, only } = composition;
  const still = norm.scheme === 'post' || norm.scheme === 'ngpt';
  if (!still || weighing.hard || !maskOf(mask, n).causal) return null;
  const parts = [
    ...(only === 'mlp' ? [] : [attentionPart(composition, n, d)]),
    ...(mlp && only !== 'attention' ? [perceptronPart(mlp, only === 'mlp' ? 2 : 1, d)] : []),
  ];
  const unit = norm.scheme === 'ngpt';
  const seeing = norm.seeingRow(d);
  const s = new Float64Array(d);
  const seen = new Float64Array(d * d);
  const force = new Float64Array(d);
  const jacobian = new Float64Array(d * d);
  const slope = new Float64Array(d * d);
  const result: RowSlope = { force, jacobian };

  function linearize(k: number, u: Float64Array): RowSlope {
    seeing.see(u, s);
    force.fill(0);
    slope.fill(0);
    for (const part of parts) {
      part.look(k, s, unit || !norm.along);
      if (unit) addDirection(part, norm.alpha * (only ? 2 : 1), force, slope, d);
      else add(part, force, slope);
    }
    if (seeing.slope) {
      seeing.slope(u, seen);
      multiplyMatrices(slope, seen, jacobian, d);
    } else jacobian.set(slope);
    const along = dot(u, 0, force, 0, d);
    for (let i = 0; i < d; i++) force[i] -= along * u[i];
    projectBothSides(jacobian, u, d, -along);
    return result;
  }

  const bend = 2 + bendOf(composition, d);
  return {
    ...{ bend, widest: 0.1 / bend, steepness: bend * bend * sizeOf(composition) },
    place(k, u) {
      seeing.see(u, s);
      for (const part of parts) part.place(k, s);
    },
    linearize,
    around(k, place) {
      let own: RowSlope | undefined;
      const here = () => {
        if (own) return own;
        linearize(k, place);
        own = { force: force.slice(), jacobian: jacobian.slice() };
        return own;
      };
      return { here, linearize: (v) => linearize(k, v), bounded: null };
    },
  };
}

/** By how much scores turn, β‖QᵀK‖/√d of the largest head; neurons are taken to bend by no more than their size. */
function bendOf({ beta, heads, mlp }: Composition, d: number): number {
  const sizes = heads.map(({ query, key }) => (Math.abs(beta) * frobeniusNorm(query) * frobeniusNorm(key)) / d);
  return largestOf(sizes) + (mlp ? frobeniusNorm(mlp.perceptron.w1) / Math.sqrt(d) : 0);
}

function sizeOf({ heads, mlp }: Composition): number {
  const values = heads.reduce((sum, { value }) => sum + frobeniusNorm(value), 0);
  return values + (mlp ? Math.abs(mlp.gain) * frobeniusNorm(mlp.perceptron.w1) * frobeniusNorm(mlp.perceptron.w2) : 0);
}

function add({ value, slope: own }: PartRow, force: Float64Array, slope: Float64Array): void {
  for (let i = 0; i < force.length; i++) force[i] += value[i];
  for (let i = 0; i < slope.length; i++) slope[i] += own[i];
}

/** α p/|p|, whose derivative is α (I − p̂p̂ᵀ) ∂p/|p|. */
function addDirection(part: PartRow, alpha: number, force: Float64Array, slope: Float64Array, d: number): void {
  const { value, slope: own } = part;
  const size = lengthOf(value, 0, d);
  const factor = alpha / size;
  for (let j = 0; j < d; j++) {
    let along = 0;
    for (let i = 0; i < d; i++) along += (value[i] / size) * own[i * d + j];
    for (let i = 0; i < d; i++) slope[i * d + j] += factor * (own[i * d + j] - along * (value[i] / size));
  }
  for (let i = 0; i < d; i++) force[i] += factor * value[i];
}

/** Σ_h (O_hV_h)(m_h + mass_h s), or with λI taken out of O_hV_h where what is along u may be left out. */
function attentionPart(composition: Composition, n: number, d: number): PartRow {
  const { only } = composition;
  const share = (composition.share ?? 1) * (only === 'attention' ? 2 : 1);
  const rows = headRows(composition, n, d);
  const matrices = composition.heads.map(({ value }) => ({ value, rest: splitIdentity(value, d).rest }));
  const value = new Float64Array(d);
  const slope = new Float64Array(d * d);
  const image = new Float64Array(d);
  const product = new Float64Array(d * d);

  /** value and slope ← those and matrix·(mass s), whose derivative is matrix·(mass I + s ∂massᵀ). */
  function addOwn(matrix: Float64Array, { mass, massSlope }: HeadRow, s: Float64Array): void {
    const weight = mass();
    multiplyVector(matrix, s, 0, image, d);
    for (let i = 0; i < d; i++) {
      value[i] += share * weight * image[i];
      for (let j = 0; j < d; j++) {
        slope[i * d + j] += share * (weight * matrix[i * d + j] + image[i] * massSlope[j]);
      }
    }
  }

  return {
    ...{ value, slope },
    place(k, s) {
      for (const row of rows) row.place(k, s);
    },
    look(k, s, whole) {
      value.fill(0);
      slope.fill(0);
      rows.forEach((row, h) => {
        row.look(k, s);
        const { value: matrix, rest } = matrices[h];
        multiplyVector(matrix, row.mean, 0, image, d);
        for (let i = 0; i < d; i++) value[i] += share * image[i];
        multiplyMatrices(matrix, row.slope, product, d);
        for (let i = 0; i < product.length; i++) slope[i] += share * product[i];
        const own = whole ? matrix : rest;
        if (own) addOwn(own, row, s);
      });
    },
  };
}

function headRows(composition: Composition, n: number, d: number): HeadRow[] {
  const { beta, heads, width = d, weighing = softmax, positions } = composition;
  const mask = maskOf(composition.mask, n);
  const turn = positions?.frequencies ? rowTurner(positions.frequencies, n) : null;
  return heads.map(({ query, key }, h) =>
    headRow({ beta, query, key, width, mask, weighing, turn, bias: positions?.bias(h, n) ?? null }, n, d),
  );
}

function perceptronPart({ perceptron, gain }: NonNullable<Composition['mlp']>, speed: number, d: number): PartRow {
  const map = perceptronOf(perceptron);
  const turn = perceptronSlope(perceptron, d);
  const value = new Float64Array(d);
  const slope = new Float64Array(d * d);
  return {
    ...{ value, slope },
    place() {},
    look(_k, s) {
      map(s, 0, value);
      turn(s, slope);
      for (let i = 0; i < d; i++) value[i] *= gain * speed;
      for (let i = 0; i < slope.length; i++) slope[i] *= gain * speed;
    },
  };
}
