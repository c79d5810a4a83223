import { describe, expect, test } from 'vitest';
import { euler } from '../../src/integrators/euler.ts';
import { lieEuler } from '../../src/integrators/lie-euler.ts';
import { rk4 } from '../../src/integrators/rk4.ts';
import { forAll, forAllRuns, problems } from '../support/arbitraries.ts';
import { largestDifference, largestEntry } from '../support/numeric.ts';
import { fieldOf, tokensAfter } from '../support/problems.ts';

const causal = problems(20).map((problem) => ({
  ...problem,
  given: { ...problem.given, mask: 'causal' as const, normalization: 'softmax' as const },
  prefix: Math.ceil(problem.n / 2),
}));

describe('tokens never feel later tokens', () => {
  test('their velocities have the same bits whatever follows', () => {
    forAll(causal, 400, ({ d, x, given, prefix }) => {
      const alone = fieldOf(given, x.slice(0, prefix * d), d);
      expect(fieldOf(given, x, d).slice(0, prefix * d)).toEqual(alone);
    });
  });

  test.each([rk4, euler, lieEuler])(
    'after fixed steps of $name their positions have the same bits',
    async (integrator) => {
      await forAllRuns(causal, 15, async ({ d, x, given, prefix }) => {
        const method = { kind: 'fixed' as const, integrator, dt: 0.1 };
        const alone = await tokensAfter(given, x.slice(0, prefix * d), d, 2, method);
        expect((await tokensAfter(given, x, d, 2, method)).slice(0, prefix * d)).toEqual(alone);
      });
    },
  );

  test('divided by the number of tokens, n times their velocity stays', () => {
    forAll(causal, 300, ({ n, d, x, given, prefix }) => {
      const counted = { ...given, normalization: 'count' as const };
      const alone = fieldOf(counted, x.slice(0, prefix * d), d).map((entry) => prefix * entry);
      const among = fieldOf(counted, x, d).map((entry) => n * entry);
      const tolerance = 8 * Number.EPSILON * Math.max(1, largestEntry(alone)); // a division and a product each
      expect(largestDifference(among.slice(0, prefix * d), alone)).toBeLessThan(tolerance);
    });
  });

  test('under full attention they do feel them', () => {
    forAll(
      causal.filter(({ n, prefix, given }) => n > prefix && Math.abs(given.value[0][0]) > 0.1),
      50,
      ({ d, x, given, prefix }) => {
        const full = { ...given, mask: 'full' as const };
        const alone = fieldOf(full, x.slice(0, prefix * d), d);
        expect(fieldOf(full, x, d).slice(0, prefix * d)).not.toEqual(alone);
      },
    );
  });
});
