/** An engine over slots in ordinary memory, for every backend whose fields read and write such arrays. */

import type { Engine } from '../core/engine.ts';
import type { Shape, Space, State, VectorField } from '../core/state.ts';
import { larger } from '../numerics/elementary.ts';
import { dot, exponential, norm, normalizeMovedRows } from '../numerics/sphere.ts';

/** @param slots state-sized arrays, zero at first */
export function slotEngine(field: VectorField, shape: Shape, slots: readonly State[], space: Space = 'sphere'): Engine {
  const { n, d } = shape;
  const size = n * d;
  return {
    write: (slot, x) => slots[slot].set(x),
    read: (slot, into) => into.set(slots[slot]),
    field: (t, x, out) => field(t, slots[x], slots[out]),
    combine(out, x, coefficients, terms) {
      const target = slots[out];
      if (x === null) target.fill(0);
      else if (x !== out) target.set(slots[x]);
      for (let s = 0; s < coefficients.length; s++) {
        const coefficient = coefficients[s];
        const term = slots[terms[s]];
        if (coefficient !== 0) for (let i = 0; i < size; i++) target[i] += coefficient * term[i];
      }
    },
    normalize(x, from) {
      if (space === 'sphere') normalizeMovedRows(slots[x], slots[from], shape);
    },
    exponential: (out, x, v) => exponential(slots[x], slots[v], slots[out], shape),
    errorNorm(e, { rtol, atol }, x) {
      const error = slots[e];
      let largest = 0;
      if (space === 'euclidean') {
        for (let k = 0; k < n; k++) {
          const allowed = atol + rtol * norm(slots[x], k * d, d);
          largest = larger(largest, norm(error, k * d, d) / allowed);
        }
        return largest;
      }
      for (let k = 0; k < n; k++) largest = larger(largest, dot(error, k * d, error, k * d, d));
      return Math.sqrt(largest) / (atol + rtol);
    },
    finite: (x) => slots[x].every(Number.isFinite),
    dispose: () => {},
  };
}
