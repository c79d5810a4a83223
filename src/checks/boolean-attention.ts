/** Attention on a line without normalisation: every token follows one at an end. */
import { exp, larger, smaller } from '../core/elementary.ts';
import { random, streams } from '../core/random.ts';
import { seedGroups } from '../experiment.ts';
import { noViolation } from './comparison.ts';
import * as p from './parameters.ts';
import { courseOf, eachSeed, ended } from './runs.ts';
import { statement } from './statement.ts';
import { attentionRow } from './tokens.ts';

interface Cell {
  readonly beta: number;
  readonly tokens: number;
  readonly until: number;
  readonly seeds: readonly number[];
}

/** Rows whose largest weight is below this are no indicator of one token. */
const INDICATOR = 0.99;

/** Rows of P that are no indicator of an end, and those of them that are one of another token. */
interface Rows {
  readonly exceptions: number;
  readonly others: number;
}

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
  compute: ({ beta, tokens, until, seeds }: Cell) =>
    eachSeed(seeds, async (seed): Promise<Rows | null> => {
      const course = await courseOf({
        ...{ dynamics: 'unnormalized', picture: 'rescaled', mask: 'full', beta },
        ...{ initial: onLine(tokens, seed), saveAt: [until], rtol: 1e-6, atol: 1e-9 },
      });
      if (course === null) return null;
      const x = course.end.map((entry) => exp(until) * entry);
      const places = Array.from({ length: tokens }, (_, k) => x[2 * k]);
      const ends = [places.indexOf(places.reduce(smaller)), places.indexOf(places.reduce(larger))];
      const rows = places.map((_, i) => attentionRow(x, course.shape, i, beta));
      const exceptions = rows.filter((row) => !ends.some((end) => row[end] >= INDICATOR));
      const others = exceptions.filter((row) => row.some((share) => share >= INDICATOR));
      return { exceptions: exceptions.length, others: others.length };
    }),
  judge(values) {
    const { found, open } = ended(values.flat());
    const violations = found.filter(({ exceptions, others }) => exceptions > 1 || others > 0).length;
    return [noViolation('at most one row is no indicator of an end', { cases: found.length, violations, open })];
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
