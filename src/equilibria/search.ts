/**
 * From tokens near a rest, or a rotating wave, to it: all together, or, under causal attention, one after the other,
 * since a token does not feel those that come later.
 */

import type { State } from '../core/state.ts';
import type { AttentionFieldParameters } from '../dynamics/attention-field.ts';
import type { Equation } from '../dynamics/equation.ts';
import { larger } from '../numerics/elementary.ts';
import { factorColumns } from '../numerics/least-squares.ts';
import { type Matrix, splitIdentity } from '../numerics/matrix.ts';
import { rowsTimes } from './frame.ts';
import { newton } from './newton.ts';
import { combined } from './symmetries.ts';
import { type Breathe, rowsOf, wholeSystem } from './systems.ts';

export interface Sought {
  readonly equation: Equation;
  /** Of an equation that changes with time: when. */
  readonly t: number;
  /** Of the equation, an orthonormal basis of infinitesimal rotations. */
  readonly symmetries: readonly Matrix[];
  /** A velocity of usual size. */
  readonly scale: number;
  readonly breathe: Breathe;
}

export interface Reached {
  readonly x: State;
  readonly rotation: Matrix;
  /** The largest |ẋ_k − Ωx_k|. */
  readonly residual: number;
  readonly settled: boolean;
}

/** Causal attention, whose Jacobian is block by block. */
export function causalAttention({ attention }: Equation): AttentionFieldParameters | null {
  return attention?.mask === 'causal' ? attention : null;
}

/**
 * @param start [n, d], on the sphere unit rows
 * @param turning whether it may be a rotating wave; else a rest is sought
 */
export async function search(sought: Sought, start: State, turning = true): Promise<Reached> {
  const { equation, t, scale, breathe } = sought;
  const { d } = equation.shape;
  const rotation = new Float64Array(d * d);
  const generators = turning ? sought.symmetries : [];
  const causal = causalAttention(equation);
  if (causal) return tokenByToken(causal, sought, start, generators);
  return newton(wholeSystem(equation, t, scale, breathe), start, { generators, rotation, scale });
}

/** Whatever part of Ω turns no token so far is left to those that follow. */
async function tokenByToken(
  causal: AttentionFieldParameters,
  { equation: { shape }, scale, breathe }: Sought,
  start: State,
  generators: readonly Matrix[],
): Promise<Reached> {
  const { n, d } = shape;
  const rows = rowsOf(causal, shape);
  const least = keepsDigits(causal, d) ? 0 : scale;
  const x = start.slice();
  let rotation: Matrix = new Float64Array(d * d);
  let free = generators;
  let residual = 0;
  let settled = true;
  for (let k = 0; k < n && settled; k++) {
    await breathe(k / n);
    const found = await newton(rows.system(k), x.slice(k * d, k * d + d), { generators: free, rotation, scale: least });
    x.set(found.x, k * d);
    rows.place(k, found.x);
    residual = larger(residual, found.residual);
    settled &&= found.settled;
    rotation = found.rotation;
    free = holding(free, found.x, d);
  }
  return { x, rotation, residual, settled };
}

/** For V = λI forces are right to a share of themselves, however small all pulls are: then a rest has to be, too. */
function keepsDigits({ value, normalization }: AttentionFieldParameters, d: number): boolean {
  return normalization === 'softmax' && splitIdentity(value, d).rest === null;
}

/** The combinations of infinitesimal rotations that do not turn u. */
function holding(generators: readonly Matrix[], u: State, d: number): readonly Matrix[] {
  if (generators.length === 0) return generators;
  const { nullSpace } = factorColumns(
    generators.map((generator) => rowsTimes(generator, u, { n: 1, d })),
    d,
    1e-9,
  );
  return nullSpace.map((weights) => combined(generators, weights, d));
}
