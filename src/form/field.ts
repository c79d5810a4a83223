/** A key of a specification as a field of a form: plain data, read off its declaration. */
import { z } from 'zod';
import { notesOf } from '../core/parameter.ts';
import { nameOf } from './names.ts';

/** A word that a field takes, with what it stands for where more is known of it. */
export interface Word {
  readonly word: string;
  readonly title?: string;
  /** The right-hand side of an equation, in TeX. */
  readonly formula?: string;
  readonly source?: string;
  /** Of an integrator: it makes no error estimate, so it needs a step. */
  readonly fixedStep?: boolean;
}

/** What a field holds. */
export type FieldType =
  | {
      readonly kind: 'number';
      readonly whole: boolean;
      /** Null where the declaration sets no limit; a limit that is `open` is itself refused. */
      readonly least: number | null;
      readonly most: number | null;
      readonly open: boolean;
    }
  | { readonly kind: 'flag' }
  /** One of a few words. */
  | { readonly kind: 'choice'; readonly words: readonly Word[] }
  /** One of a few words that stand for all or nothing, or some of the others. */
  | { readonly kind: 'choices'; readonly alone: readonly string[]; readonly words: readonly string[] }
  /** Numbers, one or several; `text` where a word says them too, as log:1:100:30 says times. */
  | { readonly kind: 'numbers'; readonly text: boolean }
  /** A matrix; a `square` one of d rows may be a multiple of the identity, and `several` may be one a head. */
  | { readonly kind: 'matrix'; readonly square: boolean; readonly several: boolean }
  /** Rows of numbers: directions, tokens. */
  | { readonly kind: 'rows' }
  /** A law of tokens by its name, angles, or rows. */
  | { readonly kind: 'law'; readonly words: readonly Word[] }
  /** Something made of fields; `many` of it, one after another, as layers are. */
  | { readonly kind: 'parts'; readonly many: boolean; readonly fields: readonly Field[] }
  /** Anything else, as the command line takes it. */
  | { readonly kind: 'text' };

export interface Field {
  readonly key: string;
  readonly type: FieldType;
  /** A few words that stand beside the symbol. */
  readonly name: string;
  readonly symbol: string | null;
  readonly description: string;
  /** What a value must be, as it stands after "should be". */
  readonly expects: string;
  /** What it is where nothing is given; undefined where that depends on other keys, or there is nothing. */
  readonly usual: unknown;
  /** The same in words, as the declaration has them in brackets: 4β^{−1/2}, at most π/2. */
  readonly usualWords: string | null;
  /** Whether it may be left out. */
  readonly optional: boolean;
  /** Where it is defined. */
  readonly source: string | null;
}

/** What stands around a schema: a default, or that nothing need be given. */
function unwrapped(schema: z.ZodType): { inner: z.ZodType; usual: unknown; optional: boolean } {
  if (schema instanceof z.ZodDefault)
    return { inner: schema.unwrap() as z.ZodType, usual: schema.def.defaultValue, optional: true };
  if (schema instanceof z.ZodOptional) return { ...unwrapped(schema.unwrap() as z.ZodType), optional: true };
  return { inner: schema, usual: undefined, optional: false };
}

/**
 * A declaration as a field.
 *
 * @param source of an equation's own keys, its source
 * @param siblings declarations that the parts of this one share their notes with: a layer's β is what β is
 */
export function fieldOf(
  key: string,
  schema: z.ZodType,
  source: string | null,
  siblings: Readonly<Record<string, z.ZodType>>,
): Field {
  const { inner, usual, optional } = unwrapped(schema);
  const { description = '', expects = '', symbol = null, stack = false } = notesOf(schema) ?? {};
  const within = (name: string, part: z.ZodType) => partOf(name, part, source, siblings);
  return {
    ...{ key, name: nameOf(key), symbol, expects, usual, optional, source },
    type: typeOf(inner, stack, within),
    ...inWords(description),
  };
}

function partOf(
  key: string,
  schema: z.ZodType,
  source: string | null,
  siblings: Readonly<Record<string, z.ZodType>>,
): Field {
  const field = fieldOf(key, schema, source, siblings);
  if (!Object.hasOwn(siblings, key)) return field;
  const { symbol, description, expects } = fieldOf(key, siblings[key], source, {});
  return { ...field, symbol, description, expects, type: withoutStack(field.type) };
}

/** What belongs to one layer is one matrix. */
function withoutStack(type: FieldType): FieldType {
  return type.kind === 'matrix' ? { ...type, several: false } : type;
}

/** "(default: …)" apart, and without the names of equations in brackets at the end, which a form need not say. */
function inWords(description: string): { description: string; usualWords: string | null } {
  const usual = /\s*\(default: ([^)]*)\)/.exec(description);
  const plain = description.replace(usual?.[0] ?? '', '').replace(/\s*\([a-z-]+(, [a-z-]+)*\)$/, '');
  return { description: plain, usualWords: usual?.[1] ?? null };
}

type Within = (name: string, part: z.ZodType) => Field;

function typeOf(schema: z.ZodType, stack: boolean, within: Within): FieldType {
  if (schema instanceof z.ZodNumber) return numberOf(schema);
  if (schema instanceof z.ZodBoolean) return { kind: 'flag' };
  if (schema instanceof z.ZodEnum)
    return { kind: 'choice', words: schema.options.map((word) => ({ word: `${word}` })) };
  if (schema instanceof z.ZodObject) return partsOf(schema, false, within);
  if (schema instanceof z.ZodArray && schema.element instanceof z.ZodObject)
    return partsOf(schema.element, true, within);
  if (schema instanceof z.ZodUnion) return unionOf(schema.options as readonly z.ZodType[], stack);
  return { kind: 'text' };
}

function numberOf({ minValue, maxValue, isInt, def }: z.ZodNumber): FieldType {
  const limit = (bound: number | null) => (bound !== null && Number.isFinite(bound) ? bound : null);
  const least = limit(minValue);
  const open = (def.checks ?? []).some((check) => {
    const { value, inclusive } = check._zod.def as { readonly value?: unknown; readonly inclusive?: boolean };
    return value === least && inclusive === false;
  });
  return { kind: 'number', whole: isInt, least, most: limit(maxValue), open };
}

function partsOf(schema: z.ZodObject, many: boolean, within: Within): FieldType {
  const fields = Object.entries(schema.shape).map(([name, part]) => within(name, part as z.ZodType));
  return { kind: 'parts', many, fields };
}

/** By what the options are together: a seeded Gaussian belongs to matrices, words beside lists of them to choices. */
function unionOf(options: readonly z.ZodType[], stack: boolean): FieldType {
  const has = (kind: new (...given: never[]) => z.ZodType) => options.some((option) => option instanceof kind);
  const gaussian = options.some((option) => option instanceof z.ZodObject && 'gaussian' in option.shape);
  if (gaussian) return { kind: 'matrix', square: has(z.ZodNumber), several: stack };
  const words = options.find((option) => option instanceof z.ZodEnum);
  const lists = options.find((option) => option instanceof z.ZodArray);
  if (words instanceof z.ZodEnum && lists instanceof z.ZodArray && lists.element instanceof z.ZodEnum) {
    const named = lists.element.options.map(String);
    return { kind: 'choices', words: named, alone: words.options.map(String).filter((word) => !named.includes(word)) };
  }
  if (has(z.ZodNumber) && lists) return { kind: 'numbers', text: has(z.ZodCustom) };
  return lists && has(z.ZodCustom) ? { kind: 'rows' } : { kind: 'text' };
}
