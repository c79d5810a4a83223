/** Frames that are worth a point of a line. Pure. */

/**
 * Frames from one on whose places are at least `least` apart, and the last one: what lies between is not seen.
 *
 * @param places where frames are on the line of time, ascending
 */
export function thinned(places: ArrayLike<number>, least: number, from = 0): number[] {
  const { length } = places;
  if (from >= length) return [];
  const kept = [from];
  for (let i = from + 1; i < length; i++)
    if (i === length - 1 || places[i] - places[kept[kept.length - 1]] >= least) kept.push(i);
  return kept;
}

/** Frames where something was measured: elsewhere there is NaN. */
export function measured(values: ArrayLike<number>): number[] {
  const kept: number[] = [];
  for (let i = 0; i < values.length; i++) if (!Number.isNaN(values[i])) kept.push(i);
  return kept;
}

/** The last value that was measured at or before a frame, else the first after it; NaN where there is none. */
export function valueAt(values: ArrayLike<number>, frame: number): number {
  for (let i = Math.min(frame, values.length - 1); i >= 0; i--) if (!Number.isNaN(values[i])) return values[i];
  for (let i = frame + 1; i < values.length; i++) if (!Number.isNaN(values[i])) return values[i];
  return NaN;
}
