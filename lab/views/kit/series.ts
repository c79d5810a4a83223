/** Series of a film as lines over a clock. Pure. */
import type { Film } from '../../engine/film.ts';
import type { SeriesName } from '../../engine/protocol.ts';
import type { Clock } from '../../state/clock.ts';
import { measured } from './thin.ts';
import type { Points } from './time-chart.ts';

/** The frames at which the first of the series was measured, and the values of all of them there. */
export function pointsOf(
  film: Film | null,
  { placeOf }: Clock,
  names: readonly SeriesName[],
): Points & { readonly frames: readonly number[] } {
  if (film === null) return { frames: [], places: [], values: names.map(() => []) };
  const { ts } = film;
  const frames = measured(film.series(names[0]));
  return {
    frames,
    places: frames.map((frame) => placeOf(ts[frame])),
    values: names.map((name) => {
      const series = film.series(name);
      return frames.map((frame) => series[frame]);
    }),
  };
}
