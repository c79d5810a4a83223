import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Eigenvalues, eigenvalues, largestRealPart, realParts } from '../../src/numerics/eigenvalues.ts';
import { gaussianMatrix, orthogonalMatrix } from '../support/draw.ts';
import { identity, multiply, type Rows, scaled, solved, transpose } from '../support/linear.ts';

/** Eigenvalues of normal matrices move by the backward error of the QR iteration: a few d roundoffs of ‖M‖, with 10× to spare. */
const ROUNDOFF = 2 ** -52;
const ofNormal = (d: number, size: number) => 100 * d * ROUNDOFF * size;

function growthOf(rows: Rows): number {
  return largestRealPart(Float64Array.from(rows.flat()), rows.length);
}

function diagonal(entries: readonly number[]): number[][] {
  return entries.map((entry, i) => entries.map((_, j) => (i === j ? entry : 0)));
}

/** Blocks along the diagonal. */
function blocks(...parts: readonly Rows[]): number[][] {
  const d = parts.reduce((sum, part) => sum + part.length, 0);
  const rows = Array.from({ length: d }, () => new Array<number>(d).fill(0));
  let at = 0;
  for (const part of parts) {
    for (const [i, row] of part.entries()) for (const [j, entry] of row.entries()) rows[at + i][at + j] = entry;
    at += part.length;
  }
  return rows;
}

/** The companion matrix of the monic polynomial with these coefficients, from that of x⁰ up. */
function companion(coefficients: readonly number[]): number[][] {
  const d = coefficients.length;
  return Array.from({ length: d }, (_, i) =>
    Array.from({ length: d }, (_, j) => (j === d - 1 ? -coefficients[i] : i === j + 1 ? 1 : 0)),
  );
}

/** Coefficients of ∏ (x − root), from that of x⁰ up, without the leading 1. */
function polynomial(roots: readonly number[]): number[] {
  let p = [1];
  for (const root of roots) p = [0, ...p].map((entry, i) => entry - root * (p[i] ?? 0));
  return p.slice(0, -1);
}

function rotation(angle: number, radius = 1): number[][] {
  return scaled(
    [
      [Math.cos(angle), -Math.sin(angle)],
      [Math.sin(angle), Math.cos(angle)],
    ],
    radius,
  );
}

/** A ↦ T A T⁻¹. */
function similar(a: Rows, t: Rows): number[][] {
  const right = transpose(multiply(t, a));
  // X T = T A, so Tᵀ Xᵀ = (T A)ᵀ, a column of Xᵀ at a time.
  return transpose(right).map((row) => solved(transpose(t), row));
}

const dimensions = Array.from({ length: 20 }, (_, i) => i + 1);

