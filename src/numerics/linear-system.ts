/** Systems of linear equations. */

/** v ← M⁻¹ v by elimination with pivots, M overwritten; returns the sign of det M, 0 for a singular one. */
export function solveLinear(m: Float64Array, v: Float64Array, d: number): number {
  let sign = 1;
  for (let column = 0; column < d; column++) {
    let pivot = column;
    for (let i = column + 1; i < d; i++) {
      if (Math.abs(m[i * d + column]) > Math.abs(m[pivot * d + column])) pivot = i;
    }
    const top = m[pivot * d + column];
    if (!(Math.abs(top) > 0)) return 0;
    if (pivot !== column) {
      for (let j = column; j < d; j++) [m[pivot * d + j], m[column * d + j]] = [m[column * d + j], m[pivot * d + j]];
      [v[pivot], v[column]] = [v[column], v[pivot]];
      sign = -sign;
    }
    if (top < 0) sign = -sign;
    for (let i = column + 1; i < d; i++) {
      const factor = m[i * d + column] / top;
      if (factor === 0) continue;
      for (let j = column + 1; j < d; j++) m[i * d + j] -= factor * m[column * d + j];
      v[i] -= factor * v[column];
    }
  }
  for (let i = d - 1; i >= 0; i--) {
    let sum = v[i];
    for (let j = i + 1; j < d; j++) sum -= m[i * d + j] * v[j];
    v[i] = sum / m[i * d + i];
  }
  return sign;
}
