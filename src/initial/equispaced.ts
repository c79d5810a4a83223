import * as z from 'zod/mini';
import { mistake } from '../core/errors.ts';
import { parameter } from '../core/parameter.ts';
import { cos, PI, sin } from '../numerics/elementary.ts';
import { random, streams } from '../numerics/random.ts';
import type { InitialLaw } from './initial.ts';

/** Token k (from 0) of n at the angle 2πk/n + jitter·N(0, 1), on the circle. Here token k does depend on n. */
export const equispaced: InitialLaw<{ readonly jitter: number }> = {
  kind: 'equispaced',
  title: 'equally spaced on the circle, with Gaussian jitter',
  parameters: {
    jitter: parameter(z._default(z.number().check(z.minimum(0), z.maximum(10_000)), 0), {
      description: 'standard deviation of the angles around equal spacing, radians (equispaced)',
      expects: 'a number from 0 to 10000, in radians',
      placeholder: 'radians',
    }),
  },
  sample({ jitter }, { n, d }, seed) {
    if (d !== 2) {
      throw mistake('InvalidParameter', {
        key: 'initial',
        subject: '"initial" equispaced',
        expected: 'lie on the circle, in dimension 2',
        came: `${d} came`,
        advice: 'use dimension 2, or uniform',
      });
    }
    const source = random(seed, streams.jitter);
    const x = new Float64Array(2 * n);
    const noise = new Float64Array(1);
    for (let k = 0; k < n; k++) {
      source.normals(k, 0, noise, 1);
      const angle = (2 * PI * k) / n + jitter * noise[0];
      x[2 * k] = cos(angle);
      x[2 * k + 1] = sin(angle);
    }
    return x;
  },
};
