/** A straight line through points, by least squares. */
import { demand } from '../domain.ts';
import { larger } from '../elementary.ts';
import { COVERAGE, type Interval } from './interval.ts';
import { errorsFor } from './student.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
  /** Standard error of y. Of all points or of none. */
  readonly error?: number | undefined;
}

export interface LineFit {
  readonly slope: Interval;
  readonly slopeError: number;
  readonly intercept: number;
  /** χ² per degree of freedom where errors are given: about 1 where a line describes the points. Else null. */
  readonly spread: number | null;
  /** The line's y at x. */
  at(x: number): number;
}

/**
 * Weighted by error^{−2} where errors are given. Its slope's standard error is then that of the errors, or larger by
 * √(χ²/freedom) where the points are off the line by more than these explain; without errors it is that of the
 * residuals. Interval by Student's law of count − 2 degrees of freedom.
 *
 * @param points three at least, at two x at least
 */
export function fitLine(points: readonly Point[], coverage = COVERAGE): LineFit {
  const freedom = points.length - 2;
  demand(freedom >= 1, 'points', 'at least three points', points.length);
  const known = points.every(({ error }) => error !== undefined);
  const weighted = points.map(({ x, y, error }) => ({
    x,
    y,
    w: known ? 1 / ((error as number) * (error as number)) : 1,
  }));
  const sum = (of: (point: { x: number; y: number; w: number }) => number) =>
    weighted.reduce((total, point) => total + of(point), 0);
  const all = sum(({ w }) => w);
  const x0 = sum(({ x, w }) => w * x) / all;
  const y0 = sum(({ y, w }) => w * y) / all;
  const xx = sum(({ x, w }) => w * (x - x0) * (x - x0));
  demand(xx > 0, 'points', 'points at two different x, with errors > 0', points);
  const slope = sum(({ x, y, w }) => w * (x - x0) * (y - y0)) / xx;
  const at = (x: number) => y0 + slope * (x - x0);
  const squares = sum(({ x, y, w }) => w * (y - at(x)) * (y - at(x)));
  const slopeError = Math.sqrt((known ? larger(1, squares / freedom) : squares / freedom) / xx);
  const reach = errorsFor(coverage, freedom) * slopeError;
  return {
    slope: { estimate: slope, low: slope - reach, high: slope + reach },
    slopeError,
    intercept: at(0),
    spread: known ? squares / freedom : null,
    at,
  };
}
