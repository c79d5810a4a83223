/** The plug-in contract of an equation: which parameters it has, and its right-hand side as plain as code can be. */
import type * as z from 'zod/mini';
import type { AttentionShares, Shape, Space, VectorField } from '../core/state.ts';
import type { AttentionFieldParameters } from './attention-field.ts';
import type { RowSystem } from './row-system.ts';

/** Pieces of time, numbered from 0, in each of which another equation holds. */
export interface Pieces<Equation> {
  /** The piece that a time lies in, the later one where two meet. */
  indexAt(t: number): number;
  endOf(index: number): number;
  /** One of the registry, whose field does not depend on time. */
  equation(index: number): Equation;
}

/** An equation with its parameters read: matrices drawn or filled, shapes checked. */
export interface Resolved {
  /** For equations that are attention: what the kernels of other backends compute from. It does not depend on n. */
  readonly attention?: AttentionFieldParameters;
  /** For equations that jump in time: steps end where pieces do. */
  readonly pieces?: Pieces<{ readonly kind: string; readonly parameters: object; readonly resolved: Resolved }>;
  /** The reference field, the definition of correct, for tokens of the dimension that was resolved. */
  field(shape: Shape): VectorField;
  /** Of compositions: what a layer with a residual connection adds, not projected. */
  output?(shape: Shape): VectorField;
  /** Of compositions whose tokens feel their predecessors only: what implicit steps are solved with; null of others. */
  rows?(shape: Shape): Promise<RowSystem | null>;
  /** Whom a token attends to; with several heads their mean. */
  shares(shape: Shape): AttentionShares;
}

export interface DynamicsDefinition<Parameters> {
  readonly kind: string;
  readonly title: string;
  /** The right-hand side, in TeX. */
  readonly equation: string;
  readonly source: string;
  /** The keys that this equation adds to a run specification, each with its description, expectation and default. */
  readonly parameters: z.core.$ZodShape;
  /**
   * Where its tokens live: on the sphere by default. Equations of R^d have a parameter `initialRadius` (euclidean.ts).
   */
  space?(parameters: Parameters): Space;
  /** Of equations of R^d: what initial tokens, unit rows, are multiplied by; `initialRadius` by default. */
  radius?(parameters: Parameters): number;
  /** What it is in a few words, for captions; `kind` by default. */
  label?(parameters: Parameters): string;
  /**
   * Reads the parameters for tokens of a shape, once a run.
   * @throws ParkadeError InvalidParameter where parameters and shape do not fit together
   */
  resolve(parameters: Parameters, shape: Shape): Resolved;
}
