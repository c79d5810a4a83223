/**
 * The rule by which `field: auto` chooses how to compute the rows of a field: each block of rows takes the path that
 * costs least there, by models of the cost of row k that know k, d and β, never n or the machine. So the first k rows
 * of a causal field go the same ways, and have the same bits, whatever follows them. Under the full mask every row
 * costs as much as the last one.
 */

/** Rows are given to paths in blocks of this size. */
const ROW_BLOCK = 16;

/** What row k costs on a path, in units that all paths share. Nondecreasing in k. */
interface Candidate<Path> {
  readonly path: Path;
  cost(k: number): number;
}

/** Rows from `from` up to the next segment's go along this path. */
export interface Segment<Path> {
  readonly path: Path;
  readonly from: number;
}

/**
 * @param candidates paths by how well they scale, worst first; rows change to a later one where it is cheaper, never
 *   back
 * @returns segments in row order, the first from 0
 */
export function chooseSegments<Path>(
  candidates: readonly Candidate<Path>[],
  n: number,
  mask: 'causal' | 'full',
): Segment<Path>[] {
  const cheapest = (from: number, k: number): number => {
    let best = from;
    for (let i = from + 1; i < candidates.length; i++) if (candidates[i].cost(k) < candidates[best].cost(k)) best = i;
    return best;
  };
  if (mask === 'full') return [{ path: candidates[cheapest(0, n)].path, from: 0 }];
  let current = cheapest(0, 0);
  const segments = [{ path: candidates[current].path, from: 0 }];
  for (let k = ROW_BLOCK; k < n && current < candidates.length - 1; k += ROW_BLOCK) {
    const next = cheapest(current, k);
    if (next !== current) segments.push({ path: candidates[next].path, from: k });
    current = next;
  }
  return segments;
}
