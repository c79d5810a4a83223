/** What a sweep would take, from a timed sample of its cells. */

import { toJson } from '../../core/json.ts';
import { largestOf, smallestOf } from '../../numerics/extremes.ts';
import type { SweepPlan } from '../../sweeps/plan.ts';
import { spreadOver } from '../../sweeps/spread.ts';
import { computeSweepCell } from './sweep-cell.ts';

interface SweepEstimate {
  readonly cells: number;
  /** How many cells were timed. */
  readonly sample: number;
  /** Mean, least and greatest of the sample. */
  readonly secondsACell: number;
  readonly quickest: number;
  readonly slowest: number;
  /** Of all cells on so many threads. */
  readonly seconds: number;
  /** Bytes, of all threads. */
  readonly memory: number;
  /** Bytes. */
  readonly disk: number;
  /** Why cells of the sample make no run, each sentence once. */
  readonly refused: readonly string[];
}

/** Cells at most, and seconds after which no other is begun. */
const MOST = 24;
const LONG_ENOUGH = 5;
/** What the program takes, and what each thread takes beside its cells: measured, bytes. */
const PROGRAM = 90e6;
const THREAD = 40e6;

/**
 * Cells spread evenly over the plan; the first is computed twice, since it loads the program.
 */
export async function estimateSweep(plan: SweepPlan, threads: number): Promise<SweepEstimate> {
  const begun = performance.now();
  const times: number[] = [];
  const refused = new Set<string>();
  let bytes = 0;
  await computeSweepCell(plan.at(0).cell);
  const before = process.memoryUsage().rss;
  for (const index of spreadOver(plan.length, MOST)) {
    const { cell } = plan.at(index);
    const { value, seconds, run } = await computeSweepCell(cell);
    times.push(seconds);
    bytes += toJson(value).length + 50 + (run ? 8 * run.trajectory.xs.length : 0);
    if (value.error !== null) refused.add(value.error);
    if (performance.now() - begun > 1000 * LONG_ENOUGH) break;
  }
  const secondsACell = times.reduce((sum, time) => sum + time, 0) / times.length;
  const grown = Math.max(0, process.memoryUsage().rss - before);
  return {
    cells: plan.length,
    sample: times.length,
    secondsACell,
    quickest: smallestOf(times),
    slowest: largestOf(times),
    seconds: (secondsACell * plan.length) / Math.min(threads, plan.length),
    memory: PROGRAM + threads * (THREAD + grown),
    disk: (bytes / times.length) * plan.length,
    refused: [...refused],
  };
}
