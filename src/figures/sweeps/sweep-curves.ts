/**
 * A quantity of a sweep over one axis: curves with bands, one a value of a second axis, one panel a value of a third.
 */
import { largestOf, smallestOf } from '../../numerics/extremes.ts';
import { WITHIN_95 } from '../../numerics/proportion.ts';
import { type SlopeFit, slopeOf } from '../../sweeps/fit.ts';
import type { Group, Means } from '../../sweeps/reductions.ts';
import type { Field } from '../../sweeps/table.ts';
import { type CurvePanel, curvesBlock, type Series } from '../charts/curves.ts';
import { type Figure, figure } from '../drawing/figure.ts';
import { formatNumber } from '../drawing/text.ts';
import { isGeometric, placeInWords, symbolOf } from './axes.ts';
import { type Axis, type Chosen, chosenFor, type Numbers, type SweepFigureOptions } from './chosen.ts';
import { numberFigure } from './sweep-number.ts';
import { fitsInWords, missingInWords, type NamedFit, percentile, type Scales, subtitleOf, titleOf } from './words.ts';

/** As many colours as are told apart; more values have the shades of one. */
const MOST_HUES = 6;
/** Curves that all have their names; of more, the first, middle and last. */
const MOST_NAMES = 10;
/** Of more curves the bands of quantiles would hide each other. */
const MOST_BANDS = 3;
/** Ticks at the values themselves. */
const MOST_TICKS = 8;
const [TALL, LOW] = [220, 130];
/** The shades of lines begin where they stand out from the paper. */
const PALEST = 0.45;
/** A vertical axis is logarithmic by itself where values reach over such a factor. */
const WIDE_ENOUGH = 100;

/** @throws ParkadeError as chosenFor does */
export function sweepCurves(reduced: Means, options: SweepFigureOptions): Figure {
  const chosen = chosenFor(reduced, options, false);
  const { across } = chosen;
  const all = chosen.groups.map(chosen.numbersOf);
  if (across === null || all.filter(({ value }) => Number.isFinite(value)).length < 2)
    return numberFigure(chosen, options);
  const xs = across.values as readonly number[];
  const logs = { x: options.logAcross ?? isGeometric(xs), y: options.logUp ?? isWide(all, isGeometric(xs)) };
  const band = xs.length === 1 ? BARS : bandOf(reduced, options, chosen);
  const panels = panelsOf(chosen, across);
  const fits: NamedFit[] = [];
  const drawn = panels.map(({ title, curves }): CurvePanel => {
    const ts = xs.filter((x) => curves.some(({ at }) => at.has(x)));
    const series = curves.flatMap((curve, i) => {
      const own = seriesOf(curve, i, curves.length, ts, band);
      const line = options.fit ? fitOf(curve, ts, logs) : null;
      if (line === null) return [own];
      fits.push({ name: [title, curve.name].filter((part) => part !== '').join(', '), fit: line });
      return [own, dashed(own, line, ts, curves.length === 1)];
    });
    const shown = logs.x ? ts.filter((x) => x > 0) : ts;
    return {
      ...{ title, across: symbolOf(across.name), series, ts, log: logs.y },
      height: panels.length === 1 ? TALL : LOW,
      ticks: shown.length <= MOST_TICKS ? shown : undefined,
    };
  });
  const caption = [
    `${chosen.condition ? 'Dots: the share' : 'Dots: the mean over runs'}${band.words}.`,
    ...(curvesDiffer(chosen)
      ? [`${xs.length === 1 ? 'Points' : 'Curves'} differ in ${symbolOf(chosen.colour.name)}.`]
      : []),
    ...(xs.length === 1 ? [`There is one ${symbolOf(across.name)} only, so there are no curves.`] : []),
    ...missingInWords(all),
    ...(drawn.length > 1 ? ['Vertical axes differ.'] : []),
    ...(options.fit ? fitsInWords(fits, chosen.condition ? 'share' : 'mean', symbolOf(across.name), logs) : []),
  ];
  return figure({
    title: options.title ?? titleOf(chosen.what, [across]),
    subtitle: subtitleOf(chosen, all, 'a point', options.title),
    caption: caption.join(' '),
    blocks: [curvesBlock(drawn, xs, logs.x)],
  });
}

function curvesDiffer(chosen: Chosen): chosen is Chosen & { readonly colour: Axis } {
  return chosen.colour !== null && chosen.colour.values.length > 1;
}

