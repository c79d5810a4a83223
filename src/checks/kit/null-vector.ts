/** Linear algebra of a few numbers, for statements about half spaces and cones. */
/**
 * A vector v ≠ 0 with A v = 0 for m rows of m + 1 numbers of full rank: Gaussian elimination with complete pivoting,
 * then substitution back from the column that is left.
 */
export function nullVector(rows: readonly (readonly number[])[]): number[] {
  const a = rows.map((row) => [...row]);
  const m = a.length;
  const order = Array.from({ length: m + 1 }, (_, i) => i);
  for (let step = 0; step < m; step++) {
    let [best, row, column] = [-1, step, step];
    for (let i = step; i < m; i++) {
      for (let j = step; j <= m; j++) {
        const size = Math.abs(a[i][order[j]]);
        if (size > best) [best, row, column] = [size, i, j];
      }
    }
    [a[step], a[row]] = [a[row], a[step]];
    [order[step], order[column]] = [order[column], order[step]];
    const pivot = order[step];
    for (let i = step + 1; i < m; i++) {
      const factor = a[i][pivot] / a[step][pivot];
      for (let j = step; j <= m; j++) a[i][order[j]] -= factor * a[step][order[j]];
    }
  }
  const v = new Array<number>(m + 1).fill(0);
  v[order[m]] = 1;
  for (let step = m - 1; step >= 0; step--) {
    let sum = 0;
    for (let j = step + 1; j <= m; j++) sum += a[step][order[j]] * v[order[j]];
    v[order[step]] = -sum / a[step][order[step]];
  }
  return v;
}

/** c with y = Σ_j c_j x_j, for n independent x_j and a y in R^n. */
export function coefficientsIn(basis: readonly (readonly number[])[], y: readonly number[]): number[] {
  const v = nullVector(y.map((entry, i) => [...basis.map((x) => x[i]), entry]));
  return basis.map((_, j) => -v[j] / v[basis.length]);
}

/**
 * tr A^{−1} of a symmetric positive matrix A = LLᵀ, the sum of squares of the entries of L^{−1}; null of one that is
 * not positive, or hardly.
 */
export function traceOfInverse(matrix: readonly (readonly number[])[]): number | null {
  const n = matrix.length;
  const lower = matrix.map(() => new Float64Array(n));
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = matrix[i][j];
      for (let k = 0; k < j; k++) rest -= lower[i][k] * lower[j][k];
      if (i === j && !(rest > n * Number.EPSILON * matrix[i][i])) return null;
      lower[i][j] = i === j ? Math.sqrt(rest) : rest / lower[j][j];
    }
  }
  let trace = 0;
  for (let column = 0; column < n; column++) {
    const solved = new Float64Array(n);
    for (let i = column; i < n; i++) {
      let rest = i === column ? 1 : 0;
      for (let k = column; k < i; k++) rest -= lower[i][k] * solved[k];
      solved[i] = rest / lower[i][i];
      trace += solved[i] * solved[i];
    }
  }
  return trace;
}

/**
 * Whether points in general position in R^d lie in a common open half space {⟨w, x⟩ > 0}. If they do, they span a
 * pointed cone, and one of its facets holds d − 1 of them, with all others strictly on one side: every choice of d − 1
 * is tried. Exact but for rounding.
 */
export function inOpenHalfSpace(points: readonly (readonly number[])[], d: number): boolean {
  if (points.length < d) return true;
  return choices(points.length, d - 1).some((chosen) => {
    const w = nullVector(chosen.map((i) => points[i]));
    const sides = points
      .filter((_, i) => !chosen.includes(i))
      .map((point) => point.reduce((sum, entry, i) => sum + entry * w[i], 0));
    return sides.every((side) => side > 0) || sides.every((side) => side < 0);
  });
}

/** All choices of k numbers from 0 … n − 1. */
function choices(n: number, k: number): number[][] {
  if (k === 0) return [[]];
  return Array.from({ length: n }, (_, last) => last).flatMap((last) =>
    choices(last, k - 1).map((chosen) => [...chosen, last]),
  );
}
