/** Dynamic metastability of full attention: caps that hold, and an energy like a staircase. */
import { ensembleEnergy } from '../analysis/energy.ts';
import { atan2, cos, exp, larger, log, PI, sin, smaller } from '../core/elementary.ts';
import { random, streams } from '../core/random.ts';
import { squaredChord } from '../core/sphere.ts';
import { seedGroups } from '../experiment.ts';
import { curves } from '../figures/index.ts';
import { run } from '../run.ts';
import {
  hasPlateau,
  latestGatheringTime,
  leastEscapeTime,
  mergerJump,
  plateauEnergy,
  type SeparatedCaps,
  separation,
} from '../theory/metastability.ts';
import { tokensAt } from '../trajectory.ts';
import { identity, noViolation } from './comparison.ts';
import * as p from './parameters.ts';
import { predictedAndMeasured } from './predicted-and-measured.ts';
import { statement } from './statement.ts';

const CAPS = 3;
const LAMBDA = 0.5;

/** The angle φ with 1 − cos φ = ε. */
function capAngle(epsilon: number): number {
  return 2 * atan2(Math.sqrt(epsilon / 2), Math.sqrt(1 - epsilon / 2));
}

/** Three caps equally far on the circle. */
function capsOf({ beta, tokens, epsilon }: { beta: number; tokens: number; epsilon: number }): SeparatedCaps {
  return { tokens, beta, epsilon, alpha: cos((2 * PI) / CAPS - 2 * capAngle(2 * epsilon)) };
}

interface CapsCell {
  readonly beta: number;
  readonly tokens: number;
  readonly epsilon: number;
  readonly seeds: readonly number[];
}

/** Largest values over a run. */
interface CapsValue {
  /** 1 − ⟨x_i, w_q⟩ over 2ε, up to the least T₂. */
  readonly strayed: number;
  /** Squared distance within a cap over 2e^{−λβ}, from the latest T₁ on. */
  readonly width: number;
}

function arePossible({ beta, epsilon }: { readonly beta: number; readonly epsilon: number }): boolean {
  return beta > 1 && epsilon < 1 / 16;
}

export const separatedCaps = statement({
  id: 'separated-caps',
  says: 'Full attention with Q = K = V = I, β > 1: tokens in (β, ε)-separated caps S_q(ε) stay in S_q(2ε) up to T₂ ≥ (ε/n)e^{(1−α)β}, and squared distances within a cap are at most 2e^{−λβ} from T₁ ≤ 2ne^{8εβ} + enλβ²/(β−1) to T₂. Here three caps on the circle, λ = ½.',
  source: 'arXiv:2410.06833, the theorem on dynamic metastability',
  test: 'random tokens in the caps, 60 saved times up to the least T₂: how far they leave their caps, how wide caps are after the latest T₁',
  expected: 'holds',
  parameters: { beta: p.beta(14), tokens: p.tokens(12), epsilon: p.epsilon(0.01), runs: p.runs(4), seed: p.seed() },
  hypotheses(given) {
    const possible = arePossible(given);
    return [
      { says: 'β > 1, ε < 1/16', met: possible },
      {
        says: '1 − α − 8ε − β^{−1} log(2n²/ε) > 0: the caps are separated',
        met: possible && separation(capsOf(given)) > 0,
      },
      { says: 'the bound of T₁ is below that of T₂', met: possible && hasPlateau(capsOf(given), LAMBDA) },
    ];
  },
  // Where there are no times T₁ and T₂ there is nothing to run.
  cells: ({ seed, runs, ...setting }): CapsCell[] =>
    arePossible(setting) ? seedGroups(seed, runs, 2).map((seeds) => ({ ...setting, seeds })) : [],
  async compute({ seeds, ...setting }: CapsCell): Promise<CapsValue[]> {
    const { beta, tokens, epsilon } = setting;
    const caps = capsOf(setting);
    const [from, to] = [latestGatheringTime(caps, LAMBDA), leastEscapeTime(caps)];
    const centers = Float64Array.from({ length: CAPS }, (_, q) => (2 * PI * q) / CAPS);
    const values: CapsValue[] = [];
    for (const seed of seeds) {
      const initial = inCaps(tokens, epsilon, seed);
      const saveAt = [...Array.from({ length: 60 }, (_, i) => to * exp((i - 59) / 6)), from].sort((a, b) => a - b);
      const { trajectory } = await run({ beta, initial, mask: 'full', saveAt, observe: 'none', rtol: 1e-7 });
      let [strayed, width] = [0, 0];
      trajectory.ts.forEach((t, i) => {
        const x = tokensAt(trajectory, i);
        for (let k = 0; k < tokens; k++) {
          const w = Float64Array.of(cos(centers[k % CAPS]), sin(centers[k % CAPS]));
          strayed = larger(strayed, squaredChord(x, 2 * k, w, 0, 2) / 2 / (2 * epsilon));
          if (t < from) continue;
          for (let j = k % CAPS; j < k; j += CAPS) {
            width = larger(width, squaredChord(x, 2 * k, x, 2 * j, 2) / (2 * exp(-LAMBDA * beta)));
          }
        }
      });
      values.push({ strayed, width });
    }
    return values;
  },
  judge(values) {
    const all = values.flat();
    const tally = (ratios: readonly number[]) => ({
      cases: ratios.length,
      violations: ratios.filter((ratio) => ratio > 1).length,
      worst: Math.max(...ratios),
    });
    return [
      noViolation('tokens within S_q(2ε) up to T₂', tally(all.map(({ strayed }) => strayed))),
      noViolation('squared distances at most 2e^{−λβ} from T₁ to T₂', tally(all.map(({ width }) => width))),
    ];
  },
});

