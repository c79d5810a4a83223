/** Rates at the equilibria of tokens at equal angles. */
import { exp } from '../../numerics/elementary.ts';
import { type Equiangular, oddsSpeed } from '../../theory/equiangular.ts';
import { identity } from '../kit/comparison.ts';
import { withPairs, withVelocities } from '../kit/hypotheses.ts';
import * as p from '../kit/parameters.ts';
import { settingOf } from '../kit/setting.ts';
import { statement } from '../kit/statement.ts';
import { equiangularRows, type Full, firstCosineRate, firstGap, MASKS } from './equiangular-tokens.ts';

/** A relative deviation of the linear laws at this distance from the equilibrium is about as large, times 1 + β. */
const OFF = 1e-6;

interface Rates {
  readonly kind: Full;
  /** d log(1 − ρ)/dt at 1 − ρ = OFF. */
  readonly atCluster: number;
  /** d log(ρ + 1/(n−1))/dt at ρ + 1/(n−1) = OFF. */
  readonly atSimplex: number;
}

export const equalAngleRates = statement({
  id: 'equal-angle-rates',
  says: 'At equal angles 1 − ρ decays at the rate 2 under SA, 2e^β under USA; the simplex ρ = −1/(n−1) is at rest, and unstable.',
  source: 'arXiv:2312.10794, §6',
  test: 'rates by the field, 1e-6 off either equilibrium, within 1e-6·10(1 + β) of themselves and rounding',
  expected: 'holds',
  parameters: { beta: p.beta(3), tokens: p.tokens(8) },
  hypotheses: ({ beta, tokens }) => [withPairs(tokens), withVelocities(beta), { says: 'n ≥ 3', met: tokens >= 3 }],
  cells: ({ beta, tokens }) => (['SA', 'USA'] as const).map((kind) => ({ kind, beta, tokens })),
  compute({ kind, beta, tokens }: { kind: Full; beta: number; tokens: number }): Rates {
    const at = (rho: number) => settingOf({ beta, initial: equiangularRows(tokens, rho), ...MASKS[kind] });
    const near = at(1 - OFF);
    const low = at(-1 / (tokens - 1) + OFF);
    return {
      kind,
      atCluster: firstCosineRate(near) / firstGap(near.x, near.shape.d),
      atSimplex: firstCosineRate(low) / OFF,
    };
  },
  judge: (values, { beta, tokens }) =>
    values.flatMap(({ kind, atCluster, atSimplex }) => {
      const model: Equiangular = { tokens, beta, normalization: MASKS[kind].normalization };
      const rate = kind === 'SA' ? 2 : 2 * exp(beta);
      // w = log(((n−1)ρ + 1)/(1 − ρ)) has the same rate there.
      const growth = oddsSpeed(-1 / (tokens - 1), model);
      const allowed = 10 * (1 + beta) * OFF;
      const because = 'second order, and rounding';
      return [
        identity(`${kind}: decay of 1 − ρ`, rate, atCluster, allowed * rate, because),
        identity(`${kind}: growth at the simplex`, growth, atSimplex, allowed * growth, because),
      ];
    }),
});
