/** Tokens in a narrow cone, under three normalisation schemes: that they cluster, and how fast. */
import { cos, log, sin } from '../core/elementary.ts';
import { random, streams } from '../core/random.ts';
import { dot, normalizeRow, normalizeRows, squaredChord } from '../core/sphere.ts';
import type { Shape, State } from '../core/state.ts';
import { run } from '../run.ts';
import { coneWidth, coneWidthAsPrinted } from '../theory/normalization-schemes.ts';
import { tokensAt } from '../trajectory.ts';
import { identity, noViolation } from './comparison.ts';
import { directionsOf } from './normalization.ts';
import * as p from './parameters.ts';
import { type Setting, settingOf } from './setting.ts';
import { statement } from './statement.ts';

/** −d log Var/dt with Var = n^{−2} Σ_{i<j} |θ_i − θ_j|²; 0 where it stands still. */
function contraction(setting: Setting): number {
  const {
    shape: { n, d },
    x,
    velocity,
  } = directionsOf(setting);
  let [variance, change] = [0, 0];
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      for (let c = 0; c < d; c++) {
        const apart = x[i * d + c] - x[j * d + c];
        variance += apart * apart;
        change += 2 * apart * (velocity[i * d + c] - velocity[j * d + c]);
      }
    }
  }
  return 0 - change / variance; // 0, not −0, at rest
}

/** Rows within an angle of the first axis, uniform in that angle. */
function coneRows(n: number, d: number, angle: number, seed: number): number[][] {
  const draw = random(seed, streams.tokens);
  const pair = new Float64Array(2);
  return Array.from({ length: n }, (_, k) => {
    const row = new Float64Array(d);
    draw.uniforms(k, 0, pair);
    draw.normals(k, 1, row, d);
    row[0] = 0;
    normalizeRow(row, row, 0, d);
    const off = angle * pair[0];
    return Array.from(row, (entry, i) => (i === 0 ? cos(off) : sin(off) * entry));
  });
}

interface ConeCell {
  readonly width: 'corrected' | 'printed';
  readonly beta: number;
  readonly tokens: number;
  readonly dimension: number;
  readonly runs: number;
  readonly seed: number;
}

/** Slower is no contraction: in a narrow cone the rate is 2. */
const NO_CONTRACTION = 1e-9;

export const cone = statement({
  id: 'normalization-cone',
  says: 'Post-LN contracts a cone ⟨θ_j, θ_k⟩ ≥ 1 − δ with δ < min(1/(100n²β²), 1/(100n²)): Var falls at a rate of order one.',
  source: 'arXiv:2510.22026, the theorem on tokens in a cone',
  erratum:
    'Printed as δ < 1/(100n²β²) alone, which for small β allows any tokens, two opposite clusters at rest among them.',
  test: 'rate −d log Var/dt by the velocities, over random cones of either width, and at two opposite clusters where the printed width allows them',
  expected: 'fails as printed, holds corrected',
  parameters: { beta: p.beta(0.01), tokens: p.tokens(4), dimension: p.dimension(3), runs: p.runs(200), seed: p.seed() },
  hypotheses: ({ beta, tokens }) => [
    {
      says: 'n even; β so small that the printed δ exceeds 2',
      met: tokens % 2 === 0 && coneWidthAsPrinted(tokens, beta) > 2,
    },
  ],
  cells: (given): ConeCell[] => (['printed', 'corrected'] as const).map((width) => ({ width, ...given })),
  compute({ width, beta, tokens, dimension, runs, seed }: ConeCell): {
    width: 'corrected' | 'printed';
    rates: number[];
  } {
    const delta = width === 'printed' ? coneWidthAsPrinted(tokens, beta) : coneWidth(tokens, beta);
    // All pairs are within twice the angle to the axis: 1 − cos 2φ = 2 sin² φ ≤ 2φ².
    const angle = Math.min(1.5, Math.sqrt(delta / 2));
    const starts = Array.from({ length: runs }, (_, i) => coneRows(tokens, dimension, angle, seed + i));
    if (delta > 2) {
      starts.push(Array.from({ length: tokens }, (_, k) => axisRow(dimension, k % 2 === 0 ? 1 : -1)));
    }
    const spec = { dynamics: 'normalization', scheme: 'post', mask: 'full', beta } as const;
    return { width, rates: starts.map((initial) => contraction(settingOf({ ...spec, initial }))) };
  },
  judge: (values) =>
    values.map(({ width, rates }) =>
      noViolation(
        'Var falls',
        { cases: rates.length, violations: rates.filter((rate) => !(rate > NO_CONTRACTION)).length },
        width,
      ),
    ),
});

function axisRow(d: number, entry: number): number[] {
  return Array.from({ length: d }, (_, i) => (i === 0 ? entry : 0));
}

