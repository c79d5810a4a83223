/**
 * Attention with rotary positions: Qx_k and Kx_j are turned by angles in proportion to their positions, in pairs of
 * coordinates, so that scores feel j − k only,
 *
 *   ẋ_k = P_{x_k}( (1/Z_k) Σ_j e^{β⟨R_k Qx_k, R_j Kx_j⟩} V x_j ),   R_k turns pair i by k·a·b^{−2i/d}, i = 0 … d/2 − 1,
 *
 * with base b and the angle a of the first pair. With odd d the last coordinate is not turned, and d − 1 stands in the
 * exponent.
 */
import * as z from 'zod/mini';
import { invalid } from '../core/errors.ts';
import { parameter } from '../core/parameter.ts';
import type { Shape } from '../core/state.ts';
import { cos, power, sin } from '../numerics/elementary.ts';
import { type AttentionParameters, attentionParameters, resolveMatrices } from './attention.ts';
import { attentionHead, fieldOnSphere, linearProjections, type Projections, sharesOf } from './attention-head.ts';
import type { DynamicsDefinition } from './dynamics.ts';

export interface RotaryParameters extends AttentionParameters {
  readonly base: number;
  readonly angle: number;
}

/** Sines and cosines are known up to here (numerics/elementary.ts). */
const LARGEST_ANGLE = 1e6;

export const rotary: DynamicsDefinition<RotaryParameters> = {
  kind: 'rotary',
  title: 'attention with rotary positions',
  equation:
    '\\dot x_k = P_{x_k}\\Big(\\tfrac1{Z_k}\\sum_{j\\in S_k} e^{\\beta\\langle R_kQx_k,R_jKx_j\\rangle} V x_j\\Big)',
  source: 'RoFormer: arXiv:2104.09864',
  parameters: {
    ...attentionParameters,
    base: parameter(z._default(z.number().check(z.minimum(1)), 10_000), {
      symbol: 'b',
      description: 'base b of the rotary angles: pair i turns by angle·b^{−2i/d} a position (default: 10000) (rotary)',
      expects: 'a finite number ≥ 1',
      placeholder: 'number',
    }),
    angle: parameter(z._default(z.number().check(z.minimum(0)), 1), {
      description:
        'by how much the first pair of coordinates turns from one position to the next, radians (default: 1) (rotary)',
      expects: 'a finite angle ≥ 0',
      placeholder: 'radians',
    }),
  },
  label: ({ base, angle }) => `rotary positions, base ${base}${angle === 1 ? '' : `, angle ${angle}`}`,
  resolve(parameters, { n, d }) {
    const { beta, mask, normalization } = parameters;
    const { query, key, value } = resolveMatrices(parameters, { d });
    refuseFarTurns(parameters, n);
    const headOf = (shape: Shape) => {
      const project = turned(linearProjections(beta, query, key, shape), parameters, shape);
      return attentionHead(project, { value, mask, normalization }, shape);
    };
    return {
      field(shape) {
        const head = headOf(shape);
        return fieldOnSphere(shape, head.place, (k, _t, y) => {
          head.attend(k);
          head.pull(y);
        });
      },
      shares: (shape) => sharesOf(headOf(shape)),
    };
  },
};

function refuseFarTurns({ angle }: RotaryParameters, n: number): void {
  if (angle * n <= LARGEST_ANGLE) return;
  const expected = `be at most ${LARGEST_ANGLE / n} for ${n} tokens, so that the last one is turned by 1e6 radians at most`;
  throw invalid('angle', expected, `came as ${angle}`, 'give a smaller one');
}

/** Queries and keys turned by the angles of their positions, counted from 0. */
function turned(project: Projections, { base, angle }: RotaryParameters, { n, d }: Shape): Projections {
  const pairs = Math.floor(d / 2);
  const cosines = new Float64Array(n * pairs);
  const sines = new Float64Array(n * pairs);
  for (let i = 0; i < pairs; i++) {
    const frequency = angle * power(base, -i / pairs);
    for (let k = 0; k < n; k++) {
      cosines[k * pairs + i] = cos(k * frequency);
      sines[k * pairs + i] = sin(k * frequency);
    }
  }

  function turn(rows: Float64Array): void {
    for (let k = 0; k < n; k++) {
      for (let i = 0; i < pairs; i++) {
        const at = k * d + 2 * i;
        const [c, s] = [cosines[k * pairs + i], sines[k * pairs + i]];
        const first = rows[at];
        rows[at] = c * first - s * rows[at + 1];
        rows[at + 1] = s * first + c * rows[at + 1];
      }
    }
  }

  return (t, x, queries, keys) => {
    project(t, x, queries, keys);
    turn(queries);
    turn(keys);
  };
}
