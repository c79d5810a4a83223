/** Long contexts: what attention can tell apart as the number of tokens grows; and what it does without content. */
import { exp, log } from '../core/elementary.ts';
import { dot } from '../core/sphere.ts';
import { seedGroups } from '../experiment.ts';
import { curves } from '../figures/index.ts';
import { uniform } from '../initial/uniform.ts';
import { criticalGamma, longContextBeta, longContextLimit, oneLayerCosine } from '../theory/long-context.ts';
import { ein } from '../theory/special/exponential-integral.ts';
import { integrate } from '../theory/special/quadrature.ts';
import { identity, sampleOf, withinErrors } from './comparison.ts';
import { equiangularRows } from './equal-angles.ts';
import * as p from './parameters.ts';
import { predictedAndMeasured } from './predicted-and-measured.ts';
import { settingOf } from './setting.ts';
import { statement } from './statement.ts';

const RHO = 0.5;

/** Below, at and above the critical γ. */
const SHARES = [0.5, 1, 2] as const;
/** For layers that are computed from vectors. */
const FEW = 64;

/** The cosine of the first two outputs of one layer, from the weights row by row and the cosines of inputs. */
function cosineOfOutputs(beta: number, n: number, rho: number): number {
  const rowOf = (i: number) => {
    const weights = Array.from({ length: n }, (_, j) => exp(beta * ((i === j ? 1 : rho) - 1)));
    const z = weights.reduce((sum, weight) => sum + weight, 0);
    return weights.map((weight) => weight / z);
  };
  const [a, b] = [rowOf(0), rowOf(1)];
  // ⟨y_a, y_b⟩ = Σ a_i b_j ⟨x_i, x_j⟩ = ρ Σa Σb + (1 − ρ) Σ a_i b_i.
  const product = (u: readonly number[], v: readonly number[]) =>
    rho + (1 - rho) * u.reduce((sum, entry, i) => sum + entry * v[i], 0);
  return product(a, b) / Math.sqrt(product(a, a) * product(b, b));
}

/** The same from vectors: Pre-LN has ẋ = A(θ), the outputs themselves. */
function cosineOfLayer(beta: number, n: number, rho: number): number {
  const spec = { dynamics: 'normalization', scheme: 'pre', mask: 'full' } as const;
  const { velocity: y, shape } = settingOf({ ...spec, beta, initial: equiangularRows(n, rho) });
  const { d } = shape;
  return dot(y, 0, y, d, d) / Math.sqrt(dot(y, 0, y, 0, d) * dot(y, d, y, d, d));
}

export const longContext = statement({
  id: 'long-context-limits',
  says: 'One layer of full attention at β = γ log n on inputs at equal angles, cosine ρ: output cosines tend to 1 for γ < 1/(1 − ρ), to 4ρ/(1 + 3ρ) at γ = 1/(1 − ρ), to ρ beyond. Here ρ = ½.',
  source: 'arXiv:2510.05554; arXiv:2512.01868',
  test: 'cosines by sums over n tokens at half, once and twice the critical γ, within 50/n of the limits; 64 vectors through the field against the exact finite n',
  expected: 'holds',
  parameters: { tokens: p.tokens(100_000) },
  hypotheses: ({ tokens }) => [{ says: 'n ≫ 1', met: tokens >= 1000 }],
  cells: ({ tokens }) => SHARES.map((share) => ({ tokens, share })),
  compute({ tokens, share }: { tokens: number; share: number }): { sums: number; layer: number } {
    const gamma = share * criticalGamma(RHO);
    return {
      sums: cosineOfOutputs(longContextBeta(gamma, tokens), tokens, RHO),
      layer: cosineOfLayer(longContextBeta(gamma, FEW), FEW, RHO),
    };
  },
  judge: (values, { tokens }) =>
    values.flatMap(({ sums, layer }, i) => {
      const gamma = SHARES[i] * criticalGamma(RHO);
      const exact = oneLayerCosine(longContextBeta(gamma, FEW), FEW, RHO);
      return [
        identity(`limit at γ = ${gamma}`, longContextLimit(gamma, RHO), sums, 50 / tokens, 'corrections of order 1/n'),
        identity(`n = ${FEW} at γ = ${gamma}`, exact, layer, 1e-12, 'rounding'),
      ];
    }),
  draw(values, { tokens }) {
    const critical = criticalGamma(RHO);
    const finite = (n: number) => (share: number) =>
      n < 2 ? Number.NaN : oneLayerCosine(longContextBeta(share * critical, n), n, RHO);
    return curves({
      title: 'What a layer leaves of differences, as contexts grow',
      caption: `Cosine of two outputs at β = γ log n over γ/γ*, γ* = 1/(1 − ρ): curves exact, dots by sums over ${tokens} tokens and by the field at ${FEW}. The limit is a step from 1 to ρ.`,
      ts: [],
      panels: [
        predictedAndMeasured({
          ...{ title: 'Cosine of outputs', across: 'γ/γ*', from: 0, to: 2.2 },
          predicted: [
            { name: 'n → ∞', at: (share) => longContextLimit(share * critical, RHO), color: 'muted', dashed: true },
            { name: '', at: finite(FEW), color: 'token' },
            { name: '', at: finite(tokens), color: 'strong' },
          ],
          measured: [
            { name: `n = ${FEW}`, color: 'token', points: values.map(({ layer }, i) => [SHARES[i], layer]) },
            { name: `n = ${tokens}`, points: values.map(({ sums }, i) => [SHARES[i], sums]) },
          ],
        }),
      ],
    });
  },
});

