/** How many cells a job has: so many that messages do not count, so few that all workers end at about the same time. */

/** Milliseconds of work a job is made for. */
const WORK_MS = 500;
/** Bytes of results a job is made for; those of cells are counted as they are dealt. */
const RESULT_BYTES = 1 << 20;
/** A job more than this much larger than the last one is not risked. */
const GROWTH = 4;
const LARGEST = 4096;

interface Sizes {
  /**
   * Cells of the next job.
   * @param left cells not yet dealt
   * @param hands how many take at the same time: towards the end each gets its part
   */
  next(left: number, hands: number): number;
  /** What a job took that had so many cells. */
  heard(cells: number, ms: number, bytes: number): void;
}

export function sizes(): Sizes {
  let size = 1;
  return {
    next: (left, hands) => Math.max(1, Math.min(size, Math.ceil(left / hands))),
    heard(cells, ms, bytes) {
      if (cells === 0) return;
      const byTime = WORK_MS / Math.max(ms / cells, 1e-3);
      const bySize = RESULT_BYTES / Math.max(bytes / cells, 1);
      const grown = GROWTH * Math.max(cells, 1);
      size = Math.max(1, Math.floor(Math.min(byTime, bySize, Math.max(grown, size), LARGEST)));
    },
  };
}
