/** From the sums of a row to its velocity. */
import { exp2 } from './exp';
import { at, Parameters } from './parameters';

/**
 * out_k ← P( V shift + z W x )·factor, from the sums of row k: entry i of the shift at shift + 16i. Pad rows are left
 * out.
 */
export function finishRow(p: Parameters, k: i32, z: f64, largest: f64, shift: usize, out: usize): void {
  if (k >= p.n) return;
  const d = p.d;
  const row = out + <usize>(8 * k * d);
  let factor = 1 / z;
  if (p.count) factor = exponentialOf(ownScore(p, k) + largest) / <f64>p.n;
  let along: f64 = 0;
  for (let i = 0; i < d; i++) {
    let image: f64 = 0;
    if (!p.hasRest) image = load<f64>(p.value) * load<f64>(shift + 16 * <usize>i);
    else {
      for (let l = 0; l < d; l++) image += load<f64>(p.value + 8 * (i * d + l)) * load<f64>(shift + 16 * <usize>l);
      let own: f64 = 0;
      for (let l = 0; l < d; l++) own += load<f64>(p.rest + 8 * (i * d + l)) * load<f64>(at(p.tokens, p.tokenStride, l, k));
      image += z * own;
    }
    const entry = factor * image;
    along += entry * load<f64>(at(p.tokens, p.tokenStride, i, k));
    store<f64>(row + 8 * i, entry);
  }
  for (let i = 0; i < d; i++) {
    const x = load<f64>(at(p.tokens, p.tokenStride, i, k));
    store<f64>(row + 8 * i, load<f64>(row + 8 * i) - along * x);
  }
}

/** β⟨x_k, Bx_k⟩. */
function ownScore(p: Parameters, k: i32): f64 {
  const d = p.d;
  let square: f64 = 0;
  if (p.hasCross) {
    for (let i = 0; i < d; i++) {
      let query: f64 = 0;
      for (let l = 0; l < d; l++) query += load<f64>(p.cross + 8 * (i * d + l)) * load<f64>(at(p.tokens, p.tokenStride, l, k));
      square += query * load<f64>(at(p.tokens, p.tokenStride, i, k));
    }
  }
  return p.beta * (p.scale + square);
}

/** e^x of one number, infinite above 709. */
export function exponentialOf(x: f64): f64 {
  return x > 709.0 ? Infinity : f64x2.extract_lane(exp2(f64x2.splat(x)), 0);
}
