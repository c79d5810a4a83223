/** Values of a setting as a field shows them, and what differs from what is usual. Pure. */
import type { Field } from 'parkade/form';

/** As one would type it: 64, 1e52, 1, 0.5, [[1, 0], [0, 1]], gaussian:3. */
export function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'number') return String(value).replace('e+', 'e');
  if (typeof value !== 'object') return String(value);
  if (Array.isArray(value)) {
    const flat = value.every((entry) => typeof entry === 'number');
    return flat ? value.map(textOf).join(', ') : JSON.stringify(value).replaceAll(',', ', ');
  }
  const { gaussian, scale, ...rest } = value as { gaussian?: number; scale?: number };
  if (gaussian === undefined || Object.keys(rest).length > 0) return JSON.stringify(value).replaceAll(',', ', ');
  return `gaussian:${gaussian}${scale === undefined ? '' : `:${scale}`}`;
}

/** The same, short enough for a line that has others beside it. */
export function shortText(value: unknown): string {
  if (typeof value === 'number') return textOf(Number(value.toPrecision(6)));
  const text = value === true ? 'yes' : value === false ? 'no' : textOf(value);
  return text.length > 24 ? `${text.slice(0, 22)}…` : text;
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Those of these fields that are given, and not as they usually are. */
export function given(fields: readonly Field[], spec: Readonly<Record<string, unknown>>): readonly Field[] {
  return fields.filter(({ key, usual }) => spec[key] !== undefined && !same(spec[key], usual));
}

/** "δ 0.5, events": what differs, in a line. Empty where nothing does. */
export function summaryOf(fields: readonly Field[], spec: Readonly<Record<string, unknown>>): string {
  return given(fields, spec)
    .map(({ key, symbol, name, type }) => {
      const value = spec[key];
      if (type.kind === 'flag') return value === true ? name : `no ${name}`;
      if (type.kind === 'choice' || type.kind === 'law')
        return Array.isArray(value) ? `${value.length} listed` : String(value);
      return `${symbol ?? name} ${shortText(value)}`;
    })
    .join(', ');
}
