/**
 * An engine whose tokens are driven by noise, whatever backend computes their field:
 *
 *   dx_k = f_k(t, x) dt + √(2/κ) P_{x_k} ∘ dW_k   (Stratonovich),
 *
 * Brownian motion on the sphere with generator (1/κ)Δ. On the circle W_k has one component, along the circle: dθ_k = … + √(2/κ) dW_k, the
 * same in law, and the noise is additive there. Otherwise W_k has the d components of the space around the sphere.
 */
import type { Engine } from '../core/engine.ts';
import { normalizeRow, projectTangent } from '../core/sphere.ts';
import type { Noise, Shape, State } from '../core/state.ts';
import { wienerPath } from '../core/wiener.ts';

export function noisyEngine(engine: Engine, shape: Shape, { kappa, seed }: Noise): Engine {
  const { n, d } = shape;
  const onCircle = d === 2;
  const increment = incrementsOf(seed, n, onCircle ? 1 : d);
  const strength = Math.sqrt(2 / kappa);
  const rows = new Float64Array(n * d);
  const tangents = onCircle ? rows : new Float64Array(n * d);
  return {
    ...engine,
    async noise(t0, t1, x, out) {
      const moved = increment(t0, t1);
      await engine.read(x, rows);
      for (let k = 0; k < n; k++) normalizeRow(rows, rows, k * d, d);
      if (onCircle) turn(rows, moved, strength);
      else project(rows, moved, strength, tangents, shape);
      await engine.write(out, tangents);
    },
  };
}

/** W(t1) − W(t0) of all items; asked again for the same times, or from where the last one ended, it remembers. */
function incrementsOf(seed: number, n: number, components: number): (t0: number, t1: number) => Float64Array {
  const path = wienerPath(seed, n, components);
  const size = n * components;
  let [start, end] = [new Float64Array(size), new Float64Array(size)];
  const difference = new Float64Array(size);
  let [from, to] = [NaN, NaN];
  return (t0, t1) => {
    if (t0 === from && t1 === to) return difference;
    if (t0 === to) [start, end] = [end, start];
    else if (t0 !== from) path.at(t0, start);
    path.at(t1, end);
    for (let i = 0; i < size; i++) difference[i] = end[i] - start[i];
    [from, to] = [t0, t1];
    return difference;
  };
}

/** Each unit row of the circle ← the tangent that turns it by its angle. */
function turn(rows: State, angles: Float64Array, strength: number): void {
  for (let k = 0; k < angles.length; k++) {
    const angle = strength * angles[k];
    const across = rows[2 * k];
    rows[2 * k] = -angle * rows[2 * k + 1];
    rows[2 * k + 1] = angle * across;
  }
}

function project(rows: State, moved: Float64Array, strength: number, out: State, { n, d }: Shape): void {
  for (let i = 0; i < out.length; i++) out[i] = strength * moved[i];
  for (let k = 0; k < n; k++) projectTangent(rows, k * d, out, k * d, d);
}
