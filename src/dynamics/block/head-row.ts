/**
 * One head as a token sees it that stands at s while those before it stand still: what it gathers, and how that turns
 * with s. With q = βR_kQs, κ_s = R_kKs and r_j = ⟨q, κ_j − κ_s⟩ + b(k, j) relative to the token's own score,
 *
 *   m = Σ_j p_j (s_j − s),   g_j = ∂r_j/∂s = βQᵀR_kᵀ(κ_j − κ_s) − KᵀR_kᵀq   (0 for the token itself),
 *
 * the derivatives are, with ρ the share of all others and o = ∂⟨q, κ_s⟩/∂s,
 *
 *   ∂m = Σ p_j (s_j − s) g_jᵀ − m (Σ p_j g_j)ᵀ − ρ I                                        (divided by the sum),
 *   ∂m = Σ p_j δ_j (s_j − s)(g_j + o)ᵀ − ρ I,   ∂Σp_j = Σ p_j δ_j (g_j + o) + p_k δ_k o     (divided by n),
 *
 * δ_j = φ′/φ, which is 1 for φ = exp.
 */
import { exp } from '../../numerics/elementary.ts';
import type { Matrix } from '../../numerics/matrix.ts';
import { dot } from '../../numerics/sphere.ts';
import type { Mask } from './mask.ts';
import type { Bias } from './positions.ts';
import type { Weighing } from './weighing.ts';

export interface HeadRow {
  /** s_k ← s, for later rows to see. */
  place(k: number, s: Float64Array): void;
  /** Fills in what follows for a token k at s. */
  look(k: number, s: Float64Array): void;
  /** Σ_j p_j (s_j − s). */
  readonly mean: Float64Array;
  /** ∂m, d×d. */
  readonly slope: Float64Array;
  /** Σ_j p_j, and its derivative: 1 and 0 where weights are divided by their sum. */
  readonly mass: () => number;
  readonly massSlope: Float64Array;
}

interface HeadRowOptions {
  readonly beta: number;
  readonly query: Matrix;
  readonly key: Matrix;
  readonly width: number;
  readonly mask: Mask;
  readonly weighing: Weighing;
  readonly bias: Bias | null;
  /** Turns one row of w numbers by its position. */
  readonly turn: ((row: Float64Array, k: number) => void) | null;
}

