/** Rows of length one, and how many of the first are equal to the last bit. */

/**
 * to ← x/|x| for n rows of d numbers; returns how many of the first have the bits of the very first. Squares are summed
 * in eight lanes, so a row's bits depend on the row alone.
 */
export function unitRowsOf(x: usize, n: i32, d: i32, to: usize): i32 {
  const row = <usize>(8 * d);
  const first = to;
  let equal = 0;
  for (let k = 0; k < n; k++, x += row, to += row) {
    divideRow(x, row, sqrt(squareOf(x, row)), to);
    if (equal == k && memory.compare(first, to, row) == 0) equal++;
  }
  return equal;
}

/** Σ x_i² of a row of so many bytes. */
function squareOf(x: usize, row: usize): f64 {
  const eights = row & ~63;
  let a = f64x2.splat(0);
  let b = a;
  let c = a;
  let e = a;
  let at: usize = 0;
  for (; at < eights; at += 64) {
    const p = v128.load(x + at);
    const q = v128.load(x + at, 16);
    const r = v128.load(x + at, 32);
    const s = v128.load(x + at, 48);
    a = f64x2.add(a, f64x2.mul(p, p));
    b = f64x2.add(b, f64x2.mul(q, q));
    c = f64x2.add(c, f64x2.mul(r, r));
    e = f64x2.add(e, f64x2.mul(s, s));
  }
  const lanes = f64x2.add(f64x2.add(a, b), f64x2.add(c, e));
  let sum = f64x2.extract_lane(lanes, 0) + f64x2.extract_lane(lanes, 1);
  for (; at < row; at += 8) sum += load<f64>(x + at) * load<f64>(x + at);
  return sum;
}

function divideRow(x: usize, row: usize, norm: f64, to: usize): void {
  const pairs = row & ~15;
  const norms = f64x2.splat(norm);
  for (let at: usize = 0; at < pairs; at += 16) v128.store(to + at, f64x2.div(v128.load(x + at), norms));
  if (pairs < row) store<f64>(to + pairs, load<f64>(x + pairs) / norm);
}
