/**
 * The run specification: the one JSON object that a preset, a file, a command line, a shared link or a queue message is.
 * Flat, every key optional but `beta` and a time; the keys of an equation or a law of tokens come from the registries.
 */
import { z } from 'zod';
import { type ObservableName, observableRegistry } from '../analysis/index.ts';
import { type FieldName, fieldNames, type Precision, precisionNames } from '../backends/backend.ts';
import { type BackendName, backendRegistry } from '../backends/open.ts';
import { shippedCosts } from '../backends/wasm/costs.ts';
import { ParkadeError, shown } from '../core/errors.ts';
import { nearest } from '../core/nearest.ts';
import { notesOf, numbersSchema, type ParameterNotes, parameter, remedy, seedNumber } from '../core/parameter.ts';
import { SHORTEST_RUN, SMALLEST_STEP } from '../core/step.ts';
import type { ActivationName } from '../dynamics/activation.ts';
import { type DynamicsKind, dynamicsRegistry } from '../dynamics/index.ts';
import type { Layer } from '../dynamics/layers.ts';
import type { HeadMatrices } from '../dynamics/multi-head.ts';
import type { NormalizationScheme } from '../dynamics/normalization-schemes.ts';
import type { WeightSpec } from '../dynamics/perceptron.ts';
import { type InitialKind, initialRegistry } from '../initial/index.ts';
import { type IntegratorName, integratorRegistry } from '../integrators/index.ts';

function namesOf<K extends string>(registry: Record<K, unknown>): [K, ...K[]] {
  return Object.keys(registry) as [K, ...K[]];
}

const dynamicsNames = namesOf(dynamicsRegistry);
const initialNames = namesOf(initialRegistry);
const integratorNames = ['auto', ...namesOf(integratorRegistry)] as const;
const observableNames = namesOf(observableRegistry);
const backendNames = ['auto', ...namesOf(backendRegistry)] as const;

/** Some of the unit costs, the others as shipped. */
const costsSchema = z.strictObject(
  Object.fromEntries(Object.keys(shippedCosts).map((name) => [name, z.number().positive().optional()])),
);

