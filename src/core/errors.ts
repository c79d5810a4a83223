/**
 * The one error class of parkade: a mistake in the input, told in one sentence. What numerics may do is a status in the
 * result.
 */

import { inFull } from './number-text.ts';

export type ErrorCode = 'InvalidParameter' | 'InvalidInput' | 'FileProblem';

/** The parts of a sentence about a mistake, for programs: a form puts it beside the field that it belongs to. */
export interface Mistake {
  /** What is wrong: the key of a specification, a flag, a file. */
  readonly key: string;
  /** What was expected, as it stands after "should". */
  readonly expected: string;
  /** What came instead, as it stands after "but". */
  readonly came: string;
  /** What to do, without a full stop. */
  readonly advice: string;
}

/** Those parts that a sentence has. */
export type KnownParts = { readonly [K in keyof Mistake]?: Mistake[K] | undefined };

/**
 * A mistake that the caller can mend. The message is one sentence or two: what is wrong, what was expected, what came,
 * what to do. The same in parts stands in the fields, as far as the sentence has them.
 */
export class ParkadeError extends Error implements Partial<Mistake> {
  readonly code: ErrorCode;
  declare readonly key?: string;
  declare readonly expected?: string;
  declare readonly came?: string;
  declare readonly advice?: string;

  constructor(code: ErrorCode, message: string, options: { cause?: unknown } & KnownParts = {}) {
    const { cause, ...parts } = options;
    super(message, cause === undefined ? {} : { cause });
    this.name = 'ParkadeError';
    this.code = code;
    Object.assign(this, parts);
  }
}

/** The parts of a mistake, for another sentence about it. */
export function partsOf({ key, expected, came, advice }: ParkadeError): KnownParts {
  return { key, expected, came, advice };
}

/** A mistake as it is told. */
interface Told extends Mistake {
  /** How the sentence begins where the key in quotes would not do: `"field" harmonic`, `Figure "circle"`. */
  readonly subject?: string;
}

/**
 * `"key" should expected, but came; advice.` as an error with these parts; an advice that is a question ends in its own
 * mark.
 */
export function mistake(code: ErrorCode, { subject, ...parts }: Told, cause?: unknown): ParkadeError {
  const { key, expected, came, advice } = parts;
  const end = /[.?]$/.test(advice) ? '' : '.';
  const message = `${subject ?? `"${key}"`} should ${expected}, but ${came}; ${advice}${end}`;
  return new ParkadeError(code, message, { ...parts, cause });
}

/**
 * A value of a specification, or an argument, that cannot be: what it is called, what was expected, what came, what to
 * do.
 */
export function invalid(key: string, expected: string, came: string, advice: string): ParkadeError {
  return mistake('InvalidParameter', { key, expected, came, advice });
}

/** A file that cannot be read as what it should be. */
export function unreadable(
  file: string,
  expected: string,
  came: string,
  advice: string,
  cause?: unknown,
): ParkadeError {
  return mistake('FileProblem', { key: file, expected, came, advice }, cause);
}

/** A value as it stands inside an error sentence: short, quoted like JSON, NaN and Infinity by name. */
export function quoted(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'number') return inFull(value);
  if (typeof value === 'symbol' || typeof value === 'bigint') return String(value);
  if (typeof value === 'function') return `the function ${value.name || '() => …'}`;
  let text: string;
  try {
    text =
      JSON.stringify(value, (_, v) => (typeof v === 'number' && !Number.isFinite(v) ? String(v) : v)) ?? String(value);
  } catch {
    text = String(value);
  }
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
