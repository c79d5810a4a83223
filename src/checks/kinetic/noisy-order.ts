/** Noisy full attention at β = 0 is Kuramoto’s model with noise: order from κ = 2 on. */
import { orderParameter } from '../../analysis/order-parameter.ts';
import { sampleOf } from '../../numerics/sample.ts';
import { identity, withinErrors } from '../kit/comparison.ts';
import * as p from '../kit/parameters.ts';
import { comparedIn } from '../kit/predicted-and-measured.ts';
import { completedRun, eachSeed, ended, seedsFrom } from '../kit/runs.ts';
import { statement } from '../kit/statement.ts';
import { equilibriumOrder, meanFieldOrder } from './kuramoto-order.ts';

/** Below the threshold, 2, and above. */
const KAPPAS = [0.5, 1, 1.4, 3, 6] as const;

interface Cell {
  readonly kappa: number;
  readonly tokens: number;
  readonly until: number;
  readonly runs: number;
  readonly seed: number;
}

/** When the law of the start is forgotten, and when one sample has forgotten another: times of 1/|1/κ − ½| < 5. */
const FORGOTTEN = 20;

const APART = 8;

const DT = 1 / 8;

/**
 * Share of E R² that steps of `DT` may be wrong by: (a DT)²/12 with a = 1, the fastest rate of ẋ = P_x n^{−1} Σ x_j.
 * What they are wrong by, from the steps' own mean-field law: 5·10⁻⁴, 3·10⁻⁴, 2·10⁻⁴ at κ = ½, 1, 1.4, 3·10⁻⁴ at 3,
 * 7·10⁻⁵ at 6 (test/checks/noisy-order.test.ts).
 */
export const OF_STEPS = (DT * DT) / 12;

/** Where the law of n tokens is compared with its limit, which it meets but for 1/n. */
const MANY = 1e6;
const LIMIT_ALLOWED = 1e-3;

/** R at saved times that have forgotten one another, run after run. */
export async function ordersOf(
  { kappa, until, runs, seed, tokens }: Cell,
  integrator: 'splitting' | 'heun' | 'euler-maruyama',
): Promise<number[]> {
  const count = Math.floor((until - FORGOTTEN) / APART);
  const saveAt = Array.from({ length: count }, (_, i) => FORGOTTEN + i * APART);
  const noisy = { beta: 0, tokens, dimension: 2, mask: 'full', kappa, integrator, dt: DT } as const;
  const orders = await eachSeed(seedsFrom(seed, runs), async (one) => {
    const course = await completedRun({ ...noisy, seed: one, saveAt });
    return course && saveAt.map((_, i) => orderParameter(course.at(i), course.shape));
  });
  return ended(orders).found.flat();
}

export const noisyOrder = statement({
  id: 'noisy-order',
  says: 'Full attention at β = 0 on the circle with noise √(2/κ) is Kuramoto’s model: without order below κ = 2, where n E R² → 1/(1 − κ/2), R = |n^{−1} Σ x_j|; with R = I_1(κR)/I_0(κR) > 0 above, as n → ∞.',
  source: 'arXiv:2512.01868; Kuramoto 1975; the law of n tokens derived',
  test: 'samples of long runs (splitting, dt = 1/8): n E R² at κ = ½, 1, 1.4, 3, 6 against the exact equilibrium of n tokens, within 4 standard errors and dt²/12 = 0.13 % for the steps; that against its limit, at n = 10⁶',
  expected: 'holds',
  parameters: { tokens: p.tokens(48), until: p.until(400), runs: p.runs(2), seed: p.seed() },
  hypotheses: ({ until }) => [
    { says: 't ≥ 36: samples are taken from t = 20 on, 8 apart', met: until >= FORGOTTEN + 2 * APART, essential: true },
  ],
  cells: (given): Cell[] => KAPPAS.map((kappa) => ({ kappa, ...given })),
  compute: (cell: Cell) => ordersOf(cell, 'splitting'),
  judge: (values, { tokens }) =>
    KAPPAS.flatMap((kappa, i) => {
      const ordered = kappa > 2;
      const law = equilibriumOrder(kappa, tokens);
      const limit = ordered ? meanFieldOrder(kappa) : 1 / (1 - kappa / 2);
      const many = equilibriumOrder(kappa, MANY);
      const squares = sampleOf(values[i].map((order) => tokens * order * order));
      return [
        withinErrors(`n E R² at κ = ${kappa}`, law, squares, 'both', { allowed: OF_STEPS * law, because: 'steps' }),
        identity(
          `${ordered ? '√E R²' : 'n E R²'} of 10⁶ tokens at κ = ${kappa}`,
          limit,
          ordered ? Math.sqrt(many / MANY) : many,
          LIMIT_ALLOWED * limit,
          'finite n',
        ),
      ];
    }),
  draw(values, { tokens }) {
    return comparedIn({
      title: 'How order depends on noise',
      caption: `Root mean square of R over κ: dots by runs of ${tokens} tokens, the curve for n → ∞, dashed the law of ${tokens} tokens.`,
      panels: [
        {
          ...{ title: '√(E R²)', across: 'κ', from: 0.25, to: KAPPAS[KAPPAS.length - 1], domain: [0, 1] },
          predicted: [
            { name: 'n → ∞', at: meanFieldOrder },
            {
              name: '',
              at: (kappa) => Math.sqrt(equilibriumOrder(kappa, tokens) / tokens),
              dashed: true,
            },
          ],
          measured: [
            {
              name: 'measured',
              points: values.map((orders, i) => [
                KAPPAS[i],
                Math.sqrt(orders.reduce((sum, order) => sum + order * order, 0) / orders.length),
              ]),
            },
          ],
        },
      ],
    });
  },
});
