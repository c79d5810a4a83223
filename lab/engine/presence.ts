/** How many tokens there are along an edited run, which of them stand still, and where each began. Pure. */

/** What this asks of an edit. */
interface EditLike {
  readonly t: number;
  readonly kind: string;
  readonly token?: number;
  readonly x?: number | ArrayLike<number>;
}

/** The most tokens that are ever there at once, from n at the beginning. */
export function mostTokens(n: number, edits: readonly EditLike[]): number {
  let [now, most] = [n, n];
  for (const { kind } of edits) {
    if (kind === 'add') now++;
    if (kind === 'remove') now--;
    if (now > most) most = now;
  }
  return most;
}

/** Where each token first is, [most, d]: the initial tokens, then those that were added. */
export function firstPlaces(initial: Float64Array, d: number, edits: readonly EditLike[]): Float64Array {
  const first = [...initial];
  let n = initial.length / d;
  for (const { kind, x } of edits) {
    if (kind === 'remove') n--;
    if (kind !== 'add') continue;
    n++;
    if (n * d > first.length) first.push(...rowOf(x, d));
  }
  return Float64Array.from(first);
}

function rowOf(x: EditLike['x'], d: number): number[] {
  if (typeof x === 'number') return [Math.cos(x), Math.sin(x)];
  const row = Array.from(x ?? new Float64Array(d));
  return row.length === d ? row : [...new Float64Array(d)];
}

/** Tokens that stand still at a time, edits of that time done. */
export function frozenAt(edits: readonly EditLike[], t: number, n: number): ReadonlySet<number> {
  const frozen = new Set<number>();
  let now = n;
  for (const { t: at, kind, token } of edits) {
    if (at > t) break;
    if (kind === 'add') now++;
    else if (kind === 'remove') frozen.delete(--now);
    else if (kind === 'freeze') frozen.add(token as number);
    else if (kind === 'release') frozen.delete(token as number);
  }
  return frozen;
}

/** How many tokens are there at a time, edits of that time done. */
export function tokensAt(edits: readonly EditLike[], t: number, n: number): number {
  let now = n;
  for (const { t: at, kind } of edits) {
    if (at > t) break;
    if (kind === 'add') now++;
    if (kind === 'remove') now--;
  }
  return now;
}
