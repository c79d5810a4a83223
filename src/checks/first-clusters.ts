/** How many clusters full attention forms first: growth of modes on the circle, measured by the field at evenly spread tokens. */
import { cos, exp, larger, PI } from '../core/elementary.ts';
import { curves } from '../figures/index.ts';
import { approximateClusterMode, firstClusterMode, growthRates } from '../theory/first-clusters.ts';
import { identity } from './comparison.ts';
import * as p from './parameters.ts';
import { predictedAndMeasured, throughPoints } from './predicted-and-measured.ts';
import { settingOf } from './setting.ts';
import { statement } from './statement.ts';

type Normalization = 'softmax' | 'count';

/** γ_k of modes k = 0 … count − 1; e^{−β}γ_k for `count`. */
interface Measured {
  readonly beta: number;
  readonly softmax: readonly number[];
  readonly scaledCount: readonly number[];
}

/** Of the one token that is moved: central differences to ten digits. */
const STEP = 1e-4;

/**
 * One token of n evenly spread ones is moved; the velocities of all are a row of a circulant matrix, whose eigenvalues are the rates of
 * θ_j = 2πj/n + ε sin(kθ). Free of the continuum but for aliases, modes n − k.
 */
function measuredRates(beta: number, n: number, count: number, normalization: Normalization): number[] {
  const even = Array.from({ length: n }, (_, j) => (2 * PI * j) / n);
  const speeds = (moved: number) => {
    const initial = even.map((angle, j) => (j === 0 ? moved : angle));
    const { x, velocity } = settingOf({ beta, initial, mask: 'full', normalization });
    return even.map((_, j) => x[2 * j] * velocity[2 * j + 1] - x[2 * j + 1] * velocity[2 * j]);
  };
  const [plus, minus] = [speeds(STEP), speeds(-STEP)];
  const response = even.map((_, j) => (plus[j] - minus[j]) / (2 * STEP));
  const scale = normalization === 'count' ? exp(-beta) : 1;
  return Array.from({ length: count }, (_, k) =>
    even.reduce((sum, angle, j) => sum + scale * response[j] * cos(k * angle), 0),
  );
}

function measured(beta: number, tokens: number): Measured {
  const count = Math.min(firstClusterMode(beta, 2) + 5, Math.floor(tokens / 2));
  return {
    beta,
    softmax: measuredRates(beta, tokens, count, 'softmax'),
    scaledCount: measuredRates(beta, tokens, count, 'count'),
  };
}

const DIFFERENCES = 1e-5;

export const modeGrowth = statement({
  id: 'mode-growth',
  says: 'Uniform tokens on the circle, Q = K = V = I: a perturbation of mode k grows at γ_k = k² I_k(β)/β under USA, k² I_k(β)/(β I_0(β)) under SA.',
  source: 'arXiv:2410.23228; constants derived (Funk and Hecke)',
  test: 'rates by the field at evenly spread tokens, all modes up to five beyond the fastest; relative to the fastest, within 1e-5 (differences; tokens are no continuum)',
  expected: 'holds',
  parameters: { beta: p.beta(5), tokens: p.tokens(128, 4) },
  hypotheses: ({ beta, tokens }) => [
    { says: 'β > 0', met: beta > 0 },
    { says: 'n ≫ 2k + √β, so that tokens resolve the modes', met: tokens >= 64 + 8 * Math.sqrt(beta) },
  ],
  cells: ({ beta, tokens }) => [{ beta, tokens }],
  compute: ({ beta, tokens }: { beta: number; tokens: number }): Measured => measured(beta, tokens),
  judge([{ beta, softmax, scaledCount }]) {
    const predicted = growthRates(beta, 2, softmax.length);
    const deviation = (rates: Float64Array, found: readonly number[]) => {
      const fastest = rates.reduce(larger);
      return Math.max(...found.map((rate, k) => Math.abs(rate - rates[k]) / fastest));
    };
    const because = 'differences';
    return [
      identity('SA: largest deviation', 0, deviation(predicted.softmax, softmax), DIFFERENCES, because),
      identity('USA: largest deviation', 0, deviation(predicted.scaledCount, scaledCount), DIFFERENCES, because),
    ];
  },
  draw([{ beta, softmax, scaledCount }]) {
    const { softmax: SA, scaledCount: USA } = growthRates(beta, 2, softmax.length);
    const panel = (title: string, rates: Float64Array, found: readonly number[]) =>
      predictedAndMeasured({
        ...{ title, across: 'mode k', domain: [0, 1.1 * rates.reduce(larger)] },
        predicted: [
          { name: 'predicted', at: throughPoints(Array.from(rates, (rate, k) => [k, rate] as const)), color: 'token' },
        ],
        measured: [{ name: 'measured', points: found.map((rate, k) => [k, rate]) }],
      });
    return curves({
      title: 'How fast modes grow',
      caption:
        'Growth rates of modes at uniform tokens on the circle. The fastest one is the number of clusters that form first.',
      ts: [],
      panels: [panel('γ_k under SA', SA, softmax), panel('e^{−β}γ_k under USA', USA, scaledCount)],
    });
  },
});

/** β and the mode that grows fastest on the circle. */
const FASTEST = [
  [1, 1],
  [2, 2],
  [4, 3],
  [5, 3],
  [9, 4],
  [16, 6],
  [25, 7],
  [64, 11],
  [100, 14],
] as const;

export const fastestMode = statement({
  id: 'first-cluster-mode',
  says: 'The mode that grows fastest, and with it the number of clusters that form first, is argmax_k k² I_k(β), about √(2β): on the circle 1, 2, 3, 3, 4, 6, 7, 11, 14 at β = 1, 2, 4, 5, 9, 16, 25, 64, 100.',
  source: 'arXiv:2410.23228 (three clusters at β = 5); other numbers derived',
  test: 'argmax of the rates by the field at 192 evenly spread tokens, SA and USA, against the list',
  expected: 'holds',
  parameters: {},
  hypotheses: () => [],
  cells: () => FASTEST.map(([beta]) => ({ beta })),
  compute({ beta }: { readonly beta: number }): { softmax: number; count: number } {
    const { softmax, scaledCount } = measured(beta, 192);
    const argmax = (rates: readonly number[]) => rates.indexOf(Math.max(...rates));
    return { softmax: argmax(softmax), count: argmax(scaledCount) };
  },
  judge: (values) =>
    values.flatMap(({ softmax, count }, i) => {
      const [beta, mode] = FASTEST[i];
      return [
        identity(`SA at β = ${beta}`, mode, softmax, 0, 'whole numbers'),
        identity(`USA at β = ${beta}`, mode, count, 0, 'whole numbers'),
      ];
    }),
  draw: (values) =>
    curves({
      title: 'How many clusters form first',
      caption: 'The mode that grows fastest, by the field (dots) and by k² I_k(β) (steps), beside √(2β), dashed.',
      ts: [],
      panels: [
        predictedAndMeasured({
          ...{ title: 'Fastest mode', across: 'β', from: FASTEST[0][0], to: FASTEST[FASTEST.length - 1][0] },
          predicted: [
            { name: 'predicted', at: (beta) => firstClusterMode(beta, 2), color: 'token' },
            { name: '√(2β)', at: (beta) => approximateClusterMode(beta, 2), dashed: true },
          ],
          measured: [{ name: 'measured', points: values.map(({ softmax }, i) => [FASTEST[i][0], softmax]) }],
        }),
      ],
    }),
});
