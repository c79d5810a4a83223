/** n tokens come to the density as n grows. */
import { densityCourse } from '../../density/index.ts';
import { scaledBessel } from '../../numerics/bessel.ts';
import { exp, log, PI, sin } from '../../numerics/elementary.ts';
import { sampleOf } from '../../numerics/sample.ts';
import { identity, withinErrors } from '../kit/comparison.ts';
import * as p from '../kit/parameters.ts';
import { comparedIn } from '../kit/predicted-and-measured.ts';
import { completedRun, eachSeed, ended, seedsFrom } from '../kit/runs.ts';
import { statement } from '../kit/statement.ts';

const COUNTS = [64, 128, 256, 512] as const;
const DEGREES = 4;
const UNTIL = 1;
const CONCENTRATION = 1;

interface Cell {
  readonly kind: 'random' | 'even';
  readonly mask: 'full' | 'causal';
  readonly beta: number;
  readonly runs: number;
  readonly seed: number;
}

/**
 * Coefficients E cos kθ, E sin kθ, k = 1 … 4, of the density at the end; under both masks, since tokens have one law.
 */
async function limitOf(beta: number): Promise<Float64Array> {
  const course = await densityCourse({
    ...{ d: 2, mask: 'full', times: [UNTIL] },
    attention: { beta, value: 1, normalization: 'softmax', kappa: Infinity },
    start: {
      law: 'von-mises-fisher',
      directions: [Float64Array.of(1, 0)],
      concentration: CONCENTRATION,
      modes: [],
      turn: 0,
    },
  });
  return course.states[0].rows.slice(0, 2 * DEGREES);
}

/** Root of the mean square difference from the density's coefficients. */
function difference(x: Float64Array, limit: Float64Array): number {
  const n = x.length / 2;
  let squares = 0;
  const [c, s] = [new Float64Array(DEGREES), new Float64Array(DEGREES)];
  for (let j = 0; j < n; j++) {
    let [re, im] = [1, 0];
    for (let k = 0; k < DEGREES; k++) {
      [re, im] = [re * x[2 * j] - im * x[2 * j + 1], re * x[2 * j + 1] + im * x[2 * j]];
      c[k] += re / n;
      s[k] += im / n;
    }
  }
  for (let k = 0; k < DEGREES; k++) squares += (c[k] - limit[2 * k]) ** 2 + (s[k] - limit[2 * k + 1]) ** 2;
  return Math.sqrt(squares / (2 * DEGREES));
}

/** Angles at the quantiles (j − ½)/n of the von Mises law, by halving. */
function evenAngles(n: number): number[] {
  const law = quantileLaw();
  return Array.from({ length: n }, (_, j) => {
    let [low, high] = [-PI, PI];
    for (let i = 0; i < 60; i++) {
      const middle = (low + high) / 2;
      if (law(middle) < (j + 0.5) / n) low = middle;
      else high = middle;
    }
    return (low + high) / 2;
  });
}

/** The distribution function from −π: ½ + θ/2π + Σ_k I_k/(I_0 πk) sin kθ. */
function quantileLaw(): (theta: number) => number {
  const bessel = scaledBessel(CONCENTRATION, 30);
  return (theta) => {
    let sum = 0.5 + theta / (2 * PI);
    for (let k = 1; k < bessel.length; k++) sum += (bessel[k] / bessel[0] / (PI * k)) * sin(k * theta);
    return sum;
  };
}

/** log₂ of the differences at each number of tokens, for each seed; one row for even tokens. */
async function differencesOf({ kind, mask, beta, runs, seed }: Cell): Promise<(number[] | null)[]> {
  const limit = await limitOf(beta);
  const common = { beta, mask, until: UNTIL, saveAt: [UNTIL], rtol: 1e-10, atol: 1e-13 } as const;
  const endOf = async (spec: Parameters<typeof completedRun>[0]) => {
    const course = await completedRun(spec);
    return course && difference(course.end, limit);
  };
  const row = async (one: number | null) => {
    const found: number[] = [];
    for (const n of COUNTS) {
      const start =
        one === null
          ? { initial: evenAngles(n) }
          : {
              initial: 'von-mises-fisher' as const,
              directions: [[1, 0]],
              concentration: CONCENTRATION,
              tokens: n,
              seed: one,
            };
      const own = await endOf({ ...common, ...start });
      if (own === null) return null;
      found.push(log(own) / log(2));
    }
    return found;
  };
  return kind === 'even' ? [await row(null)] : eachSeed(seedsFrom(seed, runs), row);
}

