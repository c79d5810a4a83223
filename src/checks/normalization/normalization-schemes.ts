/** The six normalisation schemes as runs have them, and directions of their tokens. */
import { dot, normalizeRows } from '../../numerics/sphere.ts';
import type { RunSpec } from '../../run/spec.ts';
import type { NormalizationSchemeName } from '../../theory/normalization-schemes.ts';
import { equiangularRows } from '../full-attention/equiangular-tokens.ts';
import type { Setting } from '../kit/setting.ts';

/** r₀, α of nGPT, and when Mix-LN goes from Post-LN to Pre-LN. */
export const RADIUS = 1.5;
export const ALPHA = 0.5;
export const SWITCH = 1;

/** Each scheme as a run has it. */
const SCHEMES = {
  'post-ln': { scheme: 'post' },
  'pre-ln': { scheme: 'pre', initialRadius: RADIUS },
  'mix-ln': { scheme: 'mix', initialRadius: RADIUS, switchTime: SWITCH },
  'peri-ln': { scheme: 'peri', initialRadius: RADIUS },
  ngpt: { scheme: 'ngpt', alpha: ALPHA },
  'ln-scaling': { scheme: 'ln-scaling' },
} as const satisfies Record<NormalizationSchemeName, Partial<RunSpec>>;

export const SCHEME_NAMES = Object.keys(SCHEMES) as NormalizationSchemeName[];

export interface SchemeCell {
  readonly name: NormalizationSchemeName;
  readonly beta: number;
  readonly tokens: number;
}

/** Orthonormal tokens under a scheme. */
export function specOf({ name, beta, tokens }: SchemeCell) {
  const initial = equiangularRows(tokens, 0);
  return { dynamics: 'normalization', mask: 'full', beta, initial, ...SCHEMES[name] } as const;
}

/** Directions θ and their velocities θ̇ = P_θ ẋ/r. */
export function directionsOf({ shape, x, velocity }: Setting): Setting {
  const { n, d } = shape;
  const theta = new Float64Array(n * d);
  normalizeRows(x, theta, shape);
  const turning = velocity.slice();
  for (let k = 0; k < n; k++) {
    const radius = dot(x, k * d, theta, k * d, d);
    const along = dot(velocity, k * d, theta, k * d, d);
    for (let i = k * d; i < (k + 1) * d; i++) turning[i] = (velocity[i] - along * theta[i]) / radius;
  }
  return { shape, x: theta, velocity: turning };
}
