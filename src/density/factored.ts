/** Linear systems with one matrix and many right-hand sides. */

/** v ← M⁻¹ v. */
export type Solve = (v: Float64Array) => void;

/** M as a product of triangular matrices, by elimination with pivots; null for a singular one. M is overwritten. */
export function factored(m: Float64Array, size: number): Solve | null {
  const pivots = new Int32Array(size);
  for (let column = 0; column < size; column++) {
    let pivot = column;
    for (let i = column + 1; i < size; i++) {
      if (Math.abs(m[i * size + column]) > Math.abs(m[pivot * size + column])) pivot = i;
    }
    pivots[column] = pivot;
    if (!(Math.abs(m[pivot * size + column]) > 0)) return null;
    if (pivot !== column) swapRows(m, pivot, column, size);
    const top = m[column * size + column];
    for (let i = column + 1; i < size; i++) {
      const factor = m[i * size + column] / top;
      m[i * size + column] = factor;
      if (factor === 0) continue;
      const [target, source] = [i * size, column * size];
      for (let j = column + 1; j < size; j++) m[target + j] -= factor * m[source + j];
    }
  }
  return (v) => {
    for (let i = 0; i < size; i++) {
      const pivot = pivots[i];
      if (pivot !== i) [v[i], v[pivot]] = [v[pivot], v[i]];
    }
    for (let i = 1; i < size; i++) {
      let sum = v[i];
      for (let j = 0; j < i; j++) sum -= m[i * size + j] * v[j];
      v[i] = sum;
    }
    for (let i = size - 1; i >= 0; i--) {
      let sum = v[i];
      for (let j = i + 1; j < size; j++) sum -= m[i * size + j] * v[j];
      v[i] = sum / m[i * size + i];
    }
  };
}

function swapRows(m: Float64Array, a: number, b: number, size: number): void {
  for (let j = 0; j < size; j++) [m[a * size + j], m[b * size + j]] = [m[b * size + j], m[a * size + j]];
}
