/**
 * The run specification: the one JSON object that a preset, a file, a command line, a shared link or a queue message
 * is. Here it is checked, key by key, and described as a JSON Schema.
 */
import * as z from 'zod/mini';
import { invalid, mistake, ParkadeError, quoted } from '../core/errors.ts';
import { nearest } from '../core/nearest.ts';
import { notesOf, parsedParameter, unexpectedValue } from '../core/parameter.ts';
import { limitsOf, unwrapped } from '../core/schema.ts';
import { parsedWords } from '../core/word.ts';
import { type DynamicsKind, dynamicsRegistry } from '../dynamics/index.ts';
import { type InitialKind, initialRegistry } from '../initial/index.ts';
import { commonParameters, dynamicsNames, initialNames, specParameters } from './keys.ts';
import type { RunSpec } from './run-spec.ts';

export type { RunSpec } from './run-spec.ts';

/** What an equation takes under every key; of one that does not exist, what any takes. */
function parametersWith(kind: string): Readonly<Record<string, z.ZodMiniType>> {
  return Object.hasOwn(dynamicsRegistry, kind)
    ? { ...specParameters, ...(dynamicsRegistry[kind as DynamicsKind].parameters as Record<string, z.ZodMiniType>) }
    : specParameters;
}

const loose = new Map<string, z.ZodMiniType>();

/** Without defaults: what was left out stays out until a run is made. */
function looseSchema(kind: string): z.ZodMiniType {
  const known = loose.get(kind);
  if (known) return known;
  const keys = Object.entries(parametersWith(kind));
  const made = z.strictObject(
    Object.fromEntries(keys.map(([key, schema]) => [key, z.optional(unwrapped(schema).inner)])),
  );
  loose.set(kind, made);
  return made;
}

/**
 * The specification with every key checked by itself; what depends on other keys is checked when a run is made from it.
 * @throws ParkadeError InvalidParameter, one sentence for the first mistake
 */
export function checkSpec(given: unknown): RunSpec {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw mistake('InvalidParameter', {
      ...{ key: 'spec', subject: 'A run specification', expected: 'be a mapping from keys to values' },
      ...{ came: `came as ${quoted(given)}`, advice: 'start from "beta: 64"' },
    });
  }
  const meant = Object.fromEntries(Object.entries(given).map(([key, value]) => [key, parsedWords(value)]));
  const kind = String(kindOf(meant));
  const parsed = looseSchema(kind).safeParse(meant);
  if (parsed.success) {
    const spec = Object.fromEntries(Object.entries(parsed.data as object).filter(([, value]) => value !== undefined));
    refuseForeignKeys(spec);
    return spec as unknown as RunSpec;
  }
  const issue = parsed.error.issues[0];
  if (issue.code === 'unrecognized_keys' && issue.path.length === 0) throw unknownKey(issue.keys[0]);
  const key = String(issue.path[0]);
  const own = parametersWith(kind)[key];
  throw issue.path.length > 1 ? unexpectedWithin(issue, meant, own) : unexpectedValue(key, own, meant[key]);
}

/** "beta" should be …, but came as …. */
export function unexpected(key: string, came: unknown): ParkadeError {
  return unexpectedValue(key, specParameters[key], came);
}

/** The same for a part of a list of objects: "layers" should be …, but layers[0] has …. */
function unexpectedWithin(
  { code, path, ...issue }: z.core.$ZodIssue,
  given: unknown,
  schema: z.ZodMiniType,
): ParkadeError {
  const [key] = path;
  const place = path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('')
    .slice(1);
  const came = path.reduce((value, step) => (value as Record<PropertyKey, unknown>)[step], given);
  const what =
    code === 'unrecognized_keys' && 'keys' in issue ? `has a key "${issue.keys[0]}"` : `came as ${quoted(came)}`;
  const expected = `be ${notesOf(schema).expects}`;
  return invalid(String(key), expected, `${place} ${what}`, 'change it');
}

function unknownKey(key: string): ParkadeError {
  if (key === 'space') return spaceFollows();
  const names = Object.keys(specParameters);
  const guess = nearest(key, names);
  const advice = guess === undefined ? 'drop it' : `did you mean "${guess}"?`;
  return new ParkadeError(
    'InvalidParameter',
    `"${key}" is no key of a run specification${guess ? `; ${advice}` : '.'} The keys are ${names.join(', ')}.`,
    { key, expected: `be one of ${names.join(', ')}`, came: 'is none of them', advice },
  );
}