/** Of least squares through differences at COUNTS, which are powers of two. */
function slopeThrough(logs: readonly number[]): number {
  const middle = (COUNTS.length - 1) / 2;
  const squares = logs.reduce((sum, _, i) => sum + (i - middle) ** 2, 0);
  return logs.reduce((sum, own, i) => sum + (i - middle) * own, 0) / squares;
}

/**
 * What slopes of so few tokens may be off by. Under the causal mask the first tokens are few, and what they do is heard
 * by all: differences are those of Σ_j ξ_j log(n/j)/n, whose last terms a finite n cuts off.
 */
const FINITE = { full: 0.03, causal: 0.08 } as const;
/** Of even tokens at 512: tolerances of the runs. */
const STEPS = 1e-8;

export const manyTokens = statement({
  id: 'many-tokens',
  says: 'SA and CSA on the circle from independent tokens of one density: E e^{ikθ} over n tokens differs from that of the mean-field equation by O(n^{−1/2}); from tokens at quantiles of the density, SA comes to it faster than any power of n.',
  source: 'derived (fluctuations of independent tokens; arXiv:2312.10794 for the limit)',
  test: 'slope of log difference over log n, k = 1 to 4, n = 64 to 512 at t = 1, a slope for each seed: mean −1/2 within errors and 0.03, 0.08 under the causal mask (finite n); even tokens: at n = 512 within 1e-8 (steps)',
  expected: 'holds',
  parameters: { beta: p.beta(4), runs: p.runs(40), seed: p.seed() },
  hypotheses: ({ beta }) => [
    { says: 'β ≤ 20, so that the density is resolved up to t = 1', met: beta <= 20, essential: true },
  ],
  cells: ({ beta, runs, seed }): Cell[] => [
    { kind: 'random', mask: 'full', beta, runs, seed },
    { kind: 'random', mask: 'causal', beta, runs, seed },
    { kind: 'even', mask: 'full', beta, runs: 1, seed },
  ],
  compute: differencesOf,
  judge([full, causal, even]) {
    const slopes = (rows: readonly (number[] | null)[] = []) => sampleOf(ended(rows).found.map(slopeThrough));
    const bias = (mask: Cell['mask']) => ({ allowed: FINITE[mask], because: 'finite n' });
    const last = even?.[0]?.at(-1);
    return [
      withinErrors('slope of independent tokens, SA', -0.5, slopes(full), 'both', bias('full')),
      withinErrors('slope of independent tokens, CSA', -0.5, slopes(causal), 'both', bias('causal')),
      identity(
        'difference of even tokens at n = 512, SA',
        0,
        last === undefined ? null : exp(last * log(2)),
        STEPS,
        'steps',
      ),
    ];
  },
  draw(values) {
    const rootMean = (rows: readonly (number[] | null)[], i: number) => {
      const { found } = ended(rows);
      const squares = found.reduce((sum, logs) => sum + exp(2 * log(2) * logs[i]), 0);
      return Math.sqrt(squares / found.length);
    };
    const names = ['SA', 'CSA', 'SA, even tokens'];
    const first = rootMean(values[0], 0);
    return comparedIn({
      title: 'How n tokens come to the density',
      caption:
        'Root mean square difference of E e^{ikθ}, k = 1 to 4, from that of the mean-field equation; the line falls like n^{−1/2}.',
      logAcross: true,
      panels: [
        {
          ...{ title: 'difference', across: 'number of tokens n', log: true },
          predicted: [{ name: 'n^{−1/2}', at: (n) => first * Math.sqrt(COUNTS[0] / n) }],
          measured: values.map((rows, j) => ({
            name: names[j],
            color: (['strong', 'ordinary', 'token'] as const)[j],
            points: COUNTS.map((n, i) => [n, rootMean(rows, i)] as const),
          })),
        },
      ],
    });
  },
});
