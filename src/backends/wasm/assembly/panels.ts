/**
 * Micro-kernels on panels: four vectors of doubles or eight of singles (tokens, or rows of a matrix), coordinate by
 * coordinate, 32 bytes each. The rows of a panel lie in the lanes of two registers, four sources are splat one after
 * another: sums in eight registers, each in index order.
 */

/** to[j] ← to[j] + Σ_i q_i y_ij for the four sources j that begin at y, for all rows of a panel: 32 bytes a source. */
export function products<T>(q: usize, y: usize, depth: i32, to: usize): void {
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
    const y0 = v128.load_splat<T>(y);
    a0 = v128.add<T>(a0, v128.mul<T>(qa, y0));
    b0 = v128.add<T>(b0, v128.mul<T>(qb, y0));
    const y1 = v128.load_splat<T>(y, sizeof<T>());
    a1 = v128.add<T>(a1, v128.mul<T>(qa, y1));
    b1 = v128.add<T>(b1, v128.mul<T>(qb, y1));
    const y2 = v128.load_splat<T>(y, 2 * sizeof<T>());
    a2 = v128.add<T>(a2, v128.mul<T>(qa, y2));
    b2 = v128.add<T>(b2, v128.mul<T>(qb, y2));
    const y3 = v128.load_splat<T>(y, 3 * sizeof<T>());
    a3 = v128.add<T>(a3, v128.mul<T>(qa, y3));
    b3 = v128.add<T>(b3, v128.mul<T>(qb, y3));
  }
  storeEight(to, a0, b0, a1, b1, a2, b2, a3, b3);
}

/** to[j] ← to[j] + Σ_i (y_ij − x_i)². */
export function squares<T>(x: usize, y: usize, depth: i32, to: usize): void {
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
    const y0 = v128.load_splat<T>(y);
    a0 = addSquare<T>(a0, v128.sub<T>(y0, xa));
    b0 = addSquare<T>(b0, v128.sub<T>(y0, xb));
    const y1 = v128.load_splat<T>(y, sizeof<T>());
    a1 = addSquare<T>(a1, v128.sub<T>(y1, xa));
    b1 = addSquare<T>(b1, v128.sub<T>(y1, xb));
    const y2 = v128.load_splat<T>(y, 2 * sizeof<T>());
    a2 = addSquare<T>(a2, v128.sub<T>(y2, xa));
    b2 = addSquare<T>(b2, v128.sub<T>(y2, xb));
    const y3 = v128.load_splat<T>(y, 3 * sizeof<T>());
    a3 = addSquare<T>(a3, v128.sub<T>(y3, xa));
    b3 = addSquare<T>(b3, v128.sub<T>(y3, xb));
  }
  storeEight(to, a0, b0, a1, b1, a2, b2, a3, b3);
}

/** to[j] ← to[j] + Σ_i q_i (y_ij − x_i). */
export function addSlopes<T>(q: usize, x: usize, y: usize, depth: i32, to: usize): void {
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
    const y0 = v128.load_splat<T>(y);
    a0 = v128.add<T>(a0, v128.mul<T>(qa, v128.sub<T>(y0, xa)));
    b0 = v128.add<T>(b0, v128.mul<T>(qb, v128.sub<T>(y0, xb)));
    const y1 = v128.load_splat<T>(y, sizeof<T>());
    a1 = v128.add<T>(a1, v128.mul<T>(qa, v128.sub<T>(y1, xa)));
    b1 = v128.add<T>(b1, v128.mul<T>(qb, v128.sub<T>(y1, xb)));
    const y2 = v128.load_splat<T>(y, 2 * sizeof<T>());
    a2 = v128.add<T>(a2, v128.mul<T>(qa, v128.sub<T>(y2, xa)));
    b2 = v128.add<T>(b2, v128.mul<T>(qb, v128.sub<T>(y2, xb)));
    const y3 = v128.load_splat<T>(y, 3 * sizeof<T>());
    a3 = v128.add<T>(a3, v128.mul<T>(qa, v128.sub<T>(y3, xa)));
    b3 = v128.add<T>(b3, v128.mul<T>(qb, v128.sub<T>(y3, xb)));
  }
  storeEight(to, a0, b0, a1, b1, a2, b2, a3, b3);
}

