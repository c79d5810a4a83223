/** Whom a token attends to. */
import { type PreparedRun, resolveEquation } from 'parkade';

/**
 * [n]: A_kj = e^{β⟨Qx_k, Kx_j⟩}/Σ over the tokens j that k sees, 0 for the others; null for equations that are more than
 * one head of attention.
 */
export function attentionRow(
  { dynamics, shape }: PreparedRun['problem'],
  x: Float64Array,
  k: number,
): Float32Array | null {
  const { attention } = resolveEquation(dynamics, shape);
  const { n, d } = shape;
  if (attention === null || !(k >= 0 && k < n)) return null;
  const { queryKey, beta, mask } = attention;
  const pulled = new Float64Array(d); // Bᵀx_k
  for (let i = 0; i < d; i++) for (let c = 0; c < d; c++) pulled[c] += queryKey[i * d + c] * x[k * d + i];
  const seen = mask === 'causal' ? k + 1 : n;
  const scores = new Float64Array(seen);
  let largest = -Infinity;
  for (let j = 0; j < seen; j++) {
    for (let c = 0; c < d; c++) scores[j] += beta * pulled[c] * x[j * d + c];
    largest = Math.max(largest, scores[j]);
  }
  let sum = 0;
  for (let j = 0; j < seen; j++) sum += scores[j] = Math.exp(scores[j] - largest);
  const weights = new Float32Array(n);
  for (let j = 0; j < seen; j++) weights[j] = scores[j] / sum;
  return weights;
}
