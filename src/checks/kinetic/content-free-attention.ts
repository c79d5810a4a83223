/** Causal attention without content. */
import { larger, log } from '../../numerics/elementary.ts';
import { equiangularRows } from '../full-attention/equiangular-tokens.ts';
import { identity } from '../kit/comparison.ts';
import * as p from '../kit/parameters.ts';
import { settingOf } from '../kit/setting.ts';
import { statement } from '../kit/statement.ts';

/** Of sums over some tens of weights. */
const ROUNDING = 1e-13;

export const contentFree = statement({
  id: 'content-free-attention',
  says: 'Causal attention without content (β = 0) has A_kj = 1/k: token j receives Σ_k A_kj = H_n − H_{j−1}, 1 on average, and row k has the entropy log k.',
  source: 'derived; the baseline of any statistic of causal attention, arXiv:2411.04990',
  test: 'weights read off the outputs at orthonormal tokens, which are the coefficients A_kj; largest deviations',
  expected: 'holds',
  parameters: { tokens: p.tokens(24) },
  hypotheses: ({ tokens }) => [{ says: 'n ≥ 2', met: tokens >= 2, essential: true }],
  cells: ({ tokens }) => [{ tokens }],
  compute({ tokens }: { tokens: number }): { received: number; entropy: number; mean: number } {
    const spec = { dynamics: 'normalization', scheme: 'pre', mask: 'causal', beta: 0 } as const;
    const { velocity: weights } = settingOf({ ...spec, initial: equiangularRows(tokens, 0) });
    let [received, entropy, total, harmonic] = [0, 0, 0, 0];
    for (let j = tokens - 1; j >= 0; j--) {
      harmonic += 1 / (j + 1); // H_n − H_{j−1} with j from 1
      let sum = 0;
      for (let k = 0; k < tokens; k++) sum += weights[k * tokens + j];
      let bits = 0;
      for (let i = 0; i <= j; i++) bits -= weights[j * tokens + i] * log(weights[j * tokens + i]);
      received = larger(received, Math.abs(sum - harmonic));
      entropy = larger(entropy, Math.abs(bits - log(j + 1)));
      total += sum;
    }
    return { received, entropy, mean: total / tokens };
  },
  judge: ([{ received, entropy, mean }]) => [
    identity('received attention, largest deviation', 0, received, ROUNDING, 'rounding'),
    identity('entropy of rows, largest deviation', 0, entropy, ROUNDING, 'rounding'),
    identity('mean received attention', 1, mean, ROUNDING, 'rounding'),
  ],
});
