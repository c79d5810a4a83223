/** What one layer of full attention leaves of differences as contexts grow. */
import { exp } from '../../numerics/elementary.ts';
import { dot } from '../../numerics/sphere.ts';
import { criticalGamma, longContextBeta, longContextLimit, oneLayerCosine } from '../../theory/long-context.ts';
import { identity } from '../kit/comparison.ts';
import * as p from '../kit/parameters.ts';
import { comparedIn } from '../kit/predicted-and-measured.ts';
import { settingOf } from '../kit/setting.ts';
import { statement } from '../kit/statement.ts';
import { equiangularRows } from './equiangular-tokens.ts';

/** The cosine of inputs. */
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
    return comparedIn({
      title: 'What a layer leaves of differences, as contexts grow',
      caption: `Cosine of two outputs at β = γ log n over γ/γ*, γ* = 1/(1 − ρ): curves exact, dots by sums over ${tokens} tokens and by the field at ${FEW}. The limit is a step from 1 to ρ.`,
      panels: [
        {
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
        },
      ],
    });
  },
});
