/**
 * Where rows are cut so that threads have equal work. Bits never depend on it: a row is computed by one thread, as it
 * would be alone.
 */
import { smaller } from '../../numerics/elementary.ts';

/**
 * The nearest multiple of 16 where rows that end before `to` may be cut: rounded up beyond it, a kernel would write
 * past the last row.
 */
function toBlock(row: number, to: number): number {
  return 16 * smaller(Math.floor(row / 16 + 0.5), Math.floor(to / 16));
}

/** For rows that cost in proportion to what they see: k under the causal mask, so equal areas of a triangle. */
export function triangleCuts(from: number, to: number, threads: number, mask: 'causal' | 'full'): number[] {
  return Array.from({ length: threads - 1 }, (_, i) => {
    const share = (i + 1) / threads;
    if (mask === 'full') return toBlock(from + share * (to - from), to);
    return toBlock(Math.sqrt(from * from + share * (to * to - from * from)), to);
  });
}

/**
 * For rows that all cost the same, after every token before the first of them was added to sums at `sumShare` of that
 * cost: a thread that starts at s does s·sumShare + (its rows). Under the full mask every thread adds all tokens.
 */
export function prefixCuts(
  from: number,
  to: number,
  threads: number,
  mask: 'causal' | 'full',
  sumShare: number,
): number[] {
  // end_i − start_i + sumShare·start_i = w: start_{i+1} = w + keep·start_i
  const keep = mask === 'full' ? 1 : 1 - sumShare;
  let whole = 0;
  let power = 1;
  for (let i = 0; i < threads; i++) {
    whole += power;
    power *= keep;
  }
  const work = (to - from * power) / whole;
  const cuts: number[] = [];
  let start = from;
  for (let i = 1; i < threads; i++) {
    start = work + keep * start;
    cuts.push(toBlock(start, to));
  }
  return cuts;
}
