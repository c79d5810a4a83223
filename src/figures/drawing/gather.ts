/** Tokens that are one dot on paper, gathered into one dot, so that a cluster shows how many it holds. */

import type { Shape, State } from '../../core/state.ts';
import { squaredChord } from '../../numerics/sphere.ts';

export interface Dot {
  /** Unit vector. */
  readonly place: Float64Array;
  readonly tokens: number;
}

/**
 * In token order, a token joins the first dot whose founder is within the chord `tolerance`, or founds one; a dot
 * lies at the mean direction of its tokens. Neighbours are found on a grid of boxes, O(n) for d = 2 and 3. Tokens
 * that are not finite are left out.
 */
export function gather(x: State, { n, d }: Shape, tolerance: number): Dot[] {
  const founders: number[] = [];
  const sums: Float64Array[] = [];
  const counts: number[] = [];
  const boxes = new Map<number, number[]>();
  const side = 2 * Math.ceil(1 / tolerance) + 5;
  const steps = neighbourhood(d, side);
  for (let k = 0; k < n; k++) {
    let box = 0;
    for (let i = 0; i < d; i++) box = box * side + Math.floor(x[k * d + i] / tolerance);
    if (!Number.isFinite(box)) continue;
    let joined = -1;
    for (const step of steps) {
      for (const dot of boxes.get(box + step) ?? []) {
        if ((joined < 0 || dot < joined) && near(x, k * d, founders[dot] * d, d, tolerance)) joined = dot;
      }
    }
    if (joined < 0) {
      joined = founders.length;
      founders.push(k);
      sums.push(new Float64Array(d));
      counts.push(0);
      const here = boxes.get(box);
      if (here) here.push(joined);
      else boxes.set(box, [joined]);
    }
    for (let i = 0; i < d; i++) sums[joined][i] += x[k * d + i];
    counts[joined]++;
  }
  return sums.map((sum, dot) => {
    const norm = Math.hypot(...sum);
    return { place: sum.map((value) => value / norm), tokens: counts[dot] };
  });
}

/** From a box's number to those of the boxes around it, itself included: 3^d steps. */
function neighbourhood(d: number, side: number): number[] {
  let steps = [0];
  for (let i = 0; i < d; i++) steps = steps.flatMap((step) => [-1, 0, 1].map((s) => step * side + s));
  return steps;
}

function near(x: State, at: number, founder: number, d: number, tolerance: number): boolean {
  return squaredChord(x, at, x, founder, d) <= tolerance * tolerance;
}

/** Dots at a tolerance raised until there are at most `most`. */
export function gatherAtMost(x: State, shape: Shape, tolerance: number, most: number): Dot[] {
  for (let used = tolerance; ; used *= 1.5) {
    const dots = gather(x, shape, used);
    if (dots.length <= most) return dots;
  }
}
