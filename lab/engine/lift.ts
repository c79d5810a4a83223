/** From a place on the stage back to a row of tokens: the inverse of how they are shown. Pure. */

/**
 * The row of d numbers that is shown at a place. On circle and sphere it is the place itself, in R^d with the length
 * that the row had. In more than three dimensions a row keeps what lies across the three directions that are shown, made
 * longer or shorter so that the whole has the length it had.
 *
 * @param place [shown], of length 1 on circle and sphere and at most 1 in more dimensions
 * @param old the row that is moved; the place itself is what matters where there is none
 * @param directions [3, d], orthonormal; null up to three dimensions
 */
export function lifted(
  place: ArrayLike<number>,
  old: Float64Array | null,
  directions: Float64Array | null,
  d: number,
): Float64Array {
  const length = old === null ? 1 : lengthOf(old) || 1;
  const row = new Float64Array(d);
  if (directions === null) {
    const size = lengthOf(place) || 1;
    for (let i = 0; i < d; i++) row[i] = (place[i] / size) * length;
    return row;
  }
  const size = lengthOf(place);
  const inside = size > 1 ? 1 / size : 1;
  const rest = restOf(old ?? row, directions, d);
  const restLength = lengthOf(rest);
  const missing = Math.sqrt(Math.max(0, 1 - (inside * size) ** 2));
  for (let i = 0; i < d; i++) {
    row[i] = restLength > 1e-12 ? (missing * rest[i]) / restLength : 0;
    for (let c = 0; c < 3; c++) row[i] += inside * place[c] * directions[c * d + i];
  }
  const whole = lengthOf(row) || 1;
  for (let i = 0; i < d; i++) row[i] *= length / whole;
  return row;
}

/** What of a row lies across the directions. */
function restOf(row: Float64Array, directions: Float64Array, d: number): Float64Array {
  const rest = row.slice();
  for (let c = 0; c < 3; c++) {
    let along = 0;
    for (let i = 0; i < d; i++) along += row[i] * directions[c * d + i];
    for (let i = 0; i < d; i++) rest[i] -= along * directions[c * d + i];
  }
  return rest;
}

function lengthOf(row: ArrayLike<number>): number {
  let square = 0;
  for (let i = 0; i < row.length; i++) square += row[i] * row[i];
  return Math.sqrt(square);
}
