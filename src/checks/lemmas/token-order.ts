/** What the causal mask makes of the order of tokens. */
import { anglesOf } from '../../analysis/circle.ts';
import { larger } from '../../numerics/elementary.ts';
import { brief } from '../../report/run.ts';
import { exists, identity } from '../kit/comparison.ts';
import { withPairs } from '../kit/hypotheses.ts';
import * as p from '../kit/parameters.ts';
import { completedRun } from '../kit/runs.ts';
import { fastestOf, settingOf } from '../kit/setting.ts';
import { statement } from '../kit/statement.ts';
import { rowOf } from '../kit/tokens.ts';

/** Of the largest speed. */
const DIFFERENT = 1e-3;

/**
 * Rounding of n terms and of scores of d terms, in units of 2^{−52}; some ten of them are seen at the usual parameters.
 */
function roundingOf({ beta, tokens, dimension }: Pick<OrderCell, 'beta' | 'tokens' | 'dimension'>): number {
  return 4 * Number.EPSILON * (tokens + beta * dimension);
}

interface OrderCell {
  readonly beta: number;
  readonly tokens: number;
  readonly dimension: number;
  readonly seed: number;
}

/** Largest differences of velocities, and the fastest token's speed under CSA. */
interface OrderValue {
  readonly full: number;
  readonly causal: number;
  readonly speed: number;
}

export const order = statement({
  id: 'order-matters',
  says: 'Full attention does not know the order of tokens: permuted tokens have permuted velocities. Causal attention does.',
  source: 'derived from arXiv:2411.04990 and arXiv:2312.10794 (the equations)',
  test: 'velocities at random tokens and at the same ones in reverse order: equal but for rounding, or different by a thousandth of the largest speed',
  expected: 'holds',
  parameters: { beta: p.beta(3), tokens: p.tokens(10), dimension: p.dimension(3), seed: p.seed() },
  hypotheses: ({ tokens }) => [withPairs(tokens)],
  cells: (cell) => [cell],
  compute({ beta, tokens, dimension, seed }: OrderCell): OrderValue {
    const difference = (mask: 'full' | 'causal') => {
      const there = settingOf({ beta, tokens, dimension, seed, mask });
      const initial = Array.from({ length: tokens }, (_, k) => rowOf(there.x, there.shape, tokens - 1 - k));
      const back = settingOf({ beta, initial, mask });
      let largest = 0;
      for (let k = 0; k < tokens; k++) {
        const mirrored = rowOf(back.velocity, back.shape, tokens - 1 - k);
        rowOf(there.velocity, there.shape, k).forEach((entry, i) => {
          largest = larger(largest, Math.abs(entry - mirrored[i]));
        });
      }
      return largest;
    };
    const speed = fastestOf(settingOf({ beta, tokens, dimension, seed }));
    return { full: difference('full'), causal: difference('causal'), speed };
  },
  judge([{ full, causal, speed }], given) {
    const rounding = roundingOf(given);
    // Where β is so large that no token attends to another one, none moves, and order makes no difference to be seen.
    const moving = DIFFERENT * speed > rounding;
    return [
      identity('SA: largest difference', 0, full, rounding, 'sums in another order'),
      exists(
        'a difference under CSA, over the speed of the fastest token',
        moving ? causal > DIFFERENT * speed : null,
        speed === 0 ? null : causal / speed,
        speed === 0 ? 'no token moves' : brief(causal / speed),
      ),
    ];
  },
});

/** Far beyond what runs at the usual tolerances are off by, radians. */
const APART = 0.01;

export const tokensCross = statement({
  id: 'tokens-cross',
  says: 'Under CSA tokens overtake each other on the circle and coincident tokens separate; under full attention neither happens.',
  source: 'derived; order under SA and USA: arXiv:2312.10794',
  test: 'angles 0, 1, 1 and 0, 1.01, 1 at β = 4, t = 1.5, under both masks',
  expected: 'holds',
  parameters: {},
  hypotheses: () => [],
  cells: () => [{ second: 1 }, { second: 1.01 }],
  async compute({ second }: { readonly second: number }): Promise<{ causal: number | null; full: number | null }> {
    const gap = async (mask: 'causal' | 'full') => {
      const course = await completedRun({ beta: 4, initial: [0, second, 1], mask, saveAt: [1.5] });
      if (course === null) return null;
      const angles = anglesOf(course.end);
      return angles[2] - angles[1];
    };
    return { causal: await gap('causal'), full: await gap('full') };
  },
  judge: ([together, behind]) => {
    const ahead = (what: string, gap: number | null, where: (rad: string) => string) =>
      exists(what, gap === null ? null : gap > APART, gap, where(`${gap?.toFixed(5)} rad`));
    return [
      ahead('coincident tokens separate', together.causal, (rad) => `by ${rad}`),
      identity('they stay together under the full mask', 0, together.full, 0, 'the same bits'),
      ahead('the second overtakes the third', behind.causal, (rad) => `it is ${rad} ahead`),
      exists(
        'it does not under the full mask',
        behind.full === null ? null : behind.full < 0,
        behind.full,
        `it is ${(-(behind.full ?? Number.NaN)).toFixed(5)} rad behind`,
      ),
    ];
  },
});
