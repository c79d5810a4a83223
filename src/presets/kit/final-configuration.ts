/** What came out of a run by its end, beside what Table 1 says of its V. */
import { clusters } from '../../analysis/clusters.ts';
import { tokensAt } from '../../core/recording.ts';
import type { State } from '../../core/state.ts';
import { type MatrixSpec, resolveMatrix } from '../../dynamics/matrix-spec.ts';
import { lambdaInWords, table1InWords } from '../../figures/index.ts';
import { atan2 } from '../../numerics/elementary.ts';
import { streams } from '../../numerics/random.ts';
import { geodesicDistance } from '../../numerics/sphere.ts';
import type { RunResult } from '../../run/run.ts';
import { type LeadingEigenvalue, spectrumOf } from '../../theory/leading-eigenvalue.ts';

/** Where λ_max > 0 tokens reach L faster than any power of t; what is left at T is the integrator's tolerance. */
const IN_L = 1e-6;

export interface FinalConfiguration {
  readonly leading: LeadingEigenvalue;
  /** λ_max in words. */
  readonly lambda: string;
  /** The final configuration that Table 1 tells, or why it tells none; and whether that is proved. */
  readonly says: string;
  readonly status: string;
  /** Tokens of each cluster at the end, largest first. */
  readonly points: readonly number[];
  /** Geodesic distances of the tokens to L, at the end and at the beginning. */
  readonly distances: Distances;
  readonly began: Distances;
  /** The largest distance of a token from where it was at the saved time `since`. */
  readonly moved: number;
  readonly since: number;
  readonly cameOut: string;
  /**
   * Where λ_max is positive: all tokens in L, the first where its projection was; where negative: nearer to L than they
   * began, and no single point.
   */
  readonly asPredicted: boolean;
}

interface Distances {
  readonly mean: number;
  readonly largest: number;
}

/** @param axes how many first axes span L, the eigenspace of λ_max or the plane of a complex pair */
export function finalConfiguration({ spec, trajectory }: RunResult, axes: number): FinalConfiguration {
  const { shape, initial } = trajectory.problem;
  const { n, d } = shape;
  const spectrum = spectrumOf(resolveMatrix(spec.value as MatrixSpec, d, 'value', streams.value), d);
  if (spectrum === null) throw new Error('every V of the preset has eigenvalues');
  const { leading } = spectrum;
  const { finalConfiguration: says, status } = table1InWords(leading, d);
  const last = trajectory.ts.length - 1;
  const half = trajectory.ts.findIndex((t) => t >= spec.until / 2);
  const [x, before] = [tokensAt(trajectory, last), tokensAt(trajectory, half)];
  const points = clusters(x, shape, spec.threshold).sizes.sort((a, b) => b - a);
  const distances = distancesTo(x, n, d, axes);
  const began = distancesTo(initial, n, d, axes);
  const ahead = Array.from({ length: n }, (_, k) => x[k * d]).filter((first) => first > 0).length;
  const firstOff = geodesicDistance(x, 0, projected(initial, d, axes), 0, d);
  return {
    leading,
    lambda: lambdaInWords(leading),
    says,
    status,
    points,
    distances,
    began,
    moved: Array.from({ length: n }, (_, k) => geodesicDistance(x, k * d, before, k * d, d)).reduce((a, b) =>
      Math.max(a, b),
    ),
    since: trajectory.ts[half],
    cameOut: cameOut(leading, points, distances, axes === 1 ? [ahead, n - ahead] : null),
    asPredicted:
      leading.sign > 0
        ? distances.largest < IN_L && (leading.kind === 'complex' || firstOff < IN_L)
        : distances.mean < began.mean && points.length > 1,
  };
}

function distancesTo(x: State, n: number, d: number, axes: number): Distances {
  const all = Array.from({ length: n }, (_, k) => {
    let [inside, outside] = [0, 0];
    for (let i = 0; i < d; i++) {
      const square = x[k * d + i] * x[k * d + i];
      if (i < axes) inside += square;
      else outside += square;
    }
    return atan2(Math.sqrt(outside), Math.sqrt(inside));
  });
  return { mean: all.reduce((a, b) => a + b) / n, largest: all.reduce((a, b) => Math.max(a, b)) };
}

/** P_L x₁/|P_L x₁|. */
function projected(x: State, d: number, axes: number): State {
  const p = x.slice(0, d).fill(0, axes);
  const norm = Math.sqrt(p.reduce((sum, entry) => sum + entry * entry, 0));
  return p.map((entry) => entry / norm);
}

/** @param sides tokens nearer to ξ and to −ξ, where L is a line */
function cameOut(
  { sign, kind }: LeadingEigenvalue,
  points: readonly number[],
  { mean, largest }: Distances,
  sides: readonly [number, number] | null,
): string {
  const off = `${mean.toFixed(2)} rad off on average, ${largest.toFixed(2)} at most`;
  if (sides) {
    const [ahead, back] = sides;
    return sign > 0 ? `${ahead} tokens at ξ, ${back} at −ξ` : `${ahead} tokens around ξ, ${back} around −ξ, ${off}`;
  }
  if (sign < 0) return `${points.length} points around L, ${off}`;
  const how = kind === 'complex' ? 'turning in L' : 'so far';
  return points.length === 1 ? 'one point' : `${points.length} points ${how}, of ${points.join(' and ')} tokens`;
}
