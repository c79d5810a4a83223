/**
 * Value matrices with a given largest eigenvalue: its sign, its multiplicity, whether it is real or defective, and its
 * eigenspace L.
 */
import type { Draws } from './draws.ts';
import {
  type Frame,
  gaussian,
  inner,
  obliqueFrame,
  orthogonalFrame,
  orthonormalRows,
  product,
  type Rows,
  rowsOf,
  transposed,
  unit,
} from './small-matrix.ts';

/** What stands at the largest real part λ = ±1; the time unit is 1/|λ|. */
export type Top =
  /** λ, `multiplicity` times, with as many eigenvectors. */
  | { readonly kind: 'real'; readonly multiplicity: number }
  /** λ twice with one eigenvector: a Jordan block. */
  | { readonly kind: 'defective' }
  /** λ ± iω. */
  | { readonly kind: 'complex' };

/** How V lies in space. */
export type Setting =
  /** Orthonormal or oblique frame, either with probability ½; other eigenvalues real or complex. */
  | 'any'
  /** C1: all eigenvalues real, distinct and positive, any frame. */
  | 'positive'
  /** C2: VL⊥ ⊆ L⊥ and ⟨Vz, z⟩ < λ|z|² on L⊥. */
  | 'split';

export interface ValueMatrix {
  readonly rows: Rows;
  readonly lambda: 1 | -1;
  readonly top: Top;
  /** Eigenvalues as [real part, imaginary part]; null where only bounds are known (split). */
  readonly eigenvalues: readonly (readonly [number, number])[] | null;
  /** Orthonormal rows that span L; for a complex pair, the plane of its eigenvectors. */
  readonly eigenspace: Rows;
  /**
   * Where x tends under ẋ = P_x(Vx), for almost every x: the unit vector along its spectral projection on L (for a
   * defective eigenvalue ±ξ, for a complex pair null: it turns for ever).
   */
  limit(x: ArrayLike<number>): number[] | null;
}

/** Distance of the other real parts from λ. */
const LEAST_GAP = 0.1;
const LARGEST_GAP = 2;
/** ω of a complex pair. */
const [SLOWEST, FASTEST] = [0.5, 2];

function sizeOfTop(top: Top): number {
  return top.kind === 'real' ? top.multiplicity : 2;
}

export function drawValueMatrix(draws: Draws, d: number, lambda: 1 | -1, top: Top, setting: Setting): ValueMatrix {
  const size = sizeOfTop(top);
  if (size === d && top.kind === 'real') return multipleOfIdentity(d, lambda);
  const split = setting === 'split';
  const symmetric = split || draws.uniform(0, 1) < 0.5;
  const frame = symmetric ? orthogonalFrame(draws, d) : obliqueFrame(draws, d);
  const block = topBlock(draws, lambda, top);
  const others = split
    ? dissipative(draws, d - size, lambda)
    : otherBlocks(draws, d - size, lambda, setting === 'positive', symmetric);
  const form = blocks(block, others.rows);
  const plain = product(product(frame.basis, form), frame.inverse);
  const exactlySymmetric = symmetric && form.every((row, i) => row.every((entry, j) => entry === form[j][i]));
  return {
    rows: exactlySymmetric ? rowsOf(d, (i, j) => (plain[i][j] + plain[j][i]) / 2) : plain,
    lambda,
    top,
    eigenvalues: others.eigenvalues && [...eigenvaluesOfTop(block, top), ...others.eigenvalues],
    ...spaceOf(frame, top),
  };
}

function multipleOfIdentity(d: number, lambda: 1 | -1): ValueMatrix {
  const rows = rowsOf(d, (i, j) => (i === j ? lambda : 0));
  return {
    rows,
    lambda,
    top: { kind: 'real', multiplicity: d },
    eigenvalues: rows.map(() => [lambda, 0]),
    eigenspace: rowsOf(d, (i, j) => (i === j ? 1 : 0)),
    limit: (x) => Array.from(x),
  };
}

