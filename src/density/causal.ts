/**
 * The mean-field equation under the causal mask: a density for every position σ in the sequence.
 *
 *   ∂_t f(σ, ·) = −∇·(f(σ, ·) v_σ) + κ^{−1} Δf(σ, ·),   v_σ = V∇w_σ/β (`count`), V∇w_σ/(βw_σ) (`softmax`),
 *   w_σ = e^{β⟨·, ·⟩} * ∫_0^σ f(s, ·) ds.
 *
 * Castin, Ablin and Peyré (masked attention as a map of measures on [0, 1] × R^d); for n tokens σ = k/n. Tokens of one
 * law stay so: where f does not depend on σ, w_σ is σ times w, and under softmax every position moves as under full
 * attention.
 */
import type { MeanField } from './equation.ts';
import type { Positions } from './positions.ts';

/** Rates of change of a density at every position: rows of coefficients. */
export function causalRates({ space, rates }: MeanField, { nodes, until }: Positions) {
  const { size } = space;
  const count = nodes.length;
  const source = new Float64Array(size);
  return (rows: Float64Array, out: Float64Array): void => {
    for (let i = 0; i < count; i++) {
      source.fill(0);
      for (let j = 0; j < count; j++) {
        const share = until[i * count + j];
        for (let c = 0; c < size; c++) source[c] += share * rows[j * size + c];
      }
      const [from, to] = [i * size, (i + 1) * size];
      rates(rows.subarray(from, to), source, nodes[i], out.subarray(from, to));
    }
  };
}
