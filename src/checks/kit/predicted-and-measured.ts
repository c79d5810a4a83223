/** Panels of figures: predictions as curves, measurements as dots, over one axis. */

import { type CurvePanel, curves, type Figure, type Series } from '../../figures/index.ts';
import { exp, larger, log, smaller } from '../../numerics/elementary.ts';

type Colour = Series['color'];

interface Prediction {
  readonly name: string;
  /** NaN where there is nothing to draw; what leaves the panel's domain is not drawn either. */
  readonly at: (x: number) => number;
  readonly color?: Colour;
  readonly dashed?: boolean;
}

interface Measurement {
  readonly name: string;
  /** x, y and the standard error of y where there is one. */
  readonly points: readonly (readonly [x: number, y: number, error?: number])[];
  readonly color?: Colour;
}

export interface Comparing extends Pick<CurvePanel, 'title' | 'unit' | 'log' | 'domain' | 'wide'> {
  /** What the horizontal axis is. */
  readonly across: string;
  /** Its ends; by default those of the measurements. */
  readonly from?: number;
  readonly to?: number;
  readonly predicted?: readonly Prediction[];
  readonly measured?: readonly Measurement[];
}

/** Places at which a curve is evaluated. */
const PLACES = 160;

interface Comparisons {
  readonly title: string;
  readonly subtitle?: string;
  readonly caption: string;
  /** Logarithmic horizontal axes, in all panels. */
  readonly logAcross?: boolean;
  readonly panels: readonly Comparing[];
}

/** A figure of such panels. */
export function comparedIn({ logAcross = false, panels, ...words }: Comparisons): Figure {
  return curves({
    ...words,
    ts: [],
    ...(logAcross && { logTime: true }),
    panels: panels.map((panel) => predictedAndMeasured(panel, logAcross)),
  });
}

/**
 * A panel for `curves`, with an axis of its own. Predictions come in ink, measurements in the colour of strong centers,
 * unless told.
 * @param logAcross whether the figure's horizontal axis is logarithmic: where the curves are evaluated
 */
export function predictedAndMeasured(comparing: Comparing, logAcross = false): CurvePanel {
  const { predicted = [], measured = [], from, to, ...panel } = comparing;
  const [low, high] = panel.domain ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  const within = (y: number) => (y >= low && y <= high ? y : Number.NaN);
  const dots = measured.flatMap(({ points }, series) => points.map(([x, y, error]) => ({ x, y, error, series })));
  const xs = dots.map(({ x }) => x);
  const places = spread(
    from ?? xs.reduce(smaller, Number.POSITIVE_INFINITY),
    to ?? xs.reduce(larger, Number.NEGATIVE_INFINITY),
    predicted.length > 0 ? PLACES : 2,
    logAcross,
  );
  const all = [...places.map((x) => ({ x, y: null, error: undefined, series: -1 })), ...dots];
  all.sort((a, b) => a.x - b.x);
  return {
    ...panel,
    ts: all.map(({ x }) => x),
    series: [
      ...predicted.map(({ name, at, color = 'ordinary', dashed }) => ({
        ...{ name, color, dashed },
        values: all.map(({ x }) => within(at(x))),
      })),
      ...measured.map(({ name, color = 'strong' }, i) => ({
        ...{ name, color, points: true },
        values: all.map(({ y, series }) => (series === i ? y : null)),
        errors: all.map(({ error }) => error ?? null),
      })),
    ],
  };
}

/** `count` places from one end to the other, both included, even or evenly in the logarithm. */
function spread(from: number, to: number, count: number, logarithmic: boolean): number[] {
  const share = (i: number) => i / (count - 1);
  const between = (i: number) => (logarithmic ? from * exp(share(i) * log(to / from)) : from + share(i) * (to - from));
  return Array.from({ length: count }, (_, i) => (i === 0 ? from : i === count - 1 ? to : between(i)));
}

/** The broken line through points in the order of x, NaN outside. */
export function throughPoints(points: readonly (readonly [x: number, y: number])[]): (x: number) => number {
  return (x) => {
    const after = points.findIndex(([at]) => at >= x);
    if (after < 0 || x < points[0][0]) return Number.NaN;
    const [x1, y1] = points[after];
    if (after === 0 || x === x1) return y1;
    const [x0, y0] = points[after - 1];
    return y0 + ((x - x0) / (x1 - x0)) * (y1 - y0);
  };
}

/** Numbers from small to large over the share of them that is smaller, with what is allowed as a line at 1. */
export function sortedRatios(
  title: string,
  lists: readonly Omit<Measurement, 'points'>[],
  ratios: readonly (readonly number[])[],
): Comparing {
  return {
    ...{ title, unit: 'over what is allowed', across: 'share of cases', from: 0, to: 1, log: true },
    predicted: [{ name: 'allowed', at: () => 1, dashed: true }],
    measured: lists.map((list, i) => ({
      ...list,
      points: [...ratios[i]]
        .sort((a, b) => a - b)
        .map((ratio, rank, { length }) => [(rank + 1) / length, ratio] as const),
    })),
  };
}
