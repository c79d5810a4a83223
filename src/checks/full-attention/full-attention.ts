/** What full attention (SA, USA) keeps and increases. */
import { ensembleEnergy } from '../../analysis/energy.ts';
import { exp, larger } from '../../numerics/elementary.ts';
import { type Comparison, identity } from '../kit/comparison.ts';
import { withVelocities } from '../kit/hypotheses.ts';
import * as p from '../kit/parameters.ts';
import { largestOf } from '../kit/runs.ts';
import {
  angularSpeeds,
  fastestOf,
  rateAlong,
  type Setting,
  scaledPartitionSums,
  settingOf,
  squaredSpeeds,
} from '../kit/setting.ts';
import { statement } from '../kit/statement.ts';

interface Draws {
  readonly beta: number;
  readonly tokens: number;
  readonly dimension: number;
  readonly runs: number;
  readonly seed: number;
}

/** Largest deviations over all draws. */
interface Deviations {
  readonly sa: number;
  readonly usa: number;
}

/** Central differences of Φ over 1e-5/(1 + β): at most 1e-9 from β = 0 to 3000. */
const ALLOWED = 1e-8;

function full({ beta, tokens, dimension, seed }: Draws, normalization: 'softmax' | 'count'): Setting {
  return settingOf({ beta, tokens, dimension, seed, mask: 'full', normalization });
}

/** The largest deviations over all draws. */
function overDraws({ runs, seed }: Draws, deviation: (seed: number) => Deviations): Deviations {
  let [sa, usa] = [0, 0];
  for (let i = 0; i < runs; i++) {
    const found = deviation(seed + i);
    [sa, usa] = [larger(sa, found.sa), larger(usa, found.usa)];
  }
  return { sa, usa };
}

export const energyIncreases = statement({
  id: 'energy-increases',
  says: 'Under full attention with Q = K = V = I the energy E_β grows: at the rate (1/n)Σ|ẋ_i|² for USA, (1/n²)ΣZ_i|ẋ_i|² for SA.',
  source: 'arXiv:2312.10794, §3',
  test: 'largest difference of dΦ/dt (Φ = 2βe^{−β}E_β, central differences) and the dissipation over random tokens, over the speed of the fastest token where that is above 1',
  expected: 'holds',
  parameters: { beta: p.beta(3), tokens: p.tokens(10), dimension: p.dimension(3), runs: p.runs(200), seed: p.seed() },
  hypotheses: ({ beta }) => [{ says: 'β > 0', met: beta > 0 }, withVelocities(beta)],
  cells: (draws): Draws[] => [draws],
  compute: (draws: Draws): Deviations =>
    overDraws(draws, (seed) => {
      const { beta, tokens: n } = draws;
      const energy = (x: Float64Array) => ensembleEnergy(x, { n, d: draws.dimension }, beta);
      const [sa, usa] = [full({ ...draws, seed }, 'softmax'), full({ ...draws, seed }, 'count')];
      const z = scaledPartitionSums(sa, beta, 'full');
      // Φ̇ = 2βe^{−β}Ė; USA carries e^{β} in its velocities, SA in Z_i = e^{β}·(scaled Z_i).
      const ofSa = (2 * beta * squaredSpeeds(sa).reduce((sum, speed, k) => sum + z[k] * speed, 0)) / (n * n);
      const ofUsa = (2 * beta * exp(-beta) * squaredSpeeds(usa).reduce((sum, speed) => sum + speed, 0)) / n;
      const off = (setting: Setting, dissipation: number) =>
        Math.abs(rateAlong(setting, energy, beta) - dissipation) / larger(1, fastestOf(setting));
      return { sa: off(sa, ofSa), usa: off(usa, ofUsa) };
    }),
  judge: (values) => bothOf(values, 'dΦ/dt − dissipation'),
});

export const conservedAngles = statement({
  id: 'conserved-angles',
  says: 'On the circle USA conserves Σθ_i, and SA has ΣZ_i θ̇_i = 0.',
  source: 'derived; arXiv:2312.10794, §3 for the circle',
  test: 'largest |Σθ̇_i| (USA) and |ΣZ_iθ̇_i|e^{−β} (SA) over random tokens',
  expected: 'holds',
  parameters: { beta: p.beta(3), tokens: p.tokens(10), runs: p.runs(200), seed: p.seed() },
  hypotheses: ({ beta }) => [withVelocities(beta)],
  cells: (draws): Draws[] => [{ ...draws, dimension: 2 }],
  compute: (draws: Draws): Deviations =>
    overDraws(draws, (seed) => {
      const [sa, usa] = [full({ ...draws, seed }, 'softmax'), full({ ...draws, seed }, 'count')];
      const z = scaledPartitionSums(sa, draws.beta, 'full');
      const sum = (setting: Setting, weight: (k: number) => number) =>
        Math.abs(angularSpeeds(setting).reduce((total, speed, k) => total + weight(k) * speed, 0));
      // Velocities of USA are of size e^β.
      return { sa: sum(sa, (k) => z[k]), usa: sum(usa, () => exp(-draws.beta)) };
    }),
  judge: (values) => bothOf(values, 'weighted sum of θ̇_i', 1e-12, 'n terms of rounding'),
});

function bothOf(
  values: readonly Deviations[],
  what: string,
  allowed = ALLOWED,
  because = 'finite differences',
): Comparison[] {
  return [
    identity(`SA: ${what}`, 0, largestOf(values.map(({ sa }) => sa)), allowed, because),
    identity(`USA: ${what}`, 0, largestOf(values.map(({ usa }) => usa)), allowed, because),
  ];
}
