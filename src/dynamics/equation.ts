/** An equation resolved: what a run, its backend and its measurements ask of it, read once. */
import type { AttentionShares, Shape, Space, VectorField } from '../core/state.ts';
import type { AttentionFieldParameters } from './attention-field.ts';
import type { DynamicsDefinition, Pieces, Resolved } from './dynamics.ts';
import { type Dynamics, dynamicsRegistry, spaceOf } from './index.ts';
import type { RowSystem } from './row-system.ts';

export interface Equation {
  /** The equation as plain JSON. */
  readonly dynamics: Dynamics;
  readonly shape: Shape;
  readonly space: Space;
  /** What kernels compute it from; null where it is not attention. */
  readonly attention: AttentionFieldParameters | null;
  /** Of an equation that jumps in time. */
  readonly pieces: Pieces<Equation> | null;
  /** The reference field, made anew on every call: it has memory of its own. */
  field(): VectorField;
  /** What a layer with a residual connection adds; null where the equation has no such layers. */
  output(): VectorField | null;
  /** What implicit steps of a causal composition are solved with; null where there is no such thing. */
  rows(): Promise<RowSystem | null> | null;
  /** Whom a token attends to, by how much; made anew on every call. */
  shares(): AttentionShares;
  /** For another number of tokens, with what was read before: only of attention, which does not depend on it. */
  withTokens(n: number): Equation;
}

/**
 * The equation for tokens of a shape.
 * @throws ParkadeError InvalidParameter where parameters and shape do not fit together
 */
export function resolveEquation(dynamics: Dynamics, shape: Shape): Equation {
  const { kind, parameters } = dynamics;
  const definition = dynamicsRegistry[kind] as DynamicsDefinition<typeof parameters>;
  return equationOf(dynamics, shape, definition.resolve(parameters, shape));
}

function equationOf(dynamics: Dynamics, shape: Shape, resolved: Resolved): Equation {
  const { attention = null, pieces } = resolved;
  return {
    ...{ dynamics, shape, attention, space: spaceOf(dynamics) },
    pieces: pieces
      ? {
          ...pieces,
          equation(index) {
            const { resolved: piece, ...plain } = pieces.equation(index);
            return equationOf(plain as Dynamics, shape, piece);
          },
        }
      : null,
    field: () => resolved.field(shape),
    output: () => resolved.output?.(shape) ?? null,
    rows: () => resolved.rows?.(shape) ?? null,
    shares: () => resolved.shares(shape),
    withTokens: (n) => equationOf(dynamics, { n, d: shape.d }, resolved),
  };
}
