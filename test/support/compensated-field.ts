/**
 * One row of the field of attention in double-double arithmetic: the oracle that every way to compute the field is judged by.
 *
 *   ẋ_k = P_k( V u_k + W x_k ),   u_k = (1/Z_k) Σ_j A_j (x_j − x_k),   A_j = a_j e^{β⟨Bᵀx_k, x_j − x_k⟩},   V = λI + W,
 *
 * over the tokens that k sees and the frozen centers, from the doubles given: tokens are normalised, and everything after that is
 * done, in about 106 bits. λ = V_00, so that W vanishes exactly for a multiple of the identity and small forces between far
 * clusters keep their digits. It shares with src only the resolved parameters (B = QᵀK, V, mask, centers) of the equation.
 */
import type { Shape } from '../../src/core/state.ts';
import type { AttentionFieldParameters } from '../../src/dynamics/attention-field.ts';
import { resolveEquation } from '../../src/dynamics/equation.ts';
import type { Dynamics } from '../../src/dynamics/index.ts';
import { add, divide, exponential, low, multiply, squareRoot, subtract, twoProduct, twoSum } from './double-double.ts';

export interface CompensatedRow {
  /** ẋ_k rounded to doubles, and what rounding left. */
  readonly high: Float64Array;
  readonly low: Float64Array;
  /** Largest error |ẋ_k − (high + low)| of this row itself. */
  readonly bound: number;
  readonly moments: Moments;
}

/** What the row's attention looks at, to a few digits: what errors of rows are explained by. */
export interface Moments {
  /** Tokens and centers seen. */
  readonly terms: number;
  /** Z_k over what the sum is divided by: 1 for a softmax. */
  readonly mass: number;
  /** With A_j = weights that sum to 1 and r_j = |x_j − x_k|: Σ A_j over r_j > 0, Σ A_j r_j, Σ A_j r_j², Σ A_j r_j³. */
  readonly away: number;
  readonly distance: number;
  readonly squaredDistance: number;
  readonly cubedDistance: number;
}

/** A relative error that covers the few dozen operations behind one term of a sum, each below 15·2^−106. */
const TERM = 2 ** -98;
const UNIT = 2 ** -105;

/** Row k of ẋ for any k, from tokens normalised once; 0.6 to 1.6 µs a pair for d ≤ 5. */
export function compensatedField(dynamics: Dynamics, x: Float64Array, shape: Shape): (k: number) => CompensatedRow {
  const attention = attentionOf(dynamics, shape);
  const { n, d } = shape;
  const { mask, centers, weights } = attention;
  const tokens = normalised(x, d);
  // Frozen centers count as unit rows as they are.
  const frozen: Rows = { high: centers, low: new Float64Array(centers.length) };
  return (k) => {
    const query = queryOf(attention, tokens, k, d);
    const sources: Source[] = [
      { rows: tokens, count: mask === 'causal' ? k + 1 : n, weights: null },
      { rows: frozen, count: weights.length, weights },
    ];
    const sum = weightedShift(attention.beta, query, sources, tokens, k, d);
    return projected(attention, sum, tokens, k, shape);
  };
}

/** The resolved parameters of an equation that is attention. */
export function attentionOf(dynamics: Dynamics, shape: Shape): AttentionFieldParameters {
  const { attention } = resolveEquation(dynamics, shape);
  if (!attention) throw new Error(`${dynamics.kind} is not attention`);
  return attention;
}

/** Rows of double-double numbers, row-major. */
interface Rows {
  readonly high: Float64Array;
  readonly low: Float64Array;
}

interface Source {
  readonly rows: Rows;
  readonly count: number;
  readonly weights: Float64Array | null;
}

/** x/|x|, row by row. */
function normalised(x: Float64Array, d: number): Rows {
  const unit: Rows = { high: new Float64Array(x.length), low: new Float64Array(x.length) };
  for (let at = 0; at < x.length; at += d) {
    let [square, rest] = [0, 0];
    for (let i = 0; i < d; i++) {
      const term = twoProduct(x[at + i], x[at + i]);
      square = add(square, rest, term, low[0]);
      rest = low[0];
    }
    const norm = squareRoot(square, rest);
    const normRest = low[0];
    for (let i = 0; i < d; i++) {
      unit.high[at + i] = divide(x[at + i], 0, norm, normRest);
      unit.low[at + i] = low[0];
    }
  }
  return unit;
}

