/**
 * An engine whose tokens are driven by noise, whatever backend computes their field:
 *
 *   dx_k = f_k(t, x) dt + √(2/κ) P_{x_k} ∘ dW_k + √(2/κ₀) P_{x_k} ∘ dW₀   (Stratonovich),
 *
 * with a Wiener process W_k of every token's own, one W₀ for all, or both.
 */
import type { Engine } from '../core/engine.ts';
import type { Noise, Shape, State } from '../core/state.ts';
import { normalizeRows, projectTangent } from '../numerics/sphere.ts';
import { commonMotion } from './common-noise.ts';
import { type Motion, privateIncrements, privateMotion } from './private-noise.ts';
import { steepnessMeter } from './steepness.ts';

/** @param frozen tokens that noise does not move either */
export function noisyEngine(
  engine: Engine,
  shape: Shape,
  { kappa, commonKappa, seed }: Noise,
  frozen: readonly number[] = [],
): Engine {
  const { d } = shape;
  const rows = new Float64Array(shape.n * d);
  const increments = privateIncrements(shape, seed);
  const motions: Motion[] = [
    ...(kappa === undefined ? [] : [privateMotion(shape, kappa, increments)]),
    ...(commonKappa === undefined ? [] : [commonMotion(shape, commonKappa, seed)]),
  ];
  const reversedMotions = [...motions].reverse();
  const forces = new Float64Array(rows.length);
  const meter = steepnessMeter(rows.length);
  let looks = 0; // fields to look at: the next one, where noise has taken the tokens, and the one after
  return {
    ...engine,
    async diffuse(t, dt, x, out, reversed) {
      await engine.read(x, rows);
      const held = frozen.map((k) => rows.slice(k * d, (k + 1) * d));
      normalizeRows(rows, rows, shape);
      for (const motion of reversed ? reversedMotions : motions) motion(t, dt, rows);
      frozen.forEach((k, i) => void rows.set(held[i], k * d));
      await engine.write(out, rows);
      looks = 2;
    },
    async field(t, x, out) {
      await engine.field(t, x, out);
      if (looks === 0) return;
      await engine.read(x, rows);
      await engine.read(out, forces);
      if (looks === 2) meter.afterNoise(rows, forces);
      else meter.afterForces(rows, forces);
      looks--;
    },
    steepness: () => meter.value(),
    ...(kappa !== undefined && {
      async noise(t0, t1, x, out) {
        await engine.read(x, rows);
        normalizeRows(rows, rows, shape);
        tangents(rows, increments(t0, t1), Math.sqrt(2 / kappa), shape);
        for (const k of frozen) rows.fill(0, k * d, (k + 1) * d);
        await engine.write(out, rows);
      },
    }),
  };
}

/** Unit rows ← √(2/κ) P_x ΔW; on the circle the tangent that turns by √(2/κ) ΔW. */
function tangents(rows: State, moved: Float64Array, strength: number, { n, d }: Shape): void {
  if (d === 2) {
    for (let k = 0; k < n; k++) {
      const angle = strength * moved[k];
      const across = rows[2 * k];
      rows[2 * k] = -angle * rows[2 * k + 1];
      rows[2 * k + 1] = angle * across;
    }
    return;
  }
  const tangent = new Float64Array(d);
  for (let at = 0; at < n * d; at += d) {
    for (let i = 0; i < d; i++) tangent[i] = strength * moved[at + i];
    projectTangent(rows, at, tangent, 0, d);
    rows.set(tangent, at);
  }
}
