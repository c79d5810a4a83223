/** How long things last: Lemma 5.1, the clock of two tokens, the time of collapse. */
import { exp, larger, log, smaller } from '../core/elementary.ts';
import { dot } from '../core/sphere.ts';
import { seedGroups } from '../experiment.ts';
import { curves } from '../figures/index.ts';
import { run } from '../run.ts';
import { collapseExponent } from '../theory/coarsening.ts';
import { strongestAngle } from '../theory/interaction.ts';
import { exactSurvivalTime, survival } from '../theory/lemma-5-1.ts';
import { cosineAt, logTimeBetween } from '../theory/two-tokens.ts';
import { tokensAt } from '../trajectory.ts';
import { FEWEST_DRAWS, identity, noViolation } from './comparison.ts';
import * as p from './parameters.ts';
import { predictedAndMeasured, sortedRatios } from './predicted-and-measured.ts';
import { statement } from './statement.ts';

export const lemma51 = statement({
  id: 'lemma-5-1',
  says: 'A strong center with all earlier tokens farther than c(1 + 2ε)β^{−1/2}, c > √β τ*_β, moves less than εcβ^{−1/2} for t ≤ T_j = ε e^{c²/2 − c⁴/(24β)}/s_j.',
  source: 'arXiv:2411.04990, Lemma 5.1',
  test: 'displacement over the allowed one, up to T_j, for every strong center of every run, at ε = .05, .1, .2, .5',
  expected: 'holds',
  parameters: {
    beta: p.beta(64),
    tokens: p.tokens(40),
    delta: p.delta(0.25),
    until: p.until(1e42),
    runs: p.runs(16),
    seed: p.seed(),
  },
  hypotheses: ({ beta, delta }) => [
    { says: 'β > 0', met: beta > 0 },
    {
      says: 'δ ≥ τ*_β, so that c > √β τ*_β can be (each center is tried where it is)',
      met: delta >= strongestAngle(beta),
    },
  ],
  cells: ({ seed, runs, ...setting }) => seedGroups(seed, runs, 2).map((seeds) => ({ ...setting, seeds })),
  async compute(cell: { beta: number; tokens: number; delta: number; until: number; seeds: readonly number[] }) {
    const { beta, tokens, delta, until, seeds } = cell;
    const ratios: number[] = [];
    let open = 0;
    for (const seed of seeds) {
      const spec = { beta, tokens, dimension: 2, delta, seed, saveAt: [until], events: true } as const;
      const { events } = await run({ ...spec, rtol: 1e-6, atol: 1e-8, observe: 'none' });
      for (const { displacement, allowed } of events?.survival ?? []) {
        if (displacement === null) open++;
        else ratios.push(displacement / allowed);
      }
    }
    return { ratios, open };
  },
  judge(values) {
    const ratios = values.flatMap((value) => value.ratios);
    return [
      noViolation('centers within what is allowed', {
        cases: ratios.length,
        violations: ratios.filter((ratio) => ratio > 1).length,
        worst: Math.max(...ratios),
        open: values.reduce((sum, { open }) => sum + open, 0),
      }),
    ];
  },
  draw: (values) =>
    curves({
      title: 'How far strong centers move',
      caption:
        'Displacements of strong centers up to T_j over the allowed εcβ^{−1/2}, from small to large, all runs and ε together; centers that did not move are left out.',
      ts: [],
      panels: [sortedRatios('Displacement', [{ name: 'measured' }], [values.flatMap(({ ratios }) => ratios)])],
    }),
});

