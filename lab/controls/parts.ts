/** Values made of parts: a list of objects such as layers, or one object. Pure. */

export type Part = Readonly<Record<string, unknown>>;

/** The parts of a value, however many it has. */
export function partsIn(value: unknown, many: boolean): readonly Part[] {
  if (many) return Array.isArray(value) ? (value as readonly Part[]) : [];
  return typeof value === 'object' && value !== null ? [value as Part] : [];
}

/** The parts with a key of one of them changed; undefined takes it away. */
export function changedPart(parts: readonly Part[], index: number, key: string, value: unknown): readonly Part[] {
  return parts.map((part, i) => {
    if (i !== index) return part;
    const { [key]: _, ...others } = part;
    return value === undefined ? others : { ...others, [key]: value };
  });
}