/** Bᵀx_k. */
function queryOf({ queryKey }: AttentionFieldParameters, tokens: Rows, k: number, d: number): Rows {
  return image(d, (i, l) => [queryKey[l * d + i], 0], tokens, k * d);
}

/** M v for the row v at `at`, M given by entries. */
function image(d: number, entry: (i: number, l: number) => readonly [number, number], v: Rows, at: number): Rows {
  const out: Rows = { high: new Float64Array(d), low: new Float64Array(d) };
  for (let i = 0; i < d; i++) {
    for (let l = 0; l < d; l++) {
      const [high, rest] = entry(i, l);
      const term = multiply(high, rest, v.high[at + l], v.low[at + l]);
      out.high[i] = add(out.high[i], out.low[i], term, low[0]);
      out.low[i] = low[0];
    }
  }
  return out;
}

/** Σ_j A_j (x_j − x_k) and Z_k relative to the weight e^{largest}, with what they can have lost. */
interface WeightedShift {
  readonly shift: Rows;
  readonly z: readonly [number, number];
  readonly largest: number;
  /** Bounds on the errors of |shift| and z. */
  readonly shiftError: number;
  readonly zError: number;
  readonly moments: Omit<Moments, 'mass'>;
}

function weightedShift(
  beta: number,
  query: Rows,
  sources: readonly Source[],
  tokens: Rows,
  k: number,
  d: number,
): WeightedShift {
  const largest = Math.max(0, ...sources.map((source) => largestScore(beta, query, source, tokens, k, d)));
  const querySize = Math.hypot(...query.high);
  const shift: Rows = { high: new Float64Array(d), low: new Float64Array(d) };
  const difference: Rows = { high: new Float64Array(d), low: new Float64Array(d) };
  let [z, zRest, terms, size, squares, cubes, away, shiftError, zError] = [0, 0, 0, 0, 0, 0, 0, 0, 0];
  for (const { rows, count, weights } of sources) {
    terms += count;
    for (let j = 0; j < count; j++) {
      let [square, widest] = [0, 0];
      let [score, scoreRest] = [0, 0];
      for (let i = 0; i < d; i++) {
        const at = j * d + i;
        const own = k * d + i;
        const high = subtract(rows.high[at], rows.low[at], tokens.high[own], tokens.low[own]);
        difference.high[i] = high;
        difference.low[i] = low[0];
        square += high * high;
        widest = Math.max(widest, Math.abs(high));
        const term = multiply(query.high[i], query.low[i], high, low[0]);
        score = add(score, scoreRest, term, low[0]);
        scoreRest = low[0];
      }
      score = multiply(score, scoreRest, beta, 0);
      score = subtract(score, low[0], largest, 0);
      let weight = exponential(score, low[0]);
      if (weights !== null) weight = multiply(weight, low[0], weights[j], 0);
      const weightRest = low[0];
      z = add(z, zRest, weight, weightRest);
      zRest = low[0];
      for (let i = 0; i < d; i++) {
        const term = multiply(weight, weightRest, difference.high[i], difference.low[i]);
        shift.high[i] = add(shift.high[i], shift.low[i], term, low[0]);
        shift.low[i] = low[0];
      }
      // The tokens are known to UNIT each, so the exponent to β|Bᵀx|·TERM, and the difference to a few UNIT.
      const distance = square > 1e-290 ? Math.sqrt(square) : widest * Math.sqrt(d); // squares may underflow
      const weightError = weight * TERM * (1 + beta * querySize);
      size += weight * distance;
      squares += weight * square;
      cubes += weight * square * distance;
      if (widest > 0) away += weight;
      zError += weightError;
      shiftError += weightError * distance + 16 * UNIT * weight;
    }
  }
  shiftError += terms * 4 * UNIT * size;
  zError += terms * 4 * UNIT * z;
  const [distance, squaredDistance, cubedDistance] = [size / z, squares / z, cubes / z];
  const moments = { terms, away: away / z, distance, squaredDistance, cubedDistance };
  return { shift, z: [z, zRest], largest, shiftError, zError, moments };
}

