/**
 * Probes: rows behind the tokens that see all of them and themselves, while nothing sees a probe. One engine serves any
 * number of them.
 */

import type { Shape, State, VectorField } from '../core/state.ts';
import type { AttentionFieldParameters } from '../dynamics/attention-field.ts';
import { attentionJacobian } from '../dynamics/attention-jacobian.ts';
import { norm } from '../numerics/sphere.ts';
import type { Rows } from './attention-rows.ts';

/** The shape of tokens and probes together. */
export function withProbes({ n, d }: Shape, probes = 0): Shape {
  return { n: n + probes, d };
}

/**
 * The field of tokens, and behind it that of probes.
 *
 * @param tokens the field of the first n rows of a longer state
 * @param rows holding these rows, or their unit rows, once `tokens` has been computed
 */
export function fieldWithProbes(
  attention: AttentionFieldParameters,
  { n, d }: Shape,
  probes: number,
  tokens: VectorField,
  rows: Rows,
): VectorField {
  const linearize = attentionJacobian(attention, { n, d });
  const u = new Float64Array(d);
  return (t, x, out) => {
    tokens(t, x, out);
    for (let k = 0; k < n; k++) rows.place(k, toUnit(x, k * d));
    for (let k = n; k < n + probes; k++) out.set(linearize(toUnit(x, k * d), rows.sums(u, n)).force, k * d);
  };

  function toUnit(x: State, offset: number): Float64Array {
    const length = norm(x, offset, d);
    for (let i = 0; i < d; i++) u[i] = x[offset + i] / length;
    return u;
  }
}

/** The same rows, deaf to probes. */
export function rowsWithoutProbes({ place, sums, firstSums }: Rows, { n }: Shape): Rows {
  return {
    place(k, u) {
      if (k < n) place(k, u);
    },
    sums,
    firstSums,
  };
}