function spaceFollows(): ParkadeError {
  const expected =
    'no key of a run specification, since it follows from dynamics: tokens live in R^d with unnormalized, and with normalization of scheme pre, mix or peri; on the sphere with all others';
  const advice = 'Drop it and choose "dynamics".';
  const parts = { key: 'space', expected: 'be left out', came: 'came', advice };
  return new ParkadeError('InvalidParameter', `"space" is ${expected}. ${advice}`, parts);
}

/** A key of another equation or law would be silently without effect: it is refused. */
function refuseForeignKeys(spec: Record<string, unknown>): void {
  const dynamics = kindOf(spec);
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
    const chosen = role === 'dynamics' ? dynamics : String(initial);
    const came = `came with ${role} ${chosen}, where it has no effect`;
    throw invalid(key, `come only with ${role} ${owner}`, came, `drop it or set ${role}: ${owner}`);
  }
}

/** Keys that only blocks have. */
const partKeys = Object.keys(dynamicsRegistry.block.parameters).filter((key) =>
  dynamicsNames.every((name) => name === 'block' || !(key in dynamicsRegistry[name].parameters)),
);

/**
 * The equation of a specification: the one it names, else `block` where it has a part that only blocks have, else
 * attention.
 */
export function kindOf(spec: Readonly<Record<string, unknown>>): DynamicsKind {
  if (spec.dynamics !== undefined) return spec.dynamics as DynamicsKind;
  const hasKeys = (key: string) => typeof spec[key] === 'object' && spec[key] !== null;
  const isBlock = partKeys.some((key) => spec[key] !== undefined) || hasKeys('mask') || spec.heads !== undefined;
  return isBlock ? 'block' : 'attention';
}

/** The values of one plug-in's parameters, defaults filled in. */
export function parametersOf(shape: z.core.$ZodShape, spec: RunSpec): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [key, schema] of Object.entries(shape)) {
    const given = (spec as unknown as Record<string, unknown>)[key];
    const value = parsedParameter(key, schema as z.ZodMiniType, given);
    if (value !== undefined) values[key] = value;
  }
  return values;
}

/** Every key with all that any equation takes under it, for those who do not know which one it is. */
export function documentedParameters(): Readonly<Record<string, z.ZodMiniType>> {
  const own = dynamicsRegistry.block.parameters as Readonly<Record<string, z.ZodMiniType>>;
  const both = Object.entries(own).filter(([key, schema]) => specParameters[key] !== schema);
  return { ...specParameters, ...Object.fromEntries(both) };
}

/** The JSON Schema of a run specification, for editors and programs. */
export function specJsonSchema(): object {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    ...schemaOf(z.strictObject(documentedParameters())),
    title: 'parkade run specification',
  };
}

/**
 * A schema of those that keys are declared with. It is no z.toJSONSchema, which knows all there are and brings 7 kB
 * more into every bundle.
 */
function schemaOf(schema: z.ZodMiniType): object {
  const description = notesOf(schema)?.description; // parts of a declaration have no notes
  const told = description === undefined ? {} : { description };
  const within = (part: z.core.$ZodType) => schemaOf(part as z.ZodMiniType);
  if (schema instanceof z.ZodMiniOptional) return { ...told, ...within(schema.def.innerType) };
  if (schema instanceof z.ZodMiniDefault) {
    return { default: schema.def.defaultValue, ...told, ...within(schema.def.innerType) };
  }
  if (schema instanceof z.ZodMiniUnion) return { ...told, anyOf: schema.def.options.map(within) };
  if (schema instanceof z.ZodMiniEnum) return { ...told, type: 'string', enum: schema.options };
  if (schema instanceof z.ZodMiniString) {
    return { ...told, type: 'string', ...(!schema.safeParse('').success && { minLength: 1 }) };
  }
  if (schema instanceof z.ZodMiniBoolean) return { ...told, type: 'boolean' };
  if (schema instanceof z.ZodMiniNumber) {
    const { whole, least, most, open } = limitsOf(schema);
    return {
      ...told,
      type: whole ? 'integer' : 'number',
      ...(least !== null && { [open ? 'exclusiveMinimum' : 'minimum']: least }),
      ...(most !== null && { maximum: most }),
    };
  }
  if (schema instanceof z.ZodMiniArray) {
    const some = schema.safeParse([]).success ? {} : { minItems: 1 };
    return { ...told, ...some, type: 'array', items: within(schema.def.element) };
  }
  if (!(schema instanceof z.ZodMiniObject)) return told;
  const entries = Object.entries(schema.shape as Record<string, z.ZodMiniType>);
  const required = entries.flatMap(([key, own]) => (own.safeParse(undefined).success ? [] : [key]));
  return {
    ...told,
    type: 'object',
    properties: Object.fromEntries(entries.map(([key, own]) => [key, schemaOf(own)])),
    ...(required.length > 0 && { required }),
    additionalProperties: false,
  };
}
