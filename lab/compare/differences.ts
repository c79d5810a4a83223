/** What is unlike in two settings. Pure. */
import type { RunSpec } from 'parkade';

export interface Difference {
  readonly key: string;
  readonly a: string;
  readonly b: string;
}

/** Longer values are only said to differ. */
const LONGEST = 24;

export function differences(a: RunSpec, b: RunSpec): Difference[] {
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return keys.flatMap((key) => {
    const [one, other] = [wordOf(a, key), wordOf(b, key)];
    return one === other ? [] : [{ key, a: brief(one), b: brief(other) }];
  });
}

function wordOf(spec: RunSpec, key: string): string {
  const value = (spec as unknown as Record<string, unknown>)[key];
  return value === undefined ? 'as usual' : typeof value === 'string' ? value : JSON.stringify(value);
}

function brief(word: string): string {
  return word.length > LONGEST ? `${word.slice(0, LONGEST - 1)}…` : word;
}
