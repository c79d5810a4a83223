/** Places spread evenly over many, the same ones every time. */

const GOLDEN_RATIO = 0.6180339887498949;

/** Number i of shares from 0 to 1, not 1 itself, that are as evenly spread as can be, however many there are. */
export function evenShare(i: number): number {
  return (i * GOLDEN_RATIO) % 1;
}

/** At most so many places from 0 to length − 1; the first is among them. */
export function spreadOver(length: number, most: number): number[] {
  const count = length < most ? length : most;
  return [...new Set(Array.from({ length: count }, (_, i) => Math.floor(evenShare(i) * length)))];
}
