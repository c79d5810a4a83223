import { describe, expect, test } from 'vitest';
import { rootWithin } from '../../src/numerics/root.ts';

/** The root of g on (0, 1], and how often g was asked. */
async function rootOf(g: (theta: number) => number): Promise<{ root: number; looks: number }> {
  let looks = 0;
  const counted = async (theta: number) => {
    looks++;
    return g(theta);
  };
  const root = (await rootWithin(counted, g(0), g(1))) as number;
  return { root, looks };
}

describe('a change of sign is found', () => {
  test.each([
    ['a line', (x: number) => x - 0.3, 0.3],
    ['a falling line', (x: number) => 0.7 - x, 0.7],
    ['a parabola', (x: number) => x * x - 0.5, Math.SQRT1_2],
    ['a steep exponential', (x: number) => Math.exp(30 * x) - 2, Math.log(2) / 30],
    ['a very early root', (x: number) => x - 1e-9, 1e-9],
    ['a late root', (x: number) => x - (1 - 1e-6), 1 - 1e-6],
    ['a jump', (x: number) => (x < 0.123 ? -1 : 1), 0.123],
    ['a flat root', (x: number) => (x - 0.4) ** 3, 0.4],
  ])('%s', async (_, g, exact) => {
    const { root, looks } = await rootOf(g);
    // Relative to θ and to 1, as root.ts says.
    expect(Math.abs(root - exact)).toBeLessThanOrEqual(1e-9 * exact + 1e-15);
    expect(looks).toBeLessThanOrEqual(80);
  });

  test('smooth ones in few looks: each may cost a step made again', async () => {
    expect((await rootOf((x) => Math.cos(2 * x) - 0.5)).looks).toBeLessThanOrEqual(12);
  });

  test('the value returned has the sign of the end', async () => {
    const g = (x: number) => Math.sin(x) - 0.5;
    expect(g((await rootOf(g)).root)).toBeGreaterThanOrEqual(0);
  });

  test('a function that cannot be computed has none', async () => {
    expect(await rootWithin(async () => null, -1, 1)).toBeNull();
  });
});
