/** In more than three dimensions: the three directions along which tokens are spread most. */
import type { Equation, Shape } from 'parkade';

export type Space = Equation['space'];

const ROUNDS = 40;

/**
 * The first three principal directions of rows through the origin, [3, d], orthonormal, by power iteration on XᵀX.
 * Their signs are those of the first token's coordinates, so that they do not flip from one look to the next.
 */
export function principalDirections(x: Float64Array, { n, d }: Shape): Float64Array {
  const directions = new Float64Array(3 * d);
  for (let k = 0; k < 3; k++) {
    const v = directions.subarray(k * d, (k + 1) * d);
    for (let i = 0; i < d; i++) v[i] = Math.cos(1 + i * (k + 1.7));
    for (let round = 0; round < ROUNDS; round++) {
      v.set(timesGram(x, v, n, d));
      for (let j = 0; j < k; j++) removeAlong(v, directions.subarray(j * d, (j + 1) * d));
      if (!normalize(v)) break;
    }
    if (dot(v, x, 0) < 0) for (let i = 0; i < d; i++) v[i] = -v[i];
  }
  return directions;
}

function timesGram(x: Float64Array, v: Float64Array, n: number, d: number): Float64Array {
  const out = new Float64Array(d);
  for (let k = 0; k < n; k++) {
    const along = dot(v, x, k * d);
    for (let i = 0; i < d; i++) out[i] += along * x[k * d + i];
  }
  // A direction that no token has stays as it is, rather than vanishing.
  for (let i = 0; i < d; i++) out[i] += 1e-9 * v[i];
  return out;
}

function dot(v: Float64Array, x: Float64Array, at: number): number {
  let sum = 0;
  for (let i = 0; i < v.length; i++) sum += v[i] * x[at + i];
  return sum;
}

function removeAlong(v: Float64Array, u: Float64Array): void {
  const along = dot(v, u, 0);
  for (let i = 0; i < v.length; i++) v[i] -= along * u[i];
}

function normalize(v: Float64Array): boolean {
  const norm = Math.sqrt(dot(v, v, 0));
  if (!(norm > 0)) return false;
  for (let i = 0; i < v.length; i++) v[i] /= norm;
  return true;
}

/** What is shown of rows of R^d: x/|x|. On the sphere they are what they are. */
export function directionsOf(x: Float64Array, d: number, space: Space): Float64Array {
  if (space === 'sphere') return x;
  const unit = x.slice();
  for (let at = 0; at < unit.length; at += d) normalize(unit.subarray(at, at + d));
  return unit;
}

/** Where rows are shown: themselves on circle and sphere, along three directions in more dimensions. */
export function placesOf(
  x: Float64Array,
  { n, d }: Shape,
  directions: Float64Array | null,
  into: Float32Array,
  at: number,
): void {
  if (directions === null) {
    into.set(x, at);
    return;
  }
  for (let k = 0; k < n; k++) {
    for (let c = 0; c < 3; c++) into[at + 3 * k + c] = dot(directions.subarray(c * d, (c + 1) * d), x, k * d);
  }
}
