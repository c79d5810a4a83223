/**
 * How fast forces change along the motion of noisy tokens, as a rate: the root mean square of |f(x′) − f(x)| over that
 * of |x′ − x|, for moves by noise, each token its own way, or by the forces themselves, all together; whichever is
 * larger.
 */

import type { State } from '../core/state.ts';
import { larger } from '../numerics/elementary.ts';

interface SteepnessMeter {
  /** Tokens where noise has taken them, and the forces there; [n, d] both, copied. */
  afterNoise(x: State, f: State): void;
  /** The same where forces have taken them from there. */
  afterForces(x: State, f: State): void;
  /** 0 before any move. */
  value(): number;
}

export function steepnessMeter(size: number): SteepnessMeter {
  const [before, forces] = [new Float64Array(size), new Float64Array(size)];
  const noise = { moved: 0, changed: 0 };
  const drift = { moved: 0, changed: 0 };
  let known = false;

  function compare(sums: { moved: number; changed: number }, x: State, f: State): void {
    for (let i = 0; i < size; i++) {
      sums.moved += (x[i] - before[i]) * (x[i] - before[i]);
      sums.changed += (f[i] - forces[i]) * (f[i] - forces[i]);
    }
  }

  return {
    afterNoise(x, f) {
      if (known) compare(noise, x, f);
      before.set(x);
      forces.set(f);
      known = true;
    },
    afterForces: (x, f) => compare(drift, x, f),
    value: () => larger(rate(noise), rate(drift)),
  };
}

function rate({ moved, changed }: { readonly moved: number; readonly changed: number }): number {
  return moved === 0 ? 0 : Math.sqrt(changed / moved);
}
