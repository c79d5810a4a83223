/** Every equation that is not attention itself, in a form that is attention, and in one that is not. */
import { referenceField } from '../../src/backends/reference.ts';
import type { Dynamics } from '../../src/dynamics/index.ts';
import { type DynamicsKind, dynamicsRegistry } from '../../src/dynamics/index.ts';
import { parametersOf, type RunSpec } from '../../src/run/spec.ts';
import { simulate } from '../../src/simulation/simulate.ts';
import type { Trajectory } from '../../src/simulation/trajectory.ts';
import { tight } from './problems.ts';

/** An equation from the keys of a specification, defaults filled in. */
export function dynamicsOf(
  given: Partial<RunSpec> & { readonly dynamics: DynamicsKind; readonly beta: number },
): Dynamics {
  const { dynamics: kind, ...keys } = given;
  const parameters = parametersOf(dynamicsRegistry[kind].parameters, keys as RunSpec);
  return { kind, parameters } as unknown as Dynamics;
}

/** The velocities of all tokens at time t. */
export function velocities(dynamics: Dynamics, x: Float64Array, d: number, t = 0): Float64Array {
  const out = new Float64Array(x.length);
  referenceField(dynamics, { n: x.length / d, d })(t, x, out);
  return out;
}

/** Simulates and insists that it completed. */
export async function solved(
  dynamics: Dynamics,
  initial: Float64Array,
  d: number,
  saveAt: readonly number[],
  method = tight,
): Promise<Trajectory> {
  const until = saveAt[saveAt.length - 1];
  const problem = { shape: { n: initial.length / d, d }, dynamics, initial, tSpan: [0, until] as const };
  const trajectory = await simulate(problem, method, { saveAt });
  if (trajectory.status !== 'completed') throw new Error(`ended with ${trajectory.status}`);
  return trajectory;
}

/** Equations that are attention by their neutral parameters. */
export const neutral = {
  normalization: { dynamics: 'normalization', scheme: 'post' },
  'positional-bias': { dynamics: 'positional-bias', window: 1000 },
  rotary: { dynamics: 'rotary', angle: 0 },
  'multi-head': { dynamics: 'multi-head', heads: 1 },
  mlp: { dynamics: 'mlp', mlpGain: 0 },
} as const satisfies Record<string, Partial<RunSpec>>;

/** Equations of the sphere with parameters that matter, whose tokens do not feel how many there are. */
export const different = {
  'normalization ngpt': { dynamics: 'normalization', scheme: 'ngpt', alpha: 0.7 },
  'normalization ln-scaling': { dynamics: 'normalization', scheme: 'ln-scaling' },
  slope: { dynamics: 'positional-bias', slope: 0.4 },
  window: { dynamics: 'positional-bias', window: 3 },
  rotary: { dynamics: 'rotary', base: 10 },
  'multi-head': { dynamics: 'multi-head', heads: 3, query: { gaussian: 5 }, combine: 'mean' },
  mlp: { dynamics: 'mlp', activation: 'gelu' },
} as const satisfies Record<string, Partial<RunSpec>>;

/** Equations of R^d. */
export const euclidean = {
  pre: { dynamics: 'normalization', scheme: 'pre' },
  peri: { dynamics: 'normalization', scheme: 'peri' },
  mix: { dynamics: 'normalization', scheme: 'mix', switchTime: 0.5 },
  plain: { dynamics: 'unnormalized', picture: 'plain' },
  rescaled: { dynamics: 'unnormalized', picture: 'rescaled' },
} as const satisfies Record<string, Partial<RunSpec>>;
