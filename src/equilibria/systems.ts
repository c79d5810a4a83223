/**
 * What Newton's method moves: all tokens of an equation together, or one of causal attention after those that it
 * sees.
 */

import type { Shape, State } from '../core/state.ts';
import type { AttentionFieldParameters } from '../dynamics/attention-field.ts';
import { attentionJacobian, type RowSums } from '../dynamics/attention-jacobian.ts';
import { attentionWholeJacobian, type WholeJacobian } from '../dynamics/attention-whole-jacobian.ts';
import type { Equation } from '../dynamics/equation.ts';
import { referenceRows } from '../dynamics/row-sums.ts';
import { exp } from '../numerics/elementary.ts';
import { frobeniusNorm, multiplyVector, splitIdentity } from '../numerics/matrix.ts';
import { dot } from '../numerics/sphere.ts';
import { jacobianByDifferences, type Slopes } from './differences.ts';
import type { Frame } from './frame.ts';
import type { System } from './newton.ts';

export type Breathe = (share: number) => Promise<void> | undefined;

/** What an analytic Jacobian's entries are off, as a share of the terms that they are sums of. */
export const ROUNDING = 1e-14;

/** Velocities of an equation at time t, by its reference field. */
export function forceOf(equation: Equation, t: number): (x: State) => Float64Array {
  const field = equation.field();
  return (x) => {
    const out = new Float64Array(x.length);
    field(t, x, out);
    return out;
  };
}

/** @param scale a velocity of usual size */
export function wholeSystem(equation: Equation, t: number, scale: number, breathe: Breathe): System {
  const { shape, space, attention } = equation;
  const force = forceOf(equation, t);
  const analytic = attention && attentionWholeJacobian(attention, shape);
  return {
    ...{ shape, space, force },
    slopes: (x, frame) =>
      analytic
        ? columnsOf(analytic(x, frame.basis), frame.size)
        : jacobianByDifferences(force, x, frame, shape, space, scale, breathe),
  };
}

function columnsOf({ jacobian: m, terms }: WholeJacobian, size: number): Slopes {
  const columns = Array.from({ length: size }, (_, j) =>
    Float64Array.from({ length: size }, (__, i) => m[i * size + j]),
  );
  return { columns, error: ROUNDING * terms };
}

/** Tokens of causal attention one after the other: each is placed for those after it when it is done. */
interface Rows {
  place(k: number, u: Float64Array): void;
  /** Token k beside those that were placed before it. */
  system(k: number): System;
}

export function rowsOf(attention: AttentionFieldParameters, shape: Shape): Rows {
  const { d } = shape;
  const rows = referenceRows(attention, shape);
  const linearize = attentionJacobian(attention, shape);
  const terms = sizeOfTerms(attention, shape);
  return {
    place: rows.place,
    system(k) {
      let last: { readonly u: State; readonly jacobian: Float64Array; readonly error: number } | null = null;
      const force = (u: State): Float64Array => {
        const sums = rows.sums(u, k);
        const { force: found, jacobian } = linearize(u, sums);
        last = { u, jacobian: jacobian.slice(), error: ROUNDING * terms(u, sums) };
        return found.slice();
      };
      return {
        ...{ shape: { n: 1, d }, space: 'sphere', force },
        slopes(u, frame) {
          if (last?.u !== u) force(u);
          const { jacobian, error } = last as NonNullable<typeof last>;
          return tangential(jacobian, frame, d, error);
        },
      };
    },
  };
}

/**
 * How large the terms of a row's Jacobian are: all but those of W, V = λI + W, are weighted like the other tokens, and
 * so keep their digits however little is felt of these.
 */
function sizeOfTerms({ beta, queryKey, value, normalization }: AttentionFieldParameters, { n, d }: Shape) {
  const steepness = 1 + beta * frobeniusNorm(queryKey);
  const { rest } = splitIdentity(value, d);
  const [all, own] = [frobeniusNorm(value), rest ? frobeniusNorm(rest) : 0];
  const image = new Float64Array(d);
  return (u: State, { largest, others }: RowSums): number => {
    const total = exp(-largest) + others;
    multiplyVector(queryKey, u, 0, image, d);
    const factor = normalization === 'softmax' ? 1 / total : exp(beta * dot(image, 0, u, 0, d) + largest) / n;
    return steepness * factor * (all * others + own * total);
  };
}

function tangential(jacobian: Float64Array, { each, basis }: Frame, d: number, error: number): Slopes {
  const columns = Array.from({ length: each }, (_, j) => {
    const image = Float64Array.from({ length: d }, (__, i) => dot(jacobian, i * d, basis, j * d, d));
    return Float64Array.from({ length: each }, (__, i) => dot(basis, i * d, image, 0, d));
  });
  return { columns, error };
}
