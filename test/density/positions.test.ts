/** Positions in the sequence, and tokens in order against the density at every position. */
import { describe, expect, test } from 'vitest';
import { tokensAt } from '../../src/core/recording.ts';
import { circleSpace } from '../../src/density/circle.ts';
import { densityCourse, wholeDensity } from '../../src/density/course.ts';
import { positions, positionTail } from '../../src/density/positions.ts';
import { startAt } from '../../src/density/start.ts';
import { run } from '../../src/run/run.ts';
import { around, attentionOf, problemOf } from './problems.ts';

describe('Gauss–Legendre nodes of (0, 1)', () => {
  const { nodes, until, shares, weightsAt } = positions(8);
  const integral = (f: (sigma: number) => number, i: number) =>
    nodes.reduce((sum, sigma, j) => sum + until[i * 8 + j] * f(sigma), 0);

  test('integrate polynomials of degree 7 exactly up to each node, and interpolate them anywhere', () => {
    for (let power = 0; power <= 7; power++) {
      for (const [i, sigma] of nodes.entries()) {
        expect(integral((s) => s ** power, i)).toBeCloseTo(sigma ** (power + 1) / (power + 1), 14);
      }
      for (const sigma of [0, 0.3, 1]) {
        const value = weightsAt(sigma).reduce((sum, weight, j) => sum + weight * nodes[j] ** power, 0);
        expect(value).toBeCloseTo(sigma ** power, 13);
      }
    }
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 15);
  });

  test('meet smooth functions exponentially fast, and say how well', () => {
    const errors = [4, 12, 24].map((count) => {
      const along = positions(count);
      const values = along.nodes.map((sigma) => Math.exp(Math.sin(5 * sigma)));
      const found = along.weightsAt(0.37).reduce((sum, weight, j) => sum + weight * values[j], 0);
      return [Math.abs(found - Math.exp(Math.sin(5 * 0.37))), positionTail(along, values)];
    });
    expect(errors[1][0]).toBeLessThan(0.1 * errors[0][0]);
    expect(errors[2][0]).toBeLessThan(1e-4 * errors[1][0]);
    for (const [error, tail] of errors) expect(error).toBeLessThan(100 * tail);
  });
});

describe('tokens in order come to the density', () => {
  const TURN = 1.5;
  const CONCENTRATION = 1.5;

  /** Angles of tokens 1 … n: the law around TURN·k/n at the fractions of multiples of the golden section. */
  function ordered(n: number): number[] {
    const law = startAt(circleSpace(32), around(CONCENTRATION, [1, 0]), 0);
    const below = (theta: number) => {
      let sum = 0.5 + theta / (2 * Math.PI);
      for (let k = 1; k <= 32; k++) sum += (law[2 * k - 2] * Math.sin(k * theta)) / (Math.PI * k);
      return sum;
    };
    return Array.from({ length: n }, (_, i) => {
      const share = ((i + 0.5) * 0.6180339887498949) % 1;
      let [low, high] = [-Math.PI, Math.PI];
      for (let round = 0; round < 40; round++) {
        const middle = (low + high) / 2;
        if (below(middle) < share) low = middle;
        else high = middle;
      }
      return low + (TURN * (i + 0.5)) / n;
    });
  }

  test.each([
    ['softmax', 1, [500, 2000]],
    ['count', 0.2, [300, 1200]],
  ] as const)(
    'under the causal mask, %s: four times as many are at least twice as near',
    async (normalization, t, counts) => {
      const attention = attentionOf({ beta: 2, normalization });
      const start = { ...around(CONCENTRATION, [1, 0]), turn: TURN };
      const { states } = await densityCourse(problemOf({ mask: 'causal', attention, start, times: [t] }));
      const whole = wholeDensity(states[0]);
      const differences: number[] = [];
      for (const n of counts) {
        const spec = { beta: 2, normalization, initial: ordered(n), saveAt: [t], observe: 'none', rtol: 1e-7 } as const;
        const { trajectory } = await run(spec);
        const x = tokensAt(trajectory, 0);
        let most = 0;
        for (const k of [1, 2, 3]) {
          let [c, s] = [0, 0];
          for (let j = 0; j < n; j++) {
            const angle = k * Math.atan2(x[2 * j + 1], x[2 * j]);
            c += Math.cos(angle) / n;
            s += Math.sin(angle) / n;
          }
          most = Math.max(most, Math.abs(c - whole[2 * k - 2]), Math.abs(s - whole[2 * k - 1]));
        }
        differences.push(most);
      }
      expect(differences[1]).toBeLessThan(differences[0] / 2);
      expect(differences[1]).toBeLessThan(6e-3); // independent tokens would leave 0.02 to 0.04
    },
  );
});
