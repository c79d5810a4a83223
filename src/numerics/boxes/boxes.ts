/**
 * Boxes of the sphere: whoever looks for points within a reach of a given point finds them in the boxes near it. Boxes
 * are numbered by buckets; several boxes may share one, since whatever a bucket holds is compared by distance anyway.
 */

export interface Boxes {
  /** Buckets are 0 … count − 1. */
  readonly count: number;
  /** Whether boxes as fine as the reach allows would need more buckets than there are. */
  readonly crowded: boolean;
  /**
   * buckets ← those that hold every point within reach of a unit row, its own first. One may come twice.
   * @returns how many there are, at most `MOST_NEAR`
   */
  near(row: Float64Array, buckets: Int32Array): number;
}

/** One for all: what finer boxes come to where they are shadows that many points share. */
export const oneBox: Boxes = {
  count: 1,
  crowded: false,
  near(_row, buckets) {
    buckets[0] = 0;
    return 1;
  },
};

export const MOST_NEAR = 27;

/** What rounding may add to a distance, relative to it and in all: rows are unit to 1e-12, and so are boxes placed. */
export const RELATIVE_ROOM = 1e-9;
export const ROOM = 1e-11;
