/** Lemma 5.3 and App. C.3: CSA is a sequential gradient flow. */
import { tokenEnergies } from '../../analysis/energy.ts';
import { seedGroups } from '../../core/experiment.ts';
import { larger } from '../../numerics/elementary.ts';
import { identity } from '../kit/comparison.ts';
import { withPairs } from '../kit/hypotheses.ts';
import * as p from '../kit/parameters.ts';
import { largestOf, type Seeded } from '../kit/runs.ts';
import { angularSpeeds, scaledPartitionSums, settingOf } from '../kit/setting.ts';
import { statement } from '../kit/statement.ts';

type Cell = Seeded<'beta' | 'tokens'>;

/** Largest |Z_k φ̇_k + ∂E_k/∂φ_k| over tokens and draws: for E_k with 1/β, and as printed without. */
interface Value {
  readonly corrected: number;
  readonly printed: number;
}

const STEP = 1e-5;

/**
 * Central differences of a function of size 1 over 1e-5: 1e-10 by truncation, 1e-11 by rounding; times n terms and β.
 */
const ALLOWED = 1e-6;

export const lemma53 = statement({
  id: 'sequential-gradient-flow',
  says: 'On the circle with Q = K = V = I, φ̇_k = −(1/Z_k) ∂E_k/∂φ_k with E_k = −β^{−1} Σ_{j<k} e^{β(cos(φ_k − φ_j) − 1)}.',
  source: 'arXiv:2411.04990, Lemma 5.3 with App. C.3',
  erratum: 'App. C.3 prints E_k without the factor 1/β, which the identity needs.',
  test: 'largest difference of Z_k φ̇_k and −∂E_k/∂φ_k (central differences) over all tokens of all draws',
  expected: 'fails as printed, holds corrected',
  parameters: { beta: p.beta(4), tokens: p.tokens(12), runs: p.runs(40), seed: p.seed() },
  hypotheses: ({ beta, tokens }) => [{ says: 'β > 0', met: beta > 0, essential: true }, withPairs(tokens)],
  cells: ({ seed, runs, ...setting }): Cell[] => seedGroups(seed, runs, 40).map((seeds) => ({ ...setting, seeds })),
  compute({ beta, tokens, seeds }: Cell): Value {
    let corrected = 0;
    let printed = 0;
    for (const seed of seeds) {
      const setting = settingOf({ beta, tokens, dimension: 2, seed });
      const speeds = angularSpeeds(setting);
      const z = scaledPartitionSums(setting, beta, 'causal');
      for (let k = 1; k < tokens; k++) {
        const slope = (energyAt(setting.x, k, STEP, beta) - energyAt(setting.x, k, -STEP, beta)) / (2 * STEP);
        corrected = larger(corrected, Math.abs(z[k] * speeds[k] + slope));
        printed = larger(printed, Math.abs(z[k] * speeds[k] + beta * slope));
      }
    }
    return { corrected, printed };
  },
  judge(values) {
    const worst = (form: keyof Value) => largestOf(values.map((value) => value[form]));
    const what = 'Z_k φ̇_k + ∂E_k/∂φ_k';
    return [
      identity(what, 0, worst('printed'), ALLOWED, 'finite differences', 'printed'),
      identity(what, 0, worst('corrected'), ALLOWED, 'finite differences', 'corrected'),
    ];
  },
});

/** E_k with token k turned by a small angle. */
function energyAt(x: Float64Array, k: number, angle: number, beta: number): number {
  const turned = x.slice(0, 2 * (k + 1));
  // Rotation to second order, then to unit length: exact to 1e-20 at this angle.
  const [c, s] = [x[2 * k], x[2 * k + 1]];
  const length = Math.sqrt(1 + angle * angle);
  turned[2 * k] = (c - angle * s) / length;
  turned[2 * k + 1] = (s + angle * c) / length;
  return tokenEnergies(turned, { n: k + 1, d: 2 }, beta)[k];
}
