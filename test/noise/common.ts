/** Noise that all tokens have in common, with as many paths as asked for; shared by a short and a long suite. */
import { expect, test } from 'vitest';
import { commonMotion } from '../../src/backends/common-noise.ts';
import { SIGMAS } from './brownian-step.ts';
import { gegenbauers, heatMoments, meansOf } from './sphere-laws.ts';

/** Of the parts that a step is gone through in; an estimate for degree 4 on the circle is 4·10⁻⁵. */
const OF_PARTS = 1e-4;

function* ends(paths: number, x: readonly number[], d: number, kappa: number, dt: number, steps: number) {
  for (let seed = 1; seed <= paths; seed++) {
    const rows = Float64Array.from(x);
    const motion = commonMotion({ n: x.length / d, d }, kappa, seed);
    for (let i = 0; i < steps; i++) motion(i * dt, dt, rows);
    yield rows;
  }
}

/** Dimensions, and how far a step goes in each. */
export const SOME: readonly (readonly [d: number, s: number])[] = [
  [2, 0.5],
  [3, 0.25],
  [6, 1 / 16],
];

export function describeCommonNoise(paths: number, steps = SOME): void {
  test.each(steps)('every token alone is a Brownian motion, degree 1 to 4: d = %i after s = %f', (d, s) => {
    // Off the axes, along which the boosts go.
    const x = Array.from({ length: d }, (_, i) => (i + 1) / Math.sqrt((d * (d + 1) * (2 * d + 1)) / 6));
    const kappa = 4;
    function* moments() {
      for (const y of ends(paths, x, d, kappa, s * kappa, 1)) {
        yield gegenbauers(
          d,
          y.reduce((sum, entry, i) => sum + entry * x[i], 0),
        );
      }
    }
    meansOf(moments()).forEach(({ mean, error }, i) => {
      const exact = heatMoments(d, s)[i];
      expect(Math.abs(mean - exact), `degree ${i + 1}: ${mean}, exactly ${exact}`).toBeLessThan(
        SIGMAS * error + OF_PARTS,
      );
    });
  });

  /**
   * With c = ⟨x, y⟩: L = (2/κ₀)(1 − c)((1 − c²)∂² + (d − 2 − c)∂), from d⟨x, y⟩ by Itô's formula, so that L log(1 − c) = −2(d − 1)/κ₀ whatever c
   * is: distances |x − y| shrink at the rate (d − 1)/κ₀.
   */
  test.each([2, 3, 5])('E log |x − y|² falls like −2(d − 1)t/κ₀, d = %i', (d) => {
    const [kappa, dt, steps] = [4, 0.125, 4];
    const angle = 2;
    const rest = Array.from({ length: d - 2 }, () => 0);
    const x = [0.6, 0.8, ...rest];
    const y = [0.6 * Math.cos(angle) - 0.8 * Math.sin(angle), 0.8 * Math.cos(angle) + 0.6 * Math.sin(angle), ...rest];
    function* distances() {
      for (const rows of ends(paths, [...x, ...y], d, kappa, dt, steps)) {
        let sum = 0;
        for (let i = 0; i < d; i++) sum += (rows[i] - rows[d + i]) ** 2;
        yield [Math.log(sum)];
      }
    }
    const [{ mean, error }] = meansOf(distances());
    const exact = Math.log(2 - 2 * Math.cos(angle)) - (2 * (d - 1) * dt * steps) / kappa;
    expect(Math.abs(mean - exact), `${mean}, exactly ${exact}`).toBeLessThan(SIGMAS * error + OF_PARTS);
  });
}
