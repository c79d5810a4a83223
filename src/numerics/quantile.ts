/**
 * The value below which a share q of a sample lies, linear between neighbours: type 7 of Hyndman & Fan (1996), which is
 * NumPy's and R's usual one. Between −∞ or ∞ and a neighbour nothing lies between: there the nearer of both is taken.
 *
 * @param sorted ascending, without NaN
 * @param q from 0 to 1
 * @returns NaN of an empty sample
 */
export function quantile(sorted: ArrayLike<number>, q: number): number {
  const last = sorted.length - 1;
  if (last < 0) return Number.NaN;
  const at = q * last;
  const below = Math.floor(at);
  const [low, high] = [sorted[below], sorted[below < last ? below + 1 : last]];
  const share = at - below;
  if (share === 0 || low === high) return low;
  if (high - low === Infinity) return share < 0.5 ? low : high;
  return low + share * (high - low);
}
