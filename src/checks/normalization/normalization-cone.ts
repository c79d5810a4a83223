/** Tokens in a narrow cone under Post-LN and nGPT: the rate at which they cluster. */
import { smaller } from '../../numerics/elementary.ts';
import { coneWidth, coneWidthAsPrinted } from '../../theory/normalization-schemes.ts';
import { identity, noViolation } from '../kit/comparison.ts';
import { withPairs } from '../kit/hypotheses.ts';
import * as p from '../kit/parameters.ts';
import { settingOf } from '../kit/setting.ts';
import { statement } from '../kit/statement.ts';
import { axisRow } from '../kit/tokens.ts';
import { coneRows, contraction } from './narrow-cone.ts';

interface ConeCell {
  readonly width: 'corrected' | 'printed';
  readonly beta: number;
  readonly tokens: number;
  readonly dimension: number;
  readonly runs: number;
  readonly seed: number;
}

/** Slower is no contraction: in a narrow cone the rate is 2. */
const NO_CONTRACTION = 1e-9;

export const cone = statement({
  id: 'normalization-cone',
  says: 'Post-LN contracts a cone ⟨θ_j, θ_k⟩ ≥ 1 − δ with δ < min(1/(100n²β²), 1/(100n²)): Var falls at a rate of order one.',
  source: 'arXiv:2510.22026, the theorem on tokens in a cone',
  erratum:
    'Printed as δ < 1/(100n²β²) alone, which for small β allows any tokens, two opposite clusters at rest among them.',
  test: 'rate −d log Var/dt by the velocities, over random cones of either width, and at two opposite clusters where the printed width allows them',
  expected: 'fails as printed, holds corrected',
  parameters: { beta: p.beta(0.01), tokens: p.tokens(4), dimension: p.dimension(3), runs: p.runs(200), seed: p.seed() },
  hypotheses: ({ beta, tokens }) => [
    withPairs(tokens),
    {
      says: 'n even; β so small that the printed δ exceeds 2',
      met: tokens % 2 === 0 && coneWidthAsPrinted(tokens, beta) > 2,
    },
  ],
  cells: (given): ConeCell[] => (['printed', 'corrected'] as const).map((width) => ({ width, ...given })),
  compute({ width, beta, tokens, dimension, runs, seed }: ConeCell): {
    width: 'corrected' | 'printed';
    rates: number[];
  } {
    const delta = width === 'printed' ? coneWidthAsPrinted(tokens, beta) : coneWidth(tokens, beta);
    // All pairs are within twice the angle to the axis: 1 − cos 2φ = 2 sin² φ ≤ 2φ².
    const angle = smaller(1.5, Math.sqrt(delta / 2));
    const starts = Array.from({ length: runs }, (_, i) => coneRows(tokens, dimension, angle, seed + i));
    if (delta > 2) {
      starts.push(Array.from({ length: tokens }, (_, k) => axisRow(dimension, 0, k % 2 === 0 ? 1 : -1)));
    }
    const spec = { dynamics: 'normalization', scheme: 'post', mask: 'full', beta } as const;
    return { width, rates: starts.map((initial) => contraction(settingOf({ ...spec, initial }))) };
  },
  judge: (values) =>
    values.map(({ width, rates }) =>
      noViolation(
        'Var falls',
        { cases: rates.length, violations: rates.filter((rate) => !(rate > NO_CONTRACTION)).length },
        width,
      ),
    ),
});

/** α_t of nGPT. */
const NGPT_ALPHA = 0.25;

export const ngptScale = statement({
  id: 'ngpt-scale',
  says: 'Under nGPT, in a narrow cone, Var falls at the rate 2/scale with the scale 1/α_t.',
  source: 'arXiv:2510.22026, Table 2',
  erratum: 'The scale is printed as α_t.',
  test: 'rate −d log Var/dt by the velocities in random cones 1e-4/√(1 + β) rad wide, at α = ¼, within 1e-4 of itself',
  expected: 'fails as printed, holds corrected',
  parameters: { beta: p.beta(1), tokens: p.tokens(6), dimension: p.dimension(4), runs: p.runs(20), seed: p.seed() },
  hypotheses: ({ tokens }) => [withPairs(tokens)],
  cells: (given) => [given],
  compute({ beta, tokens, dimension, runs, seed }: Omit<ConeCell, 'width'>): number {
    const spec = { dynamics: 'normalization', scheme: 'ngpt', alpha: NGPT_ALPHA, mask: 'full', beta } as const;
    // Attention is uneven by β times the square of the angle.
    const angle = 1e-4 / Math.sqrt(1 + beta);
    const rates = Array.from({ length: runs }, (_, i) =>
      contraction(settingOf({ ...spec, initial: coneRows(tokens, dimension, angle, seed + i) })),
    );
    return rates.reduce((sum, rate) => sum + rate, 0) / runs;
  },
  judge: ([rate]) => {
    const of = (scale: number, form: 'printed' | 'corrected') =>
      identity(`rate at scale ${scale}`, 2 / scale, rate, 1e-4, 'width of the cone', form);
    return [of(NGPT_ALPHA, 'printed'), of(1 / NGPT_ALPHA, 'corrected')];
  },
});
