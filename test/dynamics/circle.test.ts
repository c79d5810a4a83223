import fc from 'fast-check';
import { expect, test } from 'vitest';
import { between, forAllRuns, seeds } from '../support/arbitraries.ts';
import { atAngles, draw } from '../support/draw.ts';
import { largestDifference } from '../support/numeric.ts';
import { odex } from '../support/odex.ts';
import { tokensAfter } from '../support/problems.ts';

const TOLERANCE = 1e-9;

interface Frozen {
  readonly angles: readonly number[];
  readonly weights: readonly number[];
}

/** CSA on the circle in angles: φ̇_k = Z_k^{−1}(Σ_{j<k} h(φ_j − φ_k) + Σ_j a_j h(θ_j − φ_k)), h(x) = e^{β(cos x − 1)} sin x. */
function angularField(beta: number, { angles, weights }: Frozen) {
  return (_t: number, phi: number[]) =>
    phi.map((here, k) => {
      let [pull, z] = [0, 1];
      const feel = (there: number, weight: number) => {
        const attention = weight * Math.exp(beta * (Math.cos(there - here) - 1));
        pull += attention * Math.sin(there - here);
        z += attention;
      };
      for (let j = 0; j < k; j++) feel(phi[j], 1);
      for (const [j, angle] of angles.entries()) feel(angle, weights[j]);
      return pull / z;
    });
}

const cases = fc.record({ n: fc.integer({ min: 2, max: 12 }), beta: between(0, 20), seed: seeds, t: between(0.5, 5) });

function randomAngles(seed: number, n: number): number[] {
  const { uniform } = draw(seed);
  return Array.from({ length: n }, () => 2 * Math.PI * uniform());
}

test('tokens of the plane move as their angles do', async () => {
  await forAllRuns(cases, 25, async ({ n, beta, seed, t }) => {
    const angles = randomAngles(seed, n);
    const wanted = atAngles(odex(angularField(beta, { angles: [], weights: [] }), angles, t));
    expect(largestDifference(await tokensAfter({ beta }, atAngles(angles), 2, t), wanted)).toBeLessThan(TOLERANCE);
  });
});

test('among frozen centers too', async () => {
  await forAllRuns(cases, 15, async ({ n, beta, seed, t }) => {
    const angles = randomAngles(seed, n);
    const frozen = { angles: [0.3, 2, 4.4], weights: [1, 2.5, 0.5] };
    const centers = frozen.angles.map((angle) => [Math.cos(angle), Math.sin(angle)]);
    const wanted = atAngles(odex(angularField(beta, frozen), angles, t));
    const end = await tokensAfter({ beta, centers, weights: frozen.weights }, atAngles(angles), 2, t);
    expect(largestDifference(end, wanted)).toBeLessThan(TOLERANCE);
  });
});