describe('the largest real part of the eigenvalues', () => {
  test('of a number is that number', () => {
    for (const entry of [0, -3, 1e-300, 2.5e300]) expect(growthOf([[entry]])).toBe(entry);
  });

  test.each(dimensions)('of a diagonal matrix is its largest entry, exactly (d = %i)', (d) => {
    const entries = Array.from({ length: d }, (_, i) => Math.sin(1 + 7 * i));
    expect(growthOf(diagonal(entries))).toBe(Math.max(...entries));
    const shifted = entries.map((entry) => entry - 5);
    expect(growthOf(diagonal(shifted))).toBe(Math.max(...shifted));
  });

  test.each(dimensions)('of triangular matrices is the largest entry of the diagonal (d = %i)', (d) => {
    const upper = gaussianMatrix(d, d).map((row, i) => row.map((entry, j) => (j < i ? 0 : entry)));
    expect(growthOf(upper)).toBe(Math.max(...upper.map((row, i) => row[i])));
  });

  test.each(dimensions)('of the zero matrix is 0, and of a multiple of I that multiple (d = %i)', (d) => {
    expect(growthOf(scaled(identity(d), 0))).toBe(0);
    expect(growthOf(scaled(identity(d), -1.25))).toBe(-1.25);
  });

  test.each(dimensions)('of a cyclic permutation is 1, and of its negative cos(π/d) or 1 (d = %i)', (d) => {
    const cycle = Array.from({ length: d }, (_, i) => Array.from({ length: d }, (_, j) => ((i + 1) % d === j ? 1 : 0)));
    expect(Math.abs(growthOf(cycle) - 1)).toBeLessThan(ofNormal(d, 1));
    const wanted = d % 2 === 0 ? 1 : Math.cos(Math.PI / d);
    const negative = d === 1 ? -1 : wanted;
    expect(Math.abs(growthOf(scaled(cycle, -1)) - negative)).toBeLessThan(ofNormal(d, 1));
  });

  test('of any permutation is 1', () => {
    const order = [3, 0, 1, 2, 6, 4, 5, 8, 7, 9];
    const permutation = order.map((to) => order.map((_, j) => (j === to ? 1 : 0)));
    expect(Math.abs(growthOf(permutation) - 1)).toBeLessThan(ofNormal(10, 1));
  });

  test('of rotations is the cosine of the angle', () => {
    for (const angle of [0.1, 1, 2, 3, Math.PI / 2]) {
      expect(Math.abs(growthOf(rotation(angle)) - Math.cos(angle))).toBeLessThan(ofNormal(2, 1));
    }
    const several = blocks(rotation(2, 3), rotation(1.2, 2), [[-7]], rotation(0.5, 0.1));
    expect(Math.abs(growthOf(several) - 2 * Math.cos(1.2))).toBeLessThan(ofNormal(7, 7));
  });

  test.each(dimensions)('does not change under orthogonal similarity: real and complex spectra (d = %i)', (d) => {
    const t = orthogonalMatrix(40 + d, d);
    const real = Array.from({ length: d }, (_, i) => 3 * Math.cos(2 + 5 * i));
    expect(Math.abs(growthOf(multiply(multiply(t, diagonal(real)), transpose(t))) - Math.max(...real))).toBeLessThan(
      ofNormal(d, 3),
    );
    const pairs = Array.from({ length: Math.floor(d / 2) }, (_, i) => rotation(0.7 + i, 1 + 0.1 * i));
    const mixed = blocks(...pairs, ...(d % 2 === 1 ? [[[-0.3]]] : []));
    const wanted = Math.max(
      ...pairs.map((_, i) => (1 + 0.1 * i) * Math.cos(0.7 + i)),
      d % 2 === 1 ? -0.3 : Number.NEGATIVE_INFINITY,
    );
    expect(Math.abs(growthOf(multiply(multiply(t, mixed), transpose(t))) - wanted)).toBeLessThan(ofNormal(d, 3));
  });

  test('does not change under any similarity, up to the condition of its eigenvectors', () => {
    for (let seed = 1; seed <= 30; seed++) {
      const d = 2 + (seed % 9);
      const t = gaussianMatrix(seed, d);
      const entries = Array.from({ length: d }, (_, i) => Math.sin(seed + 3 * i));
      const inverse = transpose(identity(d).map((e) => solved(t, e)));
      const condition = Math.hypot(...t.flat()) * Math.hypot(...inverse.flat());
      const m = similar(diagonal(entries), t);
      const size = Math.hypot(...m.flat());
      // Bauer and Fike: an eigenvalue moves by cond(T) times the backward error; solving for the transform errs as much.
      expect(Math.abs(growthOf(m) - Math.max(...entries))).toBeLessThan(2 * condition * ofNormal(d, size));
    }
  });

  test('of companion matrices is the largest real part of the roots', () => {
    const simple = polynomial([1, 2, 3, 4]);
    expect(Math.abs(growthOf(companion(simple)) - 4)).toBeLessThan(1e-12); // condition 4⁴/(3·2·1) ≈ 40 of ‖M‖ = 60
    // x^d = 1.
    for (const d of dimensions.slice(1)) {
      const coefficients = [-1, ...new Array<number>(d - 1).fill(0)];
      expect(Math.abs(growthOf(companion(coefficients)) - 1)).toBeLessThan(ofNormal(d, 1));
    }
    // (x² + 2x + 5)(x + 3): −1 ± 2i and −3.
    expect(Math.abs(growthOf(companion([15, 11, 5])) + 1)).toBeLessThan(1e-13);
    // x⁴ + 1: (±1 ± i)/√2, a case with four equal moduli.
    expect(Math.abs(growthOf(companion([1, 0, 0, 0])) - Math.SQRT1_2)).toBeLessThan(1e-14);
  });

  test('of a Jordan block moves by the root of the roundoff that its size allows', () => {
    for (const d of [2, 3, 4, 6]) {
      const block = Array.from({ length: d }, (_, i) =>
        Array.from({ length: d }, (_, j) => (i === j ? 0.5 : j === i + 1 ? 1 : 0)),
      );
      expect(growthOf(block)).toBe(0.5); // triangular as it stands
      const t = orthogonalMatrix(d, d);
      const turned = multiply(multiply(t, block), transpose(t));
      // An eigenvalue of multiplicity d of a matrix wrong by ε moves by ε^{1/d}.
      expect(Math.abs(growthOf(turned) - 0.5)).toBeLessThan(2 * ofNormal(d, 2) ** (1 / d));
      expect(Number.isNaN(growthOf(turned))).toBe(false);
    }
  });

  test('scales with the matrix over 600 orders of magnitude', () => {
    const m = gaussianMatrix(3, 5);
    const growth = growthOf(m);
    for (const factor of [2 ** -500, 2 ** -40, 2 ** 40, 2 ** 400]) {
      expect(Math.abs(growthOf(scaled(m, factor)) / factor - growth)).toBeLessThan(ofNormal(5, 3));
    }
  });

  test('is that of the matrix where squares of its entries overflow or vanish', () => {
    const rows = [
      [1, 2],
      [3, 4],
    ];
    const growth = (5 + Math.sqrt(33)) / 2;
    const turned = multiply(
      multiply(orthogonalMatrix(4, 5), diagonal([3, 1, -1, 0.5, 2])),
      transpose(orthogonalMatrix(4, 5)),
    );
    for (const factor of [1e-300, 1e-200, 1e-160, 1e160, 1e200, 1e300]) {
      expect(Math.abs(growthOf(scaled(rows, factor)) / factor / growth - 1)).toBeLessThan(1e-14);
      expect(Math.abs(growthOf(scaled(turned, factor)) / factor - 3)).toBeLessThan(ofNormal(5, 3));
    }
  });

  test('is no number where an entry is none', () => {
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY]) {
      for (const d of [1, 2, 3, 6]) {
        const m = gaussianMatrix(d, d);
        m[d - 1][0] = bad;
        expect(growthOf(m)).toBeNaN();
      }
    }
  });
});