/** β over n. */
const CRITICAL = [0.05, 0.5, 5] as const;

/** Its mean at β = cn: β(1 − ⟨q, x⟩) is uniform, a Poisson process of n/(2β) = 1/(2c) points a unit. */
function largestWeight(c: number): number {
  return integrate((u) => exp(-u - ein(u) / (2 * c)), 0, 60);
}

export const selectivity = statement({
  id: 'selectivity-scale',
  says: 'One query among n independent uniform keys on S^{d−1} selects at β of order n^{2/(d−1)}: below it no key has weight, above the nearest has all, and at it finitely many share. On S² at β = cn the mean of the largest weight tends to ∫₀^∞ e^{−u − Ein(u)/(2c)} du.',
  source: 'arXiv:2605.08505 (the scale); the law on S² derived from the Poisson process of the β(1 − ⟨q, x_j⟩)',
  test: 'mean of the largest weight over random keys at β = 0.05n, 0.5n, 5n, within 4 standard errors',
  expected: 'holds',
  parameters: { tokens: p.tokens(1000), runs: p.runs(500), seed: p.seed() },
  hypotheses: ({ tokens }) => [{ says: 'n ≫ 1: the error is of order 1/n', met: tokens >= 500 }],
  cells: ({ seed, runs, tokens }) => seedGroups(seed, runs, 250).map((seeds) => ({ tokens, seeds })),
  compute: ({ tokens, seeds }: { tokens: number; seeds: readonly number[] }): number[][] =>
    seeds.map((seed) => {
      const x = uniform.sample({}, { n: tokens, d: 3 }, seed);
      // The query is the last axis.
      const costs = Array.from({ length: tokens }, (_, j) => 1 - x[3 * j + 2]);
      const least = Math.min(...costs);
      return CRITICAL.map((c) => 1 / costs.reduce((sum, cost) => sum + exp(-c * tokens * (cost - least)), 0));
    }),
  judge: (values) =>
    CRITICAL.map((c, i) => {
      const predicted = largestWeight(c);
      const sample = sampleOf(values.flat().map((largest) => largest[i]));
      return withinErrors(`mean largest weight at β = ${c}n`, predicted, sample);
    }),
  draw: (values) =>
    curves({
      title: 'When one query begins to select a key',
      caption:
        'Mean of the largest weight over β/n, with standard errors (often smaller than a dot), beside the law for n → ∞.',
      ts: [],
      logTime: true,
      panels: [
        predictedAndMeasured({
          ...{ title: 'Mean largest weight', across: 'β/n', from: 0.01, to: 20, logAcross: true, domain: [0, 1] },
          predicted: [{ name: 'predicted', at: largestWeight }],
          measured: [
            {
              name: 'measured',
              points: CRITICAL.map((c, i) => {
                const { mean, standardError } = sampleOf(values.flat().map((largest) => largest[i]));
                return [c, mean, standardError];
              }),
            },
          ],
        }),
      ],
    }),
});

export const contentFree = statement({
  id: 'content-free-attention',
  says: 'Causal attention without content (β = 0) has A_kj = 1/k: token j receives Σ_k A_kj = H_n − H_{j−1}, 1 on average, and row k has the entropy log k.',
  source: 'derived; the baseline of any statistic of causal attention, arXiv:2411.04990',
  test: 'weights read off the outputs at orthonormal tokens, which are the coefficients A_kj; largest deviations',
  expected: 'holds',
  parameters: { tokens: p.tokens(24, 2) },
  hypotheses: () => [],
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
      received = Math.max(received, Math.abs(sum - harmonic));
      entropy = Math.max(entropy, Math.abs(bits - log(j + 1)));
      total += sum;
    }
    return { received, entropy, mean: total / tokens };
  },
  judge: ([{ received, entropy, mean }]) => [
    identity('received attention, largest deviation', 0, received, 1e-13, 'rounding'),
    identity('entropy of rows, largest deviation', 0, entropy, 1e-13, 'rounding'),
    identity('mean received attention', 1, mean, 1e-13, 'rounding'),
  ],
});
