/** Square matrices, row by row in one flat array. */
export { frobeniusNorm } from './sphere.ts';

/** Row-major d×d. */
export type Matrix = Float64Array;

/** AᵀB, summed in the order of rows; zeros of A cost nothing, so that a diagonal one takes d² operations. */
export function transposeMultiply(a: Matrix, b: Matrix, d: number): Matrix {
  const product = new Float64Array(d * d);
  for (let l = 0; l < d; l++) {
    for (let i = 0; i < d; i++) {
      const entry = a[l * d + i];
      if (entry === 0) continue;
      for (let j = 0; j < d; j++) product[i * d + j] += entry * b[l * d + j];
    }
  }
  return product;
}

/** M = scale·I + rest, with scale the mean of the diagonal; `rest` is null when M is a multiple of the identity. */
interface SplitMatrix {
  readonly scale: number;
  readonly rest: Matrix | null;
}

export function splitIdentity(matrix: Matrix, d: number): SplitMatrix {
  // The mean taken as M_00 + mean(M_ii − M_00): exact for a multiple of the identity, whatever d is.
  let excess = 0;
  for (let i = 0; i < d; i++) excess += matrix[i * d + i] - matrix[0];
  const scale = matrix[0] + excess / d;
  const rest = matrix.slice();
  for (let i = 0; i < d; i++) rest[i * d + i] -= scale;
  return { scale, rest: rest.some((entry) => entry !== 0) ? rest : null };
}

/** out ← M v, or Mᵀ v. */
export function multiplyVector(m: Matrix, v: Float64Array, vOffset: number, out: Float64Array, d: number): void {
  for (let i = 0; i < d; i++) {
    let sum = 0;
    for (let j = 0; j < d; j++) sum += m[i * d + j] * v[vOffset + j];
    out[i] = sum;
  }
}

export function transpose(m: Matrix, d: number): Matrix {
  const t = new Float64Array(d * d);
  for (let i = 0; i < d; i++) for (let j = 0; j < d; j++) t[j * d + i] = m[i * d + j];
  return t;
}

/** out ← A B for d×d matrices. */
export function multiplyMatrices(a: Matrix, b: Matrix, out: Matrix, d: number): void {
  for (let i = 0; i < d; i++) {
    for (let j = 0; j < d; j++) {
      let sum = 0;
      for (let l = 0; l < d; l++) sum += a[i * d + l] * b[l * d + j];
      out[i * d + j] = sum;
    }
  }
}

/** M ← P_u M P_u + shift·P_u. */
export function projectBothSides(m: Float64Array, u: Float64Array, d: number, shift: number): void {
  for (let j = 0; j < d; j++) {
    let along = 0;
    for (let i = 0; i < d; i++) along += u[i] * m[i * d + j];
    for (let i = 0; i < d; i++) m[i * d + j] -= along * u[i];
  }
  for (let i = 0; i < d; i++) {
    let along = 0;
    for (let j = 0; j < d; j++) along += u[j] * m[i * d + j];
    for (let j = 0; j < d; j++) m[i * d + j] -= (along + shift * u[i]) * u[j];
    m[i * d + i] += shift;
  }
}
