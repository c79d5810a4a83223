/** The plug-in contract of an equation: which parameters it has, and its right-hand side as plain as code can be. */
import type { z } from 'zod';
import type { Shape, Space, VectorField } from '../core/state.ts';
import type { AttentionFieldParameters } from './attention-field.ts';

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
  /** The reference field: the definition of correct. */
  field(parameters: Parameters, shape: Shape): VectorField;
}