/** Keys that every run has, whatever its equation. */
const commonParameters = {
  tokens: parameter(z.int().min(1).optional(), {
    description: 'number of tokens n (200 unless the initial tokens are given)',
    expects: 'a whole number ≥ 1',
    placeholder: 'n',
  }),
  dimension: parameter(z.int().min(2).optional(), {
    description:
      'dimension d of the space around the sphere S^{d−1} (2, the circle, unless the initial tokens are given)',
    expects: 'a whole number from 2 to 10000',
    placeholder: 'd',
  }),
  seed: parameter(seedNumber.default(1), {
    description: 'seed of the initial tokens; token k does not depend on n',
    expects: 'a whole number from 0 to 9007199254740991',
    placeholder: 'integer',
  }),
  initial: parameter(z.union([z.string().min(1), numbersSchema]).default('uniform'), {
    description: `initial tokens: ${initialNames.join(', ')}, rows, angles on the circle, or a file (.npy .npz .csv .tsv .txt .json)`,
    expects: `${initialNames.join(', ')}, a list of rows, a list of angles, or a file`,
    placeholder: 'law|file',
    file: true,
  }),
  dynamics: parameter(z.enum(dynamicsNames).default('attention'), {
    description: `the equation: ${dynamicsNames.join(', ')}`,
    expects: `one of ${dynamicsNames.join(', ')}`,
    placeholder: 'name',
  }),
  kappa: parameter(z.number().positive().optional(), {
    description:
      'noise √(2/κ) on every token, a Brownian motion on the sphere of its own; needs dt, at most κ/2 (no noise)',
    expects: 'a finite number > 0; the larger, the weaker the noise',
    placeholder: 'number',
  }),
  commonKappa: parameter(z.number().positive().optional(), {
    description:
      'noise √(2/κ₀) that all tokens have in common, alone or beside kappa; needs dt, at most κ₀/2 (no such noise)',
    expects: 'a finite number > 0; the larger, the weaker the noise',
    placeholder: 'number',
  }),
  noiseSeed: parameter(seedNumber.optional(), {
    description: 'seed of the noise, with kappa or commonKappa (that of the tokens)',
    expects: 'a whole number from 0 to 9007199254740991',
    placeholder: 'integer',
  }),
  until: parameter(z.number().min(SHORTEST_RUN).max(1e300).optional(), {
    description: 'end time (the last saved time unless given)',
    expects: 'a finite time from 1e-270 to 1e300',
    placeholder: 'time',
  }),
  saveAt: parameter(z.union([z.number(), z.string(), z.array(z.number()).min(1)]).optional(), {
    description: 'saved times: 1,4,10 or lin:FROM:TO:COUNT or log:FROM:TO:COUNT (101 equal ones unless given)',
    expects: 'ascending times ≥ 0 such as 1,4,10, or lin:0:150:301, or log:0.1:1000:50',
    placeholder: 'times',
  }),
  integrator: parameter(z.enum(integratorNames).default('auto'), {
    description: `how to step: auto (dopri5, then esdirk4 once the problem is stiff), or ${integratorNames.slice(1).join(', ')}`,
    expects: `one of ${integratorNames.join(', ')}`,
    placeholder: 'name',
  }),
  rtol: parameter(z.number().min(0).optional(), {
    description: 'relative tolerance of adaptive steps (1e-8)',
    expects: 'a finite number ≥ 0',
    placeholder: 'number',
  }),
  atol: parameter(z.number().min(0).optional(), {
    description: 'absolute tolerance of adaptive steps (1e-10)',
    expects: 'a finite number ≥ 0',
    placeholder: 'number',
  }),
  dt: parameter(z.number().min(SMALLEST_STEP).optional(), {
    description:
      'fixed step (needed by integrators without an error estimate; for them layerTime where there are layers)',
    expects: 'a finite number > 0, at least 1e-280',
    placeholder: 'time',
  }),
  merge: parameter(z.boolean().optional(), {
    description: 'compute tokens that implicit steps keep together as one particle: faster, an approximation',
    expects: 'true or false',
  }),
  maxSteps: parameter(z.int().min(1).optional(), {
    description: 'most steps to take (1000000)',
    expects: 'a whole number ≥ 1',
    placeholder: 'count',
  }),
  backend: parameter(z.enum(backendNames).default('auto'), {
    description: `where to compute: ${backendNames.join(', ')}`,
    expects: `one of ${backendNames.join(', ')}`,
    placeholder: 'name',
  }),
  field: parameter(z.enum(fieldNames).default('auto'), {
    description: `how to compute sums over tokens: ${fieldNames.join(', ')}; auto takes the fastest way row by row`,
    expects: `one of ${fieldNames.join(', ')}`,
    placeholder: 'name',
  }),
  precision: parameter(z.enum(precisionNames).default('double'), {
    description: 'double: exact to rounding; single: faster, with errors of about 1e-6',
    expects: `one of ${precisionNames.join(', ')}`,
    placeholder: 'name',
  }),
  costs: parameter(costsSchema.optional(), {
    description: 'unit costs in ns on which the choice of field rests, as parkade tune measures them (--tuned)',
    expects: `an object with positive numbers among ${Object.keys(shippedCosts).join(', ')}`,
    placeholder: 'json',
  }),
  delta: parameter(z.number().optional(), {
    description: 'separation δ of Rényi centers, radians (4β^{−1/2}, at most π/2)',
    expects: 'a separation strictly between 0 and π radians',
    placeholder: 'radians',
  }),
  threshold: parameter(z.number().optional(), {
    description: 'distance up to which tokens are linked into a cluster, radians (β^{−1/2}, at most 1/2)',
    expects: 'a distance strictly between 0 and π radians',
    placeholder: 'radians',
  }),
  radius: parameter(z.union([z.number(), z.array(z.number()).min(1)]).optional(), {
    description: 'radii of capture around centers, radians (β^{−1/2}, at most 1/2)',
    expects: 'a radius strictly between 0 and π radians, or a list of them',
    placeholder: 'radians',
  }),
  events: parameter(z.boolean().optional(), {
    description: 'find captures, mergers, births of clusters and the collapse, each at its time',
    expects: 'true or false',
  }),
  certify: parameter(z.boolean().optional(), {
    description: 'run again at tolerances 100 times tighter and say which events are certified (implies events)',
    expects: 'true or false',
  }),
  observe: parameter(
    z.union([z.enum(['all', 'none', ...observableNames]), z.array(z.enum(observableNames))]).optional(),
    {
      description: `what to measure: ${observableNames.join(', ')}, all, none (all but token-energy, and radii only in R^d)`,
      expects: `a list of ${observableNames.join(', ')}, or all, or none`,
      placeholder: 'names',
    },
  ),
} as const;

