/** What chance does to means and shares of draws, against exact values and against draws. */
import { expect, test } from 'vitest';
import { allowedErrors, CHANCE, chanceOfHits, SIGMAS } from '../../src/checks/kit/chance.ts';

test('so many standard errors as Student’s law has at that chance: 7 of ten draws, 4 in the end', () => {
  // Of one degree of freedom the law is Cauchy’s: P(|T| > t) = 1 − (2/π) arctan t = (2/π) arctan(1/t).
  expect(allowedErrors(2) * Math.tan((CHANCE * Math.PI) / 2)).toBeCloseTo(1, 12);
  // Of two: P(|T| > t) = 1 − t/√(t² + 2).
  const t = allowedErrors(3);
  expect(1 - t / Math.sqrt(t * t + 2)).toBeCloseTo(CHANCE, 14);
  expect(allowedErrors(10)).toBeCloseTo(7, 1);
  expect(allowedErrors(1e7)).toBeCloseTo(SIGMAS, 5);
});

test('the chance of hits is the sum of the binomial law', () => {
  const binomial = (count: number, p: number) => {
    const law = [1];
    for (let i = 0; i < count; i++) {
      law.push(0);
      for (let k = law.length - 1; k >= 0; k--) law[k] = law[k] * (1 - p) + (k > 0 ? law[k - 1] * p : 0);
    }
    return law;
  };
  for (const [count, p] of [
    [1, 0.3],
    [12, 1e-3],
    [40, 0.5],
    [40, 0.97],
  ]) {
    const law = binomial(count, p);
    const sum = (from: number, to: number) => law.slice(from, to + 1).reduce((total, one) => total + one, 0);
    for (let hits = 0; hits <= count; hits++) {
      const exact = Math.min(1, 2 * Math.min(sum(0, hits), sum(hits, count)));
      expect(Math.abs(chanceOfHits(hits, count, p) - exact), `${hits} of ${count} at ${p}`).toBeLessThan(1e-13);
    }
  }
});
