/** The Jacobian of all tokens against differences of the field. */
import { expect, test } from 'vitest';
import { attentionWholeJacobian } from '../../src/dynamics/attention-whole-jacobian.ts';
import { resolveEquation } from '../../src/dynamics/equation.ts';
import { jacobianByDifferences } from '../../src/equilibria/differences.ts';
import { frameAt } from '../../src/equilibria/frame.ts';
import { forceOf } from '../../src/equilibria/systems.ts';
import { gaussianMatrix, uniformTokens } from '../support/draw.ts';
import { type Equation, equation } from '../support/problems.ts';

const masks = ['causal', 'full'] as const;
const normalizations = ['softmax', 'count'] as const;
const cases = masks.flatMap((mask) =>
  normalizations.flatMap((normalization) =>
    [2, 3, 5].flatMap((d) => [1, 2].map((seed) => ({ mask, normalization, d, seed }))),
  ),
);

test.each(cases)('$mask, $normalization, d = $d, seed $seed', async ({ mask, normalization, d, seed }) => {
  const n = 6;
  const given: Equation = {
    ...{ beta: 1.5, mask, normalization },
    ...(seed === 1 && { query: gaussianMatrix(3, d), key: gaussianMatrix(4, d), value: gaussianMatrix(5, d) }),
    ...(seed === 1 && normalization === 'softmax' && { centers: [[...uniformTokens(9, 1, d)]], weights: 2 }),
  };
  const resolved = resolveEquation(equation(given), { n, d });
  const x = uniformTokens(seed + 10 * d, n, d);
  const frame = frameAt(x, { n, d }, 'sphere');
  if (!resolved.attention) throw new Error('no attention');
  const { jacobian, terms } = attentionWholeJacobian(resolved.attention, { n, d })(x, frame.basis);
  const { columns, error } = await jacobianByDifferences(
    ...([forceOf(resolved, 0), x, frame, { n, d }, 'sphere', 1, () => undefined] as const),
  );
  const { size } = frame;
  let square = 0;
  let own = 0;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      square += (jacobian[i * size + j] - columns[j][i]) ** 2;
      own += jacobian[i * size + j] ** 2;
    }
  }
  // The differences know how far off they are.
  expect(Math.sqrt(square)).toBeLessThan(3 * error + 1e-13 * terms);
  expect(error).toBeLessThan(1e-9 * Math.sqrt(own));
  expect(terms).toBeGreaterThan(0.1 * Math.sqrt(own));
});
