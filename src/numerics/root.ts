/** Where a continuous function changes its sign within a step. */
import { larger, smaller } from './elementary.ts';

/** A θ is found to this accuracy relative to itself, and to this much near 0: a step is no more accurate. */
const RELATIVE = 1e-9;
const SMALLEST = 1e-15;
const MOST_LOOKS = 150;

/**
 * The root of g in (0, 1], given its values of opposite sign at 0 and 1, by inverse quadratic interpolation where three
 * points promise that it works, by halving elsewhere. Returns the end of the last interval where g has the sign of
 * g(1), or null when g could not be computed.
 *
 * Chandrupatla, Advances in Engineering Software 28 (1997).
 */
export async function rootWithin(
  g: (theta: number) => Promise<number | null>,
  atStart: number,
  atEnd: number,
): Promise<number | null> {
  // The root lies between x1 and x2; x3 is the point before.
  let [x1, f1] = [0, atStart];
  let [x2, f2] = [1, atEnd];
  let t = atStart / (atStart - atEnd);
  for (let look = 0; look < MOST_LOOKS; look++) {
    const width = Math.abs(x2 - x1);
    const least = (SMALLEST + RELATIVE * larger(x1, x2)) / 2 / width;
    if (least >= 0.5) break;
    const x = x1 + smaller(1 - least, larger(least, t)) * (x2 - x1);
    const f = await g(x);
    if (f === null) return null;
    let [x3, f3] = [x1, f1];
    if (f > 0 !== f1 > 0) {
      [x3, f3] = [x2, f2];
      [x2, f2] = [x1, f1];
    }
    [x1, f1] = [x, f];
    t = nextShare(x1, f1, x2, f2, x3, f3);
  }
  return f1 > 0 === atEnd > 0 ? x1 : x2;
}

/** Where between x1 and x2 to look next. */
function nextShare(x1: number, f1: number, x2: number, f2: number, x3: number, f3: number): number {
  const xi = (x1 - x2) / (x3 - x2);
  const phi = (f1 - f2) / (f3 - f2);
  if (!(phi * phi < xi && (1 - phi) * (1 - phi) < 1 - xi)) return 0.5;
  return (f1 / (f2 - f1)) * (f3 / (f2 - f3)) + ((x3 - x1) / (x2 - x1)) * (f1 / (f3 - f1)) * (f2 / (f3 - f2));
}
