/** Where a transformer normalises: how fast tokens begin to cluster. */
import { exp } from '../../numerics/elementary.ts';
import { type NormalizationSchemeName, normalizationSchemes } from '../../theory/normalization-schemes.ts';
import { firstCosineRate } from '../full-attention/equiangular-tokens.ts';
import { identity } from '../kit/comparison.ts';
import * as p from '../kit/parameters.ts';
import { settingOf } from '../kit/setting.ts';
import { statement } from '../kit/statement.ts';
import { ALPHA, directionsOf, RADIUS, SCHEME_NAMES, type SchemeCell, specOf } from './normalization-schemes.ts';

interface Given {
  readonly beta: number;
  readonly tokens: number;
}

/** ρ̇(0) of orthonormal tokens, as tabulated. */
const INITIAL_SPEEDS: Record<NormalizationSchemeName, (given: Given) => number> = {
  'post-ln': plain,
  'pre-ln': (given) => plain(given) / RADIUS,
  'mix-ln': plain,
  'peri-ln': (given) => byOutput(given) / RADIUS,
  ngpt: (given) => ALPHA * byOutput(given),
  'ln-scaling': plain,
};

function plain({ beta, tokens }: Given): number {
  return 2 / (exp(beta) + tokens - 1);
}

function byOutput({ beta, tokens }: Given): number {
  return 2 / Math.sqrt(exp(2 * beta) + tokens - 1);
}

export const initialSpeeds = statement({
  id: 'normalization-initial-speed',
  says: 'From orthonormal tokens cosines begin to grow at ρ̇(0) = 2/(e^β + n − 1) under Post-LN, Mix-LN and LN-scaling, that over r₀ under Pre-LN, 2/(r₀√(e^{2β} + n − 1)) under Peri-LN, 2α₀/√(e^{2β} + n − 1) under nGPT.',
  source: 'arXiv:2510.22026, Table 2; Peri-LN and nGPT derived',
  test: 'velocities of the six equations at orthonormal tokens, r₀ = 1.5, α = ½',
  expected: 'holds',
  parameters: { beta: p.beta(2), tokens: p.tokens(8) },
  hypotheses: ({ tokens }) => [{ says: 'n ≥ 2', met: tokens >= 2, essential: true }],
  cells: ({ beta, tokens }): SchemeCell[] => SCHEME_NAMES.map((name) => ({ name, beta, tokens })),
  compute: (cell: SchemeCell): { name: NormalizationSchemeName; rate: number } => ({
    name: cell.name,
    rate: firstCosineRate(directionsOf(settingOf(specOf(cell)))),
  }),
  judge: (values, given) =>
    values.map(({ name, rate }) => {
      const predicted = INITIAL_SPEEDS[name](given);
      return identity(normalizationSchemes[name].title, predicted, rate, 1e-13 * Math.max(1, predicted), 'rounding');
    }),
});
