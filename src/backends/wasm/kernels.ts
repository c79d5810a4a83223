/** What the compiled kernels export (assembly/index.ts); all numbers but row indices are addresses. */

/**
 * Rows from ≤ k < to of the field by one path, whose settings lie at `block`; the tokens were normalised just before.
 */
type RowKernel = (parameters: number, block: number, from: number, to: number, out: number) => void;

export interface RowKernels {
  readonly direct: RowKernel;
  readonly local: RowKernel;
  readonly circleHarmonics: RowKernel;
  readonly sphereHarmonics: RowKernel;
  readonly blocked: RowKernel;
  readonly blockedSingle: RowKernel;
  readonly lowSingle: RowKernel;
}

/** In the order of the numbers by which threads call them. */
export const rowKernelNames: readonly (keyof RowKernels)[] = [
  'direct',
  'local',
  'circleHarmonics',
  'sphereHarmonics',
  'blocked',
  'blockedSingle',
  'lowSingle',
];

export interface Kernels extends RowKernels {
  normalize(parameters: number, x: number): void;
  /** Row k alone. */
  directRow(parameters: number, k: number, out: number): void;
  /**
   * What an implicit step sums for a token at `work` over the first `seen` rows and the centers; the spread, if not
   * asked, may be left out.
   */
  rowSums(parameters: number, work: number, seen: number, withSpread: boolean): void;
  /** A linear combination of states, described at an address. */
  combine(combination: number): void;
  /** The largest squared length of the n rows of d numbers at an address. */
  largestRow(e: number, n: number, d: number): number;
  /** For tests of the exponentials. */
  exponentials(v: number, count: number, natural: number, to: number): void;
  exponentialsSingle(u: number, count: number, to: number): void;
}