test('all real parts: those of a spectrum of real and complex eigenvalues behind a rotation', () => {
  const angle = 2;
  const rows = blocks([[3]], rotation(angle, 0.5), [[-1]], rotation(1, 2));
  const frame = orthogonalMatrix(8, 6);
  const parts = realParts(Float64Array.from(multiply(multiply(transpose(frame), rows), frame).flat()), 6).sort();
  const wanted = [-1, 0.5 * Math.cos(angle), 0.5 * Math.cos(angle), 2 * Math.cos(1), 2 * Math.cos(1), 3].sort(
    (a, b) => a - b,
  );
  for (const [i, part] of parts.entries()) expect(Math.abs(part - wanted[i])).toBeLessThan(ofNormal(6, 3));
  expect([...realParts(Float64Array.of(1, NaN, 0, 1), 2)]).toEqual([NaN, NaN]);
});

interface GoldenCase {
  readonly name: string;
  readonly d: number;
  readonly matrix?: Rows;
  readonly formula?: true;
  readonly condition: number;
  readonly eigenvalues: readonly (readonly [number, number])[];
}

/** By NumPy; see golden/make_eigenvalues.py. */
const golden: GoldenCase[] = JSON.parse(readFileSync(new URL('../golden/eigenvalues.json', import.meta.url), 'utf8'));

