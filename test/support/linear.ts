/** Small dense linear algebra on matrices given as rows. */

export type Rows = readonly (readonly number[])[];

export function identity(d: number): number[][] {
  return Array.from({ length: d }, (_, i) => Array.from({ length: d }, (_, j) => (i === j ? 1 : 0)));
}

export function transpose(a: Rows): number[][] {
  return a[0].map((_, j) => a.map((row) => row[j]));
}

export function multiply(a: Rows, b: Rows): number[][] {
  return a.map((row) => b[0].map((_, j) => row.reduce((sum, entry, l) => sum + entry * b[l][j], 0)));
}

export function scaled(a: Rows, factor: number): number[][] {
  return a.map((row) => row.map((entry) => factor * entry));
}

export function applied(a: Rows, x: ArrayLike<number>): number[] {
  return a.map((row) => row.reduce((sum, entry, l) => sum + entry * x[l], 0));
}

/** The matrix applied to every row of a state. */
export function appliedToTokens(a: Rows, x: Float64Array): Float64Array {
  const d = a.length;
  const out = new Float64Array(x.length);
  for (let at = 0; at < x.length; at += d) out.set(applied(a, x.subarray(at, at + d)), at);
  return out;
}

export function dotProduct(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/** e^A by scaling, Taylor's series and squaring. */
export function expm(a: Rows): number[][] {
  const d = a.length;
  const size = Math.max(...a.map((row) => row.reduce((sum, entry) => sum + Math.abs(entry), 0)));
  const squarings = Math.max(0, Math.ceil(Math.log2(size)) + 4);
  const small = scaled(a, 2 ** -squarings);
  let sum = identity(d);
  let term = identity(d);
  for (let k = 1; k <= 16; k++) {
    term = scaled(multiply(term, small), 1 / k);
    sum = sum.map((row, i) => row.map((entry, j) => entry + term[i][j]));
  }
  for (let k = 0; k < squarings; k++) sum = multiply(sum, sum);
  return sum;
}

/** The solution y of A y = b, by elimination with pivots. */
export function solved(a: Rows, b: ArrayLike<number>): number[] {
  const d = a.length;
  const rows = a.map((row, i) => [...row, b[i]]);
  for (let column = 0; column < d; column++) {
    let pivot = column;
    for (let i = column + 1; i < d; i++) if (Math.abs(rows[i][column]) > Math.abs(rows[pivot][column])) pivot = i;
    [rows[column], rows[pivot]] = [rows[pivot], rows[column]];
    for (let i = column + 1; i < d; i++) {
      const factor = rows[i][column] / rows[column][column];
      for (let j = column; j <= d; j++) rows[i][j] -= factor * rows[column][j];
    }
  }
  const y = new Array<number>(d).fill(0);
  for (let i = d - 1; i >= 0; i--) {
    y[i] = (rows[i][d] - dotProduct(rows[i].slice(i + 1, d), y.slice(i + 1))) / rows[i][i];
  }
  return y;
}