/** Angles of tokens, the k-th in cap k mod 3, uniform there. */
function inCaps(n: number, epsilon: number, seed: number): number[] {
  const draw = random(seed, streams.tokens);
  const pair = new Float64Array(2);
  return Array.from({ length: n }, (_, k) => {
    draw.uniforms(k, 0, pair);
    return (2 * PI * (k % CAPS)) / CAPS + capAngle(epsilon) * (2 * pair[0] - 1);
  });
}

/** Clusters of full attention, by size and angle; the first two meet long before the third joins them. */
const STAIRS = { sizes: [3, 4, 5], angles: [0, 0.9, 2.6] } as const;
const TOKENS = STAIRS.sizes.reduce((sum, size) => sum + size, 0);

export const energyStaircase = statement({
  id: 'energy-staircase',
  says: 'Under full attention with Q = K = V = I the energy climbs a staircase: at clusters of sizes m_i, Φ_β = n^{−2} Σ e^{β(⟨x_i, x_j⟩ − 1)} is Σ(m_i/n)², and a merger of a and b adds 2m_a m_b/n². Here 3, 4 and 5 tokens, of which the first two clusters meet.',
  source: 'arXiv:2410.06833, the staircase of the energy',
  erratum:
    'Printed for E_β ≤ 1/(2β), a scale that E_β = e^β Φ_β/(2β) exceeds everywhere once β > log n; Φ_β is in (0, 1].',
  test: 'Φ_β at 40 times of a run: the step before, the rise, no decrease beyond 1e-9; finite β leaves 2(m_a m_b/n²)e^{−β(1−cos θ)} of each pair of clusters',
  expected: 'fails as printed, holds corrected',
  parameters: { beta: p.beta(16), until: p.until(2000) },
  hypotheses: ({ beta }) => [{ says: 'β ≫ 1', met: beta >= 12 }],
  cells: (cell) => [cell],
  async compute({ beta, until }: { beta: number; until: number }): Promise<(readonly [t: number, energy: number])[]> {
    const initial = STAIRS.sizes.flatMap((size, i) => new Array<number>(size).fill(STAIRS.angles[i]));
    const spec = {
      beta,
      initial,
      mask: 'full',
      saveAt: `log:${smaller(1, until / 10)}:${until}:40`,
      observe: 'none',
    } as const;
    const { trajectory } = await run({ ...spec, rtol: 1e-8 });
    const { shape } = trajectory.problem;
    return Array.from(trajectory.ts, (t, i) => [t, ensembleEnergy(tokensAt(trajectory, i), shape, beta)] as const);
  },
  judge([steps], { beta }) {
    const energies = steps.map(([, energy]) => energy);
    const [a, b, c] = STAIRS.sizes;
    const rise = mergerJump(a, b, TOKENS);
    const before = plateauEnergy([a, b, c]);
    const [first, last] = [energies[0], energies[energies.length - 1]];
    const left = 4 * rise * exp(-beta * (1 - cos(STAIRS.angles[1])));
    const falls = energies.slice(1).map((energy, i) => energies[i] - energy);
    return [
      identity('Φ_β at t = 1', before, first, left, 'finite β'),
      identity('rise of Φ_β by the merger', rise, last - first, left, 'finite β'),
      noViolation('Φ_β never falls', {
        cases: falls.length,
        violations: falls.filter((fall) => fall > 1e-9).length,
        worst: Math.max(0, ...falls) / 1e-9,
      }),
      noViolation(
        'E_β ≤ 1/(2β)',
        {
          cases: energies.length,
          violations: energies.filter((energy) => log(energy) + beta > 0).length,
        },
        'printed',
      ),
      noViolation(
        'Φ_β ≤ 1',
        { cases: energies.length, violations: energies.filter((energy) => energy > 1).length },
        'corrected',
      ),
    ];
  },
  draw([steps]) {
    const [a, b, c] = STAIRS.sizes;
    return curves({
      title: 'The energy as two of three clusters meet',
      caption:
        'Φ_β over log t as clusters of 3 and 4 tokens meet, one of 5 apart; dashed the steps Σ(m_i/n)² before and after.',
      ts: [],
      logTime: true,
      panels: [
        predictedAndMeasured({
          ...{ title: 'Φ_β', across: 'time t', logAcross: true },
          predicted: [
            { name: `${a} + ${b} and ${c}`, at: () => plateauEnergy([a + b, c]), dashed: true },
            { name: `${a}, ${b} and ${c}`, at: () => plateauEnergy([a, b, c]), dashed: true },
          ],
          measured: [{ name: '', points: steps }],
        }),
      ],
    });
  },
});
