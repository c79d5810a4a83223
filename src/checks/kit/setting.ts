/** A setting drawn from a specification: tokens, and the field there, for statements about one instant. */
import { referenceField } from '../../backends/reference.ts';
import type { Shape, State } from '../../core/state.ts';
import { exp, larger } from '../../numerics/elementary.ts';
import { dot, normalizeRow } from '../../numerics/sphere.ts';
import { prepareRun } from '../../run/prepare.ts';
import type { RunSpec } from '../../run/spec.ts';

export interface Setting {
  readonly shape: Shape;
  /** [n, d]. */
  readonly x: State;
  /** ẋ at x, [n, d], by the reference field. */
  readonly velocity: State;
}

/** The tokens that `parkade simulate` would begin with, and their velocities. */
export function settingOf(spec: Omit<RunSpec, 'until' | 'saveAt'>): Setting {
  const { problem } = prepareRun({ ...spec, until: 1 });
  const { shape, dynamics, initial: x } = problem;
  const velocity = new Float64Array(x.length);
  referenceField(dynamics, shape)(0, x, velocity);
  return { shape, x, velocity };
}

/** Small against a length over which things change, large against rounding: central differences keep ten digits. */
const STEP = 1e-5;

/**
 * The derivative of a function of the tokens along their velocities, by central differences on the sphere; error
 * O(1e-10) for each unit of the fastest speed, where f is of size 1.
 * @param sharpness inverse of the length over which f changes: β for what is made of e^{β⟨x, y⟩}
 */
export function rateAlong(setting: Setting, f: (x: State) => number, sharpness = 0): number {
  const { shape, x, velocity } = setting;
  const { n, d } = shape;
  const step = STEP / (1 + sharpness) / larger(1, fastestOf(setting));
  const at = (t: number) => {
    const y = x.map((entry, i) => entry + t * velocity[i]);
    for (let k = 0; k < n; k++) normalizeRow(y, y, k * d, d);
    return f(y);
  };
  return (at(step) - at(-step)) / (2 * step);
}

/** θ̇_k of tokens on the circle. */
export function angularSpeeds({ shape: { n }, x, velocity }: Setting): number[] {
  return Array.from({ length: n }, (_, k) => x[2 * k] * velocity[2 * k + 1] - x[2 * k + 1] * velocity[2 * k]);
}

/** |ẋ_k|², one a token. */
export function squaredSpeeds({ shape: { n, d }, velocity }: Setting): number[] {
  return Array.from({ length: n }, (_, k) => dot(velocity, k * d, velocity, k * d, d));
}

/** The speed of the fastest token. */
export function fastestOf(setting: Setting): number {
  return Math.sqrt(squaredSpeeds(setting).reduce(larger));
}

/** Z_k e^{−β} = Σ_{j ∈ S_k} e^{β(⟨x_k, x_j⟩ − 1)} for Q = K = I. */
export function scaledPartitionSums({ shape: { n, d }, x }: Setting, beta: number, mask: 'causal' | 'full'): number[] {
  return Array.from({ length: n }, (_, k) => {
    let z = 0;
    for (let j = 0; j < (mask === 'causal' ? k + 1 : n); j++) z += exp(beta * (dot(x, k * d, x, j * d, d) - 1));
    return z;
  });
}
