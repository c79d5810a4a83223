/** A straight line through points with standard errors, and whether they lie on one. */
import { exp, log } from '../numerics/elementary.ts';
import { WITHIN_95 } from '../numerics/proportion.ts';
import { chiSquaredTail } from '../numerics/special/incomplete-gamma.ts';
import { studentLimit } from '../numerics/student.ts';

export interface FitPoint {
  readonly x: number;
  readonly y: number;
  /** Standard error of y; null or 0 where it is not known. */
  readonly standardError: number | null;
}

interface SlopeOptions {
  /** Against log x. */
  readonly logX?: boolean;
  /** Of log y, whose standard error is that of y divided by y: good where that is below about 0.2. */
  readonly logY?: boolean;
}

export interface SlopeFit {
  readonly slope: number;
  readonly standardError: number;
  /** At 95 %. */
  readonly interval: readonly [low: number, high: number];
  /** What the line says at an x, on the scale of y itself. */
  at(x: number): number;
  /** Points that the line was fitted to, and those left out: not finite, or not positive on a log scale. */
  readonly points: number;
  readonly leftOut: number;
  /** Whether the points lie on a line within their errors, by χ². */
  readonly straight: 'not refuted' | 'refuted' | 'undecided';
  /** Σ (deviation/standard error)², its degrees of freedom, and the chance of more; null where no errors are known. */
  readonly lackOfFit: { readonly chiSquared: number; readonly freedom: number; readonly chance: number } | null;
}

/** Points on a line miss it by as much with this chance: less refutes it; between the two nothing is decided. */
const [REFUTED, PLAUSIBLE] = [0.001, 0.05];

/**
 * The slope of y against x by weighted least squares, on logarithmic scales where asked for.
 *
 * Where every point has a standard error, weights are 1/error², and the interval is ±1.96 standard errors on the
 * errors' own scale: means of many runs know their errors far better than the scatter of a few points tells them. Where
 * χ² refutes the line, no such scale is right any more: then, and where errors are not known (weights are equal then),
 * the scale is the scatter about the line, √(χ²/ν), and the interval is that of Student's law with ν = points − 2
 * degrees of freedom. Without errors, without freedom (two points), and where the chance of so large a χ² is between
 * 0.001 and 0.05, it is undecided whether the line is straight. Errors should be those of some 30 runs or more; a
 * point whose runs are all alike has no error, and makes the whole fit one without.
 *
 * @returns null for fewer than two different x
 */
export function slopeOf(
  points: readonly FitPoint[],
  { logX = false, logY = false }: SlopeOptions = {},
): SlopeFit | null {
  const scaled = points.map(({ x, y, standardError }) => ({
    x: logX ? log(x) : x,
    y: logY ? log(y) : y,
    error: logY ? (standardError ?? 0) / y : (standardError ?? 0),
  }));
  const used = scaled.filter(({ x, y }) => Number.isFinite(x) && Number.isFinite(y));
  const known = used.every(({ error }) => error > 0 && Number.isFinite(error));
  const line = weightedLine(used.map((point) => ({ ...point, weight: known ? 1 / (point.error * point.error) : 1 })));
  if (line === null) return null;
  const { slope, middle, height, spread, squares } = line;
  const freedom = used.length - 2;
  const chance = known && freedom > 0 ? chiSquaredTail(squares, freedom) : null;
  const straight =
    chance === null ? 'undecided' : chance < REFUTED ? 'refuted' : chance > PLAUSIBLE ? 'not refuted' : 'undecided';
  const byScatter = !known || straight === 'refuted';
  const scale = byScatter ? Math.sqrt(squares / freedom) : 1;
  const standardError = byScatter && freedom === 0 ? Number.NaN : scale / Math.sqrt(spread);
  const reach =
    freedom === 0 && byScatter ? Infinity : standardError * (byScatter ? studentLimit(0.05, freedom) : WITHIN_95);
  return {
    ...{ slope, standardError, straight, interval: [slope - reach, slope + reach] },
    at(x) {
      const value = height + slope * ((logX ? log(x) : x) - middle);
      return logY ? exp(value) : value;
    },
    ...{ points: used.length, leftOut: points.length - used.length },
    lackOfFit: chance === null ? null : { chiSquared: squares, freedom, chance },
  };
}

interface Weighted {
  readonly x: number;
  readonly y: number;
  readonly weight: number;
}

/** y = height + slope·(x − middle); spread Σw(x − middle)², squares Σw(y − line)². Null without two different x. */
function weightedLine(points: readonly Weighted[]) {
  const sum = (of: (point: Weighted) => number) => points.reduce((total, point) => total + point.weight * of(point), 0);
  const weight = sum(() => 1);
  const middle = sum(({ x }) => x) / weight;
  const height = sum(({ y }) => y) / weight;
  const spread = sum(({ x }) => (x - middle) * (x - middle));
  if (new Set(points.map(({ x }) => x)).size < 2 || !(spread > 0)) return null;
  const slope = sum(({ x, y }) => (x - middle) * (y - height)) / spread;
  const squares = sum(({ x, y }) => (y - height - slope * (x - middle)) * (y - height - slope * (x - middle)));
  return { slope, middle, height, spread, squares };
}
