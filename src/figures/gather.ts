/** Tokens that are one dot on paper, gathered into one dot, so that a cluster shows how many it holds. */
import type { Shape, State } from '../core/state.ts';

export interface Dot {
  /** Unit vector. */
  readonly place: Float64Array;
  readonly tokens: number;
}

/**
 * In token order, a token joins the first dot whose founder is within the chord `tolerance`, or founds one; a dot lies at
 * the mean direction of its tokens. Neighbours are found on a grid of cells, O(n). Tokens that are not finite are left out.
 */
export function gather(x: State, { n, d }: Shape, tolerance: number): Dot[] {
  const founders: number[] = [];
  const sums: Float64Array[] = [];
  const counts: number[] = [];
  const cells = new Map<string, number[]>();
  const limit = tolerance * tolerance;
  const near = neighbourhood(d);
  const cell = new Array<number>(d);
  for (let k = 0; k < n; k++) {
    const row = x.subarray(k * d, (k + 1) * d);
    if (!row.every(Number.isFinite)) continue;
    for (let i = 0; i < d; i++) cell[i] = Math.floor(row[i] / tolerance);
    let joined = -1;
    for (const step of near) {
      for (const dot of cells.get(step.map((s, i) => cell[i] + s).join()) ?? []) {
        if ((joined < 0 || dot < joined) && squaredDistance(row, x, founders[dot] * d) <= limit) joined = dot;
      }
    }
    if (joined < 0) {
      joined = founders.length;
      founders.push(k);
      sums.push(new Float64Array(d));
      counts.push(0);
      const key = cell.join();
      const here = cells.get(key);
      if (here) here.push(joined);
      else cells.set(key, [joined]);
    }
    for (let i = 0; i < d; i++) sums[joined][i] += row[i];
    counts[joined]++;
  }
  return sums.map((sum, dot) => {
    const norm = Math.hypot(...sum);
    return { place: sum.map((value) => value / norm), tokens: counts[dot] };
  });
}

/** The cells around one, itself included: 3^d steps. */
function neighbourhood(d: number): number[][] {
  let steps: number[][] = [[]];
  for (let i = 0; i < d; i++) steps = steps.flatMap((step) => [-1, 0, 1].map((s) => [...step, s]));
  return steps;
}

function squaredDistance(row: Float64Array, x: State, offset: number): number {
  let sum = 0;
  for (let i = 0; i < row.length; i++) sum += (row[i] - x[offset + i]) ** 2;
  return sum;
}

/** Dots at a tolerance raised until there are at most `most`. */
export function gatherAtMost(x: State, shape: Shape, tolerance: number, most: number): Dot[] {
  for (let used = tolerance; ; used *= 1.5) {
    const dots = gather(x, shape, used);
    if (dots.length <= most) return dots;
  }
}