/** Every key with its schema: the common ones, then those of the equations and of the laws of initial tokens. */
export const specParameters: Readonly<Record<string, z.ZodType>> = Object.assign(
  {},
  commonParameters,
  ...Object.values(initialRegistry).map(({ parameters }) => parameters),
  ...Object.values(dynamicsRegistry).map(({ parameters }) => parameters),
);

/** A specification as people and programs write it. */
export interface RunSpec {
  readonly tokens?: number;
  readonly dimension?: number;
  readonly seed?: number;
  readonly initial?: InitialKind | string | readonly number[] | readonly (readonly number[])[];
  readonly jitter?: number;
  readonly directions?: string | readonly (readonly number[])[];
  readonly concentration?: number;
  readonly dynamics?: DynamicsKind;
  readonly beta: number;
  readonly query?: HeadMatrices;
  readonly key?: HeadMatrices;
  readonly value?: HeadMatrices;
  readonly mask?: 'causal' | 'full';
  readonly normalization?: 'softmax' | 'count';
  readonly centers?: string | readonly (readonly number[])[];
  readonly weights?: number | readonly number[];
  readonly layerTime?: number;
  readonly layers?: readonly Layer[];
  readonly kappa?: number;
  readonly commonKappa?: number;
  readonly noiseSeed?: number;
  readonly scheme?: NormalizationScheme;
  readonly initialRadius?: number;
  readonly switchTime?: number;
  readonly alpha?: number;
  readonly picture?: 'plain' | 'rescaled';
  readonly slope?: number;
  readonly decay?: number;
  readonly window?: number;
  readonly base?: number;
  readonly angle?: number;
  readonly heads?: number;
  readonly combine?: 'sum' | 'mean';
  readonly mlpWidth?: number;
  readonly activation?: ActivationName;
  readonly mlpIn?: WeightSpec;
  readonly mlpInBias?: number | readonly number[];
  readonly mlpOut?: WeightSpec;
  readonly mlpOutBias?: number | readonly number[];
  readonly mlpGain?: number;
  readonly until?: number;
  readonly saveAt?: number | string | readonly number[];
  readonly integrator?: IntegratorName | 'auto';
  readonly rtol?: number;
  readonly atol?: number;
  readonly dt?: number;
  readonly merge?: boolean;
  readonly maxSteps?: number;
  readonly backend?: BackendName | 'auto';
  readonly field?: FieldName;
  readonly precision?: Precision;
  readonly costs?: Readonly<Record<string, number>>;
  readonly delta?: number;
  readonly threshold?: number;
  readonly radius?: number | readonly number[];
  readonly events?: boolean;
  readonly certify?: boolean;
  readonly observe?: 'all' | 'none' | ObservableName | readonly ObservableName[];
}

/** A given schema without its default: what was left out stays out until it is known to which equation the run belongs. */
function withoutDefault(schema: z.ZodType): z.ZodType {
  return (schema instanceof z.ZodDefault ? (schema.unwrap() as z.ZodType) : schema).optional();
}

const looseSchema = z.strictObject(
  Object.fromEntries(Object.entries(specParameters).map(([key, schema]) => [key, withoutDefault(schema)])),
);

/**
 * The specification with every key checked by itself; what depends on other keys is checked when a run is made from it.
 * @throws ParkadeError InvalidParameter, one sentence for the first mistake
 */
export function checkSpec(given: unknown): RunSpec {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw new ParkadeError(
      'InvalidParameter',
      `A run specification should be a mapping from keys to values, but came as ${shown(given)}; start from "beta: 64".`,
    );
  }
  const parsed = looseSchema.safeParse(given);
  if (parsed.success) {
    const spec = Object.fromEntries(Object.entries(parsed.data).filter(([, value]) => value !== undefined));
    refuseForeignKeys(spec);
    return spec as unknown as RunSpec;
  }
  const issue = parsed.error.issues[0];
  if (issue.code === 'unrecognized_keys' && issue.path.length === 0) throw unknownKey(issue.keys[0]);
  const key = String(issue.path[0]);
  throw issue.path.length > 1
    ? unexpectedWithin(issue, given)
    : unexpected(key, (given as Record<string, unknown>)[key]);
}

