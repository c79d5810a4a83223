/** Drawn value matrices have the spectrum they claim: power sums of the eigenvalues, eigenspaces, and limits against the matrix exponential. */
import { describe, expect, test } from 'vitest';
import { drawProblem } from '../../src/atlas/atlas-run.ts';
import { atlasRows } from '../../src/atlas/rows.ts';
import type { Rows } from '../../src/atlas/small-matrix.ts';
import type { ValueMatrix } from '../../src/atlas/value-matrix.ts';
import { largestRealPart } from '../../src/numerics/eigenvalues.ts';
import { applied, dotProduct, expm, multiply, scaled } from '../support/linear.ts';

const seeds = Array.from({ length: 40 }, (_, i) => 1 + i);
/** Frames have condition ≤ 3 and entries of V are at most about 10; fourth powers of that in rounding. */
const ROUNDING = 1e-9;
/** A defective eigenvalue moves like the square root of rounding. */
const SPLIT = 1e-6;

function trace(m: Rows): number {
  return m.reduce((sum, row, i) => sum + row[i], 0);
}

/** Σ z^k over complex numbers that come in conjugate pairs. */
function powerSum(eigenvalues: readonly (readonly [number, number])[], k: number): number {
  return eigenvalues.reduce((sum, [re, im]) => sum + Math.hypot(re, im) ** k * Math.cos(k * Math.atan2(im, re)), 0);
}

/** Singular-looking rows left by elimination with full pivots. */
function rank(m: Rows): number {
  const rows = m.map((row) => [...row]);
  let found = 0;
  for (let step = 0; step < rows.length; step++) {
    let best = { i: step, j: step };
    for (let i = step; i < rows.length; i++)
      for (let j = step; j < rows.length; j++)
        if (Math.abs(rows[i][j]) > Math.abs(rows[best.i][best.j])) best = { i, j };
    if (Math.abs(rows[best.i][best.j]) < 1e-9) break;
    [rows[step], rows[best.i]] = [rows[best.i], rows[step]];
    for (const row of rows) [row[step], row[best.j]] = [row[best.j], row[step]];
    for (let i = step + 1; i < rows.length; i++) {
      const factor = rows[i][step] / rows[step][step];
      for (let j = step; j < rows.length; j++) rows[i][j] -= factor * rows[step][j];
    }
    found++;
  }
  return found;
}

function shifted({ rows, lambda }: ValueMatrix): number[][] {
  return rows.map((row, i) => row.map((entry, j) => (i === j ? entry - lambda : entry)));
}

describe.each(atlasRows)('row $id', (row) => {
  const drawn = seeds.map((seed) => drawProblem(row, seed).value);

  test('λ is the largest real part, with its sign', () => {
    for (const { rows, lambda, top } of drawn) {
      expect(lambda).toBe(row.lambda);
      const allowed = top.kind === 'defective' ? SPLIT : ROUNDING;
      expect(Math.abs(largestRealPart(Float64Array.from(rows.flat()), rows.length) - lambda)).toBeLessThan(allowed);
    }
  });

  test('the eigenvalues are those claimed, with their multiplicities: their power sums are traces', () => {
    for (const { rows, eigenvalues } of drawn) {
      if (eigenvalues === null) continue;
      expect(eigenvalues).toHaveLength(rows.length);
      let power: Rows = rows;
      for (let k = 1; k <= rows.length; k++) {
        expect(Math.abs(trace(power) - powerSum(eigenvalues, k))).toBeLessThan(ROUNDING * 10 ** k);
        power = multiply(power, rows);
      }
    }
  });

  test('L is the eigenspace of λ, no less and no more; a complex pair turns in it', () => {
    for (const value of drawn) {
      const { eigenspace, top, lambda, rows } = value;
      const size = { real: top.kind === 'real' ? top.multiplicity : 0, defective: 1, complex: 2 }[top.kind];
      expect(eigenspace).toHaveLength(size);
      for (const [i, u] of eigenspace.entries())
        for (const [j, v] of eigenspace.entries()) expect(dotProduct(u, v)).toBeCloseTo(i === j ? 1 : 0, 12);
      if (top.kind !== 'complex') {
        for (const u of eigenspace)
          for (const [i, entry] of applied(rows, u).entries()) expect(entry).toBeCloseTo(lambda * u[i], 9);
        expect(rank(shifted(value))).toBe(rows.length - size);
      } else {
        for (const u of eigenspace) {
          const image = applied(rows, u);
          const within = eigenspace.map((axis) => dotProduct(axis, image));
          expect(Math.hypot(...within)).toBeCloseTo(Math.hypot(...image), 9);
        }
      }
    }
  });

  test('the limit is where the matrix exponential takes a vector', () => {
    for (const value of drawn) {
      const x = value.rows.map((_, i) => Math.sin(1 + 3 * i));
      const limit = value.limit(x);
      if (value.top.kind === 'complex') {
        expect(limit).toBeNull();
        continue;
      }
      // Gaps are at least 0.1, so e^{−30} is left; a Jordan block leaves 1/t.
      const defective = value.top.kind === 'defective';
      const y = applied(expm(scaled(shifted(value), defective ? 1e4 : 300)), x);
      const norm = Math.hypot(...y);
      for (const [i, entry] of (limit as number[]).entries()) {
        const size = value.top.kind === 'real' && value.top.multiplicity === x.length ? Math.hypot(...x) : 1;
        expect(Math.abs(entry / size - y[i] / norm)).toBeLessThan(defective ? 1e-2 : 1e-7);
      }
    }
  });
});

test('C2: L⊥ is kept, and V is below λ on it', () => {
  const row = atlasRows.find(({ setting }) => setting === 'split')!;
  for (const seed of seeds) {
    const { rows, eigenspace, lambda } = drawProblem(row, seed).value;
    for (let i = 0; i < 20; i++) {
      const z = rows.map((_, j) => Math.sin(seed + 7 * i + 3 * j));
      for (const u of eigenspace) {
        const along = dotProduct(u, z);
        for (let j = 0; j < z.length; j++) z[j] -= along * u[j];
      }
      const image = applied(rows, z);
      for (const u of eigenspace) expect(dotProduct(u, image)).toBeCloseTo(0, 9);
      expect(dotProduct(z, image)).toBeLessThan(lambda * dotProduct(z, z));
    }
  }
});

test('C1: eigenvalues are distinct and positive', () => {
  const row = atlasRows.find(({ setting }) => setting === 'positive')!;
  for (const seed of seeds) {
    const eigenvalues = drawProblem(row, seed).value.eigenvalues!;
    expect(eigenvalues.every(([re, im]) => re > 0 && im === 0)).toBe(true);
    expect(new Set(eigenvalues.map(([re]) => re)).size).toBe(eigenvalues.length);
  }
});

test('a problem is drawn from its row and seed alone, and seeds differ', () => {
  const drawn = (seed: number) => JSON.stringify(drawProblem(atlasRows[3], seed));
  expect(drawn(7)).toBe(drawn(7));
  expect(drawn(7)).not.toBe(drawn(8));
});
