/** Where tokens of R^d end under attention without normalisation: at the ends of a line, on three hyperplanes. */
import { exp } from '../core/elementary.ts';
import { random, streams } from '../core/random.ts';
import type { State } from '../core/state.ts';
import { seedGroups } from '../experiment.ts';
import { run } from '../run.ts';
import { tokensAt } from '../trajectory.ts';
import { noViolation } from './comparison.ts';
import * as p from './parameters.ts';
import { statement } from './statement.ts';
import { attentionRow, type Cell } from './unnormalized.ts';

/** Rows whose largest weight is below this are no indicator of one token. */
const INDICATOR = 0.99;

export const booleanAttention = statement({
  id: 'boolean-attention',
  says: 'ẋ_i = Σ_j P_ij V x_j on the line with V > 0, QK > 0: every row of P tends to the indicator of the first or of the last token on the line, but for one row at most.',
  source: 'arXiv:2305.05465',
  test: 'random tokens on a line, V = Q = K = 1: rows whose weight on the first or the last token is below 0.99 at the end; more than one violates it, and one other token with more than 0.99 does',
  expected: 'holds',
  parameters: { beta: p.beta(1), tokens: p.tokens(16), until: p.until(12), runs: p.runs(12), seed: p.seed() },
  hypotheses: ({ beta, until }) => [
    { says: 'β > 0', met: beta > 0 },
    { says: 't → ∞ (here t ≥ 8)', met: until >= 8 },
  ],
  cells: ({ seed, runs, ...setting }): Cell[] => seedGroups(seed, runs, 12).map((seeds) => ({ ...setting, seeds })),
  async compute({ beta, tokens, until, seeds }: Cell): Promise<{ exceptions: number; others: number }[]> {
    const found: { exceptions: number; others: number }[] = [];
    for (const seed of seeds) {
      const { trajectory } = await run({
        ...{ dynamics: 'unnormalized', picture: 'rescaled', mask: 'full', observe: 'none', beta },
        ...{ initial: onLine(tokens, seed), saveAt: [until], rtol: 1e-6, atol: 1e-9 },
      });
      const { shape } = trajectory.problem;
      const x = tokensAt(trajectory, 0).map((entry) => exp(until) * entry);
      const places = Array.from({ length: tokens }, (_, k) => x[2 * k]);
      const ends = [places.indexOf(Math.min(...places)), places.indexOf(Math.max(...places))];
      let [exceptions, others] = [0, 0];
      for (let i = 0; i < tokens; i++) {
        const row = attentionRow(x, shape, i, beta);
        if (ends.some((end) => row[end] >= INDICATOR)) continue;
        exceptions++;
        if (row.some((share) => share >= INDICATOR)) others++;
      }
      found.push({ exceptions, others });
    }
    return found;
  },
  judge(values) {
    const all = values.flat();
    return [
      noViolation('at most one row is no indicator of an end', {
        cases: all.length,
        violations: all.filter(({ exceptions, others }) => exceptions > 1 || others > 0).length,
      }),
    ];
  },
});

/** Tokens (x, 0) with x normal: plane tokens, since dimensions begin at 2. */
function onLine(n: number, seed: number): number[][] {
  const draw = random(seed, streams.tokens);
  const x = new Float64Array(1);
  return Array.from({ length: n }, (_, k) => {
    draw.normals(k, 0, x, 1);
    return [x[0], 0];
  });
}

const PLANES = 3;
const SECOND = 0.2;
/** First coordinates this near, over their range at the start, are of one plane. */
const ONE_PLANE = 0.02;

export const threePlanes = statement({
  id: 'three-hyperplanes',
  says: 'ẋ_i = Σ_j P_ij V x_j in R^d where the largest eigenvalue of V is positive and simple, with eigenvector φ, and ⟨Qφ, Kφ⟩ > 0: rescaled tokens z_i = e^{−tV}x_i end on three hyperplanes of constant φ-coordinate at most. Here V = diag(1, 0.2), Q = K = I.',
  source: 'arXiv:2305.05465',
  test: 'values of the first coordinate at the end of random runs, equal within 2 % of their range at the start: three at most',
  expected: 'holds',
  parameters: { beta: p.beta(1), tokens: p.tokens(20), until: p.until(10), runs: p.runs(12), seed: p.seed() },
  hypotheses: ({ beta, until }) => [
    { says: 'β > 0', met: beta > 0 },
    { says: 't → ∞ (here t ≥ 8)', met: until >= 8 },
  ],
  cells: ({ seed, runs, ...setting }): Cell[] => seedGroups(seed, runs, 12).map((seeds) => ({ ...setting, seeds })),
  async compute({ beta, tokens, until, seeds }: Cell): Promise<number[]> {
    const counts: number[] = [];
    for (const seed of seeds) {
      const { trajectory } = await run({
        ...{ dynamics: 'unnormalized', picture: 'rescaled', mask: 'full', observe: 'none', beta },
        ...{ tokens, dimension: 2, seed, value: [1, SECOND], saveAt: [until], rtol: 1e-6, atol: 1e-9 },
      });
      const placesOf = (x: State) => Array.from({ length: tokens }, (_, k) => x[2 * k]).sort((a, b) => a - b);
      const start = placesOf(trajectory.problem.initial);
      const range = start[tokens - 1] - start[0];
      const places = placesOf(tokensAt(trajectory, 0));
      counts.push(1 + places.slice(1).filter((place, i) => place - places[i] > ONE_PLANE * range).length);
    }
    return counts;
  },
  judge(values) {
    const counts = values.flat();
    return [
      noViolation('hyperplanes', {
        cases: counts.length,
        violations: counts.filter((count) => count > PLANES).length,
        worst: Math.max(...counts) / PLANES,
      }),
    ];
  },
});