export const survivalTimes = statement({
  id: 'lemma-5-1-explicit',
  says: 'T_j s_j h(cβ^{−1/2}) < εcβ^{−1/2} follows from T_j s_j < ε e^{c²/2 − c⁴/(24β)}: the explicit time is never the longer one.',
  source: 'arXiv:2411.04990, Lemma 5.1',
  test: 'explicit over exact time on a grid of β, ε and separations where c > √β τ*_β; the example β = 64, separation ½, ε = 0.1',
  expected: 'holds',
  parameters: {},
  hypotheses: () => [],
  cells: () => [null],
  compute(_: null) {
    let [cases, violations, worst] = [0, 0, 0];
    for (const beta of [1, 2, 9, 64, 400])
      for (const epsilon of [0.01, 0.1, 0.5])
        for (let i = 1; i <= 60; i++) {
          const separation = (i / 60) * 3.1;
          const { applies, until } = survival(beta, epsilon, separation, 3);
          if (!applies) continue;
          const ratio = until / exactSurvivalTime(beta, epsilon, separation, 3);
          cases++;
          if (ratio > 1) violations++;
          worst = larger(worst, ratio);
        }
    const example = [survival(64, 0.1, 0.5, 1).until, exactSurvivalTime(64, 0.1, 0.5, 1)] as const;
    return { cases, violations, worst, example };
  },
  judge: ([{ cases, violations, worst, example }]) => [
    noViolation('explicit ≤ exact', { cases, violations, worst }),
    identity('explicit T_j s_j of the example', 23.869, example[0], 5e-4, 'the last digit given'),
    identity('exact T_j s_j of the example', 24.586, example[1], 5e-4, 'the last digit given'),
  ],
});

/** Runs that are drawn. */
const SHOWN = 4;

export const twoTokenClock = statement({
  id: 'two-token-clock',
  says: 'Two tokens, Q = K = V = I: u = ⟨x₁, x₂⟩ has u̇ = (1 − u²)/(1 + e^{β(1−u)}), solved by exponential integrals.',
  source: 'derived from arXiv:2411.04990 (n = 2)',
  test: 'time by the formula between two saved states over the time that went by, largest relative error; random starts',
  expected: 'holds',
  parameters: { beta: p.beta(16), dimension: p.dimension(2), runs: p.runs(30), seed: p.seed() },
  hypotheses: () => [],
  cells: (draws) => [draws],
  async compute(draws: { beta: number; dimension: number; runs: number; seed: number }) {
    const { beta, dimension: d, runs, seed } = draws;
    let worst = 0;
    const shown: (readonly [t: number, cosine: number])[][] = [];
    for (let i = 0; i < runs; i++) {
      const spec = { beta, tokens: 2, dimension: d, seed: seed + i, observe: 'none' } as const;
      const { trajectory } = await run({ ...spec, saveAt: 'log:1e-2:1e15:35', rtol: 1e-10, atol: 1e-12 });
      const cosines = [
        cosineOf(trajectory.problem.initial, d),
        ...Array.from(trajectory.ts, (_, j) => cosineOf(tokensAt(trajectory, j), d)),
      ];
      if (i < SHOWN) shown.push(cosines.map((u, j) => [j === 0 ? 0 : trajectory.ts[j - 1], u]));
      // The last one that has not met the first, and has moved at all.
      const last = cosines.findLastIndex((u) => 1 - u > 1e-6);
      if (last < 1 || cosines[last] - cosines[0] < 1e-3) continue;
      worst = larger(worst, Math.abs(logTimeBetween(cosines[0], cosines[last], beta) - log(trajectory.ts[last - 1])));
    }
    return { worst, shown };
  },
  judge: ([{ worst }]) => [
    identity('largest relative error of time', 0, worst, 1e-6, 'rtol 1e-10 over some hundred steps'),
  ],
  draw: ([{ shown }], { beta }) =>
    curves({
      title: 'How two tokens meet',
      caption: `⟨x₁, x₂⟩ over log t from ${shown.length} random starts: dots by the runs, curves by the formula.`,
      ts: [],
      logTime: true,
      panels: [
        predictedAndMeasured({
          ...{ title: '⟨x₁, x₂⟩', across: 'time t', logAcross: true },
          predicted: shown.map(([[, start]]) => ({ name: '', at: (t) => cosineAt(t, start, beta) })),
          measured: shown.map(([, ...later]) => ({ name: '', points: later })),
        }),
      ],
    }),
});

