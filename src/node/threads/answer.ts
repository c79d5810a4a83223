/** What a worker thread sends back. Errors lose their class on the way, so a mistake in the input travels as what it is made of. */
import { type ErrorCode, ParkadeError } from '../../core/errors.ts';

export type Answer<T> =
  | { readonly value: T }
  | { readonly mistake: { readonly code: ErrorCode; readonly message: string } };

/** On the side of the worker; anything but a ParkadeError is thrown on. */
export async function answerOf<T>(work: () => T | Promise<T>): Promise<Answer<T>> {
  try {
    return { value: await work() };
  } catch (error) {
    if (!(error instanceof ParkadeError)) throw error;
    return { mistake: { code: error.code, message: error.message } };
  }
}

/**
 * On the side of the caller.
 * @param whose stands before the sentence: the name of a statement or a preset
 * @throws ParkadeError the mistake, if there was one
 */
export function valueIn<T>(answer: Answer<T>, whose?: string): T {
  if ('value' in answer) return answer.value;
  const { code, message } = answer.mistake;
  throw new ParkadeError(code, whose === undefined ? message : `${whose}: ${message}`);
}
