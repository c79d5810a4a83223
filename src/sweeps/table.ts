/** What a sweep's results are read as: named columns, and rows that come one after another. */

/** What a field of a table may be: text, a number (NaN and infinities too), a truth, or nothing. */
export type Field = string | number | boolean | null;

export interface Column {
  /** 'beta', 'seed', 'clusters@10'. */
  readonly name: string;
  readonly kind: 'text' | 'whole' | 'number' | 'flag';
  /** A sentence or phrase with the unit, for people. */
  readonly what: string;
}

/** Rows come one after another, so a million of them need no memory. */
export interface SweepTable {
  readonly columns: readonly Column[];
  /** May be gone through again. */
  rows(): Iterable<readonly Field[]>;
  readonly length: number;
}
