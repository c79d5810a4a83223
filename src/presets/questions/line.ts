/** A straight line through estimates. */
import type { Interval } from '../../numerics/interval.ts';
import { slopeOf } from '../../sweeps/fit.ts';

export interface Line {
  readonly slope: Interval;
  /** Whether the points lie on a line within their errors. */
  readonly straight: 'not refuted' | 'refuted' | 'undecided';
  at(x: number): number;
}

interface Point {
  readonly x: number;
  readonly y: number;
  /** Standard error of y; left out where only the scatter tells. */
  readonly error?: number;
}

/** Null for fewer than three points, and where one has no number or no error. */
export function lineThrough(points: readonly Point[]): Line | null {
  if (points.length < 3) return null;
  if (!points.every(({ y, error = 1 }) => Number.isFinite(y) && error > 0)) return null;
  const fit = slopeOf(points.map(({ x, y, error }) => ({ x, y, standardError: error ?? null })));
  if (fit === null) return null;
  const [low, high] = fit.interval;
  return { slope: { estimate: fit.slope, low, high }, straight: fit.straight, at: fit.at };
}
