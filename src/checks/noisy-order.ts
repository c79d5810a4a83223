/** Noisy full attention at β = 0 is Kuramoto’s model with noise: order from κ = 2 on. */
import { orderParameter } from '../analysis/order-parameter.ts';
import { scaledBesselI } from '../theory/special/bessel.ts';
import { identity, withinErrors } from './comparison.ts';
import * as p from './parameters.ts';
import { comparedIn } from './predicted-and-measured.ts';
import { courseOf, eachSeed, ended, seedsFrom } from './runs.ts';
import { sampleOf } from './sample.ts';
import { statement } from './statement.ts';

/** κ below the threshold, and above. */
const DISORDERED = [0.5, 1, 1.4] as const;

const ORDERED = [3, 6] as const;

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

const DT = 1 / 16;

/**
 * n E R² for κ < 2 up to order 1/n². Modes z_k = n^{−1} Σ e^{ikθ_j} have ż₁ = (½ − D)z₁ − ½ z̄₁z₂ + noise with D = 1/κ, so in the stationary state
 * 2(D − ½)E|z₁|² = 2D/n − E z̄₁²z₂; the last mean follows from its own balance, with Gaussian z₁ and E|z₂|² = 1/n.
 */
function fluctuation(kappa: number, n: number): number {
  const D = 1 / kappa;
  const limit = 1 / (1 - kappa / 2);
  const triple = (2 * limit * limit + 8 * D * limit - 2 * D) / (6 * D - 1);
  return limit - triple / ((2 * D - 1) * n);
}

/** The root R > 0 of R = I_1(κR)/I_0(κR), for κ > 2. */
function meanFieldOrder(kappa: number): number {
  let order = 1;
  for (let i = 0; i < 300; i++) order = scaledBesselI(1, kappa * order) / scaledBesselI(0, kappa * order);
  return order;
}

export const noisyOrder = statement({
  id: 'noisy-order',
  says: 'Full attention at β = 0 on the circle with noise √(2/κ) is Kuramoto’s model: without order below κ = 2, where n E R² → 1/(1 − κ/2), R = |n^{−1} Σ x_j|; with R = I_1(κR)/I_0(κR) > 0 above, as n → ∞.',
  source: 'arXiv:2512.01868; Kuramoto 1975; fluctuations derived',
  test: 'samples of long runs (heun, dt = 1/16): n R² at κ = ½, 1, 1.4, its limit corrected in 1/n, within 4 standard errors; R at κ = 3, 6 within 1.5/n',
  expected: 'holds',
  parameters: { tokens: p.tokens(48), until: p.until(400), runs: p.runs(2), seed: p.seed() },
  hypotheses: ({ tokens }) => [{ says: 'n ≫ 1: what is left is of order 1/n²', met: tokens >= 32 }],
  cells: (given): Cell[] => [...DISORDERED, ...ORDERED].map((kappa) => ({ kappa, ...given })),
  async compute({ kappa, until, runs, seed, tokens }: Cell): Promise<number[]> {
    const count = Math.floor((until - FORGOTTEN) / APART);
    const saveAt = Array.from({ length: Math.max(1, count) }, (_, i) => FORGOTTEN + i * APART);
    const noisy = { beta: 0, tokens, dimension: 2, mask: 'full', kappa, integrator: 'heun', dt: DT } as const;
    const orders = await eachSeed(seedsFrom(seed, runs), async (one) => {
      const course = await courseOf({ ...noisy, seed: one, saveAt });
      return course && saveAt.map((_, i) => orderParameter(course.at(i), course.shape));
    });
    return ended(orders).found.flat();
  },
  judge: (values, { tokens }) => [
    ...DISORDERED.map((kappa, i) => {
      const squares = sampleOf(values[i].map((order) => tokens * order * order));
      return withinErrors(`n E R² at κ = ${kappa}`, fluctuation(kappa, tokens), squares);
    }),
    ...ORDERED.map((kappa, i) => {
      const { mean } = sampleOf(values[DISORDERED.length + i]);
      return identity(
        `R at κ = ${kappa}`,
        meanFieldOrder(kappa),
        mean,
        1.5 / tokens,
        'finite n, and a standard error of some 0.007',
      );
    }),
  ],
  draw(values, { tokens }) {
    const kappas = [...DISORDERED, ...ORDERED];
    const below = DISORDERED[DISORDERED.length - 1];
    return comparedIn({
      title: 'How order depends on noise',
      caption: `Root mean square of R over κ: dots by runs of ${tokens} tokens, the curve for n → ∞, dashed what ${tokens} tokens leave below the threshold (as far as the expansion in 1/n goes).`,
      panels: [
        {
          ...{ title: '√(E R²)', across: 'κ', from: 0.25, to: ORDERED[ORDERED.length - 1], domain: [0, 1] },
          predicted: [
            { name: 'n → ∞', at: (kappa) => (kappa > 2 ? meanFieldOrder(kappa) : 0) },
            {
              name: '',
              at: (kappa) => (kappa > below ? Number.NaN : Math.sqrt(fluctuation(kappa, tokens) / tokens)),
              dashed: true,
            },
          ],
          measured: [
            {
              name: 'measured',
              points: values.map((orders, i) => [
                kappas[i],
                Math.sqrt(orders.reduce((sum, order) => sum + order * order, 0) / orders.length),
              ]),
            },
          ],
        },
      ],
    });
  },
});
