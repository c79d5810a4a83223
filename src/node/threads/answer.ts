/**
 * What a worker thread sends back. Errors lose their class on the way, so a mistake in the input travels as what it is
 * made of.
 */
import { type ErrorCode, type KnownParts, ParkadeError, partsOf } from '../../core/errors.ts';

export type Answer<T> =
  | { readonly value: T }
  | { readonly mistake: { readonly code: ErrorCode; readonly message: string } & KnownParts };

/** On the side of the worker; anything but a ParkadeError is thrown on. */
export async function answerOf<T>(work: () => T | Promise<T>): Promise<Answer<T>> {
  try {
    return { value: await work() };
  } catch (error) {
    if (!(error instanceof ParkadeError)) throw error;
    return { mistake: { code: error.code, message: error.message, ...partsOf(error) } };
  }
}

/**
 * On the side of the caller.
 * @throws ParkadeError the mistake, if there was one
 */
export function valueIn<T>(answer: Answer<T>): T {
  if ('value' in answer) return answer.value;
  const { code, message, ...parts } = answer.mistake;
  throw new ParkadeError(code, message, parts);
}
