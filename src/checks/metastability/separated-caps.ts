/** Dynamic metastability of full attention: caps that hold their tokens. */

import { seedGroups } from '../../core/experiment.ts';
import { atan2, cos, exp, larger, PI, sin } from '../../numerics/elementary.ts';
import { random, streams } from '../../numerics/random.ts';
import { squaredChord } from '../../numerics/sphere.ts';
import {
  hasPlateau,
  latestGatheringTime,
  leastEscapeTime,
  type SeparatedCaps,
  separation,
} from '../../theory/metastability.ts';
import { noneAbove } from '../kit/comparison.ts';
import * as p from '../kit/parameters.ts';
import { type Course, completedRun, eachSeed, ended } from '../kit/runs.ts';
import { statement } from '../kit/statement.ts';

/** Equally far on the circle. */
const CAPS = 3;
/** λ of the width of caps. */
const LAMBDA = 0.5;

/** The angle φ with 1 − cos φ = ε. */
function capAngle(epsilon: number): number {
  return 2 * atan2(Math.sqrt(epsilon / 2), Math.sqrt(1 - epsilon / 2));
}

interface Caps {
  readonly beta: number;
  readonly tokens: number;
  readonly epsilon: number;
}

/** Three caps equally far on the circle. */
function capsOf({ beta, tokens, epsilon }: Caps): SeparatedCaps {
  return { tokens, beta, epsilon, alpha: cos((2 * PI) / CAPS - 2 * capAngle(2 * epsilon)) };
}

interface CapsCell extends Caps {
  readonly seeds: readonly number[];
}

/** Largest values over a run; above 1 they are more than allowed. */
interface CapsValue {
  /** 1 − ⟨x_i, w_q⟩ over 2ε, up to the least T₂. */
  readonly strayed: number;
  /** Squared distance within a cap over 2e^{−λβ}, from the latest T₁ to the least T₂; null where that is earlier. */
  readonly width: number | null;
}

export const separatedCaps = statement({
  id: 'separated-caps',
  says: 'Full attention with Q = K = V = I, β > 1: tokens in (β, ε)-separated caps S_q(ε) stay in S_q(2ε) up to T₂ ≥ (ε/n)e^{(1−α)β}, and squared distances within a cap are at most 2e^{−λβ} from T₁ ≤ 2ne^{8εβ} + enλβ²/(β−1) to T₂. Here three caps on the circle, λ = ½.',
  source: 'arXiv:2410.06833, the theorem on dynamic metastability',
  test: 'random tokens in the caps, 60 saved times up to the least T₂: how far they leave their caps, how wide caps are after the latest T₁',
  expected: 'holds',
  parameters: { beta: p.beta(14), tokens: p.tokens(12), epsilon: p.epsilon(0.01), runs: p.runs(4), seed: p.seed() },
  hypotheses(given) {
    const { beta, epsilon } = given;
    const possible = beta > 1 && epsilon < 1 / 16;
    const last = possible ? leastEscapeTime(capsOf(given)) : 0;
    return [
      { says: 'β > 1, ε < 1/16', met: possible, essential: true },
      { says: 'runs reach T₂: it is below 1e300', met: last < 1e300, essential: true },
      {
        says: '1 − α − 8ε − β^{−1} log(2n²/ε) > 0: the caps are separated',
        met: possible && separation(capsOf(given)) > 0,
      },
      { says: 'the bound of T₁ is below that of T₂', met: possible && hasPlateau(capsOf(given), LAMBDA) },
    ];
  },
  cells: ({ seed, runs, ...setting }): CapsCell[] => seedGroups(seed, runs, 2).map((seeds) => ({ ...setting, seeds })),
  compute({ seeds, ...setting }: CapsCell): Promise<(CapsValue | null)[]> {
    const { beta, tokens, epsilon } = setting;
    const caps = capsOf(setting);
    const [from, to] = [latestGatheringTime(caps, LAMBDA), leastEscapeTime(caps)];
    // Of T₁ too there is a state, unless T₂ is before it.
    const own = Array.from({ length: 60 }, (_, i) => to * exp((i - 59) / 6));
    const saveAt = from < to ? [...own, from].sort((a, b) => a - b) : own;
    return eachSeed(seeds, async (seed) => {
      const initial = inCaps(tokens, epsilon, seed);
      const course = await completedRun({ beta, initial, mask: 'full', saveAt, rtol: 1e-7 });
      return course && strayedAndWidth(course, setting, from);
    });
  },
  judge(values) {
    const { found, open } = ended(values.flat());
    const widths = ended(found.map(({ width }) => width));
    return [
      noneAbove(
        'tokens within S_q(2ε) up to T₂',
        found.map(({ strayed }) => strayed),
        open,
      ),
      noneAbove('squared distances at most 2e^{−λβ} from T₁ to T₂', widths.found, open + widths.open),
    ];
  },
});

function strayedAndWidth({ ts, shape: { n }, at }: Course, { beta, epsilon }: Caps, from: number): CapsValue {
  const centers = Array.from({ length: CAPS }, (_, q) => (2 * PI * q) / CAPS);
  const axes = centers.map((angle) => Float64Array.of(cos(angle), sin(angle)));
  let strayed = 0;
  let width: number | null = null;
  ts.forEach((t, i) => {
    const x = at(i);
    for (let k = 0; k < n; k++) {
      strayed = larger(strayed, squaredChord(x, 2 * k, axes[k % CAPS], 0, 2) / 2 / (2 * epsilon));
      if (t < from) continue;
      width ??= 0;
      for (let j = k % CAPS; j < k; j += CAPS) {
        width = larger(width, squaredChord(x, 2 * k, x, 2 * j, 2) / (2 * exp(-LAMBDA * beta)));
      }
    }
  });
  return { strayed, width };
}

/** Angles of tokens, the k-th in cap k mod 3, uniform there. */
function inCaps(n: number, epsilon: number, seed: number): number[] {
  const draw = random(seed, streams.tokens);
  const pair = new Float64Array(2);
  return Array.from({ length: n }, (_, k) => {
    draw.uniforms(k, 0, pair);
    return (2 * PI * (k % CAPS)) / CAPS + capAngle(epsilon) * (2 * pair[0] - 1);
  });
}
