/** Systems with too many solutions or none. */
import { expect, test } from 'vitest';
import { factorColumns, orthonormal } from '../../src/numerics/least-squares.ts';
import { draw } from '../support/draw.ts';
import { largestDifference } from '../support/numeric.ts';

/** A matrix of a rank, by columns: the product of two Gaussian ones. */
function ofRank(seed: number, rows: number, count: number, rank: number): Float64Array[] {
  const { normal } = draw(seed);
  const left = Array.from({ length: rank }, () => Float64Array.from({ length: rows }, () => normal()));
  return Array.from({ length: count }, () => {
    const weights = left.map(() => normal());
    return Float64Array.from({ length: rows }, (_, i) => left.reduce((sum, one, l) => sum + weights[l] * one[i], 0));
  });
}

const times = (columns: readonly Float64Array[], v: ArrayLike<number>) =>
  columns[0].map((_, i) => columns.reduce((sum, column, j) => sum + v[j] * column[i], 0));
const inner = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a).reduce((sum, entry, i) => sum + entry * b[i], 0);

const shapes = [
  ...[
    [6, 6, 6],
    [6, 6, 4],
    [8, 5, 5],
    [8, 5, 3],
    [5, 8, 5],
    [5, 8, 2],
    [4, 4, 0],
    [40, 40, 33],
  ],
] as const;

test.each(shapes)('%i rows, %i columns, rank %i', (rows, count, rank) => {
  const given = ofRank(1, rows, count, rank);
  const { normal } = draw(2);
  const b = Float64Array.from({ length: rows }, () => normal());
  const factored = factorColumns(
    given.map((column) => column.slice()),
    rows,
    1e-10,
  );
  expect(factored.rank).toBe(rank);
  expect(factored.nullSpace).toHaveLength(count - rank);
  for (const [i, v] of factored.nullSpace.entries()) {
    expect(largestDifference(times(given, v), new Float64Array(rows))).toBeLessThan(1e-12);
    for (const [j, w] of factored.nullSpace.entries()) expect(inner(v, w)).toBeCloseTo(i === j ? 1 : 0, 12);
  }
  const solution = factored.solve(b);
  const residual = times(given, solution).map((entry, i) => b[i] - entry);
  // What is left is at right angles to all that the matrix reaches; the shortest solution to all that it forgets.
  for (const column of given) expect(Math.abs(inner(residual, column))).toBeLessThan(1e-10);
  for (const v of factored.nullSpace) expect(Math.abs(inner(solution, v))).toBeLessThan(1e-12);
});

test('what hardly counts can be left out', () => {
  const columns = [Float64Array.of(1, 0), Float64Array.of(0, 1e-6)];
  const { solve } = factorColumns(columns, 2, 1e-10);
  const b = Float64Array.of(2, 3);
  expect(largestDifference(solve(b), [2, 3e6])).toBeLessThan(1e-6);
  expect(largestDifference(solve(b, 1e-3), [2, 0])).toBeLessThan(1e-15);
});

test('an orthonormal basis leaves out what depends on those before', () => {
  const [a, b] = [Float64Array.of(3, 0, 0), Float64Array.of(1, 2, 0)];
  const basis = orthonormal([a, b, Float64Array.of(4, 2, 0), new Float64Array(3)]);
  expect(basis.map((one) => [...one])).toEqual([
    [1, 0, 0],
    [0, 1, 0],
  ]);
});