/** The largest relative score among the sources, roughly: it only keeps exponentials from overflowing. */
function largestScore(beta: number, query: Rows, { rows, count }: Source, tokens: Rows, k: number, d: number): number {
  let largest = Number.NEGATIVE_INFINITY;
  for (let j = 0; j < count; j++) {
    let score = 0;
    for (let i = 0; i < d; i++) score += query.high[i] * (rows.high[j * d + i] - tokens.high[k * d + i]);
    largest = Math.max(largest, beta * score);
  }
  return largest;
}

/** ẋ_k = P_k(V shift + z W x_k)·factor with factor 1/z, or e^{own + largest}/n where weights are divided by n. */
function projected(
  attention: AttentionFieldParameters,
  { shift, z, largest, shiftError, zError, moments }: WeightedShift,
  tokens: Rows,
  k: number,
  { n, d }: Shape,
): CompensatedRow {
  const { value, normalization } = attention;
  const [factor, factorRest, factorError] =
    normalization === 'count' ? countFactor(attention, tokens, k, largest, n, d) : softmaxFactor(z, zError);
  const moved = image(d, (i, l) => [value[i * d + l], 0], shift, 0);
  const rest = (i: number, l: number) => {
    const high = i === l ? twoSum(value[i * d + l], -value[0]) : value[i * d + l];
    return [high, i === l ? low[0] : 0] as const;
  };
  const turned = image(d, rest, tokens, k * d);
  const force: Rows = { high: new Float64Array(d), low: new Float64Array(d) };
  for (let i = 0; i < d; i++) {
    const own = multiply(turned.high[i], turned.low[i], z[0], z[1]);
    const sum = add(own, low[0], moved.high[i], moved.low[i]);
    force.high[i] = multiply(sum, low[0], factor, factorRest);
    force.low[i] = low[0];
  }
  const size = Math.hypot(...force.high);
  const [valueSize, restSize] = [Math.hypot(...value), Math.hypot(...turned.high)];
  const sums = factor * (valueSize * shiftError + restSize * zError) + size * factorError;
  const scale = factor * (valueSize * Math.hypot(...shift.high) + restSize * z[0]);
  const row = withoutRadialPart(force, tokens, k, d);
  const bound = sums + TERM * d * (scale + size) + 2 ** -1020; // the last for what underflows
  return { ...row, bound, moments: { ...moments, mass: factor * z[0] } };
}

/** Value, low part and relative error of 1/z. */
function softmaxFactor(z: readonly [number, number], zError: number): [number, number, number] {
  const high = divide(1, 0, z[0], z[1]);
  return [high, low[0], TERM + zError / z[0]];
}

/** Value, low part and relative error of e^{β⟨x_k, Bx_k⟩ + largest}/n. */
function countFactor(
  attention: AttentionFieldParameters,
  tokens: Rows,
  k: number,
  largest: number,
  n: number,
  d: number,
): [number, number, number] {
  const query = queryOf(attention, tokens, k, d);
  let [own, rest] = [0, 0];
  for (let i = 0; i < d; i++) {
    const term = multiply(query.high[i], query.low[i], tokens.high[k * d + i], tokens.low[k * d + i]);
    own = add(own, rest, term, low[0]);
    rest = low[0];
  }
  own = multiply(own, rest, attention.beta, 0);
  own = add(own, low[0], largest, 0);
  const weight = exponential(own, low[0]);
  const high = divide(weight, low[0], n, 0);
  return [high, low[0], TERM * (1 + attention.beta * Math.hypot(...query.high))];
}

/** P_k f = f − ⟨x_k, f⟩ x_k. */
function withoutRadialPart(f: Rows, tokens: Rows, k: number, d: number): Rows {
  let [along, alongRest] = [0, 0];
  for (let i = 0; i < d; i++) {
    const term = multiply(f.high[i], f.low[i], tokens.high[k * d + i], tokens.low[k * d + i]);
    along = add(along, alongRest, term, low[0]);
    alongRest = low[0];
  }
  const out: Rows = { high: new Float64Array(d), low: new Float64Array(d) };
  for (let i = 0; i < d; i++) {
    const radial = multiply(along, alongRest, tokens.high[k * d + i], tokens.low[k * d + i]);
    out.high[i] = subtract(f.high[i], f.low[i], radial, low[0]);
    out.low[i] = low[0];
  }
  return out;
}
