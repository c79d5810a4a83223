/** Attention on a line without normalisation: every token follows one at an end. */

import { seedGroups } from '../../core/experiment.ts';
import { exp, larger, smaller } from '../../numerics/elementary.ts';
import { random, streams } from '../../numerics/random.ts';
import { noViolation } from '../kit/comparison.ts';
import * as p from '../kit/parameters.ts';
import { type Course, completedRun, eachSeed, ended, type Seeded } from '../kit/runs.ts';
import { statement } from '../kit/statement.ts';
import { attentionRow } from '../kit/tokens.ts';

type Cell = Seeded<'beta' | 'tokens' | 'until'>;

/** Rows whose largest weight is below this are no indicator of one token. */
const INDICATOR = 0.99;

/** Over this time before the end, or half of the run. */
const WHILE = 0.5;

/** By how much an entry of a row changes in a unit of time at most where the row has come to its end. */
const AT_REST = 1e-3;

/**
 * Rows of P that are no indicator of an end, those of them that no longer change, and of these the ones that are one of
 * another token.
 */
interface Rows {
  readonly exceptions: number;
  readonly resting: number;
  readonly others: number;
}

export const booleanAttention = statement({
  id: 'boolean-attention',
  says: 'ẋ_i = Σ_j P_ij V x_j on the line with V > 0, QK > 0: every row of P tends to the indicator of the first or of the last token on the line, but for one row at most.',
  source: 'arXiv:2305.05465',
  test: 'random tokens on a line, V = Q = K = 1: rows whose weight on the first or the last token is below 0.99 at the end; more than one that no longer changes violates it, and one other token with more than 0.99 does',
  expected: 'holds',
  parameters: { beta: p.beta(1), tokens: p.tokens(16), until: p.until(12), runs: p.runs(12), seed: p.seed() },
  hypotheses: ({ beta, until }) => [
    { says: 'β > 0', met: beta > 0 },
    { says: 't → ∞ (here t ≥ 8)', met: until >= 8 },
  ],
  cells: ({ seed, runs, ...setting }): Cell[] => seedGroups(seed, runs, 12).map((seeds) => ({ ...setting, seeds })),
  compute: ({ beta, tokens, until, seeds }: Cell) =>
    eachSeed(seeds, async (seed): Promise<Rows | null> => {
      const saveAt = [until - smaller(until / 2, WHILE), until];
      const course = await completedRun({
        ...{ dynamics: 'unnormalized', picture: 'rescaled', mask: 'full', beta },
        ...{ initial: onLine(tokens, seed), saveAt, rtol: 1e-6, atol: 1e-9 },
      });
      return course && rowsAtEnd(course, beta);
    }),
  judge(values) {
    const { found, open } = ended(values.flat());
    const violations = found.filter(({ resting, others }) => resting > 1 || others > 0).length;
    const moving = found.filter(
      ({ exceptions, resting, others }) => exceptions > 1 && resting <= 1 && others === 0,
    ).length;
    const counts = { cases: found.length - moving, violations, open: open + moving };
    return [noViolation('at most one row is no indicator of an end', counts)];
  },
});

function rowsAtEnd({ ts, shape, at }: Course, beta: number): Rows {
  const [before, rows] = [0, 1].map((i) => {
    const x = at(i).map((entry) => exp(ts[i]) * entry);
    return Array.from({ length: shape.n }, (_, k) => attentionRow(x, shape, k, beta));
  });
  const places = Array.from({ length: shape.n }, (_, k) => at(1)[2 * k]);
  const ends = [places.indexOf(places.reduce(smaller)), places.indexOf(places.reduce(larger))];
  const exceptions = rows.map((_, k) => k).filter((k) => !ends.some((end) => rows[k][end] >= INDICATOR));
  const resting = exceptions.filter((k) =>
    rows[k].every((share, j) => Math.abs(share - before[k][j]) <= AT_REST * (ts[1] - ts[0])),
  );
  const others = resting.filter((k) => rows[k].some((share) => share >= INDICATOR));
  return { exceptions: exceptions.length, resting: resting.length, others: others.length };
}

/** Tokens (x, 0) with x normal: plane tokens, since dimensions begin at 2. */
function onLine(n: number, seed: number): number[][] {
  const draw = random(seed, streams.tokens);
  const x = new Float64Array(1);
  return Array.from({ length: n }, (_, k) => {
    draw.normals(k, 0, x, 1);
    return [x[0], 0];
  });
}
