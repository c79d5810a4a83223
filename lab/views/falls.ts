/** Where a quantity that a gradient flow would only let grow goes down. Pure. */

export interface Fall {
  /** The last values before and at the end of the fall, as places in the list. */
  readonly from: number;
  readonly to: number;
  /** By how much, > 0. */
  readonly drop: number;
}

/** Changes smaller than this share of the largest value are rounding of single precision. */
const ROUNDING = 2e-6;

/** The stretches over which values only fall, by more than they are rounded. */
export function fallsOf(values: readonly number[]): Fall[] {
  const least = ROUNDING * values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  const falls: Fall[] = [];
  for (let i = 1; i < values.length; i++) {
    if (!(values[i] < values[i - 1])) continue;
    const from = i - 1;
    while (i + 1 < values.length && values[i + 1] < values[i]) i++;
    const drop = values[from] - values[i];
    if (drop > least) falls.push({ from, to: i, drop });
  }
  return falls;
}
