/**
 * The keys of a run specification, each declared once: from here come types, flags, the JSON Schema, the help and the
 * sentences that refuse a wrong value. A new key is one entry; the keys of equations and of laws of tokens stand with
 * these.
 */
import * as z from 'zod/mini';
import { type ObservableName, observableRegistry } from '../analysis/index.ts';
import { fieldNames, precisionNames } from '../backends/backend.ts';
import { backendRegistry } from '../backends/open.ts';
import { shippedCosts } from '../backends/wasm/costs.ts';
import { type Edit, editKinds } from '../core/edit.ts';
import { numbersSchema, parameter, seedNumber, typed, wordSchema } from '../core/parameter.ts';
import { SHORTEST_RUN, SMALLEST_STEP } from '../core/step.ts';
import { dynamicsRegistry } from '../dynamics/index.ts';
import { type InitialKind, initialRegistry } from '../initial/index.ts';
import { integratorRegistry } from '../integrators/index.ts';

function namesOf<K extends string>(registry: Record<K, unknown>): [K, ...K[]] {
  return Object.keys(registry) as [K, ...K[]];
}

export const dynamicsNames = namesOf(dynamicsRegistry);
export const initialNames = namesOf(initialRegistry);
const integratorNames = ['auto', ...namesOf(integratorRegistry)] as const;
const observableNames = namesOf(observableRegistry);
const backendNames = ['auto', ...namesOf(backendRegistry)] as const;

/** Some of the unit costs, the others as shipped. */
const costsSchema = z.strictObject(
  Object.fromEntries(Object.keys(shippedCosts).map((name) => [name, z.optional(z.number().check(z.positive()))])),
);

/** At least one. */
const numberList = z.array(z.number()).check(z.minLength(1));

/** What fits together is checked where edits are made pieces of a run (simulation/edits.ts). */
const editSchema = z.strictObject({
  t: z.number(),
  kind: z.enum(editKinds),
  token: z.optional(z.int()),
  x: z.optional(z.union([z.number(), z.array(z.number())])),
});

/** A law, a file, angles on the circle, or rows. */
type InitialSpec = InitialKind | string | readonly number[] | readonly (readonly number[])[];
/** The last time, a grid such as log:0.1:1000:50, or the times. */
type TimesSpec = number | string | readonly number[];
type ObserveSpec = 'all' | 'none' | ObservableName | readonly ObservableName[];

