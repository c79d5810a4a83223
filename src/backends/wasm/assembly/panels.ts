/**
 * Micro-kernels on panels: four vectors (tokens, or rows of a matrix) coordinate by coordinate, entry i of vector l at 32i + 8l. Four rows
 * lie in the lanes of two vectors, four sources are splat one after another: sixteen sums in eight registers, each in index order.
 */

/** to[j] ← to[j] + Σ_i q_i y_ij for the four sources j of a panel; four rows each, 32 bytes a source. */
export function products(q: usize, y: usize, depth: i32, to: usize): void {
  let a0 = v128.load(to);
  let b0 = v128.load(to, 16);
  let a1 = v128.load(to, 32);
  let b1 = v128.load(to, 48);
  let a2 = v128.load(to, 64);
  let b2 = v128.load(to, 80);
  let a3 = v128.load(to, 96);
  let b3 = v128.load(to, 112);
  for (const end = q + <usize>(32 * depth); q < end; q += 32, y += 32) {
    const qa = v128.load(q);
    const qb = v128.load(q, 16);
    const y0 = v128.load64_splat(y);
    a0 = f64x2.add(a0, f64x2.mul(qa, y0));
    b0 = f64x2.add(b0, f64x2.mul(qb, y0));
    const y1 = v128.load64_splat(y, 8);
    a1 = f64x2.add(a1, f64x2.mul(qa, y1));
    b1 = f64x2.add(b1, f64x2.mul(qb, y1));
    const y2 = v128.load64_splat(y, 16);
    a2 = f64x2.add(a2, f64x2.mul(qa, y2));
    b2 = f64x2.add(b2, f64x2.mul(qb, y2));
    const y3 = v128.load64_splat(y, 24);
    a3 = f64x2.add(a3, f64x2.mul(qa, y3));
    b3 = f64x2.add(b3, f64x2.mul(qb, y3));
  }
  storeEight(to, a0, b0, a1, b1, a2, b2, a3, b3);
}

/** to[j] ← to[j] + Σ_i (y_ij − x_i)². */
export function squares(x: usize, y: usize, depth: i32, to: usize): void {
  let a0 = v128.load(to);
  let b0 = v128.load(to, 16);
  let a1 = v128.load(to, 32);
  let b1 = v128.load(to, 48);
  let a2 = v128.load(to, 64);
  let b2 = v128.load(to, 80);
  let a3 = v128.load(to, 96);
  let b3 = v128.load(to, 112);
  for (const end = x + <usize>(32 * depth); x < end; x += 32, y += 32) {
    const xa = v128.load(x);
    const xb = v128.load(x, 16);
    const y0 = v128.load64_splat(y);
    a0 = addSquare(a0, f64x2.sub(y0, xa));
    b0 = addSquare(b0, f64x2.sub(y0, xb));
    const y1 = v128.load64_splat(y, 8);
    a1 = addSquare(a1, f64x2.sub(y1, xa));
    b1 = addSquare(b1, f64x2.sub(y1, xb));
    const y2 = v128.load64_splat(y, 16);
    a2 = addSquare(a2, f64x2.sub(y2, xa));
    b2 = addSquare(b2, f64x2.sub(y2, xb));
    const y3 = v128.load64_splat(y, 24);
    a3 = addSquare(a3, f64x2.sub(y3, xa));
    b3 = addSquare(b3, f64x2.sub(y3, xb));
  }
  storeEight(to, a0, b0, a1, b1, a2, b2, a3, b3);
}

/** to[j] ← to[j] + Σ_i q_i (y_ij − x_i). */
export function addSlopes(q: usize, x: usize, y: usize, depth: i32, to: usize): void {
  let a0 = v128.load(to);
  let b0 = v128.load(to, 16);
  let a1 = v128.load(to, 32);
  let b1 = v128.load(to, 48);
  let a2 = v128.load(to, 64);
  let b2 = v128.load(to, 80);
  let a3 = v128.load(to, 96);
  let b3 = v128.load(to, 112);
  for (const end = x + <usize>(32 * depth); x < end; x += 32, y += 32, q += 32) {
    const xa = v128.load(x);
    const xb = v128.load(x, 16);
    const qa = v128.load(q);
    const qb = v128.load(q, 16);
    const y0 = v128.load64_splat(y);
    a0 = f64x2.add(a0, f64x2.mul(qa, f64x2.sub(y0, xa)));
    b0 = f64x2.add(b0, f64x2.mul(qb, f64x2.sub(y0, xb)));
    const y1 = v128.load64_splat(y, 8);
    a1 = f64x2.add(a1, f64x2.mul(qa, f64x2.sub(y1, xa)));
    b1 = f64x2.add(b1, f64x2.mul(qb, f64x2.sub(y1, xb)));
    const y2 = v128.load64_splat(y, 16);
    a2 = f64x2.add(a2, f64x2.mul(qa, f64x2.sub(y2, xa)));
    b2 = f64x2.add(b2, f64x2.mul(qb, f64x2.sub(y2, xb)));
    const y3 = v128.load64_splat(y, 24);
    a3 = f64x2.add(a3, f64x2.mul(qa, f64x2.sub(y3, xa)));
    b3 = f64x2.add(b3, f64x2.mul(qb, f64x2.sub(y3, xb)));
  }
  storeEight(to, a0, b0, a1, b1, a2, b2, a3, b3);
}