export function headRow(options: HeadRowOptions, n: number, d: number): HeadRow {
  const { beta, query, key, width: w, mask, weighing, bias, turn } = options;
  const { kernel, kernelSlope, divide } = weighing;
  const seen = new Float64Array(n * d); // s_j
  const keys = new Float64Array(n * w); // κ_j
  const scores = new Float64Array(n);
  const ranges = new Int32Array(2 * mask.most);
  const q = new Float64Array(w);
  const kappa = new Float64Array(w); // κ_s
  const ask = new Float64Array(w * d); // R_k βQ
  const column = new Float64Array(w);
  const moved = new Float64Array(d * w); // Σ p_j δ_j (s_j − s)(κ_j − κ_s)ᵀ
  const turned = new Float64Array(w); // Σ p_j δ_j (κ_j − κ_s)
  const weighted = new Float64Array(d); // Σ p_j δ_j (s_j − s)
  const across = new Float64Array(d); // −KᵀR_kᵀq
  const own = new Float64Array(d); // o
  const mean = new Float64Array(d);
  const slope = new Float64Array(d * d);
  const massSlope = new Float64Array(d);
  let mass = 1;
  let last = 0;
  const at = { others: 0, share: 0, weightedShare: 0, selfWeight: 0 };

  function project(matrix: Matrix, scale: number, s: Float64Array, k: number, out: Float64Array): void {
    for (let i = 0; i < w; i++) out[i] = scale * dot(matrix, i * d, s, 0, d);
    turn?.(out, k);
  }

  /** R_kβQ, and of the score with itself: o = βQᵀKs + KᵀβQs, which no turning changes. */
  function prepare(k: number, s: Float64Array): void {
    project(query, beta, s, k, q);
    project(key, 1, s, k, kappa);
    for (let j = 0; j < d; j++) {
      for (let i = 0; i < w; i++) column[i] = beta * query[i * d + j];
      turn?.(column, k);
      for (let i = 0; i < w; i++) ask[i * d + j] = column[i];
      for (let i = 0; i < w; i++) column[i] = key[i * d + j];
      turn?.(column, k);
      across[j] = -dot(column, 0, q, 0, w);
      let asked = 0;
      for (let i = 0; i < w; i++) asked += ask[i * d + j] * kappa[i];
      own[j] = asked - across[j];
    }
  }

  /** Relative scores, and the greatest of them and of the token's own. */
  function score(k: number): number {
    let largest = mask.selfSeen ? 0 : -Infinity;
    last = mask.ranges(k, ranges);
    for (let r = 0; r < last; r++) {
      for (let j = ranges[2 * r]; j < ranges[2 * r + 1] && j < k; j++) {
        let sum = bias ? bias(k, j) : 0;
        for (let i = 0; i < w; i++) sum += q[i] * (keys[j * w + i] - kappa[i]);
        scores[j] = sum;
        if (sum > largest) largest = sum;
      }
    }
    return largest;
  }

  /** Sums over all others: p_j is `weigh` of a score, δ_j is `bend` of it. */
  function gather(k: number, s: Float64Array, weigh: (score: number) => number, bend: (score: number) => number): void {
    for (const list of [mean, weighted, moved, turned]) list.fill(0);
    Object.assign(at, { others: 0, share: 0, weightedShare: 0 });
    for (let r = 0; r < last; r++) {
      for (let j = ranges[2 * r]; j < ranges[2 * r + 1] && j < k; j++) {
        const p = weigh(scores[j]);
        if (p === 0) continue;
        const bent = bend(scores[j]);
        at.others += p;
        at.weightedShare += bent;
        for (let i = 0; i < w; i++) turned[i] += bent * (keys[j * w + i] - kappa[i]);
        for (let i = 0; i < d; i++) {
          const away = seen[j * d + i] - s[i];
          mean[i] += p * away;
          weighted[i] += bent * away;
          for (let l = 0; l < w; l++) moved[i * w + l] += bent * away * (keys[j * w + l] - kappa[l]);
        }
      }
    }
  }

  /** slope ← factor·Σ p_jδ_j (s_j − s) g_jᵀ. */
  function turnSlope(factor: number): void {
    for (let i = 0; i < d; i++) {
      for (let j = 0; j < d; j++) {
        let sum = 0;
        for (let l = 0; l < w; l++) sum += moved[i * w + l] * ask[l * d + j];
        slope[i * d + j] = factor * (sum + weighted[i] * across[j]);
      }
    }
  }

  /** Σ p_jδ_j g_j, entry j. */
  function meanOfSlopes(j: number): number {
    let sum = 0;
    for (let l = 0; l < w; l++) sum += turned[l] * ask[l * d + j];
    return sum + at.weightedShare * across[j];
  }

  function look(k: number, s: Float64Array): void {
    prepare(k, s);
    const largest = score(k);
    const ownScore = dot(q, 0, kappa, 0, w);
    const absolute = kernel !== null;
    if (kernel && kernelSlope)
      gather(
        k,
        s,
        (r) => kernel(ownScore + r),
        (r) => kernelSlope(ownScore + r),
      );
    else
      gather(
        k,
        s,
        (r) => exp(r - largest),
        (r) => exp(r - largest),
      );
    const self = !mask.selfSeen ? 0 : kernel ? kernel(ownScore) : exp(-largest);
    const selfSlope = !mask.selfSeen ? 0 : kernelSlope ? kernelSlope(ownScore) : self;
    const z = self + at.others;
    if (divide === 'sum') finishShares(z > 0 ? 1 / z : 0, absolute, selfSlope);
    else finishCounts((absolute ? 1 : exp(ownScore + largest)) / n, z, selfSlope);
  }

  /**
   * m = M/Z with M = Σ φ_j (s_j − s): ∂m = (∂M − m ∂Zᵀ)/Z. For φ = exp what the own score adds to both cancels; for
   * others ∂Z has the token's own share, too.
   */
  function finishShares(factor: number, absolute: boolean, selfSlope: number): void {
    turnSlope(factor);
    for (let i = 0; i < d; i++) mean[i] *= factor;
    const extra = absolute ? 1 : 0;
    for (let j = 0; j < d; j++) {
      const dz = factor * (meanOfSlopes(j) + extra * (at.weightedShare + selfSlope) * own[j]);
      for (let i = 0; i < d; i++) slope[i * d + j] += extra * factor * weighted[i] * own[j] - mean[i] * dz;
    }
    for (let i = 0; i < d; i++) slope[i * d + i] -= factor * at.others;
    mass = 1;
    massSlope.fill(0);
  }

  function finishCounts(factor: number, z: number, selfSlope: number): void {
    turnSlope(factor);
    for (let i = 0; i < d; i++) mean[i] *= factor;
    for (let j = 0; j < d; j++) {
      for (let i = 0; i < d; i++) slope[i * d + j] += factor * weighted[i] * own[j];
      massSlope[j] = factor * (meanOfSlopes(j) + (at.weightedShare + selfSlope) * own[j]);
    }
    for (let i = 0; i < d; i++) slope[i * d + i] -= factor * at.others;
    mass = factor * z;
  }

  return {
    place(k, s) {
      seen.set(s, k * d);
      project(key, 1, s, k, column);
      keys.set(column, k * w);
    },
    look,
    ...{ mean, slope, massSlope },
    mass: () => mass,
  };
}
