/**
 * Rényi's parking problem: cars of length 1 park one after another at uniform places of a street of length x until none
 * fits. N(x) cars do, M(x) = E N(x). Rényi 1958; Dvoretzky & Robbins 1964.
 */

import { demand } from '../numerics/domain.ts';
import { larger } from '../numerics/elementary.ts';
import { chebyshevFit, chebyshevIntegral, chebyshevNodes, chebyshevValue } from '../numerics/special/chebyshev.ts';
import { gaussLegendre } from '../numerics/special/quadrature.ts';

/** Rényi's constant m = ∫₀^∞ e^{−2 Ein(t)} dt = 0.7475979202534114…: cars per length of a long street. */
export const RENYI_CONSTANT = 0.7475979202534114;
/**
 * v, the variance of the number of cars per length of a long street: Var N(x) = v(x + 1) up to a tiny rest (Mannion
 * 1964).
 */
export const PARKING_VARIANCE = 0.03815639919042645;

/**
 * M(x), the mean number of cars on a street of length x: 0 for x < 1, M(x + 1) = 1 + (2/x) ∫₀^x M. For long streets mx
 * − (1 − m), with an error of order (2e/x)^{x−3/2}; relative error here about 1e-15 for every x.
 *
 * @param x length in cars, finite, ≥ 0; M(1) = 1
 */
export function meanParked(x: number): number {
  demandLength(x);
  if (x < 1) return 0;
  if (x <= 2) return 1;
  if (x <= 3) return 3 - 2 / (x - 1);
  return RENYI_CONSTANT * (x + 1) - 1 + (x < LONG ? value(excess(), x) : 0);
}

/** Var N(x), with absolute error about 1e-15(1 + x): 0 up to x = 2, v(x + 1) for long streets. */
export function varianceParked(x: number): number {
  demandLength(x);
  if (x < 2) return 0;
  if (x >= LONG) return PARKING_VARIANCE * (x + 1);
  if (x < 4) {
    const least = x < 3 ? 1 : 2; // least or least + 1 cars park
    const mean = meanParked(x);
    return larger((mean - least) * (least + 1 - mean), 0);
  }
  const e = value(excess(), x);
  return value(square(), x) - e * e;
}

/** From here on rests are below 1e-17. */
const LONG = 24;
/**
 * The nearest singularity of each piece of unit length lies 1 before its beginning: coefficients fall like 5.8^{−k}.
 */
const NODES = chebyshevNodes(26);
const RULE = gaussLegendre(16);

/** Chebyshev coefficients on [k, k + 1], k = 0, 1, …, of a function of the length. */
type Pieces = Float64Array[];

function value(pieces: Pieces, x: number): number {
  const k = Math.floor(x);
  return chebyshevValue(pieces[k], x - k);
}

/*
 * D(x) = N(x) + 1 − m(x + 1): the first car on a street of length x + 1 leaves streets y and x − y, y uniform, and
 * D(x + 1) = D(y) + D′(x − y) without any constant. So e = E D, with e(x + 1) = (2/x) ∫₀^x e, falls to 0, and nothing
 * large is subtracted in E D²(x + 1) = (2/x) ∫₀^x (E D²(y) + e(y)e(x − y)) dy.
 */
let excessPieces: Pieces | undefined;
let squarePieces: Pieces | undefined;

/** e(x). */
function excess(): Pieces {
  excessPieces ??= continued([0, 1].map((cars) => fitted((t) => cars + 1 - RENYI_CONSTANT * (cars + t + 1))));
  return excessPieces;
}

/** E D²(x). */
function square(): Pieces {
  if (squarePieces) return squarePieces;
  const e = excess();
  const convolved = Array.from(NODES, (t) => convolution(e, t));
  squarePieces = continued(
    [0, 1].map((k) => fitted((t) => chebyshevValue(e[k], t) * chebyshevValue(e[k], t))),
    (k, at) => convolved[at][k],
  );
  return squarePieces;
}

/** The solution of f(x + 1) = (2/x)(∫₀^x f + extra(x)), x = k + NODES[at], from its pieces on [0, 1] and [1, 2]. */
function continued(first: Pieces, extra: (k: number, at: number) => number = () => 0): Pieces {
  const pieces = [...first];
  let before = chebyshevValue(chebyshevIntegral(pieces[0]), 1); // ∫₀^k f
  for (let k = 1; k + 1 < LONG; k++) {
    const within = chebyshevIntegral(pieces[k]);
    pieces.push(fitted((t, at) => (2 * (before + chebyshevValue(within, t) + extra(k, at))) / (k + t)));
    before += chebyshevValue(within, 1);
  }
  return pieces;
}

function fitted(f: (t: number, at: number) => number): Float64Array {
  return chebyshevFit(NODES.map((t, at) => f(t, at)));
}

/**
 * ∫₀^x e(y)e(x − y) dy at x = k + t, for each k: between the integers of y and of x − y, where y − j runs over [0, t]
 * or [t, 1] and x − y over the same, backwards. Nodes lie symmetrically, so values at x − y are those at y in the
 * opposite order.
 */
function convolution(e: Pieces, t: number): number[] {
  const [near, far] = [valuesOn(e, 0, t), valuesOn(e, t, 1)];
  return e.map((_, k) => {
    let sum = 0;
    for (let j = 0; j <= k; j++) sum += t * mirrored(near[j], near[k - j]);
    for (let j = 0; j < k; j++) sum += (1 - t) * mirrored(far[j], far[k - 1 - j]);
    return sum / 2;
  });
}

/** Of each piece, at the nodes of RULE between two places. */
function valuesOn(pieces: Pieces, from: number, to: number): Float64Array[] {
  const places = RULE.nodes.map((node) => (from + to + (to - from) * node) / 2);
  return pieces.map((piece) => places.map((t) => chebyshevValue(piece, t)));
}

/** Σ w_i a_i b_{−i}. */
function mirrored(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += RULE.weights[i] * a[i] * b[a.length - 1 - i];
  return sum;
}

function demandLength(x: number): void {
  demand(x >= 0 && x < Infinity, 'x', 'a finite length ≥ 0; the unit is a car', x);
}
