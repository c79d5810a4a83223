/**
 * How fast a token leaves its place: of a Jacobian on the tangent space at u, the eigenvalues and what goes with them.
 */
import { largestRealPart } from '../numerics/eigenvalues.ts';
import { larger } from '../numerics/elementary.ts';
import { solveLinear } from '../numerics/linear-system.ts';
import { frobeniusNorm } from '../numerics/matrix.ts';
import { dot } from '../numerics/sphere.ts';

/** The largest entry of a matrix, in absolute value. */
export function largestEntry(matrix: Float64Array): number {
  let size = 0;
  for (let i = 0; i < matrix.length; i++) size = larger(size, Math.abs(matrix[i]));
  return size;
}

/** The largest real part of the eigenvalues of J on the tangent space, or a bound above it where that is negative. */
export function growthRate(jacobian: Float64Array, u: Float64Array, d: number): number {
  if (d === 2) return jacobian[0] + jacobian[3];
  const size = largestEntry(jacobian);
  if (size === 0) return 0;
  const bound = boundOfGrowth(jacobian, u, d);
  if (bound < 0) return bound;
  const matrix = withNormal(jacobian, u, d, -d * size);
  const rate = largestRealPart(matrix, d);
  return Number.isNaN(rate) ? frobeniusNorm(jacobian) : rate; // the iteration did not settle: a bound is safe
}

/** J + normal·uuᵀ: along u, where J has the eigenvalue 0, it gets another one. */
function withNormal(jacobian: Float64Array, u: Float64Array, d: number, normal: number): Float64Array {
  const matrix = new Float64Array(d * d);
  for (let i = 0; i < d; i++) {
    for (let j = 0; j < d; j++) matrix[i * d + j] = jacobian[i * d + j] + normal * u[i] * u[j];
  }
  return matrix;
}

/** A bound above the real parts of the eigenvalues: their mean, and how far J is from that multiple of the identity. */
function boundOfGrowth(jacobian: Float64Array, u: Float64Array, d: number): number {
  let trace = 0;
  for (let i = 0; i < d; i++) trace += jacobian[i * d + i];
  const mean = trace / (d - 1);
  // J = mean·P + R: no eigenvalue exceeds mean + ‖R‖.
  let rest = 0;
  for (let i = 0; i < d; i++) {
    for (let j = 0; j < d; j++) {
      const identity = (i === j ? 1 : 0) - u[i] * u[j];
      const r = jacobian[i * d + j] - mean * identity;
      rest += r * r;
    }
  }
  return mean + Math.sqrt(rest);
}

/**
 * Steps of inverse iteration: each divides what is left of faster directions by the ratio of their rates to the shift.
 */
const ITERATIONS = 4;
/** How far above the largest rate the iteration looks, of the Jacobian's size. */
const SHIFT = 1e-3;

/** A unit tangent vector at u along which J grows most, or falls most slowly; `rate` is its largest real part. */
export function slowestDirection(jacobian: Float64Array, u: Float64Array, d: number, rate: number): Float64Array {
  const v = new Float64Array(d);
  if (d === 2) {
    v[0] = -u[1];
    v[1] = u[0];
    return v;
  }
  for (let i = 0; i < d; i++) v[i] = 1 / (1 + i * i); // any vector that is special to no problem
  toTangent(v, u, d);
  const size = largestEntry(jacobian);
  for (let step = 0; size > 0 && step < ITERATIONS; step++) {
    const matrix = withNormal(jacobian, u, d, -d * size);
    for (let i = 0; i < d; i++) matrix[i * d + i] -= rate + SHIFT * size;
    if (solveLinear(matrix, v, d) === 0) break;
    toTangent(v, u, d);
  }
  return v;
}

/** v ← P_u v over its length; where u itself came, another tangent. */
function toTangent(v: Float64Array, u: Float64Array, d: number): void {
  const along = dot(u, 0, v, 0, d);
  for (let i = 0; i < d; i++) v[i] -= along * u[i];
  const length = Math.sqrt(dot(v, 0, v, 0, d));
  if (!(length > 1e-12)) {
    const axis = Math.abs(u[0]) < 0.5 ? 0 : 1;
    for (let i = 0; i < d; i++) v[i] = (i === axis ? 1 : 0) - u[axis] * u[i];
    toTangent(v, u, d);
    return;
  }
  for (let i = 0; i < d; i++) v[i] /= length;
}
