/** Random numbers, tokens and matrices for tests, from a generator that owes nothing to src. */

export interface Draw {
  /** Uniform on (0, 1). */
  uniform(): number;
  normal(): number;
}

/** Mulberry32 with Box–Muller: small, seeded, good enough to pick test problems. */
export function draw(seed: number): Draw {
  let state = seed >>> 0;
  function uniform(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let z = Math.imul(state ^ (state >>> 15), state | 1);
    z ^= z + Math.imul(z ^ (z >>> 7), z | 61);
    return (((z ^ (z >>> 14)) >>> 0) + 0.5) / 4294967296;
  }
  const normal = () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  return { uniform, normal };
}

/** Each row divided by its length. */
export function unitRows(x: Float64Array, d: number): Float64Array {
  const unit = new Float64Array(x.length);
  for (let at = 0; at < x.length; at += d) {
    const length = Math.hypot(...x.subarray(at, at + d));
    for (let i = 0; i < d; i++) unit[at + i] = x[at + i] / length;
  }
  return unit;
}

/** n independent uniform tokens on S^{d−1}. */
export function uniformTokens(seed: number, n: number, d: number): Float64Array {
  const { normal } = draw(seed);
  return unitRows(
    Float64Array.from({ length: n * d }, () => normal()),
    d,
  );
}

/** Tokens on the circle at these angles. */
export function atAngles(angles: ArrayLike<number>): Float64Array {
  return Float64Array.from(Array.from(angles).flatMap((angle) => [Math.cos(angle), Math.sin(angle)]));
}

/** d×d with independent N(0, scale²) entries, as rows. */
export function gaussianMatrix(seed: number, d: number, scale = 1 / Math.sqrt(d)): number[][] {
  const { normal } = draw(seed);
  return Array.from({ length: d }, () => Array.from({ length: d }, () => scale * normal()));
}

/** A random orthogonal d×d matrix, as rows: Gaussian rows made orthonormal (Gram–Schmidt, twice). */
export function orthogonalMatrix(seed: number, d: number): number[][] {
  const rows = gaussianMatrix(seed, d);
  for (let pass = 0; pass < 2; pass++) {
    for (let i = 0; i < d; i++) {
      for (let j = 0; j < i; j++) {
        const along = rows[i].reduce((sum, entry, l) => sum + entry * rows[j][l], 0);
        rows[i] = rows[i].map((entry, l) => entry - along * rows[j][l]);
      }
      const length = Math.hypot(...rows[i]);
      rows[i] = rows[i].map((entry) => entry / length);
    }
  }
  return rows;
}
