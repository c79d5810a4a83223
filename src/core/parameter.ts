/**
 * How a parameter of a specification is declared: its schema, what it is, what is expected of it. From one declaration
 * come the command-line flag, the JSON Schema, the help and the sentence that refuses a wrong value.
 */
import * as z from 'zod/mini';
import { invalid, type ParkadeError, quoted } from './errors.ts';
import { nearest } from './nearest.ts';
import { wordsOf } from './schema.ts';

interface ParameterNotes {
  /** What it is, for help and schema. */
  readonly description: string;
  /** What a value must be, as it stands after "should be". */
  readonly expects: string;
  /** What formulas call it, such as β. */
  readonly symbol?: string;
  /** The placeholder in `--help`; a flag without one takes no value and means true. */
  readonly placeholder?: string;
  /** What to do instead of giving a number below zero. */
  readonly insteadOfNegative?: string;
  /** A value may be the name of a file of numbers. */
  readonly file?: boolean;
  /** A value may be the name of a file that holds it in YAML or JSON. */
  readonly document?: boolean;
  /** In the library a function may be given in its place; no specification holds one. */
  readonly callable?: boolean;
  /** Such a file may hold a stack of matrices h×d×d, one a head. */
  readonly stack?: boolean;
}

/** A schema with its notes. Make it `z._default` or `z.optional` first: a specification may leave anything out. */
export function parameter<S extends z.ZodMiniType>(schema: S, notes: ParameterNotes): S {
  const noted = schema.clone();
  z.globalRegistry.add(noted, { ...notes });
  return noted;
}

/**
 * The type that a schema takes where it says less than the language can: lists that are not changed, words beside any
 * text.
 */
export function typed<Input>() {
  return (schema: z.ZodMiniType): z.ZodMiniType<Input | undefined, Input | undefined> =>
    schema as z.ZodMiniType<Input | undefined, Input | undefined>;
}

export function notesOf(schema: z.ZodMiniType): ParameterNotes {
  return z.globalRegistry.get(schema) as unknown as ParameterNotes;
}

/**
 * A value as its parameter has it, the usual one where none was given.
 * @throws ParkadeError InvalidParameter for an impossible value
 */
export function parsedParameter(key: string, schema: z.ZodMiniType, given: unknown): unknown {
  if (typeof given === 'function' && notesOf(schema).callable) return given;
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  throw unexpectedValue(key, schema, given);
}

/** "key" should be what its parameter expects, but came as …. */
export function unexpectedValue(key: string, schema: z.ZodMiniType, came: unknown): ParkadeError {
  const expected = `be ${notesOf(schema).expects}`;
  if (came === undefined) return invalid(key, expected, 'is missing', 'give it');
  return invalid(key, expected, `came as ${quoted(came)}`, remedy(schema, came));
}

/**
 * The parameters of one plug-in, checked, with defaults for those that were left out; the object itself where none was.
 * @throws ParkadeError InvalidParameter for an impossible value, and for a key that the plug-in has not
 */
export function parsedParameters<P extends object>(shape: z.core.$ZodShape, given: P): P {
  const foreign = Object.keys(given).find((key) => !Object.hasOwn(shape, key));
  if (foreign !== undefined) {
    const names = Object.keys(shape);
    const guess = nearest(foreign, names);
    const advice = guess === undefined ? 'drop it' : `did you mean "${guess}"?`;
    throw invalid(foreign, `be one of the parameters ${names.join(', ')}`, 'is none of them', advice);
  }
  const filled: Record<string, unknown> = {};
  for (const [key, schema] of Object.entries(shape)) {
    const value = (given as Record<string, unknown>)[key];
    const parsed = parsedParameter(key, schema as z.ZodMiniType, value);
    if (value === undefined && parsed !== undefined) filled[key] = parsed;
  }
  return Object.keys(filled).length === 0 ? given : { ...given, ...filled };
}

/**
 * What to do about a value that its parameter does not take: the word that was probably meant, where it takes words.
 */
function remedy(schema: z.ZodMiniType, given: unknown): string {
  const { insteadOfNegative } = notesOf(schema);
  if (insteadOfNegative !== undefined && typeof given === 'number' && given < 0) return insteadOfNegative;
  const guess = typeof given === 'string' ? nearest(given, wordsOf(schema)) : undefined;
  return guess === undefined ? 'change it' : `did you mean "${guess}"?`;
}

/** 0 … 2^53 − 1. */
export const seedNumber = z.int().check(z.minimum(0));

/** A text that is not empty. */
export const wordSchema = z.string().check(z.minLength(1));

/**
 * Numbers in lists, nested or not. Only that they are a list is checked here: what is wrong with row 17 is told by the
 * code that reads the rows, by name, and a million rows are not walked through twice.
 */
export const numbersSchema = z.array(z.unknown());
export const rowsOrFile = z.union([wordSchema, numbersSchema]);
export const matrixSchema = z.union([
  wordSchema,
  z.number(),
  numbersSchema,
  z.strictObject({
    gaussian: seedNumber,
    scale: z.optional(z.number().check(z.positive())),
    draw: z.optional(z.int().check(z.minimum(0), z.maximum(1e9))),
  }),
]);
