/**
 * Seeded tokens that are hard on a field: everything a trajectory can come to, and the ends of the range of doubles.
 *
 * A set takes a seed, n and d, and gives n rows of R^d, row-major, of unit length but for rounding unless it says otherwise.
 */
import { draw, uniformTokens, unitRows } from './draw.ts';

export type TokenSet = (seed: number, n: number, d: number) => Float64Array;

/** e_i as a row. */
function axis(d: number, i: number, sign = 1): Float64Array {
  const row = new Float64Array(d);
  row[i] = sign;
  return row;
}

/** (cos angle, sin angle, 0, …). */
function onMeridian(d: number, angle: number): Float64Array {
  const row = new Float64Array(d);
  [row[0], row[1]] = [Math.cos(angle), Math.sin(angle)];
  return row;
}

function fromRows(n: number, d: number, row: (k: number) => Float64Array): Float64Array {
  const x = new Float64Array(n * d);
  for (let k = 0; k < n; k++) x.set(row(k), k * d);
  return x;
}

/** Gaussian clouds of the given radii around centers, token by token in turn. */
function clouds(seed: number, n: number, d: number, centers: readonly Float64Array[], radius: (k: number) => number) {
  const { normal } = draw(seed);
  const x = fromRows(n, d, (k) => centers[k % centers.length].map((entry) => entry + radius(k) * normal()));
  return unitRows(x, d);
}

/** Three tight clusters of radii 1e-9 … 1e-3, and one token in a hundred on its own. */
const clustered: TokenSet = (seed, n, d) => {
  const rows = uniformTokens(seed + 1, 3, d);
  const centers = [0, 1, 2].map((c) => rows.slice(c * d, (c + 1) * d));
  const x = clouds(seed, n, d, centers, (k) => [1e-9, 1e-6, 1e-3][k % 3]);
  const isolated = uniformTokens(seed + 2, n, d);
  for (let k = 50; k < n; k += 100) x.set(isolated.subarray(k * d, (k + 1) * d), k * d);
  return x;
};

/** Two clusters at distance π − 1e-8, where sines of angles lose their digits. */
const antipodal: TokenSet = (seed, n, d) =>
  clouds(seed, n, d, [onMeridian(d, 0.3), onMeridian(d, 0.3 + Math.PI - 1e-8)], (k) => (k < 2 ? 0 : 1e-10));

/** All tokens with the same bits: how every run to consensus ends. */
const coincident: TokenSet = (seed, n, d) => {
  const one = uniformTokens(seed, 1, d);
  return fromRows(n, d, () => one);
};

/** Coincident but for the last few bits. */
const nearlyCoincident: TokenSet = (seed, n, d) => clouds(seed, n, d, [uniformTokens(seed + 1, 1, d)], () => 3e-16);

/** The first token at distance 2.5 from all the others. */
const loneLeader: TokenSet = (seed, n, d) => {
  const x = clouds(seed, n, d, [onMeridian(d, 2.5)], () => 1e-3);
  x.set(onMeridian(d, 0));
  return x;
};

/** Evenly spaced on a great circle. */
const equispaced: TokenSet = (_seed, n, d) => fromRows(n, d, (k) => onMeridian(d, (2 * Math.PI * k) / n));

/** At ±e_d, within 1e-300 … 1e-8 of them, and on the equator; zeros of both signs among the coordinates. */
const poles: TokenSet = (seed, n, d) => {
  const { normal, uniform } = draw(seed);
  return fromRows(n, d, (k) => {
    const sign = uniform() < 0.5 ? -1 : 1;
    const row = axis(d, d - 1, sign).map((entry) => (entry === 0 ? 0 * normal() : entry));
    if (k % 4 === 1) return row.map((entry) => (Math.abs(entry) === 1 ? entry : 10 ** (-300 + 292 * uniform())));
    if (k % 4 === 2)
      return unitRows(
        row.map((_, i) => (i === d - 1 ? sign * 0 : normal())),
        d,
      );
    if (k % 4 === 3) return axis(d, k % d, sign);
    return row;
  });
};

/** Uniform tokens of length 1 ± 1e-9, as the stages of a Runge–Kutta step are. */
const offTheSphere: TokenSet = (seed, n, d) => {
  const { uniform } = draw(seed + 1);
  const x = uniformTokens(seed, n, d);
  return fromRows(n, d, (k) => {
    const length = 1 + 1e-9 * (2 * uniform() - 1);
    return x.slice(k * d, (k + 1) * d).map((entry) => length * entry);
  });
};

export const tokenSets = {
  uniform: uniformTokens,
  clustered,
  antipodal,
  coincident,
  'nearly coincident': nearlyCoincident,
  'lone leader': loneLeader,
  equispaced,
  poles,
  'off the sphere': offTheSphere,
} as const satisfies Record<string, TokenSet>;

export type TokenSetName = keyof typeof tokenSets;
export const tokenSetNames = Object.keys(tokenSets) as TokenSetName[];
