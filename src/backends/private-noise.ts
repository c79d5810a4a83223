/**
 * Noise of every token's own, dx_k = √(2/κ) P_{x_k} ∘ dW_k: Brownian motion on the sphere with generator (1/κ)Δ. On the
 * circle W_k has one component, along the circle: dθ_k = √(2/κ) dW_k, the same in law. Otherwise W_k has the d
 * components of the space around the sphere.
 */

import type { Shape, State } from '../core/state.ts';
import { cos, sin } from '../numerics/elementary.ts';
import { type RadialMap, radialMaps } from '../numerics/radial-map.ts';
import { dot, normalizeRow, projectTangent } from '../numerics/sphere.ts';
import { wienerIncrements, wienerPath } from '../numerics/wiener.ts';

/** Moves unit rows by noise alone from t to t + dt. */
export type Motion = (t: number, dt: number, rows: State) => void;

/** W(t1) − W(t0) of all tokens, [n, 1] on the circle, else [n, d]. */
export function privateIncrements({ n, d }: Shape, seed: number): (t0: number, t1: number) => Float64Array {
  const components = d === 2 ? 1 : d;
  return wienerIncrements(wienerPath(seed, n, components), n * components);
}

export function privateMotion(shape: Shape, kappa: number, increments: ReturnType<typeof privateIncrements>): Motion {
  const strength = Math.sqrt(2 / kappa);
  if (shape.d === 2) return (t, dt, rows) => turn(rows, increments(t, t + dt), strength);
  const mapFor = divisions(shape.d);
  const tangents = new Float64Array(shape.n * shape.d);
  return (t, dt, rows) => {
    const { parts, map } = mapFor(dt / kappa);
    const deviation = strength * Math.sqrt(dt / parts);
    for (let i = 0; i < parts; i++) {
      tangents.set(increments(t + (i / parts) * dt, t + ((i + 1) / parts) * dt));
      for (let k = 0; k < shape.n; k++)
        alongGreatCircle(rows, tangents, k * shape.d, shape.d, strength, deviation, map);
    }
  };
}

/** Each unit row of the circle turned by its angle. */
function turn(rows: State, moved: Float64Array, strength: number): void {
  for (let k = 0; k < moved.length; k++) {
    const [c, s] = [cos(strength * moved[k]), sin(strength * moved[k])];
    const [x, y] = [rows[2 * k], rows[2 * k + 1]];
    rows[2 * k] = c * x - s * y;
    rows[2 * k + 1] = s * x + c * y;
    normalizeRow(rows, rows, 2 * k, 2);
  }
}

/** x ← cos ρ x + sin ρ ξ/|ξ|, ξ = √(2/κ) P_x ΔW, ρ = R(|ξ|/deviation). */
function alongGreatCircle(
  rows: State,
  moved: Float64Array,
  at: number,
  d: number,
  strength: number,
  deviation: number,
  map: RadialMap,
): void {
  projectTangent(rows, at, moved, at, d);
  const length = Math.sqrt(dot(moved, at, moved, at, d));
  if (length === 0) return;
  const angle = map((strength * length) / deviation);
  const [c, s] = [cos(angle), sin(angle) / length];
  for (let i = 0; i < d; i++) rows[at + i] = c * rows[at + i] + s * moved[at + i];
  normalizeRow(rows, rows, at, d);
}

interface Division {
  readonly parts: number;
  readonly map: RadialMap;
}

/** Lengths of steps are few, but for saved times within steps. */
const KEPT = 16;

/** By time s = dt/κ, in how many parts it is gone through, and the map for each; the last ones are kept. */
function divisions(d: number): (s: number) => Division {
  const maps = radialMaps(d);
  const known = new Map<number, Division>();
  return (s) => {
    const before = known.get(s);
    if (before) return before;
    const made = divide(maps, s);
    if (known.size === KEPT) known.delete(known.keys().next().value as number);
    known.set(s, made);
    return made;
  };
}

/** Powers of two, so that the path is asked at times that it has anyway. One part unless d is large. */
function divide(maps: ReturnType<typeof radialMaps>, s: number): Division {
  for (let parts = 1; ; parts *= 2) {
    const map = maps(s / parts);
    if (map) return { parts, map };
  }
}
