/** What is known of Brownian motion on spheres, and means over draws to compare with it. */

/** Gegenbauer polynomials of degree 1 … 4 on S^{d−1}, scaled to 1 at cos ρ = 1: eigenfunctions of the Laplacian, −l(l + d − 2). */
export const DEGREES = [1, 2, 3, 4] as const;

export function gegenbauers(d: number, c: number): number[] {
  const values = [1, c];
  for (let l = 1; l < DEGREES.length; l++) {
    values.push(((2 * l + d - 2) * c * values[l] - l * values[l - 1]) / (l + d - 2));
  }
  return values.slice(1);
}

/** E G_l(⟨x(t), x(0)⟩) of Brownian motion with generator (1/κ)Δ, for degrees 1 … 4; s = t/κ. */
export function heatMoments(d: number, s: number): number[] {
  return DEGREES.map((l) => Math.exp(-l * (l + d - 2) * s));
}

/** Means of several quantities over draws, and their standard errors. */
export function meansOf(draws: Iterable<readonly number[]>): { readonly mean: number; readonly error: number }[] {
  let count = 0;
  const sums: number[] = [];
  const squares: number[] = [];
  for (const draw of draws) {
    count++;
    draw.forEach((value, i) => {
      sums[i] = (sums[i] ?? 0) + value;
      squares[i] = (squares[i] ?? 0) + value * value;
    });
  }
  return sums.map((sum, i) => ({
    mean: sum / count,
    error: Math.sqrt((squares[i] / count - (sum / count) ** 2) / (count - 1)),
  }));
}

/** G_1 … G_4 of ⟨x_k, y_k⟩, row after row. */
export function* momentsOfRows(x: Float64Array, y: Float64Array, d: number): Generator<number[]> {
  for (let at = 0; at < x.length; at += d) {
    let c = 0;
    for (let i = 0; i < d; i++) c += x[at + i] * y[at + i];
    yield gegenbauers(d, c);
  }
}
