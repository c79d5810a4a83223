/**
 * How the Jacobian acts on what symmetry turns a rotating wave to. F(x) = Ωx, and A commutes with the field: then
 * J(Ax) = (AΩ − ΩA)x, so that these directions have eigenvalues of their own, 0 or imaginary, known beforehand.
 */
import type { Shape, State } from '../core/state.ts';
import { eigenvalues } from '../numerics/eigenvalues.ts';
import { factorColumns } from '../numerics/least-squares.ts';
import { frobeniusNorm, type Matrix } from '../numerics/matrix.ts';
import { dot } from '../numerics/sphere.ts';
import { type Frame, rowsTimes } from './frame.ts';
import { commutator } from './symmetries.ts';

/** @param turned an orthonormal basis of the directions Ax */
export function orbitValues(
  symmetries: readonly Matrix[],
  rotation: Matrix,
  x: State,
  shape: Shape,
  frame: Frame,
  turned: readonly Float64Array[],
): (readonly [re: number, im: number])[] {
  const r = turned.length;
  if (frobeniusNorm(rotation) === 0 || r <= 1) return turned.map(() => [0, 0] as const);
  const within = (m: Matrix): Float64Array => {
    const way = frame.down(rowsTimes(m, x, shape));
    return Float64Array.from(turned, (v) => dot(v, 0, way, 0, way.length));
  };
  // K with K T = U, T and U the directions Ax and their images; by rows, Tᵀ Kᵀ = Uᵀ.
  const from = symmetries.map(within);
  const to = symmetries.map((generator) => within(commutator(generator, rotation, shape.d)));
  const columns = turned.map((_, i) => Float64Array.from(from, (entries) => entries[i]));
  const { solve } = factorColumns(columns, symmetries.length, 1e-9);
  const k = new Float64Array(r * r);
  for (let i = 0; i < r; i++) k.set(solve(Float64Array.from(to, (entries) => entries[i])), i * r);
  const { re, im } = eigenvalues(k, r);
  return Array.from(re, (part, i) => [part, im[i]] as const);
}
