/** What a sweep comes to, as a table: a row a cell or a row a group of cells. */

/** What a field of a table may be: text, a number (NaN and infinities too), a truth, or nothing. */
export type Field = string | number | boolean | null;

export interface Column {
  /** `beta`, `seed`, `clusters@10`. */
  readonly name: string;
  readonly kind: 'text' | 'whole' | 'number' | 'flag';
  /** A phrase with the unit, for people. */
  readonly what: string;
}

/** Rows come one after another, so a million of them need no memory. */
export interface SweepTable {
  readonly columns: readonly Column[];
  /** May be gone through again. */
  rows(): Iterable<readonly Field[]>;
  readonly length: number;
}