/** The same integers as in make_eigenvalues.py. */
function byFormula(d: number): number[][] {
  const entry = (i: number, j: number) => ((7 + 31 * i + 57 * j + 13 * i * j + 5 * i * i * j) % 211) / 211 - 0.5;
  return Array.from({ length: d }, (_, i) => Array.from({ length: d }, (_, j) => entry(i, j)));
}

function spectrumOf(rows: Rows): Eigenvalues {
  return eigenvalues(Float64Array.from(rows.flat()), rows.length);
}

function normOf(rows: Rows): number {
  return Math.hypot(...rows.flat());
}

/** Each wanted eigenvalue takes the nearest one left: the largest distance. */
function farthest({ re, im }: Eigenvalues, wanted: GoldenCase['eigenvalues']): number {
  const left = new Set(re.keys());
  let largest = 0;
  for (const [a, b] of wanted) {
    const distance = (i: number) => Math.hypot(re[i] - a, im[i] - b);
    const nearest = [...left].reduce((i, j) => (distance(j) < distance(i) ? j : i));
    left.delete(nearest);
    largest = Math.max(largest, distance(nearest));
  }
  return largest;
}

describe('all eigenvalues', () => {
  test.each(golden)('are those of NumPy: $name', ({ d, matrix, condition, eigenvalues: wanted }) => {
    const rows = matrix ?? byFormula(d);
    // Bauer and Fike, for both programs.
    expect(farthest(spectrumOf(rows), wanted)).toBeLessThan(2 * condition * ofNormal(d, normOf(rows)));
  });

  test.each([...dimensions, 60, 128])('sum to the trace, their squares to that of M², in pairs (d = %i)', (d) => {
    const rows = gaussianMatrix(100 + d, d);
    const { re, im } = spectrumOf(rows);
    const allowed = 10 * ofNormal(d, normOf(rows)); // eigenvectors of Gaussian matrices have conditions of about d
    const trace = rows.reduce((sum, row, i) => sum + row[i], 0);
    const ofSquare = rows.reduce((sum, row, i) => sum + row.reduce((a, entry, j) => a + entry * rows[j][i], 0), 0);
    expect(Math.abs(re.reduce((sum, a) => sum + a, 0) - trace)).toBeLessThan(allowed);
    expect(Math.abs(re.reduce((sum, a, i) => sum + a * a - im[i] * im[i], 0) - ofSquare)).toBeLessThan(allowed);
    for (let i = 0; i < d; i++) {
      if (im[i] === 0) continue;
      expect([re[i + 1], im[i + 1]]).toEqual([re[i], -im[i]]);
      expect(im[i]).toBeGreaterThan(0);
      i++;
    }
  });

  test('have the multiplicities of the matrix', () => {
    const { re, im } = spectrumOf(blocks(rotation(1, 2), rotation(1, 2), [[3]], [[3]], [[3]]));
    expect([...re].filter((a) => Math.abs(a - 3) < ofNormal(7, 3))).toHaveLength(3);
    expect([...im].filter((b) => Math.abs(b - 2 * Math.sin(1)) < ofNormal(7, 3))).toHaveLength(2);
  });

  test('are all no numbers where an entry is none', () => {
    const { re, im } = spectrumOf([
      [1, Number.NaN],
      [0, 1],
    ]);
    expect([...re, ...im]).toEqual([NaN, NaN, NaN, NaN]);
  });

  test('have these real parts', () => {
    const rows = gaussianMatrix(5, 9);
    expect(realParts(Float64Array.from(rows.flat()), 9)).toEqual(spectrumOf(rows).re);
  });
});
