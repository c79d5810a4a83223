/** Tokens that nothing moved, for tests of what is measured and drawn of recordings. */
import type { Shape } from '../../src/core/state.ts';
import type { Drawable } from '../../src/figures/index.ts';

/** @param xs [T, n, d], unit rows; the first of them are the initial tokens */
export function recorded(shape: Shape, ts: ArrayLike<number>, xs: Float64Array): Drawable {
  const initial = xs.slice(0, shape.n * shape.d);
  return {
    trajectory: { shape, space: 'sphere', ts: Float64Array.from(ts), xs, initial },
    measurements: {},
    spec: { delta: 1, threshold: 0.3, radius: [0.3] },
  };
}
