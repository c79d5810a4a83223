/** What is said of a row without its Jacobian, against the Jacobian. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { attentionJacobian } from '../../src/dynamics/attention-jacobian.ts';
import { resolveEquation } from '../../src/dynamics/equation.ts';
import { referenceRows } from '../../src/dynamics/row-sums.ts';
import { slopeBound } from '../../src/dynamics/slope-bound.ts';
import { norm } from '../../src/numerics/sphere.ts';
import { between, forAll, matrices, type RandomTokens, seeds, tokens } from '../support/arbitraries.ts';
import { uniformTokens } from '../support/draw.ts';
import { type Equation, equation } from '../support/problems.ts';

/** Both sums are of the same terms. */
const ROUNDING = 1e-12;

interface Case extends RandomTokens {
  readonly given: Equation;
  readonly reach: number;
  readonly gathered: number;
  readonly seed: number;
}

const cases: fc.Arbitrary<Case> = tokens(12, fc.constantFrom(2, 3, 8)).chain(({ n, d, x }) =>
  fc.record({
    ...{ n: fc.constant(n), d: fc.constant(d), x: fc.constant(x) },
    seed: seeds,
    given: fc.record({
      beta: fc.constantFrom(0, 0.5, 4, 30),
      query: fc.oneof(fc.constant('identity' as const), matrices(d)),
      key: fc.constant('identity' as const),
      value: fc.constantFrom(1, -2),
      normalization: fc.constantFrom('softmax' as const, 'count' as const),
      mask: fc.constant('causal' as const),
    }) as fc.Arbitrary<Equation>,
    reach: fc.constantFrom(1e-6, 0.01, 0.1),
    gathered: between(0, 1),
  }),
);

/** The tokens moved towards the first one: clusters have small spreads. */
function together({ n, d, x, gathered }: Case): Float64Array {
  const moved = x.map((entry, at) => (1 - gathered) * entry + gathered * x[at % d]);
  for (let k = 0; k < n; k++) normalize(moved.subarray(k * d, (k + 1) * d));
  return moved;
}

function normalize(v: Float64Array): void {
  const length = norm(v, 0, v.length);
  for (let i = 0; i < v.length; i++) v[i] /= length;
}

test('a row is as fast as told, and its Jacobian nowhere within reach larger', () => {
  let [tight, told] = [0, 0];
  forAll(cases, 400, (one) => {
    const { n, d, given, seed } = one;
    if (n < 2) return;
    const x = together(one);
    const attention = resolveEquation(equation(given), { n, d }).attention;
    if (attention === null) throw new Error('no attention');
    const reach = one.reach / (1 + given.beta * norm(attention.queryKey, 0, d * d));
    const rows = referenceRows(attention, { n, d });
    for (let k = 0; k < n - 1; k++) rows.place(k, x.subarray(k * d, (k + 1) * d));
    const u = x.slice(-d);
    const linearize = attentionJacobian(attention, { n, d });
    const bound = slopeBound(attention, { n, d }, reach)?.(u, rows.firstSums(u, n - 1));
    if (!bound) throw new Error('no bound');
    const speed = norm(linearize(u, rows.sums(u, n - 1)).force, 0, d);
    expect(Math.abs(bound.speed - speed)).toBeLessThanOrEqual(ROUNDING * (1 + bound.steepest));
    for (let draw = 0; draw < 5; draw++) {
      const v = uniformTokens(seed + draw, 1, d).map((entry, i) => u[i] + reach * 0.999 * entry);
      normalize(v);
      const slope = spectralNorm(linearize(v, rows.sums(v, n - 1)).jacobian, d);
      expect(slope, JSON.stringify(given)).toBeLessThanOrEqual(bound.steepest * (1 + ROUNDING) + ROUNDING);
      tight = Math.max(tight, slope / bound.steepest);
      told++;
    }
  });
  expect(told).toBeGreaterThan(1000);
  expect(tight).toBeGreaterThan(0.5); // it is no bound of anything
});

/** By the power method: from below, within a share of a hundredth. */
function spectralNorm(m: Float64Array, d: number): number {
  let v = uniformTokens(1, 1, d);
  let length = 0;
  for (let step = 0; step < 60; step++) {
    const image = Float64Array.from({ length: d }, (_, i) =>
      v.reduce((sum, entry, j) => sum + m[i * d + j] * entry, 0),
    );
    const back = Float64Array.from({ length: d }, (_, j) =>
      image.reduce((sum, entry, i) => sum + m[i * d + j] * entry, 0),
    );
    length = norm(image, 0, d);
    const size = norm(back, 0, d);
    if (size === 0) return 0;
    v = back.map((entry) => entry / size);
  }
  return length;
}
