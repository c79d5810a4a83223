/** The clock of two tokens. */
import { log } from '../../numerics/elementary.ts';
import { dot } from '../../numerics/sphere.ts';
import { cosineAt, logTimeBetween } from '../../theory/two-tokens.ts';
import { identity } from '../kit/comparison.ts';
import * as p from '../kit/parameters.ts';
import { comparedIn } from '../kit/predicted-and-measured.ts';
import { completedRun, eachSeed, ended, largestOf, seedsFrom } from '../kit/runs.ts';
import { statement } from '../kit/statement.ts';

type Path = readonly (readonly [t: number, cosine: number])[];

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
    const spec = { beta, tokens: 2, dimension: d, saveAt: 'log:1e-2:1e15:35', rtol: 1e-10, atol: 1e-12 };
    const paths = await eachSeed(seedsFrom(seed, runs), async (one): Promise<Path | null> => {
      const course = await completedRun({ ...spec, seed: one });
      if (course === null) return null;
      const { initial, ts, at } = course;
      return [[0, cosineOf(initial, d)], ...Array.from(ts, (t, i) => [t, cosineOf(at(i), d)] as const)];
    });
    const { found, open } = ended(paths);
    const errors = found.map((path) => relativeError(path, beta)).filter((error) => error !== null);
    return { worst: largestOf(errors), open, shown: found.slice(0, SHOWN) };
  },
  judge: ([{ worst, open }]) => [
    identity('largest relative error of time', 0, open > 0 ? null : worst, 1e-6, 'rtol 1e-10 over some hundred steps'),
  ],
  draw: ([{ shown }], { beta }) =>
    comparedIn({
      title: 'How two tokens meet',
      caption: `⟨x₁, x₂⟩ over log t from ${shown.length} random starts: dots by the runs, curves by the formula.`,
      logAcross: true,
      panels: [
        {
          ...{ title: '⟨x₁, x₂⟩', across: 'time t' },
          predicted: shown.map(([[, start]]) => ({ name: '', at: (t) => cosineAt(t, start, beta) })),
          measured: shown.map(([, ...later]) => ({ name: '', points: later })),
        },
      ],
    }),
});

function cosineOf(x: Float64Array, d: number): number {
  return dot(x, 0, x, d, d);
}

/**
 * |log| of the time by the formula over the one that went by, up to the last state apart; null where tokens have not
 * moved by then.
 */
function relativeError(path: Path, beta: number): number | null {
  const [, start] = path[0];
  const last = path.findLastIndex(([, u]) => 1 - u > 1e-6);
  if (last < 1 || path[last][1] - start < 1e-3) return null;
  const [t, u] = path[last];
  return Math.abs(logTimeBetween(start, u, beta) - log(t));
}