function cosineOf(x: Float64Array, d: number): number {
  return dot(x, 0, x, d, d);
}

const LN_10 = 2.302585092994046;

export const collapseTime = statement({
  id: 'collapse-exponent',
  says: 'The time T of the collapse has β^{−1} log T ≤ 2 but for O(β^{−1} log β), and is foretold by a greedy coarsening of the initial tokens, max(1 − ⟨x_k, x_j⟩) over its removals.',
  source: 'derived for arXiv:2411.04990, Theorem 4.1 (upper bound; coarsening is our heuristic)',
  test: 'β^{−1} log T ≤ 2 + 4 β^{−1} log β in every run; correlation with the coarsening at least 0.9',
  expected: 'holds',
  parameters: { beta: p.beta(36), tokens: p.tokens(8), runs: p.runs(40), seed: p.seed() },
  hypotheses: ({ beta }) => [{ says: 'β ≫ 1', met: beta >= 16 }],
  cells: ({ seed, runs, ...setting }) => seedGroups(seed, runs, 10).map((seeds) => ({ ...setting, seeds })),
  async compute({ beta, tokens, seeds }: { beta: number; tokens: number; seeds: readonly number[] }) {
    const found: { measured: number | null; foretold: number }[] = [];
    for (const seed of seeds) {
      const until = smaller(1e300, 1e12 * exp(LN_10 * beta)); // e^{2β} and more
      const spec = { beta, tokens, dimension: 2, seed, saveAt: [until], events: true, observe: 'none' } as const;
      const { events, trajectory } = await run({ ...spec, rtol: 1e-6, atol: 1e-8 });
      const collapse = events?.list.find(({ kind }) => kind === 'collapse');
      const { initial, shape } = trajectory.problem;
      found.push({ measured: collapse ? log(collapse.t) / beta : null, foretold: collapseExponent(initial, shape) });
    }
    return found;
  },
  judge(values, { beta }) {
    const all = values.flat();
    const ended = all.flatMap(({ measured, foretold }) => (measured === null ? [] : [{ measured, foretold }]));
    const limit = 2 + (4 * log(beta)) / beta;
    const correlation =
      ended.length < FEWEST_DRAWS
        ? Number.NaN
        : correlationOf(
            ended.map(({ measured }) => measured),
            ended.map(({ foretold }) => foretold),
          );
    return [
      noViolation('β^{−1} log T', {
        cases: ended.length,
        violations: ended.filter(({ measured }) => measured > limit).length,
        worst: Math.max(...ended.map(({ measured }) => measured)) / limit,
        open: all.length - ended.length,
      }),
      identity('correlation with the coarsening', 1, correlation, 0.1, 'finite β'),
    ];
  },
  draw(values, { beta }) {
    const points = values
      .flat()
      .flatMap(({ measured, foretold }) => (measured === null ? [] : [[foretold, measured] as const]));
    const reach = Math.max(2, ...points.map(([foretold]) => foretold));
    return curves({
      title: 'When all tokens have met',
      caption:
        'log T/β of every run over what the coarsening of its initial tokens foretells; they are equal on the line, and the dashed one is the limit.',
      ts: [],
      panels: [
        predictedAndMeasured({
          ...{ title: 'log T/β', across: 'foretold', from: 0, to: reach },
          predicted: [
            { name: 'equal', at: (x) => x },
            { name: 'limit', at: () => 2 + (4 * log(beta)) / beta, dashed: true },
          ],
          measured: [{ name: 'runs', points }],
        }),
      ],
    });
  },
});

function correlationOf(a: readonly number[], b: readonly number[]): number {
  const mean = (list: readonly number[]) => list.reduce((sum, value) => sum + value, 0) / list.length;
  const [ma, mb] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    ab += (a[i] - ma) * (b[i] - mb);
    aa += (a[i] - ma) * (a[i] - ma);
    bb += (b[i] - mb) * (b[i] - mb);
  }
  return ab / Math.sqrt(aa * bb);
}
