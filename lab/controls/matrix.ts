/** In which ways a matrix of a setting can be given, and how one becomes another. Pure. */
import { LARGEST_PLANE, type PlainMatrix, rowsOf, spectrumOf } from './spectrum.ts';

export type Way = 'identity' | 'multiple' | 'diagonal' | 'plane' | 'gaussian' | 'entries' | 'text';

export const wayNames: Readonly<Record<Way, string>> = {
  identity: 'identity',
  multiple: 'multiple of identity',
  diagonal: 'diagonal, by sliders',
  plane: 'on the complex plane',
  gaussian: 'Gaussian, by a seed',
  entries: 'its entries',
  text: 'as text',
};

/** Largest dimension whose entries have a field each. */
const LARGEST_GRID = 8;

/** The ways that a d×d matrix can be given in; one that is not square has fewer. */
export function waysFor(d: number, square: boolean): readonly Way[] {
  if (!square) return ['gaussian', 'text'];
  return [
    ...(['identity', 'multiple'] as const),
    ...(d <= LARGEST_PLANE ? (['diagonal', 'plane'] as const) : []),
    'gaussian',
    ...(d <= LARGEST_GRID ? (['entries'] as const) : []),
    'text',
  ];
}

export function isGaussian(value: unknown): value is { gaussian: number; scale?: number } {
  return typeof value === 'object' && value !== null && 'gaussian' in value;
}

/** The way in which a value is given. */
export function wayOf(value: unknown, d: number, square: boolean): Way {
  if (isGaussian(value)) return 'gaussian';
  if (!square) return 'text';
  if (value === undefined || value === 'identity') return 'identity';
  if (typeof value === 'number') return 'multiple';
  if (!Array.isArray(value) || d > LARGEST_GRID || rowsOf(value, d) === null) return 'text';
  if (!value.some(Array.isArray)) return 'diagonal';
  return spectrumOf(value, d) === null ? 'entries' : 'plane';
}

/** What a value becomes when it is given in another way: the same matrix where that way can say it. */
export function convertedTo(way: Way, value: unknown, d: number): unknown {
  const rows = rowsOf(value, d);
  const diagonal = rows?.map((row, i) => row[i]) ?? new Array<number>(d).fill(1);
  switch (way) {
    case 'identity':
      return 'identity';
    case 'multiple':
      return diagonal[0];
    case 'diagonal':
      return diagonal;
    case 'plane':
      return spectrumOf(value, d) === null ? diagonal : value;
    case 'gaussian':
      return { gaussian: 1 };
    case 'entries':
      return rows ?? rowsOf('identity', d);
    case 'text':
      return value;
  }
}

/** A matrix in the shortest way that says it: a list for a diagonal, rows for others. */
export function shortest(rows: readonly (readonly number[])[]): PlainMatrix {
  const isDiagonal = rows.every((row, i) => row.every((entry, j) => i === j || entry === 0));
  return isDiagonal ? rows.map((row, i) => row[i]) : rows.map((row) => [...row]);
}

/**
 * Numbers as a spreadsheet or a text has them: lines of cells apart by tabs, semicolons, commas or spaces. Null where
 * one of them is no number, or rows are of different lengths.
 */
export function pastedRows(text: string): number[][] | null {
  const lines = text.trim().split(/\r?\n|\]\s*,\s*\[/);
  const rows = lines.map((line) => {
    const bare = line.replaceAll(/[[\]]/g, ' ').replaceAll('−', '-').trim();
    return bare
      .split(/\s*[\t;,]\s*|\s+/)
      .filter((cell) => cell !== '')
      .map(Number);
  });
  const even = rows.every((row) => row.length === rows[0].length && row.length > 0 && row.every(Number.isFinite));
  return even ? rows : null;
}
