/**
 * Cells of the sphere: whoever looks for points within a reach of a given point finds them in the cells near it. Cells are
 * numbered by buckets; several cells may share one, since whatever a bucket holds is compared by distance anyway.
 */

export interface Cells {
  /** Buckets are 0 … count − 1. */
  readonly count: number;
  /** Whether cells as fine as the reach allows would need more buckets than there are. */
  readonly crowded: boolean;
  /**
   * buckets ← those that hold every point within reach of a unit row, its own first. One may come twice.
   * @returns how many there are, at most `MOST_NEAR`
   */
  near(row: Float64Array, buckets: Int32Array): number;
}

/** One for all: what finer cells come to where they are shadows that many points share. */
export const oneCell: Cells = {
  count: 1,
  crowded: false,
  near(_row, buckets) {
    buckets[0] = 0;
    return 1;
  },
};

export const MOST_NEAR = 27;

/** What rounding may add to a distance, relative to it and in all: rows are unit to 1e-12, and so are cells placed. */
export const RELATIVE_ROOM = 1e-9;
export const ROOM = 1e-11;
