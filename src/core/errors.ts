/** The one error class of parkade: a mistake in the input, told in one sentence. What numerics may do is a status in the result. */

import { inFull } from './number-text.ts';

export type ErrorCode = 'InvalidParameter' | 'InvalidInput' | 'FileProblem';

/**
 * A mistake that the caller can mend. The message is one sentence or two:
 * what is wrong, what was expected, what came, what to do.
 */
export class ParkadeError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'ParkadeError';
    this.code = code;
  }
}

/** A value as it is shown inside an error sentence: short, quoted like JSON, NaN and Infinity by name. */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'number') return inFull(value);
  if (typeof value === 'function' || typeof value === 'symbol' || typeof value === 'bigint') return String(value);
  let text: string;
  try {
    text =
      JSON.stringify(value, (_, v) => (typeof v === 'number' && !Number.isFinite(v) ? String(v) : v)) ?? String(value);
  } catch {
    text = String(value);
  }
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
