/** What a schema says, read off it: forms, tables and the JSON Schema are made of the declarations of keys. */
import * as z from 'zod/mini';

/** What stands around a schema: a default, or that nothing need be given. */
export function unwrapped(schema: z.ZodMiniType): { inner: z.ZodMiniType; usual: unknown; optional: boolean } {
  if (schema instanceof z.ZodMiniDefault)
    return { inner: schema.def.innerType as z.ZodMiniType, usual: schema.def.defaultValue, optional: true };
  if (schema instanceof z.ZodMiniOptional)
    return { ...unwrapped(schema.def.innerType as z.ZodMiniType), optional: true };
  return { inner: schema, usual: undefined, optional: false };
}

/** The words of a schema that takes one of a few. */
export function wordsOf(schema: z.ZodMiniType): readonly string[] {
  const { inner } = unwrapped(schema);
  if (inner instanceof z.ZodMiniUnion) return inner.def.options.flatMap((option) => wordsOf(option as z.ZodMiniType));
  if (inner instanceof z.ZodMiniEnum) return inner.options.map(String);
  return inner instanceof z.ZodMiniLiteral ? inner.def.values.map(String) : [];
}

interface Limits {
  readonly whole: boolean;
  /** Null where the declaration sets no limit; a `least` that is `open` is itself refused. */
  readonly least: number | null;
  readonly most: number | null;
  readonly open: boolean;
}

/** Which numbers a schema takes, by its checks. No key of a specification has an upper limit that is itself refused. */
export function limitsOf(schema: z.ZodMiniNumber): Limits {
  const whole = schema instanceof z.ZodMiniNumberFormat;
  let [least, most] = whole ? [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER] : [-Infinity, Infinity];
  let open = false;
  for (const check of schema.def.checks ?? []) {
    const bound = check._zod.def as z.core.$ZodCheckGreaterThanDef | z.core.$ZodCheckLessThanDef;
    const value = Number(bound.value);
    if (bound.check === 'less_than' && value < most) most = value;
    if (bound.check !== 'greater_than' || value < least) continue;
    open = !bound.inclusive || (open && value === least);
    least = value;
  }
  const limit = (bound: number) => (Number.isFinite(bound) ? bound : null);
  return { whole, least: limit(least), most: limit(most), open };
}