/** Keys that every run has, whatever its equation. */
export const commonParameters = {
  tokens: parameter(z.optional(z.int().check(z.minimum(1))), {
    symbol: 'n',
    description: 'number of tokens n (default: as many as the initial tokens, or 200)',
    expects: 'a whole number ≥ 1',
    placeholder: 'n',
  }),
  dimension: parameter(z.optional(z.int().check(z.minimum(2))), {
    symbol: 'd',
    description:
      'dimension d of the space around the sphere S^{d−1} (default: that of the initial tokens, or 2, the circle)',
    expects: 'a whole number from 2 to 10000',
    placeholder: 'd',
  }),
  seed: parameter(z._default(seedNumber, 1), {
    description: 'seed of the initial tokens; token k does not depend on n',
    expects: 'a whole number from 0 to 9007199254740991',
    placeholder: 'integer',
  }),
  initial: parameter(typed<InitialSpec>()(z._default(z.union([wordSchema, numbersSchema]), 'uniform')), {
    description: `initial tokens: ${initialNames.join(', ')}; angles on the circle such as 0,0,1; rows such as [[0,0,1]], in any dimension; or a file (.npy .npz .csv .tsv .txt .json)`,
    expects: `${initialNames.join(', ')}, a list of rows, a list of angles, or a file`,
    placeholder: 'law|file',
    file: true,
  }),
  dynamics: parameter(z._default(z.enum(dynamicsNames), 'attention'), {
    description: `the equation: ${dynamicsNames.join(', ')}. Weights of kinetic-decay are not normalised: its forces grow like e^β, so steps get short, and it overflows once β⟨Qx, Ky⟩ passes 709`,
    expects: `one of ${dynamicsNames.join(', ')}`,
    placeholder: 'name',
  }),
  kappa: parameter(z.optional(z.number().check(z.positive())), {
    symbol: 'κ',
    description:
      'noise √(2/κ) on every token, a Brownian motion on the sphere, independent of those of other tokens; needs dt, at most κ/2 (default: no noise)',
    expects: 'a finite number > 0; the larger, the weaker the noise',
    placeholder: 'number',
  }),
  commonKappa: parameter(z.optional(z.number().check(z.positive())), {
    symbol: 'κ₀',
    description:
      'noise √(2/κ₀) that all tokens have in common, alone or beside kappa; needs dt, at most κ₀/2 (default: no such noise)',
    expects: 'a finite number > 0; the larger, the weaker the noise',
    placeholder: 'number',
  }),
  noiseSeed: parameter(z.optional(seedNumber), {
    description: 'seed of the noise, with kappa or commonKappa (default: the seed of the tokens)',
    expects: 'a whole number from 0 to 9007199254740991',
    placeholder: 'integer',
  }),
  edits: parameter(typed<readonly Edit[]>()(z.optional(z.array(editSchema))), {
    description: `what is done to tokens on the way: ${editKinds.join(', ')}, each at its time t; tokens count from 0`,
    expects: `a list in the order of time, such as [{"t": 5, "kind": "move", "token": 0, "x": [1, 0]}]`,
    placeholder: 'json|file',
    document: true,
  }),
  until: parameter(z.optional(z.number().check(z.minimum(SHORTEST_RUN), z.maximum(1e300))), {
    symbol: 'T',
    description: 'end time (default: the last saved time)',
    expects: 'a finite time from 1e-270 to 1e300',
    placeholder: 'time',
  }),
  saveAt: parameter(typed<TimesSpec>()(z.optional(z.union([z.number(), wordSchema, numberList]))), {
    description: 'saved times: 1,4,10 or lin:FROM:TO:COUNT or log:FROM:TO:COUNT (default: 101 equally spaced ones)',
    expects: 'ascending times ≥ 0 such as 1,4,10, or lin:0:150:301, or log:0.1:1000:50',
    placeholder: 'times',
  }),
  integrator: parameter(z._default(z.enum(integratorNames), 'auto'), {
    description: `how to step in time: auto (dop853 up to rtol 3e-8, above it dopri5; then esdirk4 once the problem is stiff), or ${integratorNames.slice(1).join(', ')}`,
    expects: `one of ${integratorNames.join(', ')}`,
    placeholder: 'name',
  }),
  rtol: parameter(z.optional(z.number().check(z.minimum(0))), {
    description: 'relative tolerance of adaptive steps (default: 1e-8)',
    expects: 'a finite number ≥ 0',
    placeholder: 'number',
  }),
  atol: parameter(z.optional(z.number().check(z.minimum(0))), {
    description: 'absolute tolerance of adaptive steps (default: 1e-10)',
    expects: 'a finite number ≥ 0',
    placeholder: 'number',
  }),
  dt: parameter(z.optional(z.number().check(z.minimum(SMALLEST_STEP))), {
    symbol: 'Δt',
    description: 'fixed step; integrators without an error estimate need it (with layers its default is layerTime)',
    expects: 'a finite number > 0, at least 1e-280',
    placeholder: 'time',
  }),
  merge: parameter(z.optional(z.boolean()), {
    description: 'compute tokens that implicit steps keep together as one particle: faster, an approximation',
    expects: 'true or false',
  }),
  maxSteps: parameter(z.optional(z.int().check(z.minimum(1))), {
    description: 'the run stops after so many steps (default: 1000000)',
    expects: 'a whole number ≥ 1',
    placeholder: 'count',
  }),
  backend: parameter(z._default(z.enum(backendNames), 'auto'), {
    description: `where to compute: ${backendNames.join(', ')}`,
    expects: `one of ${backendNames.join(', ')}`,
    placeholder: 'name',
  }),
  field: parameter(z._default(z.enum(fieldNames), 'auto'), {
    description: `how to compute sums over tokens: ${fieldNames.join(', ')}; auto takes the fastest method for each row`,
    expects: `one of ${fieldNames.join(', ')}`,
    placeholder: 'name',
  }),
  precision: parameter(z._default(z.enum(precisionNames), 'double'), {
    description: 'double: exact to rounding; single: faster, with errors of about 1e-6',
    expects: `one of ${precisionNames.join(', ')}`,
    placeholder: 'name',
  }),
  costs: parameter(typed<Readonly<Record<string, number>>>()(z.optional(costsSchema)), {
    description:
      'unit costs in ns by which auto chooses how to compute the field; parkade tune measures them, --tuned uses them',
    expects: `an object with positive numbers among ${Object.keys(shippedCosts).join(', ')}`,
    placeholder: 'json',
  }),
  delta: parameter(z.optional(z.number()), {
    symbol: 'δ',
    description: 'separation δ of Rényi centers, radians (default: 4β^{−1/2}, at most π/2)',
    expects: 'a separation strictly between 0 and π radians',
    placeholder: 'radians',
  }),
  threshold: parameter(z.optional(z.number()), {
    description: 'distance up to which tokens are linked into a cluster, radians (default: β^{−1/2}, at most 1/2)',
    expects: 'a distance strictly between 0 and π radians',
    placeholder: 'radians',
  }),
  radius: parameter(typed<number | readonly number[]>()(z.optional(z.union([z.number(), numberList]))), {
    description: 'radii of capture around centers, radians (default: β^{−1/2}, at most 1/2)',
    expects: 'a radius strictly between 0 and π radians, or a list of them',
    placeholder: 'radians',
  }),
  events: parameter(z.optional(z.boolean()), {
    description: 'find captures, mergers, births of clusters and the collapse, each at its time',
    expects: 'true or false',
  }),
  certify: parameter(z.optional(z.boolean()), {
    description:
      'make the run again with tolerances 100 times tighter, and say which events it confirms (implies events)',
    expects: 'true or false',
  }),
  observe: parameter(
    typed<ObserveSpec>()(
      z.optional(z.union([z.enum(['all', 'none', ...observableNames]), z.array(z.enum(observableNames))])),
    ),
    {
      description: `what to measure: ${observableNames.join(', ')}, all, none (default: all but token-energy; radii only in R^d)`,
      expects: `a list of ${observableNames.join(', ')}, or all, or none`,
      placeholder: 'names',
    },
  ),
} as const;

/**
 * Every key with its schema: the common ones, then those of the laws of initial tokens and of the equations. A key that
 * blocks and other equations have is that of the others here: what more blocks take stands with them.
 */
export const specParameters: Readonly<Record<string, z.ZodMiniType>> = Object.assign(
  {},
  commonParameters,
  ...Object.values(initialRegistry).map(({ parameters }) => parameters),
  ...Object.values(dynamicsRegistry).map(({ parameters }) => parameters),
);
