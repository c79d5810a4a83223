/** Problems, runs and fields in few words. */
import { referenceField } from '../../src/backends/reference.ts';
import { tokensAt } from '../../src/core/recording.ts';
import type { AttentionParameters } from '../../src/dynamics/attention.ts';
import type { Dynamics } from '../../src/dynamics/index.ts';
import type { MatrixSpec } from '../../src/dynamics/matrix-spec.ts';
import { dopri5 } from '../../src/integrators/dopri5.ts';
import type { Integrator } from '../../src/integrators/integrator.ts';
import type { Method } from '../../src/simulation/method.ts';
import type { Problem } from '../../src/simulation/problem.ts';
import { type SimulateOptions, simulate } from '../../src/simulation/simulate.ts';
import type { Trajectory } from '../../src/simulation/trajectory.ts';

export interface Equation {
  readonly beta: number;
  readonly query?: MatrixSpec | undefined;
  readonly key?: MatrixSpec | undefined;
  readonly value?: MatrixSpec | undefined;
  readonly mask?: 'causal' | 'full' | undefined;
  readonly normalization?: 'softmax' | 'count' | undefined;
  readonly centers?: readonly (readonly number[])[] | undefined;
  readonly weights?: number | readonly number[] | undefined;
}

export function attentionParameters(given: Equation): AttentionParameters {
  const { beta, query = 'identity', key = 'identity', value = 'identity' } = given;
  const { mask = 'causal', normalization = 'softmax' } = given;
  return { beta, query, key, value, mask, normalization };
}

/** CSA with Q = K = V = I unless told otherwise; frozen centers where there are any. */
export function equation(given: Equation): Dynamics {
  const { centers, weights = 1 } = given;
  const attention = attentionParameters(given);
  if (!centers) return { kind: 'attention', parameters: attention };
  return { kind: 'frozen-centers', parameters: { ...attention, centers, weights } };
}

export function problemOf(given: Equation, initial: Float64Array, d: number, until: number): Problem {
  return { shape: { n: initial.length / d, d }, dynamics: equation(given), initial, tSpan: [0, until] };
}

/** The velocities of all tokens. */
export function fieldOf(given: Equation, x: Float64Array, d: number): Float64Array {
  const out = new Float64Array(x.length);
  referenceField(equation(given), { n: x.length / d, d })(0, x, out);
  return out;
}

export const adaptiveDopri5 = dopri5 as Integrator & { readonly errorOrder: number };

/** As tight as doubles allow without fighting rounding: global errors stay near 1e-12. */
export const tight: Method = {
  kind: 'adaptive' as const,
  integrator: adaptiveDopri5,
  tolerance: { rtol: 1e-13, atol: 1e-13 },
};

/** Simulates and insists that it completed. */
export async function solve(
  problem: Problem,
  method: Method = tight,
  options: Partial<SimulateOptions> = {},
): Promise<Trajectory> {
  const trajectory = await simulate(problem, method, { saveAt: [problem.tSpan[1]], ...options });
  if (trajectory.status !== 'completed') throw new Error(`ended with ${trajectory.status}`);
  return trajectory;
}

/** The tokens at time `until`. */
export async function tokensAfter(
  given: Equation,
  initial: Float64Array,
  d: number,
  until: number,
  method: Method = tight,
): Promise<Float64Array> {
  return tokensAt(await solve(problemOf(given, initial, d, until), method), 0);
}