function topBlock(draws: Draws, lambda: number, top: Top): number[][] {
  if (top.kind === 'real') return rowsOf(top.multiplicity, (i, j) => (i === j ? lambda : 0));
  if (top.kind === 'defective') {
    return [
      [lambda, draws.uniform(0.5, 1.5)],
      [0, lambda],
    ];
  }
  return turning(lambda, draws.uniform(SLOWEST, FASTEST));
}

/** Eigenvalues a ± iω. */
function turning(a: number, omega: number): number[][] {
  return [
    [a, -omega],
    [omega, a],
  ];
}

function eigenvaluesOfTop(block: Rows, { kind }: Top): (readonly [number, number])[] {
  const omega = kind === 'complex' ? block[1][0] : 0;
  return block.map((row, i) => [row[i], i === 0 ? omega : -omega]);
}

interface Others {
  readonly rows: Rows;
  readonly eigenvalues: readonly (readonly [number, number])[] | null;
}

/** Eigenvalues below λ: real ones, or one complex pair among them if the frame is oblique. */
function otherBlocks(draws: Draws, count: number, lambda: number, positive: boolean, symmetric: boolean): Others {
  const realParts = Array.from({ length: count }, () =>
    positive ? draws.uniform(0.05, 1 - LEAST_GAP) : lambda - draws.uniform(LEAST_GAP, LARGEST_GAP),
  );
  const rows = rowsOf(count, (i, j) => (i === j ? realParts[i] : 0));
  const eigenvalues = realParts.map((real): [number, number] => [real, 0]);
  if (count >= 2 && !positive && !symmetric && draws.uniform(0, 1) < 0.5) {
    const omega = draws.uniform(SLOWEST, FASTEST);
    const pair = turning(realParts[0], omega);
    for (let i = 0; i < 2; i++) for (let j = 0; j < 2; j++) rows[i][j] = pair[i][j];
    eigenvalues[0] = [realParts[0], omega];
    eigenvalues[1] = [realParts[0], -omega];
  }
  return { rows, eigenvalues };
}

/** λ − (a positive definite matrix) + (a skew one): ⟨Vz, z⟩ < λ|z|², and nothing else is asked of it. */
function dissipative(draws: Draws, size: number, lambda: number): Others {
  const [root, skew] = [gaussian(draws, size, 0.7), gaussian(draws, size, 0.7)];
  const square = product(transposed(root), root);
  const rows = rowsOf(
    size,
    (i, j) => (i === j ? lambda - LEAST_GAP : 0) - square[i][j] + (skew[i][j] - skew[j][i]) / 2,
  );
  return { rows, eigenvalues: size === 1 ? [[rows[0][0], 0]] : null };
}

function blocks(first: Rows, second: Rows): number[][] {
  const at = first.length;
  return rowsOf(at + second.length, (i, j) => {
    if (i < at && j < at) return first[i][j];
    return i >= at && j >= at ? second[i - at][j - at] : 0;
  });
}

/** L and the limit on it, from the frame in which V has block form. */
function spaceOf({ basis, inverse }: Frame, top: Top): Pick<ValueMatrix, 'eigenspace' | 'limit'> {
  const columns = transposed(basis);
  if (top.kind === 'defective') {
    const xi = unit(columns[0]);
    // e^{tD}y = e^{λt}(y₁ + ct y₂, y₂, …) with c > 0: the second coordinate decides the sign.
    return { eigenspace: [xi], limit: (x) => xi.map((entry) => (inner(inverse[1], x) < 0 ? -entry : entry)) };
  }
  const spanning = columns.slice(0, sizeOfTop(top));
  return {
    eigenspace: orthonormalRows(spanning),
    limit(x) {
      if (top.kind === 'complex') return null;
      const y = spanning.map((_, i) => inner(inverse[i], x));
      return unit(basis.map((_, row) => spanning.reduce((sum, column, i) => sum + y[i] * column[row], 0)));
    },
  };
}