// @ts-ignore: decorator
@inline
function addSquare(sum: v128, difference: v128): v128 {
  return f64x2.add(sum, f64x2.mul(difference, difference));
}

// @ts-ignore: decorator
@inline
function storeEight(to: usize, a0: v128, b0: v128, a1: v128, b1: v128, a2: v128, b2: v128, a3: v128, b3: v128): void {
  v128.store(to, a0);
  v128.store(to, b0, 16);
  v128.store(to, a1, 32);
  v128.store(to, b1, 48);
  v128.store(to, a2, 64);
  v128.store(to, b2, 80);
  v128.store(to, a3, 96);
  v128.store(to, b3, 112);
}

/**
 * sums_i ← sums_i + Σ_j w_j y_ij for four coordinates i, over `panels` panels of sources that lie `stride` apart; weights as the scores
 * above. The tile's sum is made first and then added: errors grow with its length and the number of tiles, not with their product.
 */
export function addFour(weights: usize, y: usize, stride: usize, panels: i32, sums: usize): void {
  let a0 = f64x2.splat(0);
  let b0 = a0;
  let a1 = a0;
  let b1 = a0;
  let a2 = a0;
  let b2 = a0;
  let a3 = a0;
  let b3 = a0;
  for (const end = weights + 128 * <usize>panels; weights < end; y += stride) {
    for (let next = weights + 128, s = y; weights < next; weights += 32, s += 8) {
      const wa = v128.load(weights);
      const wb = v128.load(weights, 16);
      const y0 = v128.load64_splat(s);
      a0 = f64x2.add(a0, f64x2.mul(wa, y0));
      b0 = f64x2.add(b0, f64x2.mul(wb, y0));
      const y1 = v128.load64_splat(s, 32);
      a1 = f64x2.add(a1, f64x2.mul(wa, y1));
      b1 = f64x2.add(b1, f64x2.mul(wb, y1));
      const y2 = v128.load64_splat(s, 64);
      a2 = f64x2.add(a2, f64x2.mul(wa, y2));
      b2 = f64x2.add(b2, f64x2.mul(wb, y2));
      const y3 = v128.load64_splat(s, 96);
      a3 = f64x2.add(a3, f64x2.mul(wa, y3));
      b3 = f64x2.add(b3, f64x2.mul(wb, y3));
    }
  }
  addTo(sums, a0, b0);
  addTo(sums + 32, a1, b1);
  addTo(sums + 64, a2, b2);
  addTo(sums + 96, a3, b3);
}

/** The same by differences for two coordinates: sums_i ← sums_i + Σ_j w_j (y_ij − x_i). */
export function addTwoShifts(weights: usize, x: usize, y: usize, stride: usize, panels: i32, sums: usize): void {
  let a0 = f64x2.splat(0);
  let b0 = a0;
  let a1 = a0;
  let b1 = a0;
  const xa0 = v128.load(x);
  const xb0 = v128.load(x, 16);
  const xa1 = v128.load(x, 32);
  const xb1 = v128.load(x, 48);
  for (const end = weights + 128 * <usize>panels; weights < end; y += stride) {
    for (let next = weights + 128, s = y; weights < next; weights += 32, s += 8) {
      const wa = v128.load(weights);
      const wb = v128.load(weights, 16);
      const y0 = v128.load64_splat(s);
      a0 = f64x2.add(a0, f64x2.mul(wa, f64x2.sub(y0, xa0)));
      b0 = f64x2.add(b0, f64x2.mul(wb, f64x2.sub(y0, xb0)));
      const y1 = v128.load64_splat(s, 32);
      a1 = f64x2.add(a1, f64x2.mul(wa, f64x2.sub(y1, xa1)));
      b1 = f64x2.add(b1, f64x2.mul(wb, f64x2.sub(y1, xb1)));
    }
  }
  addTo(sums, a0, b0);
  addTo(sums + 32, a1, b1);
}

/** One coordinate of that, for what is left when d is no multiple of four. */
export function addOneShift(weights: usize, x: usize, y: usize, stride: usize, panels: i32, sums: usize): void {
  let a = f64x2.splat(0);
  let b = a;
  const xa = v128.load(x);
  const xb = v128.load(x, 16);
  for (const end = weights + 128 * <usize>panels; weights < end; y += stride) {
    for (let next = weights + 128, s = y; weights < next; weights += 32, s += 8) {
      const source = v128.load64_splat(s);
      a = f64x2.add(a, f64x2.mul(v128.load(weights), f64x2.sub(source, xa)));
      b = f64x2.add(b, f64x2.mul(v128.load(weights, 16), f64x2.sub(source, xb)));
    }
  }
  addTo(sums, a, b);
}

// @ts-ignore: decorator
@inline
function addTo(sums: usize, a: v128, b: v128): void {
  v128.store(sums, f64x2.add(v128.load(sums), a));
  v128.store(sums, f64x2.add(v128.load(sums, 16), b), 16);
}
