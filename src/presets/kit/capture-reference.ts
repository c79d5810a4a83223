/**
 * How fast centers capture tokens in the setting of Figures 2 and 3, as another program found it, and how runs compare
 * with it.
 */
import type { CaptureAtRadius } from '../../analysis/capture.ts';
import type { RunSpec } from '../../run/spec.ts';

/** Of the other program: RK4 at dt = 0.25. */
const REFERENCE_RUNS = 40;

/**
 * Means over its runs: shares of tokens within r of the nearest moving center, strong (S) and ordinary (R), and the
 * number of clusters (gaps above 0.125).
 */
export const captureReference = [
  { t: 0, S05: 0.136, S125: 0.282, R05: 0.188, R125: 0.394, clusters: null },
  { t: 2, S05: 0.206, S125: 0.39, R05: 0.281, R125: 0.535, clusters: 10.2 },
  { t: 5, S05: 0.402, S125: 0.585, R05: 0.553, R125: 0.785, clusters: 11 },
  { t: 10, S05: 0.638, S125: 0.72, R05: 0.837, R125: 0.909, clusters: 9.9 },
  { t: 20, S05: 0.766, S125: 0.786, R05: 0.94, R125: 0.957, clusters: 8.9 },
  { t: 40, S05: 0.825, S125: 0.831, R05: 0.974, R125: 0.979, clusters: 8.45 },
  { t: 75, S05: 0.867, S125: 0.87, R05: 0.984, R125: 0.988, clusters: 7.8 },
  { t: 150, S05: 0.915, S125: 0.919, R05: 0.989, R125: 0.996, clusters: 7.2 },
] as const;

/** The setting: paper's n, β, δ; radii, threshold and tolerances are ours. */
export const captureSpec = {
  tokens: 200,
  dimension: 2,
  beta: 64,
  seed: 1,
  delta: 0.5, // 4β^{−1/2}
  threshold: 0.125, // β^{−1/2}
  radius: [0.05, 0.125],
  rtol: 1e-6,
  atol: 1e-8,
  observe: ['clusters', 'capture'],
} as const satisfies RunSpec;

/** The columns of the reference: where the same is in a run's measurements. */
export const captureColumns = [
  { key: 'S05', title: 'strong, r = 0.05', radius: 0, series: 'strongMoving' },
  { key: 'S125', title: 'strong, r = 0.125', radius: 1, series: 'strongMoving' },
  { key: 'R05', title: 'Rényi, r = 0.05', radius: 0, series: 'renyiMoving' },
  { key: 'R125', title: 'Rényi, r = 0.125', radius: 1, series: 'renyiMoving' },
] as const satisfies readonly {
  key: string;
  title: string;
  radius: number;
  series: Exclude<keyof CaptureAtRadius, 'radius'>;
}[];

/**
 * Means of random runs that differ by more than so many standard errors of their difference do so by no chance: 1 in
 * 16,000.
 */
export const ALLOWED_DEVIATION = 4;

export interface Compared {
  readonly mean: number;
  /** Of our mean. */
  readonly standardError: number;
  readonly expected: number | null;
  /**
   * |mean − expected| in standard errors of the difference of both samples' means: √(s²(1/N + 1/40)). 0 without a
   * reference.
   */
  readonly deviation: number;
}

/** @param values of N independent runs, from which the spread of the reference's runs is taken too */
export function compared(values: readonly number[], expected: number | null): Compared {
  const count = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const variance = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / (count - 1);
  const ofDifference = Math.sqrt(variance * (1 / count + 1 / REFERENCE_RUNS));
  return {
    mean,
    standardError: Math.sqrt(variance / count),
    expected,
    deviation: expected === null ? 0 : Math.abs(mean - expected) / ofDifference,
  };
}
