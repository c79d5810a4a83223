/** Lines on an axis whose ends are one and the same. Pure. */

/**
 * What a segment from one value to another looks like: itself, or where the short way leads over the end of the axis two
 * pieces that leave it there and come back at the other end.
 *
 * @param period length of the axis; null for an axis with two ends
 * @returns nothing where one of them is NaN, of a token that is not there; else pairs of values, of which some lie beyond the axis and are cut off
 */
export function piecesOf(from: number, to: number, period: number | null): (readonly [number, number])[] {
  if (Number.isNaN(from) || Number.isNaN(to)) return [];
  if (period === null || Math.abs(to - from) <= period / 2) return [[from, to]];
  const turn = to > from ? period : -period;
  return [
    [from, to - turn],
    [from + turn, to],
  ];
}

/** How far two values are apart, by the short way. */
export function apart(a: number, b: number, period: number | null): number {
  const straight = Math.abs(a - b);
  return period === null ? straight : Math.min(straight, period - straight);
}

/** The token whose line is nearest to a value at a frame, the earliest of those that are equally near. */
export function nearestTrack(
  values: Float32Array,
  value: number,
  distance: (a: number, b: number) => number,
): { readonly token: number; readonly away: number } {
  let [token, away] = [0, Infinity];
  for (let k = 0; k < values.length; k++) {
    const apart = distance(values[k], value);
    if (apart < away - 1e-4) [token, away] = [k, apart];
  }
  return { token, away };
}
