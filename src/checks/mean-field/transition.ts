/** Where noisy attention of infinitely many tokens orders, and whether it does so continuously. */
import { discontinuousFrom, followBranch, initialBend, noiseThreshold } from '../../density/index.ts';
import { exp, PI, power } from '../../numerics/elementary.ts';
import { scaledBesselI } from '../../numerics/special/bessel.ts';
import { exists, identity } from '../kit/comparison.ts';
import * as p from '../kit/parameters.ts';
import { statement } from '../kit/statement.ts';

const DIMENSIONS = [2, 3] as const;
const USA = { value: 1, normalization: 'count', kappa: 1 } as const;

/** Relative: the branch at two amplitudes of some hundredths, extrapolated. */
const EXTRAPOLATED = 1e-7;

interface ThresholdCell {
  readonly d: 2 | 3;
  readonly beta: number;
}

/** Γ(d/2)(2/β)^{d/2−1} I_{d/2}(β), d = 2 or 3, which is the first multiplier of the kernel. */
function firstMultiplier(d: 2 | 3, beta: number): number {
  const bessel = scaledBesselI(d / 2, beta) * exp(beta);
  return d === 2 ? bessel : (Math.sqrt(PI) / 2) * power(2 / beta, 0.5) * bessel;
}

/** κ of the branch as its order goes to 0: even in the order, so from two orders without their square. */
function branchBegins({ d, beta }: ThresholdCell): number {
  const attention = { ...USA, beta };
  const way = followBranch({
    ...{ d, attention, along: 'kappa', degree: 1, sign: 1, range: [0, Infinity], points: 3 },
  });
  let step = way.next();
  while (!step.done) step = way.next();
  const [first, second] = step.value?.points ?? [];
  const [x, y] = [first, second].map(({ coefficients }) => coefficients[0] * coefficients[0]);
  return (first.attention.kappa * y - second.attention.kappa * x) / (y - x);
}

export const noiseThresholds = statement({
  id: 'noise-threshold',
  says: 'Noise √(2/κ), full attention divided by n (USA), n → ∞: the uniform density loses its stability at κ_# = β/(Γ(d/2)(2/β)^{d/2−1} I_{d/2}(β)), β/I_1(β) on the circle; κ_# → d as β → 0, which is 2 for Kuramoto’s model.',
  source: 'derived (Funk and Hecke; arXiv:2410.23228 for the rates, arXiv:2512.01868 for the noise)',
  test: 'the branch of stationary densities that leaves the uniform one, followed by continuation and extrapolated to order 0; d = 2 and 3, relative 1e-7 (the next power of the order)',
  expected: 'holds',
  parameters: { beta: p.beta(2) },
  hypotheses: ({ beta }) => [
    {
      says: '0.001 ≤ β ≤ 30, so that densities near the uniform one have few harmonics',
      met: beta >= 1e-3 && beta <= 30,
      essential: true,
    },
  ],
  cells: ({ beta }): ThresholdCell[] =>
    DIMENSIONS.flatMap((d) => [
      { d, beta },
      { d, beta: 1e-3 },
    ]),
  compute: branchBegins,
  judge: (values, { beta }) =>
    DIMENSIONS.flatMap((d, i) => [
      identity(
        `κ_#, d = ${d}`,
        beta / firstMultiplier(d, beta),
        values[2 * i],
        (EXTRAPOLATED * beta) / firstMultiplier(d, beta),
        'extrapolation',
      ),
      identity(`κ_# as β → 0, d = ${d}, at β = 0.001`, d, values[2 * i + 1], 1e-5, 'β is not 0'),
    ]),
});

/** Of a root: both ends are found to about 1e-8. */
const ROOT = 1e-6;

interface TurnCell {
  readonly d: 2 | 3;
}

interface Turn {
  readonly from: number;
  /** Where the branch folds at a β above, over the threshold there; null where it does not. */
  readonly fold: number | null;
  /** The same below. */
  readonly foldBelow: number | null;
  /** κ″ of SA at some β, the smallest. */
  readonly softmax: number;
}

const SOFTMAX_BETAS = [0, 1, 2, 4, 8, 16, 32] as const;

function turnOf({ d }: TurnCell): Turn {
  const from = discontinuousFrom(d);
  const foldAt = (beta: number): number | null => {
    const attention = { ...USA, beta };
    const threshold = noiseThreshold(d, attention, 1);
    const way = followBranch({ d, attention, along: 'kappa', degree: 1, sign: 1, range: [0, 1.3 * threshold] });
    let step = way.next();
    while (!step.done) step = way.next();
    const fold = step.value?.folds[0];
    return fold ? fold.attention.kappa / threshold : null;
  };
  const bends = SOFTMAX_BETAS.map((beta) => {
    const attention = { beta, value: 1, normalization: 'softmax', kappa: 1 } as const;
    return initialBend(d, attention, 1) / noiseThreshold(d, attention, 1);
  });
  return {
    from,
    fold: foldAt(1.2 * from),
    foldBelow: foldAt(0.9 * from),
    softmax: bends.reduce((a, b) => (b < a ? b : a)),
  };
}

/** The root of I_{d/2+1}/I_{d/2} = 1/d, by halving: the quotient increases. */
function predictedTurn(d: 2 | 3): number {
  let [low, high] = [0.1, 10];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (scaledBesselI(d / 2 + 1, middle) / scaledBesselI(d / 2, middle) < 1 / d) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

export const discontinuousTransition = statement({
  id: 'discontinuous-transition',
  says: 'Noisy USA, n → ∞: the transition at κ_# is continuous up to the β with I_{d/2+1}(β)/I_{d/2}(β) = 1/d, 2.447 for d = 2 and 1.816 for d = 3, and discontinuous above, where the branch first goes to stronger noise and folds. Under SA it stays continuous.',
  source: 'derived (expansion at the uniform density; SA: measured, no theorem is known to us)',
  test: 'the β where the branch leaves without a bend, by continuation, within 1e-6; a fold 20 % above it, none 10 % below; under SA bends > 0 at β = 0, 1, 2, 4, 8, 16, 32',
  expected: 'holds',
  parameters: {},
  hypotheses: () => [],
  cells: (): TurnCell[] => DIMENSIONS.map((d) => ({ d })),
  compute: turnOf,
  judge: (values) =>
    DIMENSIONS.slice(0, values.length).flatMap((d, i) => {
      const { from, fold, foldBelow, softmax } = values[i];
      const shown = fold === null ? 'none' : `at κ = ${fold.toFixed(5)} κ_#`;
      const below = foldBelow === null ? 'none' : `at κ = ${foldBelow.toFixed(5)} κ_#`;
      return [
        identity(`β of the change, d = ${d}`, predictedTurn(d), from, ROOT, 'extrapolation'),
        exists(`a fold at 1.2 times this β, d = ${d}`, fold !== null && fold < 1, fold, shown),
        identity(`folds at 0.9 times this β, d = ${d} (${below})`, 0, foldBelow === null ? 0 : 1, 0.5, 'a count'),
        exists(
          `SA: a branch towards weaker noise at every β, d = ${d}`,
          softmax > 0,
          softmax,
          `least bend ${softmax.toFixed(4)}`,
        ),
      ];
    }),
});
