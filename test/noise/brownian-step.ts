/** The step of private noise against the heat kernel, with as many draws as asked for; shared by a short and a long suite. */
import { expect, test } from 'vitest';
import { privateIncrements, privateMotion } from '../../src/backends/private-noise.ts';
import { uniformTokens } from '../support/draw.ts';
import { heatMoments, meansOf, momentsOfRows } from './sphere-laws.ts';

/** Four standard errors, of some hundred means: a chance of one in a hundred and fifty that one is outside. */
export const SIGMAS = 4.5;

function moved(n: number, d: number, kappa: number, dt: number, steps: number, seed: number) {
  const shape = { n, d };
  const x = uniformTokens(seed, n, d);
  const y = x.slice();
  const motion = privateMotion(shape, kappa, privateIncrements(shape, seed));
  for (let i = 0; i < steps; i++) motion(i * dt, dt, y);
  return { x, y };
}

export function describeFreeMotion(draws: number): void {
  // Up to the longest step that is allowed, κ/2.
  test.each([2, 3, 6, 16].flatMap((d) => [[d, 0.5, 1] as const, [d, 1 / 16, 2] as const, [d, 1 / 256, 8] as const]))(
    'moments of degree 1 to 4, d = %i, dt = %f κ, %i steps',
    (d, share, steps) => {
      const kappa = 4;
      const { x, y } = moved(draws, d, kappa, share * kappa, steps, 7);
      meansOf(momentsOfRows(x, y, d)).forEach(({ mean, error }, i) => {
        const exact = heatMoments(d, share * steps)[i];
        expect(Math.abs(mean - exact) / error, `degree ${i + 1}: ${mean}, exactly ${exact}`).toBeLessThan(SIGMAS);
      });
    },
  );

  // The cases that were wrong: heun had 0.490, 0.413, 0.372, then 0.128, then 0.490.
  test.each([
    [3, 4, 0.5, 2, 0.368],
    [3, 4, 0.125, 2, 0.368],
    [3, 4, 0.0078125, 2, 0.368],
    [6, 4, 0.125, 2, 0.082],
    [2, 5, 0.5, 4, 0.449],
  ])('⟨x(t), x(0)⟩ for d = %i, κ = %f, dt = %f, t = %f is %f', (d, kappa, dt, t, rounded) => {
    const exact = Math.exp((-(d - 1) * t) / kappa);
    expect(exact).toBeCloseTo(rounded, 3);
    const { x, y } = moved(draws, d, kappa, dt, t / dt, 11);
    const [{ mean, error }] = meansOf(momentsOfRows(x, y, d));
    expect(Math.abs(mean - exact) / error, `${mean}, exactly ${exact}`).toBeLessThan(SIGMAS);
  });
}
