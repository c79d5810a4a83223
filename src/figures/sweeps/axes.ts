/** Axes of a sweep as they are drawn: what they are called, and on which scale. */
import { notesOf } from '../../core/parameter.ts';
import { specParameters } from '../../run/keys.ts';
import type { Field } from '../../sweeps/table.ts';
import { formatDistinct, formatNumber } from '../drawing/text.ts';

const OTHER: Readonly<Record<string, string>> = { time: 't' };

/** The sign of the paper where there is one: β for beta, n for tokens. */
export function symbolOf(name: string): string {
  const symbol = Object.hasOwn(specParameters, name) ? notesOf(specParameters[name]).symbol : undefined;
  return symbol ?? OTHER[name] ?? name;
}

/** 'β = 16', 'initial = uniform'. */
export function placeInWords(name: string, value: Field): string {
  return `${symbolOf(name)} = ${fieldInWords(value)}`;
}

function fieldInWords(value: Field): string {
  if (typeof value === 'number') return formatNumber(value);
  return value === null ? 'none' : String(value);
}

/** The same for all values of an axis, numbers with as many digits as tell them apart. */
export function labelsOf(values: readonly Field[]): string[] {
  const numbers = values.every((value) => typeof value === 'number');
  return numbers ? formatDistinct(values as readonly number[]) : values.map(fieldInWords);
}

/** A log axis needs as much between its least and its greatest value. */
const WIDE_ENOUGH = 8;

/** Whether values are spaced by factors rather than by differences: three or more, all positive. */
export function isGeometric(values: readonly number[]): boolean {
  const sorted = [...values].sort((a, b) => a - b);
  if (sorted.length < 3 || !(sorted[0] > 0) || sorted[sorted.length - 1] / sorted[0] < WIDE_ENOUGH) return false;
  const spread = (places: readonly number[]) => {
    const gaps = places.slice(1).map((place, i) => place - places[i]);
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
    return Math.sqrt(gaps.reduce((sum, gap) => sum + (gap / mean - 1) ** 2, 0) / gaps.length);
  };
  return spread(sorted.map(Math.log)) < spread(sorted) / 2;
}
