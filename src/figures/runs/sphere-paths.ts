/** Lines that tokens draw on the sphere, cut by age. */
import { shapeAt, tokensAt } from '../../core/recording.ts';
import { geodesicDistance } from '../../numerics/sphere.ts';
import { coarse } from '../drawing/pen.ts';
import type { Scene } from './scene.ts';
import { type See, type Seen, type TwoSides, twoSides } from './sphere-view.ts';

/** Parts of a line, of equal length in log t. */
export const AGES = 6;
/** Farther apart than this, in radians, the path between two samples is not known. */
export const LONGEST_STEP = 0.3;
/** Samples of a token nearer to each other than this on paper, in layout units, are left out. */
const STEP = 0.8;

interface Line {
  /** Where the token was at the sample before. */
  before: Seen;
  /** Where its line has come to; null while there is none. */
  last: Seen | null;
  curve: Seen[];
}

/**
 * The lines of every `every`-th token, oldest parts first, in front and behind. Where tokens go together on paper, only
 * the first of them has a line.
 */
export function pathsByAge(scene: Scene, see: See, every: number): TwoSides[] {
  const { ts } = scene;
  const curves: Seen[][][] = Array.from({ length: AGES }, () => []);
  const lines = new Map<number, Line>();
  let age = 0;
  for (let i = 0; i < ts.length; i++) {
    const x = tokensAt(scene, i);
    const now = ageOf(ts, i);
    const drawn = new Set<string>();
    const { n } = shapeAt(scene, i);
    for (const k of lines.keys()) if (k >= n) lines.delete(k); // gone
    for (let k = 0; k < n; k += every) {
      const here = see(x.subarray(3 * k, 3 * k + 3));
      const line = lines.get(k);
      if (line === undefined) {
        lines.set(k, { before: here, last: null, curve: [] });
        continue;
      }
      const { before } = line;
      const piece = [before, here].map(([a, b, depth]) => `${coarse(a)},${coarse(b)},${depth >= 0}`).join();
      const torn = geodesicDistance(tokensAt(scene, i - 1), 3 * k, x, 3 * k, 3) > LONGEST_STEP;
      line.before = here;
      if (torn || drawn.has(piece)) {
        line.last = null;
        continue;
      }
      drawn.add(piece);
      if (line.last === null || now !== age) {
        line.last ??= before;
        line.curve = [line.last];
        curves[now].push(line.curve);
      }
      if (i < ts.length - 1 && Math.hypot(here[0] - line.last[0], here[1] - line.last[1]) < STEP) continue;
      line.curve.push(here);
      line.last = here;
    }
    age = now;
  }
  return curves.map(twoSides);
}

/** 0 … AGES − 1. */
function ageOf(ts: ArrayLike<number>, i: number): number {
  const first = ts[0] > 0 ? ts[0] : ts[1];
  const share = Math.log(ts[i] / first) / Math.log(ts[ts.length - 1] / first);
  return share > 0 ? Math.min(AGES - 1, Math.floor(AGES * share)) : 0;
}
