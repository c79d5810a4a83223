/** Three tokens spread evenly on the circle under USA with β < 0: from where on they are stable. */
import { resolveEquation } from '../../dynamics/equation.ts';
import { findEquilibrium } from '../../equilibria/index.ts';
import { prepareRun } from '../../run/prepare.ts';
import { splayRates } from '../../theory/full-attention-rests.ts';
import { type Comparison, exists, identity } from '../kit/comparison.ts';
import { comparedIn } from '../kit/predicted-and-measured.ts';
import { statement } from '../kit/statement.ts';

const TOKENS = 3;
/** Of −β; the threshold 2/3 is between the last two of the first three. */
const PLACES = [0.2, 0.5, 0.65, 0.68, 1, 2];
/** Bisections between 0.5 and 1: to 2^{−34} of that. */
const HALVINGS = 34;

/** The largest real part of the eigenvalues that decide; null where no rest is found. */
async function leading(minusBeta: number): Promise<number | null> {
  const { problem } = prepareRun({
    ...{ beta: minusBeta, query: -1, mask: 'full', normalization: 'count' },
    ...{ initial: 'equispaced', tokens: TOKENS, dimension: 2, until: 1 },
  });
  const found = await findEquilibrium(resolveEquation(problem.dynamics, problem.shape), problem.initial);
  if (found.status !== 'rest' || found.configuration?.kind !== 'equispaced') return null;
  return found.spectrum.eigenvalues.find(({ neutral }) => neutral === null)?.re ?? null;
}

interface Value {
  /** Null for the threshold where it was not found. */
  readonly minusBeta: number | null;
  /** Null at the threshold, and where no rest was found. */
  readonly rate: number | null;
  readonly isThreshold: boolean;
}

/** Where the sign of the rate changes. */
async function threshold(): Promise<Value> {
  let [low, high] = [0.5, 1];
  const growsAt = async (minusBeta: number) => ((await leading(minusBeta)) ?? 0) > 0;
  const known = (await growsAt(low)) && !(await growsAt(high));
  for (let i = 0; known && i < HALVINGS; i++) {
    const middle = (low + high) / 2;
    if (await growsAt(middle)) low = middle;
    else high = middle;
  }
  return { minusBeta: known ? (low + high) / 2 : null, rate: null, isThreshold: true };
}

export const splayStability = statement({
  id: 'splay-stability',
  says: 'USA with Q = K = V = I on the circle and β < 0: three tokens spread evenly, a rest for every β, turn stable at β = −2/3, with the rate e^{−β/2}(1/2 + 3β/4), twice.',
  source: 'derived for USA of arXiv:2312.10794 with β < 0',
  test: 'the largest eigenvalue of the Jacobian at the rest, at six β and by bisection where it changes sign',
  expected: 'holds',
  parameters: {},
  hypotheses: () => [],
  cells: () => [...PLACES, 0],
  compute: async (minusBeta: number): Promise<Value> =>
    minusBeta === 0 ? threshold() : { minusBeta, rate: await leading(minusBeta), isThreshold: false },
  judge(values): Comparison[] {
    return values.flatMap(({ minusBeta, rate, isThreshold }) => {
      if (isThreshold || minusBeta === null) {
        return identity('−β at which the sign changes', 2 / 3, minusBeta, 1e-8, 'bisection, and rounding of the rate');
      }
      const [wanted] = splayRates(TOKENS, -minusBeta, 'count');
      const at = `β = −${minusBeta}`;
      const stable = minusBeta > 2 / 3;
      return [
        identity(`rate at ${at}`, wanted, rate, 1e-12, 'rounding'),
        exists(
          `${stable ? 'stability' : 'instability'} at ${at}`,
          rate === null ? null : stable === rate < 0,
          rate,
          rate === null ? 'no rest' : `rate ${rate.toFixed(5)}`,
        ),
      ];
    });
  },
  draw(values) {
    const points = values.flatMap(({ minusBeta, rate }) =>
      minusBeta === null || rate === null ? [] : [[-minusBeta, rate] as const],
    );
    return comparedIn({
      title: 'When three tokens spread evenly are stable',
      caption:
        'The largest rate of a disturbance under USA: dots by the Jacobian, the curve in closed form. Stable below 0, which is left of β = −2/3.',
      panels: [
        {
          ...{ title: 'Rate', across: 'β', from: -2, to: 0 },
          predicted: [
            { name: '', at: () => 0, color: 'muted', dashed: true },
            { name: 'predicted', at: (beta) => splayRates(TOKENS, beta, 'count')[0] },
          ],
          measured: [{ name: 'Jacobian', points }],
        },
      ],
    });
  },
});
