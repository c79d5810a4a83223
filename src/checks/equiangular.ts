/** Tokens at equal angles: under full attention they stay so and follow one equation; under causal attention they do not. */
import { exp } from '../core/elementary.ts';
import { curves } from '../figures/index.ts';
import { brief } from '../report.ts';
import { run } from '../run.ts';
import { type Equiangular, equiangularCosine, equiangularGaps, oddsSpeed } from '../theory/equiangular.ts';
import { tokensAt } from '../trajectory.ts';
import { exists, identity } from './comparison.ts';
import { equiangularRows, firstCosineRate, firstGap, pairCosines } from './equal-angles.ts';
import * as p from './parameters.ts';
import { predictedAndMeasured, throughPoints } from './predicted-and-measured.ts';
import { settingOf } from './setting.ts';
import { statement } from './statement.ts';

const KINDS = {
  SA: { mask: 'full', normalization: 'softmax' },
  USA: { mask: 'full', normalization: 'count' },
  CSA: { mask: 'causal', normalization: 'softmax' },
} as const;

type Full = 'SA' | 'USA';

interface RunCell {
  readonly kind: keyof typeof KINDS;
  /** ρ at the start. */
  readonly from: number;
  readonly beta: number;
  readonly tokens: number;
  readonly until: number;
}

interface Cosines {
  readonly cell: RunCell;
  /** Null where the run came to no end. */
  readonly mean: number | null;
  /** Largest less smallest cosine. */
  readonly spread: number | null;
  /** Times, and the smallest and largest cosine then. */
  readonly path: readonly (readonly [t: number, smallest: number, largest: number])[];
}

/** Times on the way that are drawn. */
const STOPS = 12;

/** Of a run at tolerances of 1e-11. */
const ACCURACY = 1e-9;

export const equalAngles = statement({
  id: 'equal-angles',
  says: 'Full attention with Q = K = V = I keeps tokens at equal angles, ⟨x_i, x_j⟩ = ρ: ρ̇ = 2e^{βρ}(1 − ρ)((n−1)ρ + 1)/(e^β + (n−1)e^{βρ}) under SA, (2/n)e^{βρ}(1 − ρ)((n−1)ρ + 1) under USA. Causal attention does not keep them so.',
  source: 'arXiv:2312.10794, §6; CSA derived',
  test: 'runs from orthonormal tokens and from half way to the simplex: spread of the cosines, and their mean against the equation; spread under CSA',
  expected: 'holds',
  parameters: { beta: p.beta(3), tokens: p.tokens(8, 2), until: p.until(1) },
  hypotheses: ({ beta, tokens, until }) => [
    { says: 'n ≥ 3', met: tokens >= 3 },
    { says: 'for CSA to show it: t of the order of e^β/2 or above', met: 20 * until >= exp(beta) / 2 },
  ],
  cells: ({ beta, tokens, until }): RunCell[] =>
    (['SA', 'USA', 'CSA'] as const).flatMap((kind) =>
      [0, -0.5 / Math.max(1, tokens - 1)].map((from) => ({ kind, from, beta, tokens, until })),
    ),
  async compute(cell: RunCell): Promise<Cosines> {
    const { kind, from, beta, tokens, until } = cell;
    const spec = { beta, initial: equiangularRows(tokens, from), observe: 'none' } as const;
    const saveAt = Array.from({ length: STOPS }, (_, i) => (until * (i + 1)) / STOPS);
    const { trajectory } = await run({ ...spec, ...KINDS[kind], saveAt, rtol: 1e-11, atol: 1e-13 });
    if (trajectory.status !== 'completed') return { cell, mean: null, spread: null, path: [] };
    const { ts, problem } = trajectory;
    const cosinesAt = (i: number) => pairCosines(tokensAt(trajectory, i), problem.shape);
    const path = Array.from(ts, (t, i) => [t, Math.min(...cosinesAt(i)), Math.max(...cosinesAt(i))] as const);
    const cosines = cosinesAt(ts.length - 1);
    const mean = cosines.reduce((sum, cosine) => sum + cosine, 0) / cosines.length;
    return { cell, mean, spread: Math.max(...cosines) - Math.min(...cosines), path };
  },
  judge: (values) =>
    values.flatMap(({ cell, ...found }) => {
      const [mean, spread] = [found.mean ?? Number.NaN, found.spread ?? Number.NaN];
      const { kind, from, beta, tokens, until } = cell;
      const where = `${kind} from ρ = ${from.toFixed(3)}`;
      if (kind === 'CSA') return [exists(`${where}: a spread of cosines`, spread > 1e-3, spread.toFixed(5))];
      const rho = equiangularCosine(until, from, { tokens, beta, normalization: KINDS[kind].normalization });
      return [
        identity(`${where}: spread of cosines`, 0, spread, ACCURACY, 'tolerances of 1e-11 a step'),
        identity(`${where}: cosine at t = ${until}`, rho, mean, ACCURACY, 'tolerances of 1e-11 a step'),
      ];
    }),
  draw(values, { until }) {
    return curves({
      title: 'Cosines of tokens that begin at equal angles',
      caption:
        'Smallest and largest cosine of all pairs over time, from orthonormal tokens and from half way to the simplex: curves by the equation, dots by the runs. For CSA there is no such equation.',
      ts: [],
      panels: values
        .filter(({ path }) => path.length > 0)
        .map(({ cell: { kind, from, ...given }, path }) =>
          predictedAndMeasured({
            ...{ title: `${kind} from ρ = ${brief(from).replace('-', '−')}`, across: 'time t', from: 0, to: until },
            predicted: kind === 'CSA' ? [] : [{ name: '', at: cosineCurve(from, until, { ...given, ...KINDS[kind] }) }],
            measured: [
              { name: '', points: path.map(([t, smallest]) => [t, smallest]) },
              { name: '', points: path.map(([t, , largest]) => [t, largest]) },
            ],
          }),
        ),
    });
  },
});

/** The equation of equal angles as a curve, solved once. */
function cosineCurve(from: number, until: number, model: Equiangular): (t: number) => number {
  const times = Array.from({ length: 101 }, (_, i) => (until * i) / 100);
  const gaps = equiangularGaps(times, from, model);
  return throughPoints(times.map((t, i) => [t, 1 - gaps[i]]));
}

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
  parameters: { beta: p.beta(3), tokens: p.tokens(8, 2) },
  hypotheses: ({ tokens }) => [{ says: 'n ≥ 3', met: tokens >= 3 }],
  cells: ({ beta, tokens }) => (['SA', 'USA'] as const).map((kind) => ({ kind, beta, tokens })),
  compute({ kind, beta, tokens }: { kind: Full; beta: number; tokens: number }): Rates {
    const at = (rho: number) => settingOf({ beta, initial: equiangularRows(tokens, rho), ...KINDS[kind] });
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
      const model: Equiangular = { tokens, beta, normalization: KINDS[kind].normalization };
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