/** Var of directions, and the mean length. */
function spreadOf(x: State, { n, d }: Shape): { variance: number; length: number } {
  const theta = new Float64Array(n * d);
  normalizeRows(x, theta, { n, d });
  let [variance, length] = [0, 0];
  for (let i = 0; i < n; i++) {
    length += Math.sqrt(dot(x, i * d, x, i * d, d)) / n;
    for (let j = 0; j < i; j++) variance += squaredChord(theta, i * d, theta, j * d, d) / (n * n);
  }
  return { variance, length };
}

/** Of a run at tolerances of 1e-8 times the length reached. */
const LENGTH_ALLOWED = 1e-6;

export const lengths = statement({
  id: 'normalization-lengths',
  says: 'Pre-LN in a cone ⟨θ_j, θ_k⟩ ≥ 1 − δ, δ < min(1/(100n²β²), 1/(100n²)): tokens grow longer at a speed of at least 1 − δ, so that r_k(t) ≥ r₀ + (1 − δ)t, and cluster ever more slowly.',
  source: 'arXiv:2510.22026, the theorem on tokens in a cone',
  test: 'lengths of all tokens at 21 times of random runs from the widest cone; fall of log Var in the last quarter of the run over that of log r^{−2}, within 1 %',
  expected: 'holds',
  parameters: {
    beta: p.beta(1),
    tokens: p.tokens(6),
    dimension: p.dimension(3),
    until: p.until(50),
    runs: p.runs(5),
    seed: p.seed(),
  },
  hypotheses: ({ tokens }) => [{ says: 'n ≥ 2', met: tokens >= 2 }],
  cells: (given) => [given],
  async compute({ beta, tokens, dimension, until, runs, seed }: Omit<ConeCell, 'width'> & { until: number }) {
    const delta = coneWidth(tokens, beta);
    const spec = { dynamics: 'normalization', scheme: 'pre', mask: 'full', beta } as const;
    let [cases, short, slowness] = [0, 0, 0];
    for (let i = 0; i < runs; i++) {
      const initial = coneRows(tokens, dimension, Math.sqrt(delta / 2), seed + i);
      const { trajectory } = await run({ ...spec, initial, saveAt: `lin:0:${until}:21`, observe: 'none' });
      trajectory.ts.forEach((t, j) => {
        const x = tokensAt(trajectory, j);
        for (let k = 0; k < tokens; k++) {
          const length = Math.sqrt(dot(x, k * dimension, x, k * dimension, dimension));
          cases++;
          if (length < 1 + (1 - delta) * t - LENGTH_ALLOWED) short++;
        }
      });
      const ends = [15, 20].map((j) => spreadOf(tokensAt(trajectory, j), trajectory.problem.shape));
      slowness += log(ends[0].variance / ends[1].variance) / (2 * log(ends[1].length / ends[0].length)) / runs;
    }
    return { cases, short, slowness };
  },
  judge: ([{ cases, short, slowness }]) => [
    noViolation('r_k(t) ≥ r₀ + (1 − δ)t', { cases, violations: short }),
    identity('log Var over log r^{−2}', 1, slowness, 0.01, 'width of the cone, spread of lengths'),
  ],
});

const NGPT_ALPHA = 0.25;

export const ngptScale = statement({
  id: 'ngpt-scale',
  says: 'Under nGPT, in a narrow cone, Var falls at the rate 2/scale with the scale 1/α_t.',
  source: 'arXiv:2510.22026, Table 2',
  erratum: 'The scale is printed as α_t.',
  test: 'rate −d log Var/dt by the velocities in random cones 1e-4 rad wide, at α = ¼, within 1e-4 of itself',
  expected: 'fails as printed, holds corrected',
  parameters: { beta: p.beta(1), tokens: p.tokens(6), dimension: p.dimension(4), runs: p.runs(20), seed: p.seed() },
  hypotheses: ({ tokens }) => [{ says: 'n ≥ 2', met: tokens >= 2 }],
  cells: (given) => [given],
  compute({ beta, tokens, dimension, runs, seed }: Omit<ConeCell, 'width'>): number {
    const spec = { dynamics: 'normalization', scheme: 'ngpt', alpha: NGPT_ALPHA, mask: 'full', beta } as const;
    const rates = Array.from({ length: runs }, (_, i) =>
      contraction(settingOf({ ...spec, initial: coneRows(tokens, dimension, 1e-4, seed + i) })),
    );
    return rates.reduce((sum, rate) => sum + rate, 0) / runs;
  },
  judge: ([rate]) => {
    const of = (scale: number, form: 'printed' | 'corrected') =>
      identity(`rate at scale ${scale}`, 2 / scale, rate, 1e-4, 'width of the cone', form);
    return [of(NGPT_ALPHA, 'printed'), of(1 / NGPT_ALPHA, 'corrected')];
  },
});
