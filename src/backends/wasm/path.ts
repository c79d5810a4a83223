/** The plug-in contract of one way to compute rows of the field in WebAssembly memory. */
import type { Shape } from '../../core/state.ts';
import type { AttentionFieldParameters } from '../../dynamics/attention-field.ts';
import type { FieldName } from '../backend.ts';
import type { Common } from './common.ts';
import type { Costs } from './costs.ts';
import type { RowKernels } from './kernels.ts';
import type { Plan, WebAssemblyMemory } from './memory.ts';

export interface PathSetting {
  readonly shape: Shape;
  readonly attention: AttentionFieldParameters;
  /** The rows of the path end before this one: under the causal mask it sees no more tokens than that. */
  readonly to: number;
  /** Bound of a row beyond which the row is done directly. */
  readonly accuracy: number;
  /** Where the parameters and tokens that all paths share lie. */
  readonly common: Common;
}

/** A path with its place in memory. */
export interface PlacedPath {
  /** Writes its tables, once. */
  fill(memory: WebAssemblyMemory): void;
  /**
   * Its kernel: called with the parameters, `block`, from, to, out it writes out_k for from ≤ k < to, `from` a multiple
   * of 16.
   */
  readonly kernel: keyof RowKernels;
  /** The address of its own block of settings; 0 when it has none. */
  readonly block: number;
  /** Of all calls so far: the largest stated error bound of a row, and the rows done directly since theirs failed. */
  report(memory: WebAssemblyMemory): { readonly errorBound: number; readonly directRows: number };
}

export interface PathDefinition {
  readonly name: Exclude<FieldName, 'auto'>;
  /** The only dimension that it covers, when there is one. */
  readonly dimension?: number;
  /** What results call it, when not by its name. */
  readonly label?: string;
  /** Why the path does not cover a problem, in half a sentence, or null when it does. */
  refusal(attention: AttentionFieldParameters, shape: Shape): string | null;
  /** The smallest bound that a row can have, when accuracy is absolute; 0 when it is relative. */
  leastBound(attention: AttentionFieldParameters, shape: Shape): number;
  /**
   * The share of a row's work that every row costs, though it goes another way: what the later ones read is summed over
   * all.
   */
  readonly sumShare?: number;
  /** The cost of row k, nondecreasing in k, but for that share. */
  cost(attention: AttentionFieldParameters, shape: Shape, costs: Costs): (k: number) => number;
  /** Where to cut the rows so that this many threads have equal work: `threads − 1` ascending multiples of 16. */
  cuts(from: number, to: number, threads: number, mask: 'causal' | 'full'): number[];
  place(plan: Plan, setting: PathSetting): PlacedPath;
}
