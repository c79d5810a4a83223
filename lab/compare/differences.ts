/** What is unlike in two settings. Pure. */
import type { RunSpec } from 'parkade';
import { numberText } from '../text/numbers.ts';

export interface Difference {
  readonly key: string;
  /** As people write it: a symbol where there is one. */
  readonly name: string;
  readonly a: string;
  readonly b: string;
}

/** A setting, and what it comes to with all that was left out, where that is known. */
export interface Told {
  readonly spec: RunSpec;
  readonly resolved: object | null;
}

/** Longer values are only said to differ. */
const LONGEST = 24;
const SYMBOLS: Readonly<Record<string, string>> = {
  ...{ beta: 'β', tokens: 'n', dimension: 'd', until: 'T', delta: 'δ', dt: 'Δt', value: 'V', query: 'Q', key: 'K' },
};

export function differences(a: Told, b: Told): Difference[] {
  const keys = [...new Set([...Object.keys(a.spec), ...Object.keys(b.spec)])];
  return keys.flatMap((key) => {
    const [one, other] = [wordOf(a, key), wordOf(b, key)];
    return one === other ? [] : [{ key, name: SYMBOLS[key] ?? key, a: one, b: other }];
  });
}

function wordOf({ spec, resolved }: Told, key: string): string {
  const value =
    (spec as unknown as Record<string, unknown>)[key] ?? (resolved as Record<string, unknown> | null)?.[key];
  return value === undefined ? 'as usual' : brief(value);
}

function brief(value: unknown): string {
  if (typeof value === 'number') return numberText(value);
  if (Array.isArray(value) && value.length === 1) return brief(value[0]);
  const word = typeof value === 'string' ? value : JSON.stringify(value);
  return word.length > LONGEST ? `${word.slice(0, LONGEST - 1)}…` : word;
}
