/**
 * Positions in an endless sequence: under the causal mask the density depends on σ = k/n in (0, 1], and a token at σ
 * sees the tokens up to σ. Functions of σ are polynomials through Gauss–Legendre nodes, which smooth ones meet
 * exponentially fast.
 */
import { gaussLegendre } from '../numerics/special/quadrature.ts';
import { legendreTable } from './legendre.ts';

export interface Positions {
  /** σ of each node, increasing, between 0 and 1. */
  readonly nodes: Float64Array;
  /** Shares of the sequence that the nodes stand for; their sum is 1. */
  readonly shares: Float64Array;
  /** [count, count]: ∫_0^{σ_i} f dσ = Σ_j A_ij f(σ_j), exact for polynomials of degree count − 1. */
  readonly until: Float64Array;
  /** The weights of f(σ_j) in f(σ), for any σ from 0 to 1. */
  weightsAt(sigma: number): Float64Array;
}

export function positions(count: number): Positions {
  const rule = gaussLegendre(count);
  const shares = rule.weights.map((weight) => weight / 2);
  const { values: legendre } = legendreTable(rule.nodes, count);
  /** Σ_n (2n + 1) shares_j P_n(x_j) c_n: the interpolating polynomial when c_n = P_n(x). */
  const combined = (c: (n: number) => number) =>
    shares.map((share, j) => {
      let sum = 0;
      for (let n = 0; n < count; n++) sum += (2 * n + 1) * legendre[n * count + j] * c(n);
      return share * sum;
    });
  const until = new Float64Array(count * count);
  for (let i = 0; i < count; i++) {
    // ∫_{−1}^x P_n = (P_{n+1}(x) − P_{n−1}(x))/(2n + 1), and σ = (1 + x)/2.
    const integral = (n: number) =>
      n === 0
        ? (1 + rule.nodes[i]) / 2
        : (legendre[(n + 1) * count + i] - legendre[(n - 1) * count + i]) / (2 * (2 * n + 1));
    until.set(combined(integral), i * count);
  }
  return {
    nodes: rule.nodes.map((x) => (1 + x) / 2),
    shares,
    until,
    weightsAt(sigma) {
      const { values } = legendreTable([2 * sigma - 1], count);
      return combined((n) => values[n]);
    },
  };
}

/**
 * The largest of the last two coefficients in Legendre polynomials of σ, over all columns of rows f(σ_j): how well the
 * nodes resolve how a density depends on position. 0 where there are too few nodes to tell.
 */
export function positionTail({ nodes, shares }: Positions, rows: Float64Array): number {
  const count = nodes.length;
  const size = rows.length / count;
  const { values: legendre } = legendreTable(
    nodes.map((sigma) => 2 * sigma - 1),
    count,
  );
  let tail = 0;
  for (let n = count < 4 ? count : count - 2; n < count; n++) {
    for (let i = 0; i < size; i++) {
      let sum = 0;
      for (let j = 0; j < count; j++) sum += shares[j] * legendre[n * count + j] * rows[j * size + i];
      if (!(Math.abs(sum) <= tail)) tail = Math.abs(sum);
    }
  }
  return tail;
}
