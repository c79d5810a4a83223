/** Where a continuous function changes its sign within a step. */
import { smaller } from '../core/elementary.ts';

/** A θ is found to this accuracy relative to itself and to 1: a step is no more accurate. */
const RELATIVE = 1e-9;
const SMALLEST = 1e-15;
const MOST_LOOKS = 80;

/**
 * The root of g in (0, 1], given its values of opposite sign at 0 and 1: the Illinois variant of regula falsi, halving the
 * interval where that does not shrink it enough. Returns the end of the last interval, where g has the sign of g(1), or null
 * when g could not be computed.
 *
 * Dowell & Jarratt, BIT 11 (1971).
 */
export async function rootWithin(
  g: (theta: number) => Promise<number | null>,
  atStart: number,
  atEnd: number,
): Promise<number | null> {
  let [low, high] = [0, 1];
  let [gLow, gHigh] = [atStart, atEnd];
  let side = 0;
  let halved = 0.5;
  for (let look = 0; look < MOST_LOOKS && high - low > SMALLEST + RELATIVE * high; look++) {
    const width = high - low;
    const slope = gHigh - gLow;
    // Every second look, an interval that two looks did not halve is halved: flat roots would take hundreds.
    const slow = look % 2 === 1 && width > halved;
    if (look % 2 === 1) halved = slow ? width / 4 : width / 2;
    let theta = slow || slope === 0 ? low + width / 2 : high - (gHigh * width) / slope;
    const margin = 0.25 * (SMALLEST + RELATIVE * high);
    if (!(theta > low + margin)) theta = low + smaller(2 * margin, width / 2);
    if (!(theta < high - margin)) theta = high - smaller(2 * margin, width / 2);
    const value = await g(theta);
    if (value === null) return null;
    if (value > 0 === atEnd > 0) {
      [high, gHigh] = [theta, value];
      if (side === 1) gLow /= 2;
      side = 1;
    } else {
      [low, gLow] = [theta, value];
      if (side === -1) gHigh /= 2;
      side = -1;
    }
  }
  return high;
}
