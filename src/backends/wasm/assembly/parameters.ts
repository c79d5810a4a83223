/** What the kernels of one problem share: a block of settings that the caller fills, and the normalised tokens. */

/** Everything that stays the same from call to call, at fixed offsets. */
@unmanaged
export class Parameters {
  n: i32; // tokens
  d: i32;
  m: i32; // centers
  causal: i32;
  count: i32; // divide by n instead of normalising
  hasCross: i32; // B is no multiple of the identity
  hasRest: i32; // V is no multiple of the identity
  pad: i32;
  beta: f64;
  scale: f64; // b of B = bI + C
  tokens: usize; // normalised tokens, by coordinate
  tokenStride: usize;
  centers: usize; // normalised centers, by coordinate
  centerStride: usize;
  weights: usize; // of the centers
  cross: usize; // Cᵀ, row-major
  value: usize; // V, row-major
  rest: usize; // W, row-major
  scores: usize; // (n + m) vectors
  query: usize; // d vectors: Cᵀx of the two tokens
  shift: usize; // d vectors: Σ w (y − x) of the two tokens
}

/** Where coordinate i of row j lies. */
// @ts-ignore: decorator
@inline
export function at(base: usize, stride: usize, i: i32, j: i32): usize {
  return base + <usize>i * stride + 8 * <usize>j;
}

/**
 * Whether no score exceeds the token's own, so that no largest need be sought: B = bI with bβ ≥ 0, since |y − x|² ≥ 0.
 */
// @ts-ignore: decorator
@inline
export function isFalling(p: Parameters): bool {
  return !p.hasCross && p.scale * p.beta >= 0;
}

/** tokens ← x/|x|, turned from rows to coordinates; pad rows repeat the last. */
export function normalizeTokens(p: Parameters, x: usize): void {
  const d = p.d;
  if (d == 2) return normalizeCircle(p, x);
  for (let k = 0; k < p.n; k++) {
    const row = x + <usize>(8 * k * d);
    let square: f64 = 0;
    for (let i = 0; i < d; i++) {
      const entry = load<f64>(row + 8 * i);
      square += entry * entry;
    }
    const norm = sqrt(square);
    for (let i = 0; i < d; i++) store<f64>(at(p.tokens, p.tokenStride, i, k), load<f64>(row + 8 * i) / norm);
  }
  for (let k = p.n; k & 3; k++) {
    for (let i = 0; i < d; i++) store<f64>(at(p.tokens, p.tokenStride, i, k), load<f64>(at(p.tokens, p.tokenStride, i, p.n - 1)));
  }
}

/** The same for d = 2, two tokens at a time; an odd last one goes by itself. */
function normalizeCircle(p: Parameters, x: usize): void {
  const first = p.tokens;
  const second = p.tokens + p.tokenStride;
  const n = p.n;
  for (let k = 0; k < n; k += 2) {
    const a = v128.load(x + 16 * <usize>k);
    const b = v128.load(x + 16 * <usize>(k + 1 < n ? k + 1 : k));
    const u = v128.shuffle<f64>(a, b, 0, 2);
    const v = v128.shuffle<f64>(a, b, 1, 3);
    const norm = f64x2.sqrt(f64x2.add(f64x2.mul(u, u), f64x2.mul(v, v)));
    v128.store(first + 8 * <usize>k, f64x2.div(u, norm));
    v128.store(second + 8 * <usize>k, f64x2.div(v, norm));
  }
  for (let k = (n + 1) & ~1; k & 3; k++) {
    store<f64>(first + 8 * <usize>k, load<f64>(first + 8 * <usize>(n - 1)));
    store<f64>(second + 8 * <usize>k, load<f64>(second + 8 * <usize>(n - 1)));
  }
}
