/** A key of a specification as a field of a form: plain data, read off its declaration. */
import * as z from 'zod/mini';
import { notesOf } from '../core/parameter.ts';
import { limitsOf, unwrapped } from '../core/schema.ts';
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

/**
 * A declaration as a field.
 *
 * @param source of an equation's own keys, its source
 * @param siblings declarations that the parts of this one share their notes with: a layer's β is what β is
 */
export function fieldOf(
  key: string,
  schema: z.ZodMiniType,
  source: string | null,
  siblings: Readonly<Record<string, z.ZodMiniType>>,
): Field {
  const { inner, usual, optional } = unwrapped(schema);
  const { description = '', expects = '', symbol = null, stack = false } = notesOf(schema) ?? {};
  const within = (name: string, part: z.ZodMiniType) => partOf(name, part, source, siblings);
  return {
    ...{ key, name: nameOf(key), symbol, expects, usual, optional, source },
    type: typeOf(inner, stack, within),
    ...inWords(description),
  };
}

function partOf(
  key: string,
  schema: z.ZodMiniType,
  source: string | null,
  siblings: Readonly<Record<string, z.ZodMiniType>>,
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

type Within = (name: string, part: z.ZodMiniType) => Field;

function typeOf(schema: z.ZodMiniType, stack: boolean, within: Within): FieldType {
  if (schema instanceof z.ZodMiniNumber) return { kind: 'number', ...limitsOf(schema) };
  if (schema instanceof z.ZodMiniBoolean) return { kind: 'flag' };
  if (schema instanceof z.ZodMiniEnum)
    return { kind: 'choice', words: schema.options.map((word) => ({ word: `${word}` })) };
  if (schema instanceof z.ZodMiniObject) return partsOf(schema, false, within);
  if (schema instanceof z.ZodMiniArray && schema.def.element instanceof z.ZodMiniObject)
    return partsOf(schema.def.element, true, within);
  if (schema instanceof z.ZodMiniUnion) return unionOf(schema.def.options as readonly z.ZodMiniType[], stack);
  return { kind: 'text' };
}

function partsOf(schema: z.ZodMiniObject, many: boolean, within: Within): FieldType {
  const fields = Object.entries(schema.shape).map(([name, part]) => within(name, part as z.ZodMiniType));
  return { kind: 'parts', many, fields };
}

/** By what the options are together: a seeded Gaussian belongs to matrices, words beside lists of them to choices. */
function unionOf(options: readonly z.ZodMiniType[], stack: boolean): FieldType {
  const has = (kind: new (...given: never[]) => z.ZodMiniType) => options.some((option) => option instanceof kind);
  const gaussian = options.some((option) => option instanceof z.ZodMiniObject && 'gaussian' in option.shape);
  if (gaussian) return { kind: 'matrix', square: has(z.ZodMiniNumber), several: stack };
  const words = options.find((option) => option instanceof z.ZodMiniEnum);
  const lists = options.find((option) => option instanceof z.ZodMiniArray);
  if (words instanceof z.ZodMiniEnum && lists instanceof z.ZodMiniArray && lists.def.element instanceof z.ZodMiniEnum) {
    const named = lists.def.element.options.map(String);
    return { kind: 'choices', words: named, alone: words.options.map(String).filter((word) => !named.includes(word)) };
  }
  if (has(z.ZodMiniNumber) && lists) return { kind: 'numbers', text: has(z.ZodMiniString) };
  return lists && has(z.ZodMiniString) ? { kind: 'rows' } : { kind: 'text' };
}
