/** Tokens in a narrow cone under Pre-LN: they grow, and cluster ever more slowly. */

import type { Shape, State } from '../../core/state.ts';
import { log } from '../../numerics/elementary.ts';
import { dot, normalizeRows, squaredChord } from '../../numerics/sphere.ts';
import { coneWidth } from '../../theory/normalization-schemes.ts';
import { identity, noViolation } from '../kit/comparison.ts';
import { withPairs } from '../kit/hypotheses.ts';
import * as p from '../kit/parameters.ts';
import { type Course, completedRun, eachSeed, ended, seedsFrom } from '../kit/runs.ts';
import { statement } from '../kit/statement.ts';
import { coneRows } from './narrow-cone.ts';

/** Var of directions, and the mean length. */
function spreadOf(x: State, { n, d }: Shape): { variance: number; length: number } {
  const theta = new Float64Array(n * d);
  normalizeRows(x, theta, { n, d });
  let [variance, length] = [0, 0];
  for (let i = 0; i < n; i++) {
    length += Math.sqrt(dot(x, i * d, x, i * d, d)) / n;
    for (let j = 0; j < i; j++) variance += squaredChord(theta, i * d, theta, j * d, d) / (n * n);
  }
  return { variance, length };
}

/** Of a run at tolerances of 1e-8 times the length reached. */
const LENGTH_ALLOWED = 1e-6;

/** Saved times, even; the last quarter of the run is between the last two of these. */
const TIMES = 21;
const LAST_QUARTER = [15, 20] as const;

/**
 * How often a length is less than it should be, and the fall of log Var over that of log r^{−2} in the last quarter.
 */
function grownIn({ ts, shape, at }: Course, delta: number): { short: number; slowness: number } {
  const { n, d } = shape;
  let short = 0;
  ts.forEach((t, i) => {
    const x = at(i);
    for (let k = 0; k < n; k++) {
      if (Math.sqrt(dot(x, k * d, x, k * d, d)) < 1 + (1 - delta) * t - LENGTH_ALLOWED) short++;
    }
  });
  const [early, late] = LAST_QUARTER.map((i) => spreadOf(at(i), shape));
  return { short, slowness: log(early.variance / late.variance) / (2 * log(late.length / early.length)) };
}

export const lengths = statement({
  id: 'normalization-lengths',
  says: 'Pre-LN in a cone ⟨θ_j, θ_k⟩ ≥ 1 − δ, δ < min(1/(100n²β²), 1/(100n²)): tokens grow longer at a speed of at least 1 − δ, so that r_k(t) ≥ r₀ + (1 − δ)t, and cluster ever more slowly.',
  source: 'arXiv:2510.22026, the theorem on tokens in a cone',
  test: 'lengths of all tokens at 21 times of random runs from the widest cone; fall of log Var in the last quarter of the run over that of log r^{−2}, within 1 %',
  expected: 'holds',
  parameters: {
    beta: p.beta(1),
    tokens: p.tokens(6),
    dimension: p.dimension(3),
    until: p.until(50),
    runs: p.runs(5),
    seed: p.seed(),
  },
  hypotheses: ({ tokens }) => [withPairs(tokens)],
  cells: (given) => [given],
  async compute(cell: { beta: number; tokens: number; dimension: number; until: number; runs: number; seed: number }) {
    const { beta, tokens, dimension, until, runs, seed } = cell;
    const delta = coneWidth(tokens, beta);
    const spec = { dynamics: 'normalization', scheme: 'pre', mask: 'full', beta } as const;
    const grown = await eachSeed(seedsFrom(seed, runs), async (one) => {
      const initial = coneRows(tokens, dimension, Math.sqrt(delta / 2), one);
      const course = await completedRun({ ...spec, initial, saveAt: `lin:0:${until}:${TIMES}` });
      return course && grownIn(course, delta);
    });
    const { found, open } = ended(grown);
    return {
      cases: found.length * tokens * TIMES,
      short: found.reduce((sum, { short }) => sum + short, 0),
      open,
      slowness: open > 0 ? null : found.reduce((sum, { slowness }) => sum + slowness / runs, 0),
    };
  },
  judge: ([{ cases, short, open, slowness }]) => [
    noViolation('r_k(t) ≥ r₀ + (1 − δ)t', { cases, violations: short, open }),
    identity('log Var over log r^{−2}', 1, slowness, 0.01, 'width of the cone, spread of lengths'),
  ],
});
