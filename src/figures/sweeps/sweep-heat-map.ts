/** A quantity of a sweep over two axes: a tile a pair of values, one map a value of a third axis. */
import { largestOf, smallestOf } from '../../numerics/extremes.ts';
import type { Means } from '../../sweeps/reductions.ts';
import type { Field } from '../../sweeps/table.ts';
import { type HeatMap, heatMaps } from '../charts/heat-map.ts';
import type { Axis as DrawnAxis } from '../drawing/cartesian.ts';
import { type Figure, figure } from '../drawing/figure.ts';
import { formatNumber, textWidth } from '../drawing/text.ts';
import { isGeometric, labelsOf, placeInWords, symbolOf } from './axes.ts';
import { type Axis, type Chosen, chosenFor, type SweepFigureOptions } from './chosen.ts';
import { numberFigure } from './sweep-number.ts';
import { missingInWords, subtitleOf, titleOf } from './words.ts';

/** Numbers are written on so many tiles at most. */
const MOST_TEXTS = 80;
const [ROW, LEAST_HEIGHT, MOST_HEIGHT] = [26, 80, 340];
/** Room for the names of the rows or columns of a map, about. */
const ROOM = { across: 250, up: 20 } as const;
/** Colours go by logarithms where values are positive and reach over such a factor. */
const WIDE_ENOUGH = 100;

/** @throws ParkadeError as chosenFor does */
export function sweepHeatMap(reduced: Means, options: SweepFigureOptions): Figure {
  const chosen = chosenFor(reduced, options, true);
  const { across, colour, panels } = chosen;
  const all = chosen.groups.map(chosen.numbersOf);
  const finite = all.map(({ value }) => value).filter(Number.isFinite);
  if (across === null || colour === null || finite.length === 0) return numberFigure(chosen, options);
  const [least, most] = [smallestOf(finite), largestOf(finite)];
  const byLog = options.logUp ?? (least > 0 && most / least >= WIDE_ENOUGH);
  const place = (value: number) => {
    if (!Number.isFinite(value)) return Number.NaN;
    if (least === most) return 0.5;
    return byLog ? Math.log(value / least) / Math.log(most / least) : (value - least) / (most - least);
  };
  const maps = (panels?.values ?? [null]).map((panel): HeatMap => {
    const title = panels ? placeInWords(panels.name, panel) : '';
    const { values, marks } = tilesOf(chosen, across, colour, panels, panel);
    return {
      ...{ title, x: axisOf(across, ROOM.across), y: axisOf(colour, Infinity), columns: across.values.length },
      ...{ values: values.map(place), marks },
      ...(values.length <= MOST_TEXTS
        ? { texts: values.map((value) => (Number.isNaN(value) ? '' : formatNumber(value))) }
        : {}),
    };
  });
  const scaled = [across, colour].filter(
    ({ values }) => values.every((v) => typeof v === 'number') && isGeometric(values as number[]),
  );
  const caption = [
    `Colours: the ${chosen.condition ? 'share' : 'mean over runs'} at every pair of values${byLog ? ', on a logarithmic scale' : ''}.`,
    ...(scaled.length > 0
      ? [
          `${scaled.map(({ name }) => symbolOf(name)).join(' and ')} ${scaled.length === 1 ? 'is on a logarithmic scale' : 'are on logarithmic scales'}.`,
        ]
      : []),
    ...(maps.some(({ values }) => values.some(Number.isNaN)) ? ['Tiles that are crossed out have no number.'] : []),
    ...missingInWords(all),
  ];
  return figure({
    title: options.title ?? titleOf(chosen.what, [across, colour]),
    subtitle: subtitleOf(chosen, all, 'a tile', options.title),
    caption: caption.join(' '),
    blocks: [
      heatMaps(maps, {
        ...{ xLabel: symbolOf(across.name), yLabel: symbolOf(colour.name), value: chosen.what },
        ends: [formatNumber(least), formatNumber(most)],
        height: Math.max(LEAST_HEIGHT, Math.min(MOST_HEIGHT, ROW * colour.values.length)),
      }),
    ],
  });
}

/** Rows from the lower end, NaN where there is nothing, and the groups that the tiles are of. */
function tilesOf(
  { groups, numbersOf, placeOf }: Chosen,
  across: Axis,
  up: Axis,
  panels: Axis | null,
  panel: Field,
): { readonly values: number[]; readonly marks: (number | undefined)[] } {
  const width = across.values.length;
  const values = new Array<number>(width * up.values.length).fill(Number.NaN);
  const marks = new Array<number | undefined>(values.length).fill(undefined);
  for (const group of groups) {
    if (panels !== null && !Object.is(group.at[panels.place], panel)) continue;
    const [column, row] = [across, up].map(({ place, values: own }) => own.indexOf(group.at[place]));
    const at = row * width + column;
    [values[at], marks[at]] = [numbersOf(group).value, placeOf(group)];
  }
  return { values, marks };
}

/** Tiles are equally wide, whatever their values; every value has a tick, or every second, third, … where many. */
function axisOf({ values }: Axis, room: number): DrawnAxis {
  const labels = labelsOf(values);
  const widest = largestOf(labels.map((label) => textWidth(label, 11))) + 8;
  const fits = room === Infinity ? MOST_HEIGHT / ROOM.up : room / widest;
  const stride = Math.max(1, Math.ceil(values.length / fits));
  const ticks = values.flatMap((_, i) => (i % stride === 0 ? [i + 0.5] : []));
  return { domain: [0, values.length], ticks, format: (tick) => labels[Math.floor(tick)] ?? '' };
}
