/** The plug-in contract of an equation: which parameters it has, and its right-hand side as plain as code can be. */
import type { z } from 'zod';
import type { Shape, Space, VectorField } from '../core/state.ts';
import type { AttentionFieldParameters } from './attention-field.ts';

/** Pieces of time, numbered from 0, in each of which another equation holds. */
export interface Pieces<Equation> {
  /** The piece that a time lies in, the later one where two meet. */
  indexAt(t: number): number;
  endOf(index: number): number;
  /** One of the registry, whose field does not depend on time. */
  equation(index: number): Equation;
}

export interface DynamicsDefinition<Parameters> {
  readonly kind: string;
  readonly title: string;
  /** The right-hand side, in TeX. */
  readonly equation: string;
  readonly source: string;
  /** The keys that this equation adds to a run specification, each with its description, expectation and default. */
  readonly parameters: z.ZodRawShape;
  /** Where its tokens live: on the sphere unless told. Equations of R^d have a parameter `initialRadius` (euclidean.ts). */
  space?(parameters: Parameters): Space;
  /** What it is in a few words, for captions; `kind` unless told. */
  label?(parameters: Parameters): string;
  /** @throws ParkadeError InvalidParameter when parameters and shape do not fit together */
  validate(parameters: Parameters, shape: Shape): void;
  /** For equations that are attention: what the kernels of other backends compute from. */
  attention?(parameters: Parameters, shape: Shape): AttentionFieldParameters;
  /** For equations that jump in time: steps end where pieces do. */
  pieces?(parameters: Parameters): Pieces<{ readonly kind: string; readonly parameters: object }>;
  /** The reference field: the definition of correct. */
  field(parameters: Parameters, shape: Shape): VectorField;
}