function isWide(all: readonly Numbers[], geometric: boolean): boolean {
  const values = all.map(({ value }) => value).filter(Number.isFinite);
  const [least, most] = [smallestOf(values), largestOf(values)];
  return geometric && least > 0 && most / least >= WIDE_ENOUGH;
}

interface Curve {
  readonly name: string;
  readonly at: ReadonlyMap<number, Numbers>;
  readonly marks: ReadonlyMap<number, number>;
}

function panelsOf({ groups, colour, panels, numbersOf, placeOf }: Chosen, across: Axis) {
  const of = (axis: Axis | null) => axis?.values ?? [null];
  const within = (group: Group, axis: Axis | null, value: Field) =>
    axis === null || Object.is(group.at[axis.place], value);
  return of(panels).map((panel) => {
    const own = groups.filter((group) => within(group, panels, panel));
    const curves = of(colour).map((value): Curve => {
      const members = own.filter((group) => within(group, colour, value));
      const name = colour && colour.values.length > 1 ? placeInWords(colour.name, value) : '';
      const over = <T>(of: (group: Group) => T) =>
        new Map(members.map((group) => [group.at[across.place] as number, of(group)]));
      return { name, at: over(numbersOf), marks: over(placeOf) };
    });
    return { title: panels ? placeInWords(panels.name, panel) : '', curves };
  });
}

/** What is drawn around a curve, and the words for it behind "Dots: the mean". */
interface Band {
  readonly words: string;
  edges(numbers: Numbers): readonly [number, number] | null;
  /** Whether points have bars of one standard error. */
  readonly bars?: boolean;
}

/** Of points without a line no band is seen: its edges make room for the bars. */
const BARS: Band = {
  words: '; bars: one standard error',
  edges: ({ value, error }) => [value - error, value + error],
  bars: true,
};

function bandOf({ quantiles }: Means, { band }: SweepFigureOptions, { condition, colour }: Chosen): Band {
  if (band === 'none') return { words: '', edges: () => null };
  if (condition) return { words: "; band: Wilson's interval at 95 %", edges: (own) => own.quantiles };
  const [low, high] = [smallestOf(quantiles), largestOf(quantiles)];
  const crowded = (colour?.values.length ?? 1) > MOST_BANDS;
  if (band === 'errors' || !(low < high) || (band === undefined && crowded)) {
    const edges = ({ value, error: own }: Numbers) => [value - WITHIN_95 * own, value + WITHIN_95 * own] as const;
    return { words: '; band: 1.96 standard errors of the mean to either side', edges };
  }
  const words = `; band: from the ${percentile(low)} to the ${percentile(high)} percentile of the runs`;
  return { words, edges: (own) => own.quantiles };
}

function seriesOf({ name, at, marks }: Curve, i: number, count: number, ts: readonly number[], band: Band): Series {
  const edges = ts.map((x) => {
    const own = at.get(x);
    return own === undefined ? null : band.edges(own);
  });
  const few = count <= MOST_NAMES || [0, Math.floor((count - 1) / 2), count - 1].includes(i);
  return {
    name: few ? name : '',
    values: ts.map((x) => finiteOr(at.get(x)?.value, null)),
    marks: ts.map((x) => marks.get(x)),
    joined: true,
    errors: band.bars ? ts.map((x) => finiteOr(at.get(x)?.error, null)) : undefined,
    band: [edges.map((pair) => finiteOr(pair?.[0], Number.NaN)), edges.map((pair) => finiteOr(pair?.[1], Number.NaN))],
    ...(count <= MOST_HUES ? { hue: i } : { shade: PALEST + ((1 - PALEST) * i) / (count - 1) }),
  };
}

function finiteOr<T>(value: number | undefined, otherwise: T): number | T {
  return value !== undefined && Number.isFinite(value) ? value : otherwise;
}

function fitOf({ at }: Curve, ts: readonly number[], logs: Scales) {
  const points = ts.flatMap((x) => {
    const own = at.get(x);
    return own === undefined ? [] : [{ x, y: own.value, standardError: own.error }];
  });
  return slopeOf(points, { logX: logs.x, logY: logs.y });
}

/** The fitted line in the colour of its curve, with its slope as its name where there is room for one. */
function dashed({ hue, shade }: Series, fit: SlopeFit, ts: readonly number[], alone: boolean): Series {
  return {
    ...{
      name: alone ? `slope ${formatNumber(fit.slope)}` : '',
      dashed: true,
      points: false,
      hue: alone ? 1 : hue,
      shade,
    },
    values: ts.map((x) => finiteOr(fit.at(x), null)),
  };
}
