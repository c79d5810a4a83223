/** What can be asked of points of the sphere, and of places that exclude each other. */

/** Points of the sphere, no two of them within reach of each other. */
export interface Places {
  /** Their coordinates, [size, d], in the order in which they came, those removed since among them. */
  rows(): Float64Array;
  /** Adds a unit row unless a point is within reach of it; true if it was added. */
  park(row: Float64Array): boolean;
  /** Takes every point within reach out, telling its number. */
  remove(row: Float64Array, removed: (point: number) => void): void;
}

/** Points of the sphere that may lie as near to each other as they like. */
export interface Points extends Places {
  /** Adds a unit row. */
  add(row: Float64Array): void;
  /** The number of a point within reach, or −1. */
  find(row: Float64Array): number;
  /** Tells every point within reach, and its squared chord; a point may come twice. */
  each(row: Float64Array, visit: (point: number, square: number) => void): void;
}