// @ts-ignore: decorator
@inline
function addSquare<T>(sum: v128, difference: v128): v128 {
  return v128.add<T>(sum, v128.mul<T>(difference, difference));
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
 * sums_i ← sums_i + Σ_j w_j y_ij for four coordinates i, over `panels` panels of sources that lie `stride` apart;
 * weights as the scores above. The tile's sum is made first and then added: errors grow with its length and the number
 * of tiles, not with their product.
 */
export function addFour<T>(weights: usize, y: usize, stride: usize, panels: i32, sums: usize): void {
  let a0 = v128.splat<T>(0);
  let b0 = a0;
  let a1 = a0;
  let b1 = a0;
  let a2 = a0;
  let b2 = a0;
  let a3 = a0;
  let b3 = a0;
  for (const end = weights + (1024 / sizeof<T>()) * <usize>panels; weights < end; y += stride) {
    for (let next = weights + 1024 / sizeof<T>(), s = y; weights < next; weights += 32, s += sizeof<T>()) {
      const wa = v128.load(weights);
      const wb = v128.load(weights, 16);
      const y0 = v128.load_splat<T>(s);
      a0 = v128.add<T>(a0, v128.mul<T>(wa, y0));
      b0 = v128.add<T>(b0, v128.mul<T>(wb, y0));
      const y1 = v128.load_splat<T>(s, 32);
      a1 = v128.add<T>(a1, v128.mul<T>(wa, y1));
      b1 = v128.add<T>(b1, v128.mul<T>(wb, y1));
      const y2 = v128.load_splat<T>(s, 64);
      a2 = v128.add<T>(a2, v128.mul<T>(wa, y2));
      b2 = v128.add<T>(b2, v128.mul<T>(wb, y2));
      const y3 = v128.load_splat<T>(s, 96);
      a3 = v128.add<T>(a3, v128.mul<T>(wa, y3));
      b3 = v128.add<T>(b3, v128.mul<T>(wb, y3));
    }
  }
  addTo<T>(sums, a0, b0);
  addTo<T>(sums + 32, a1, b1);
  addTo<T>(sums + 64, a2, b2);
  addTo<T>(sums + 96, a3, b3);
}

/** The same by differences for two coordinates: sums_i ← sums_i + Σ_j w_j (y_ij − x_i). */
export function addTwoShifts<T>(weights: usize, x: usize, y: usize, stride: usize, panels: i32, sums: usize): void {
  let a0 = v128.splat<T>(0);
  let b0 = a0;
  let a1 = a0;
  let b1 = a0;
  const xa0 = v128.load(x);
  const xb0 = v128.load(x, 16);
  const xa1 = v128.load(x, 32);
  const xb1 = v128.load(x, 48);
  for (const end = weights + (1024 / sizeof<T>()) * <usize>panels; weights < end; y += stride) {
    for (let next = weights + 1024 / sizeof<T>(), s = y; weights < next; weights += 32, s += sizeof<T>()) {
      const wa = v128.load(weights);
      const wb = v128.load(weights, 16);
      const y0 = v128.load_splat<T>(s);
      a0 = v128.add<T>(a0, v128.mul<T>(wa, v128.sub<T>(y0, xa0)));
      b0 = v128.add<T>(b0, v128.mul<T>(wb, v128.sub<T>(y0, xb0)));
      const y1 = v128.load_splat<T>(s, 32);
      a1 = v128.add<T>(a1, v128.mul<T>(wa, v128.sub<T>(y1, xa1)));
      b1 = v128.add<T>(b1, v128.mul<T>(wb, v128.sub<T>(y1, xb1)));
    }
  }
  addTo<T>(sums, a0, b0);
  addTo<T>(sums + 32, a1, b1);
}

/** One coordinate of that, for what is left when d is no multiple of four. */
export function addOneShift<T>(weights: usize, x: usize, y: usize, stride: usize, panels: i32, sums: usize): void {
  let a = v128.splat<T>(0);
  let b = a;
  const xa = v128.load(x);
  const xb = v128.load(x, 16);
  for (const end = weights + (1024 / sizeof<T>()) * <usize>panels; weights < end; y += stride) {
    for (let next = weights + 1024 / sizeof<T>(), s = y; weights < next; weights += 32, s += sizeof<T>()) {
      const source = v128.load_splat<T>(s);
      a = v128.add<T>(a, v128.mul<T>(v128.load(weights), v128.sub<T>(source, xa)));
      b = v128.add<T>(b, v128.mul<T>(v128.load(weights, 16), v128.sub<T>(source, xb)));
    }
  }
  addTo<T>(sums, a, b);
}

// @ts-ignore: decorator
@inline
function addTo<T>(sums: usize, a: v128, b: v128): void {
  v128.store(sums, v128.add<T>(v128.load(sums), a));
  v128.store(sums, v128.add<T>(v128.load(sums, 16), b), 16);
}