/** "beta" should be …, but came as …. */
export function unexpected(key: string, came: unknown): ParkadeError {
  const schema = specParameters[key];
  const notes: ParameterNotes = notesOf(schema);
  return new ParkadeError(
    'InvalidParameter',
    `"${key}" should be ${notes.expects}, but ${came === undefined ? 'is missing; give it.' : `came as ${shown(came)}; ${remedy(schema, came)}`}`,
  );
}

const SPACE_FOLLOWS =
  '"space" is no key of a run specification, since it follows from dynamics: tokens live in R^d with unnormalized, and with normalization of scheme pre, mix or peri; on the sphere with all others. Drop it and choose "dynamics".';

/** The same for a part of a list of objects: "layers" should be …, but layers[0] has …. */
function unexpectedWithin({ code, path, ...issue }: z.core.$ZodIssue, given: unknown): ParkadeError {
  const [key] = path;
  const place = path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('')
    .slice(1);
  const came = path.reduce((value, step) => (value as Record<PropertyKey, unknown>)[step], given);
  const what =
    code === 'unrecognized_keys' && 'keys' in issue ? `has a key "${issue.keys[0]}"` : `came as ${shown(came)}`;
  return new ParkadeError(
    'InvalidParameter',
    `"${String(key)}" should be ${notesOf(specParameters[String(key)]).expects}, but ${place} ${what}; change it.`,
  );
}

function unknownKey(key: string): ParkadeError {
  if (key === 'space') return new ParkadeError('InvalidParameter', SPACE_FOLLOWS);
  const guess = nearest(key, Object.keys(specParameters));
  return new ParkadeError(
    'InvalidParameter',
    `"${key}" is no key of a run specification${guess ? `; did you mean "${guess}"?` : '.'} The keys are ${Object.keys(specParameters).join(', ')}.`,
  );
}

/** A key of another equation or law would be silently without effect: it is refused. */
function refuseForeignKeys(spec: Record<string, unknown>): void {
  const dynamics = (spec.dynamics ?? 'attention') as DynamicsKind;
  const initial =
    typeof spec.initial === 'string' || spec.initial === undefined ? (spec.initial ?? 'uniform') : 'points';
  for (const key of Object.keys(spec)) {
    if (key in commonParameters || key in dynamicsRegistry[dynamics].parameters) continue;
    if (Object.hasOwn(initialRegistry, initial as string) && key in initialRegistry[initial as InitialKind].parameters)
      continue;
    const equations = dynamicsNames.filter((name) => key in dynamicsRegistry[name].parameters);
    const role = equations.length > 0 ? 'dynamics' : 'initial';
    const laws = initialNames.filter((name) => key in initialRegistry[name].parameters);
    const owner = (role === 'dynamics' ? equations : laws).join(', ').replace(/, ([^,]*)$/, ' or $1');
    throw new ParkadeError(
      'InvalidParameter',
      `"${key}" should come only with ${role} ${owner}, but came with ${role} ${role === 'dynamics' ? dynamics : String(initial)}, where it has no effect; drop it or set ${role}: ${owner}.`,
    );
  }
}

/** The values of one plug-in's parameters, defaults filled in. */
export function parametersOf(shape: z.ZodRawShape, spec: RunSpec): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [key, schema] of Object.entries(shape)) {
    const given = (spec as unknown as Record<string, unknown>)[key];
    const parsed = (schema as z.ZodType).safeParse(given);
    if (!parsed.success) throw unexpected(key, given);
    if (parsed.data !== undefined) values[key] = parsed.data;
  }
  return values;
}

/** The JSON Schema of a run specification, for editors and programs. */
export function specJsonSchema(): object {
  const schema = z.strictObject(specParameters).meta({ title: 'parkade run specification' });
  return z.toJSONSchema(schema, {
    io: 'input',
    override: ({ jsonSchema }) => {
      for (const note of ['expects', 'placeholder', 'file', 'stack', 'insteadOfNegative'] as const)
        delete (jsonSchema as Record<string, unknown>)[note];
    },
  });
}
