/** Tokens at two opposite points under full attention: how fast they leave that saddle. */
import { resolveEquation } from '../../dynamics/equation.ts';
import { findEquilibrium } from '../../equilibria/index.ts';
import { exp, PI } from '../../numerics/elementary.ts';
import { prepareRun } from '../../run/prepare.ts';
import { bipodalRate } from '../../theory/full-attention-rests.ts';
import { type Comparison, identity } from '../kit/comparison.ts';
import * as p from '../kit/parameters.ts';
import { statement } from '../kit/statement.ts';

interface Cell {
  readonly beta: number;
  readonly normalization: 'softmax' | 'count';
  readonly first: number;
  readonly second: number;
}

const NAMES = { softmax: 'SA', count: 'USA' } as const;
/** The eigenvalue is a difference of numbers of size 1 (SA) or e^β (USA). */
const ROUNDING = 1e-13;

/** The eigenvalue nearest to the predicted one; null where no rest is found. */
async function eigenvalue({ first, second, ...given }: Cell): Promise<number | null> {
  const angles = [...new Array(first).fill(0.4), ...new Array(second).fill(0.4 + PI)];
  const { problem } = prepareRun({ ...given, mask: 'full', initial: angles, dimension: 2, until: 1 });
  const found = await findEquilibrium(resolveEquation(problem.dynamics, problem.shape), problem.initial);
  if (found.status !== 'rest' || found.configuration?.kind !== 'antipodal') return null;
  const wanted = bipodalRate(first, second, given.beta, given.normalization);
  const deciding = found.spectrum.eigenvalues.filter(({ neutral }) => neutral === null);
  return deciding.reduce((a, { re }) => (Math.abs(re - wanted) < Math.abs(a - wanted) ? re : a), Infinity);
}

export const bipodalSaddle = statement({
  id: 'bipodal-saddle',
  says: 'Full attention with Q = K = V = I: tokens at two opposite points are a saddle, left at the rate e^{−γ} under USA, whatever share is where, and e^{−γ}/cosh γ under SA with equal halves, γ = β.',
  source: 'derived for arXiv:2312.10794 and arXiv:2410.06833: the angle between the two groups',
  test: 'the eigenvalue of the Jacobian at the rest, for every split under USA and for equal halves under SA',
  expected: 'holds',
  parameters: { beta: p.beta(2), tokens: p.tokens(6) },
  hypotheses: ({ beta, tokens }) => [
    { says: 'n ≥ 2, at most 1500', met: tokens >= 2 && tokens <= 1500, essential: true },
    { says: 'β ≤ 12, so that the rate is above rounding', met: beta <= 12, essential: true },
  ],
  cells: ({ beta, tokens }): Cell[] => {
    const halves = Math.floor(tokens / 2);
    const splits = Array.from({ length: Math.min(halves, 8) }, (_, i) => i + 1);
    return [
      ...splits.map((first): Cell => ({ beta, normalization: 'count', first, second: tokens - first })),
      { beta, normalization: 'softmax', first: halves, second: halves },
    ];
  },
  compute: async (cell: Cell) => ({ ...cell, rate: await eigenvalue(cell) }),
  judge: (values): Comparison[] =>
    values.map(({ first, second, beta, normalization, rate }) => {
      const wanted = normalization === 'count' ? exp(-beta) : (2 * exp(-2 * beta)) / (1 + exp(-2 * beta));
      const size = normalization === 'count' ? exp(beta) : 1;
      const what = `${NAMES[normalization]}, ${first} and ${second} tokens: the rate`;
      return identity(what, wanted, rate, ROUNDING * (first + second) * size, 'rounding of the Jacobian');
    }),
});
